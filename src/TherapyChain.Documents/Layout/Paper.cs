using TherapyChain.Documents.Pdf;

namespace TherapyChain.Documents.Layout;

/// <summary>A page's number, from 1, and how many there are.</summary>
public readonly record struct PageNumber(int Number, int Of)
{
    /// <summary>
    /// The document's headings with their pages, for tables of contents and running titles. Empty while the height of the running parts is
    /// measured, so that height must not depend on it.
    /// </summary>
    public IReadOnlyList<HeadingPage> Headings { get; init; } = [];
}

/// <summary>Where a heading stands.</summary>
/// <param name="BeginsPage">Nothing stands above it on its page.</param>
public readonly record struct HeadingPage(int Level, string Title, int Page, bool BeginsPage);

/// <summary>What every page has: size, margins, running header and footer. Lengths in points.</summary>
public sealed record PageTemplate
{
    public double Width { get; init; } = Length.A4Width;
    public double Height { get; init; } = Length.A4Height;
    public double Left { get; init; } = Length.Mm(20);
    public double Right { get; init; } = Length.Mm(18);

    /// <summary>From the edge of the paper to the running header, or to the body where there is none.</summary>
    public double Top { get; init; } = Length.Mm(14);
    public double Bottom { get; init; } = Length.Mm(12);

    /// <summary>Between the running parts and the body.</summary>
    public double Gap { get; init; } = Length.Mm(6);

    /// <summary>Answers the running header of a page. Its height may differ between the first page and the others only.</summary>
    public Func<PageNumber, Block?>? Header { get; init; }
    public Func<PageNumber, Block?>? Footer { get; init; }
}

/// <summary>A document ready to be set: what it says about itself, its pages, and its blocks in order.</summary>
public sealed class Paper(PdfInfo info, PageTemplate template, params IEnumerable<Block> body)
{
    public TextStyle Style { get; init; } = TextStyle.Body;

    /// <summary>Space between the blocks of the body.</summary>
    public double Gap { get; init; } = 6;

    /// <summary>Sets the document. The same paper gives the same bytes.</summary>
    /// <exception cref="InvalidOperationException">A block fits on no page, or a table row has too many cells.</exception>
    public byte[] ToPdf()
    {
        var document = new PdfDocument(info);
        var width = template.Width - template.Left - template.Right;
        var flow = new List<Piece>();
        foreach (var block in body) block.Place(new(Style, document.Root), width, Gap, flow);

        var (firstTop, firstBottom) = Margins(new PageNumber(1, 1), width);
        var (top, bottom) = Margins(new PageNumber(2, 2), width);
        var pages = Pager.Fill(flow, page => template.Height - (page == 0 ? firstTop + firstBottom : top + bottom));
        var headings = Headings(pages);
        for (var i = 0; i < pages.Count; i++)
        {
            var canvas = document.AddPage(template.Width, template.Height);
            var number = new PageNumber(i + 1, pages.Count) { Headings = headings };
            PaintRunning(canvas, Lay(template.Header, number, width), template.Top);
            var footer = Lay(template.Footer, number, width);
            PaintRunning(canvas, footer, template.Height - template.Bottom - Piece.HeightOf(footer));
            var y = i == 0 ? firstTop : top;
            foreach (var (piece, offset, repeated) in pages[i]) piece.Paint(canvas, template.Left, y + offset, offset == 0, repeated);
        }

        return document.Save();
    }

    static List<HeadingPage> Headings(List<List<Placed>> pages)
    {
        var headings = new List<HeadingPage>();
        for (var i = 0; i < pages.Count; i++)
            foreach (var (piece, offset, _) in pages[i])
                if (piece is LinePiece { Bookmark: { } mark }) headings.Add(new(mark.Level, mark.Title, i + 1, offset == 0));
        return headings;
    }

    (double Top, double Bottom) Margins(PageNumber page, double width)
    {
        double header = Piece.HeightOf(Lay(template.Header, page, width)), footer = Piece.HeightOf(Lay(template.Footer, page, width));
        return (template.Top + (header > 0 ? header + template.Gap : 0), template.Bottom + (footer > 0 ? footer + template.Gap : 0));
    }

    List<Piece> Lay(Func<PageNumber, Block?>? running, PageNumber page, double width)
    {
        var pieces = new List<Piece>();
        // No parent: a reading program skips what is on every page.
        running?.Invoke(page)?.Place(new(Style, null), width, 0, pieces);
        return pieces;
    }

    void PaintRunning(Canvas canvas, List<Piece> pieces, double y)
    {
        for (var i = 0; i < pieces.Count; i++)
        {
            if (i > 0) y += pieces[i].Before;
            pieces[i].Paint(canvas, template.Left, y, i == 0, repeated: true);
            y += pieces[i].Height;
        }
    }
}
