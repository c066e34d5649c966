using TherapyChain.Documents.Pdf;

namespace TherapyChain.Documents.Layout;

public enum VerticalAlign { Top, Middle, Bottom }

/// <summary>One column of a row: where it stands and what it holds.</summary>
readonly record struct Slot(double X, double Width, Padding Padding, List<Piece> Pieces)
{
    public VerticalAlign Align { get; init; }
    public Colour? Background { get; init; }
    public double Height => Padding.Top + Piece.HeightOf(Pieces) + Padding.Bottom;
}

/// <summary>What is drawn around a row.</summary>
sealed record RowFrame
{
    public double Width { get; init; }
    public Colour? Background { get; init; }
    public Colour? Border { get; init; }
    public double BorderWidth { get; init; }
    public Colour? Edge { get; init; }
    public (double Width, Colour Colour)? Above { get; init; }

    /// <summary>Drawn above the row where it begins a page.</summary>
    public (double Width, Colour Colour)? AboveFirst { get; init; }
    public (double Width, Colour Colour)? Below { get; init; }

    /// <summary>Places of the vertical rules, drawn like <see cref="Below"/>.</summary>
    public IReadOnlyList<double> Verticals { get; init; } = [];
}

/// <summary>A row of cells: of a table, of side-by-side columns, or the single cell of a box.</summary>
sealed class CellsPiece : Piece
{
    const double EdgeWidth = 3;
    readonly IReadOnlyList<Slot> slots;
    readonly RowFrame frame;

    public CellsPiece(IReadOnlyList<Slot> slots, RowFrame frame)
    {
        (this.slots, this.frame) = (slots, frame);
        foreach (var slot in slots) Height = Math.Max(Height, slot.Height);
    }

    public override void Paint(Canvas canvas, double x, double y, bool first, bool repeated)
    {
        if (frame.Background is { } background) canvas.Rectangle(x, y, frame.Width, Height, background);
        foreach (var slot in slots)
            if (slot.Background is { } colour)
                canvas.Rectangle(x + slot.X, y, slot.Width, Height, colour);
        foreach (var slot in slots) PaintSlot(canvas, slot, x, y, repeated);
        PaintRules(canvas, x, y, first);
    }

    public override (Piece Head, Piece Tail)? Split(double available)
    {
        List<Slot> heads = [], tails = [];
        var cut = false;
        foreach (var slot in slots)
        {
            var room = available - slot.Padding.Top - slot.Padding.Bottom;
            var (head, tail) = SplitPieces(slot.Pieces, room);
            cut |= head.Count > 0;
            heads.Add(slot with { Pieces = head });
            tails.Add(slot with { Pieces = tail });
        }

        return cut ? (new CellsPiece(heads, frame), new CellsPiece(tails, frame) { Repeats = Repeats, KeepWithNext = KeepWithNext }) : null;
    }

    static (List<Piece> Head, List<Piece> Tail) SplitPieces(List<Piece> pieces, double room)
    {
        var count = 0;
        double used = 0;
        while (count < pieces.Count)
        {
            var piece = pieces[count];
            var next = used + (count == 0 ? 0 : piece.Before) + piece.Height;
            if (next > room) break;
            used = next;
            count++;
        }

        if (count < pieces.Count && pieces[count].Split(room - used - (count == 0 ? 0 : pieces[count].Before)) is var (head, tail))
            return ([.. pieces[..count], head], [tail, .. pieces[(count + 1)..]]);
        return (pieces[..count], pieces[count..]);
    }

    void PaintSlot(Canvas canvas, Slot slot, double x, double y, bool repeated)
    {
        var spare = Height - slot.Height;
        y += slot.Padding.Top + slot.Align switch { VerticalAlign.Middle => spare / 2, VerticalAlign.Bottom => spare, _ => 0 };
        for (var i = 0; i < slot.Pieces.Count; i++)
        {
            var piece = slot.Pieces[i];
            if (i > 0) y += piece.Before;
            piece.Paint(canvas, x + slot.X + slot.Padding.Left, y, i == 0, repeated);
            y += piece.Height;
        }
    }

    void PaintRules(Canvas canvas, double x, double y, bool first)
    {
        if (frame.Border is { } border) canvas.Rectangle(x, y, frame.Width, Height, null, border, frame.BorderWidth);
        if (frame.Edge is { } edge) canvas.Rectangle(x, y, EdgeWidth, Height, edge);
        if ((first ? frame.AboveFirst ?? frame.Above : frame.Above) is var (width, colour)) canvas.Line(x, y, x + frame.Width, y, width, colour);
        if (frame.Below is not var (below, tone)) return;
        canvas.Line(x, y + Height, x + frame.Width, y + Height, below, tone);
        foreach (var place in frame.Verticals) canvas.Line(x + place, y, x + place, y + Height, below, tone);
    }
}
