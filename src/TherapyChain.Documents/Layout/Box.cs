using TherapyChain.Documents.Pdf;

namespace TherapyChain.Documents.Layout;

/// <summary>Space around content, in points.</summary>
public readonly record struct Padding(double Left, double Top, double Right, double Bottom)
{
    public Padding(double horizontal, double vertical) : this(horizontal, vertical, horizontal, vertical) { }
    public Padding(double all) : this(all, all) { }
}

/// <summary>A frame or background around a block. It moves to the next page as a whole, unless longer than a page.</summary>
public sealed class Box(Block content) : Block
{
    public Colour? Background { get; init; }
    public Colour? Border { get; init; }
    public double BorderWidth { get; init; } = 0.5;

    /// <summary>A broad coloured edge on the left, for notices.</summary>
    public Colour? Edge { get; init; }
    public Padding Padding { get; init; } = new(8, 6);

    internal override void Lay(Setting setting, double width, List<Piece> flow)
    {
        var inside = new List<Piece>();
        content.Place(setting, width - Padding.Left - Padding.Right, 0, inside);
        flow.Add(new CellsPiece([new(0, width, Padding, inside)], new()
        {
            Background = Background, Border = Border, BorderWidth = BorderWidth, Edge = Edge, Width = width,
        }));
    }

    internal override (double Least, double Natural) Widths(TextStyle style)
    {
        var (least, natural) = content.Widths(Resolve(style));
        return (least + Padding.Left + Padding.Right, natural + Padding.Left + Padding.Right);
    }
}
