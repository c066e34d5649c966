using TherapyChain.Documents.Pdf;

namespace TherapyChain.Documents.Layout;

/// <summary>Turns a table into rows of known width and height.</summary>
sealed class TableLayout
{
    const double Hair = 0.4;
    const double Strong = 0.8;

    readonly Table table;
    readonly Column[] columns;
    readonly TextStyle style, headerStyle;
    readonly Tag? element;
    readonly double[] widths;
    readonly double total;

    public TableLayout(Table table, Column[] columns, Setting setting, double width)
    {
        (this.table, this.columns) = (table, columns);
        style = setting.Style;
        headerStyle = table.HeaderStyle(style);
        element = setting.Element("Table");
        widths = Column.Distribute(columns, Wants(table, columns, style, all: false), width);
        total = widths.Sum();
    }

    public static (double Least, double Natural)[] Wants(Table table, Column[] columns, TextStyle style, bool all)
    {
        var wants = new (double Least, double Natural)[columns.Length];
        if (!all && !columns.Any(c => c.IsAuto)) return wants;
        var header = table.HeaderStyle(style);
        var styles = columns.Select(c => (Cell: c.Resolve(style), Header: c.Resolve(header))).ToArray();
        foreach (var (row, isHeader) in table.Header.Select(r => (r, true)).Concat(table.Rows.Select(r => (r, false))))
        {
            var column = 0;
            foreach (var cell in row.Cells)
            {
                // A cell over several columns takes what they give.
                if (cell.Span == 1 && column < columns.Length)
                {
                    var (least, natural) = cell.Content.Widths(isHeader ? styles[column].Header : styles[column].Cell);
                    var padding = PaddingOf(table, column, columns.Length, 1);
                    var sides = padding.Left + padding.Right;
                    wants[column] = (Math.Max(wants[column].Least, least + sides), Math.Max(wants[column].Natural, natural + sides));
                }

                column += cell.Span;
            }
        }

        return wants;
    }

    public List<Piece> Rows()
    {
        var pieces = new List<Piece>(table.Header.Count + table.Rows.Count);
        var header = new List<Piece>();
        for (var i = 0; i < table.Header.Count; i++)
        {
            var piece = Lay(table.Header[i], true, FrameOf(table.Header[i], true, i, i == 0, i == table.Header.Count - 1));
            piece.KeepWithNext = true;
            header.Add(piece);
        }

        pieces.AddRange(header);
        for (var i = 0; i < table.Rows.Count; i++)
        {
            var row = table.Rows[i];
            var piece = Lay(row, false, FrameOf(row, false, i, i == 0 && header.Count == 0, i == table.Rows.Count - 1));
            piece.KeepWithNext = row.KeepWithNext;
            if (header.Count > 0) piece.Repeats = header;
            pieces.Add(piece);
        }

        if (table.Rows.Count == 0 && header.Count > 0) header[^1].KeepWithNext = false;
        return pieces;
    }

    CellsPiece Lay(Row row, bool isHeader, RowFrame frame)
    {
        var rowElement = element is null ? null : new Tag("TR", element);
        var slots = new List<Slot>(columns.Length);
        int column = 0;
        double x = 0;
        foreach (var cell in row.Cells)
        {
            if (column + cell.Span > columns.Length)
                throw new InvalidOperationException($"A row has more cells than the table has columns ({columns.Length}).");
            double width = 0;
            for (var i = column; i < column + cell.Span; i++) width += widths[i];
            var padding = PaddingOf(table, column, columns.Length, cell.Span);
            var cellElement = rowElement is null ? null : new Tag(isHeader ? "TH" : "TD", rowElement) { ColumnSpan = cell.Span };
            var own = columns[column].Resolve(isHeader ? headerStyle : style);
            var pieces = new List<Piece>(1);
            cell.Content.Place(new(own, cellElement, cell.Content is Paragraph and not Heading), width - padding.Left - padding.Right, 0, pieces);
            var align = cell.Align ?? columns[column].VerticalAlign ?? (isHeader ? VerticalAlign.Bottom : table.CellAlign);
            slots.Add(new(x, width, padding, pieces) { Align = align, Background = cell.Background });
            x += width;
            column += cell.Span;
        }

        return new(slots, frame with { Verticals = table.Rules == Rules.Grid ? Verticals(row) : [] });
    }

    RowFrame FrameOf(Row row, bool isHeader, int index, bool first, bool last)
    {
        var strong = (Strong, table.RuleColour);
        var hair = (Hair, table.HairColour);
        var edge = (Hair, table.RuleColour);
        var background = row.Background ?? (isHeader ? table.HeaderBackground : index % 2 == 1 ? table.Zebra : null);
        var frame = new RowFrame { Width = total, Background = background };
        return table.Rules switch
        {
            Rules.Frame => frame with { Above = first ? strong : null, Below = last ? strong : null },
            Rules.Rows => frame with { Above = first ? strong : null, Below = last ? strong : hair },
            Rules.Grid => frame with { Above = first ? edge : null, AboveFirst = edge, Below = edge },
            _ => frame,
        };
    }

    List<double> Verticals(Row row)
    {
        var places = new List<double>(columns.Length + 1) { 0 };
        double x = 0;
        var column = 0;
        foreach (var cell in row.Cells)
        {
            for (var i = 0; i < cell.Span; i++) x += widths[column++];
            places.Add(x);
        }

        if (column < columns.Length) places.Add(total);
        return places;
    }

    static Padding PaddingOf(Table table, int column, int columns, int span)
    {
        var padding = table.CellPadding;
        if (!table.Flush) return padding;
        return padding with { Left = column == 0 ? 0 : padding.Left, Right = column + span == columns ? 0 : padding.Right };
    }
}
