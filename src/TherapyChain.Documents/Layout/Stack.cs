using TherapyChain.Documents.Pdf;

namespace TherapyChain.Documents.Layout;

/// <summary>Blocks one below the other: <c>new Stack(4, "first", new Paragraph("second"))</c>.</summary>
/// <param name="gap">Space between them in points.</param>
public sealed class Stack(double gap, params IEnumerable<Block> content) : Block
{
    readonly Block[] blocks = [.. content];

    internal override void Lay(Setting setting, double width, List<Piece> flow)
    {
        var inner = setting with { IsOnly = false };
        for (var i = 0; i < blocks.Length; i++) blocks[i].Place(inner, width, i == 0 ? 0 : gap, flow);
    }

    internal override (double Least, double Natural) Widths(TextStyle style)
    {
        var own = Resolve(style);
        double least = 0, natural = 0;
        foreach (var block in blocks)
        {
            var (l, n) = block.Widths(own);
            (least, natural) = (Math.Max(least, l), Math.Max(natural, n));
        }

        return (least, natural);
    }
}

/// <summary>A line across the column.</summary>
public sealed class Rule(double thickness = 0.5, Colour? colour = null) : Block
{
    internal override void Lay(Setting setting, double width, List<Piece> flow) =>
        flow.Add(new RulePiece(width, thickness, colour ?? Colour.Grey(0xB4)));

    internal override (double Least, double Natural) Widths(TextStyle style) => (0, 0);

    sealed class RulePiece : Piece
    {
        readonly double width;
        readonly Colour colour;

        public RulePiece(double width, double thickness, Colour colour) => (this.width, Height, this.colour) = (width, thickness, colour);

        public override void Paint(Canvas canvas, double x, double y, bool first, bool repeated) =>
            canvas.Line(x, y + Height / 2, x + width, y + Height / 2, Height, colour);
    }
}

/// <summary>Blank height, for a place to sign. Unlike space between blocks it stays at the top of a page.</summary>
public sealed class Blank(double height) : Block
{
    internal override void Lay(Setting setting, double width, List<Piece> flow) => flow.Add(new BlankPiece(height));

    internal override (double Least, double Natural) Widths(TextStyle style) => (0, 0);

    sealed class BlankPiece : Piece
    {
        public BlankPiece(double height) => Height = height;

        public override void Paint(Canvas canvas, double x, double y, bool first, bool repeated)
        {
        }
    }
}
