using System.Collections;
using TherapyChain.Documents.Pdf;

namespace TherapyChain.Documents.Layout;

/// <summary>A table cell. Text and blocks convert to cells by themselves.</summary>
public sealed record Cell(Block Content)
{
    /// <summary>How many columns it covers.</summary>
    public int Span { get; init; } = 1;
    public Colour? Background { get; init; }
    public VerticalAlign? Align { get; init; }

    public static implicit operator Cell(string text) => new(new Paragraph(text));
    public static implicit operator Cell(Block content) => new(content);

    public static Cell FromString(string text) => text;
    public static Cell FromBlock(Block content) => content;
}

/// <summary>A table row, written as a list of cells: <c>["1", new Paragraph("two")]</c>.</summary>
public sealed class Row : IEnumerable<Cell>
{
    readonly List<Cell> cells = [];

    public Row()
    {
    }

    public Row(params IEnumerable<Cell> cells) => this.cells.AddRange(cells);

    public Colour? Background { get; init; }
    public bool KeepWithNext { get; init; }

    public IReadOnlyList<Cell> Cells => cells;

    public void Add(Cell cell) => cells.Add(cell);

    public IEnumerator<Cell> GetEnumerator() => cells.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

public enum Rules
{
    None,

    /// <summary>A rule above and below the table and under its header.</summary>
    Frame,

    /// <summary>As <see cref="Frame"/>, with a hair line between rows.</summary>
    Rows,

    /// <summary>Every cell bordered.</summary>
    Grid,
}

/// <summary>
/// A table. Its header is repeated on every page it reaches; a row moves to the next page as a whole, unless it is taller than a page.
/// A row with fewer cells than columns is filled up with empty ones.
/// </summary>
public sealed class Table(params Column[] columns) : Block
{
    public IReadOnlyList<Row> Header { get; init; } = [];
    public IReadOnlyList<Row> Rows { get; init; } = [];
    public Rules Rules { get; init; } = Rules.Rows;
    public Padding CellPadding { get; init; } = new(4, 2.5);
    public VerticalAlign CellAlign { get; init; }

    /// <summary>Background of every second row.</summary>
    public Colour? Zebra { get; init; }
    public Colour? HeaderBackground { get; init; }
    public Func<TextStyle, TextStyle> HeaderStyle { get; init; } = s => s.Bold;
    public Colour RuleColour { get; init; } = Colour.Grey(0x9A);
    public Colour HairColour { get; init; } = Colour.Grey(0xCF);

    /// <summary>No padding at the outer sides, so that the text is flush with the text around the table. For tables without vertical rules.</summary>
    public bool Flush { get; init; }

    internal override void Lay(Setting setting, double width, List<Piece> flow)
    {
        if (columns.Length == 0) throw new InvalidOperationException("A table needs at least one column.");
        var layout = new TableLayout(this, columns, setting, width);
        flow.AddRange(layout.Rows());
    }

    internal override (double Least, double Natural) Widths(TextStyle style)
    {
        var wants = TableLayout.Wants(this, columns, Resolve(style), all: true);
        return (wants.Sum(w => w.Least), wants.Sum(w => w.Natural));
    }
}
