using System.Collections;

namespace TherapyChain.Documents.Layout;

/// <summary>Blocks side by side: <c>new Columns(gap: 12) { { Column.Share(), left }, { Column.Auto, right } }</c>. Does not break over pages unless longer than one.</summary>
public sealed class Columns(double gap = 12) : Block, IEnumerable<Block>
{
    readonly List<Column> columns = [];
    readonly List<Block> blocks = [];

    public VerticalAlign Align { get; init; }

    public void Add(Column column, Block block)
    {
        columns.Add(column);
        blocks.Add(block);
    }

    /// <summary>Adds a column that takes an equal share.</summary>
    public void Add(Block block) => Add(Column.Share(), block);

    public IEnumerator<Block> GetEnumerator() => blocks.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal override void Lay(Setting setting, double width, List<Piece> flow)
    {
        if (blocks.Count == 0) return;
        var wants = columns.Select((c, i) => blocks[i].Widths(c.Resolve(setting.Style))).ToArray();
        var widths = Column.Distribute(columns, wants, width - gap * (blocks.Count - 1));
        var slots = new List<Slot>(blocks.Count);
        double x = 0;
        for (var i = 0; i < blocks.Count; i++)
        {
            var pieces = new List<Piece>();
            blocks[i].Place(new(columns[i].Resolve(setting.Style), setting.Parent), widths[i], 0, pieces);
            slots.Add(new(x, widths[i], default, pieces, columns[i].VerticalAlign ?? Align));
            x += widths[i] + gap;
        }

        flow.Add(new CellsPiece(slots, new()));
    }

    internal override (double Least, double Natural) Widths(TextStyle style)
    {
        var own = Resolve(style);
        double least = 0, natural = 0;
        for (var i = 0; i < blocks.Count; i++)
        {
            var (l, n) = blocks[i].Widths(columns[i].Resolve(own));
            (least, natural) = (least + l, natural + n);
        }

        var gaps = gap * Math.Max(0, blocks.Count - 1);
        return (least + gaps, natural + gaps);
    }
}
