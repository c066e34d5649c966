namespace TherapyChain.Documents.Layout;

/// <summary>
/// Blocks side by side: <c>new Columns(12, (Column.Share(), left), (Column.Auto, right))</c>. Does not break over pages unless longer than one.
/// </summary>
/// <param name="gap">Space between them in points.</param>
public sealed class Columns(double gap, params (Column Column, Block Block)[] content) : Block
{
    public VerticalAlign Align { get; init; }

    internal override void Lay(Setting setting, double width, List<Piece> flow)
    {
        if (content.Length == 0) return;
        var wants = content.Select(c => c.Block.Widths(c.Column.Resolve(setting.Style))).ToArray();
        var widths = Column.Distribute([.. content.Select(c => c.Column)], wants, width - gap * (content.Length - 1));
        var slots = new List<Slot>(content.Length);
        double x = 0;
        for (var i = 0; i < content.Length; i++)
        {
            var pieces = new List<Piece>();
            content[i].Block.Place(new(content[i].Column.Resolve(setting.Style), setting.Parent), widths[i], 0, pieces);
            slots.Add(new(x, widths[i], default, pieces) { Align = content[i].Column.VerticalAlign ?? Align });
            x += widths[i] + gap;
        }

        flow.Add(new CellsPiece(slots, new()));
    }

    internal override (double Least, double Natural) Widths(TextStyle style)
    {
        var own = Resolve(style);
        double least = 0, natural = 0;
        for (var i = 0; i < content.Length; i++)
        {
            var (l, n) = content[i].Block.Widths(content[i].Column.Resolve(own));
            (least, natural) = (least + l, natural + n);
        }

        var gaps = gap * Math.Max(0, content.Length - 1);
        return (least + gaps, natural + gaps);
    }
}
