using TherapyChain.Documents.Pdf;

namespace TherapyChain.Documents.Layout;

/// <summary>
/// A slice of the flow that has its width and height: a line of text, a table row, a code. Pages are filled with pieces from top to bottom;
/// a page may end after any piece that does not ask to stay with the next.
/// </summary>
abstract class Piece
{
    public double Height { get; protected init; }

    /// <summary>Space above, dropped at the top of a page or cell.</summary>
    public double Before { get; set; }
    public bool KeepWithNext { get; set; }
    public bool OnNewPage { get; set; }

    /// <summary>Rows to repeat when a page begins with this piece.</summary>
    public IReadOnlyList<Piece>? Repeats { get; set; }

    /// <param name="first">The piece stands at the top of its page or cell.</param>
    /// <param name="repeated">It was drawn before; readers need not hear it again.</param>
    public abstract void Paint(Canvas canvas, double x, double y, bool first, bool repeated);

    /// <summary>Cuts a piece that is taller than a page.</summary>
    /// <returns>Null when nothing fits into <paramref name="available"/> or the piece cannot be cut.</returns>
    public virtual (Piece Head, Piece Tail)? Split(double available) => null;

    public static double HeightOf(IReadOnlyList<Piece> pieces)
    {
        double height = 0;
        for (var i = 0; i < pieces.Count; i++) height += pieces[i].Height + (i == 0 ? 0 : pieces[i].Before);
        return height;
    }
}
