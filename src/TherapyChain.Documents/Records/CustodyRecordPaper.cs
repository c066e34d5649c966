using TherapyChain.Documents.Layout;
using TherapyChain.Documents.Pdf;

namespace TherapyChain.Documents.Records;

/// <summary>
/// Sets a custody record on A4 as a PDF. Everything it says stands in the <see cref="CustodyRecord"/>; here is decided where and how large.
/// It must be readable in black and white: weight and rules carry the meaning, grey only calms what is secondary.
/// </summary>
public static class CustodyRecordPaper
{
    /// <summary>Sets the record. The same record gives the same bytes; the creation time of the file is when the last entry was recorded.</summary>
    public static byte[] Set(CustodyRecord record) => new Paper(Info(record), Page(record), Body(record)) { Gap = 5 }.ToPdf();

    private static PdfInfo Info(CustodyRecord record) => new($"Custody record {record.Order}", "en", record.Seal.Recorded)
    {
        Subject = $"{record.Therapy}; {record.Seal.Code}",
    };

    private static IEnumerable<Block> Body(CustodyRecord record) =>
    [
        .. FrontPage.Blocks(record),
        .. Chronology.Blocks(record),
        .. RecordTables.Blocks(record),
        SealPage.Set(record),
    ];

    private static PageTemplate Page(CustodyRecord record) => new()
    {
        Gap = Length.Mm(5),
        Header = _ => new Stack(3,
            new Columns(14,
                (Column.Auto, new Paragraph("Order ", Inline.Mono(record.Order).InBold())),
                (Column.Share() with { Align = Align.Centre },
                    new Paragraph("Chain of identity ", Inline.Mono(record.ChainOfIdentity ?? "not yet given").InBold())),
                (Column.Auto, new Paragraph(Copy(record)))),
            new Rule(0.8, Ink.Black)) { Style = s => s.As(TextStyle.Small) },
        Footer = page => new Stack(3,
            page.Number == 1 ? Contents(page) : new Stack(0),
            new Rule(0.4, Ink.Rule),
            new Columns(14,
                (Column.Share(), new Paragraph($"Custody record, {record.Seal.Entries} entries, head ", Inline.Mono(Ink.Short(record.Seal.Head)))),
                (Column.Auto, new Paragraph(page.Number == 1 ? "" : Sections(page))),
                (Column.Mm(24) with { Align = Align.Right }, new Paragraph(Inline.Bold($"page {page.Number} of {page.Of}"))))) { Style = Fine },
    };

    // What this page is about: one section by its title, several by their numbers.
    private static string Sections(PageNumber page)
    {
        var all = page.Headings.Where(h => h.Level == 2).ToList();
        var begun = all.Where(h => h.Page == page.Number).ToList();
        var goesOn = begun is not [{ BeginsPage: true }, ..];
        if (goesOn && all.FindLast(h => h.Page < page.Number) is { Page: > 0 } before) begun.Insert(0, before);
        return begun switch
        {
            [] => "",
            [var only] => only.Title,
            [var first, .., var last] => $"Sections {Number(first)} to {Number(last)}",
        };

        static string Number(HeadingPage heading) => heading.Title.Split(' ')[0];
    }

    // On the first page, where somebody who looks for a signature begins. Its rows are the same before the pages are known.
    private static Stack Contents(PageNumber page)
    {
        const int Across = 3;
        var rows = Section.All.Select((section, i) => (Section: section, Row: i / Across)).GroupBy(s => s.Row, s => s.Section);
        Column[] columns = [.. Enumerable.Repeat((Column[])[Column.Share(), Column.Mm(12)], Across).SelectMany(pair => pair)];
        return new Stack(2, new Paragraph(Inline.Bold("What stands where")), new Table(columns)
        {
            Flush = true, CellPadding = new(4, 1), HairColour = Ink.Tint, RuleColour = Ink.Rule, Rows = [.. rows.Select(r => new Row(r.SelectMany(At)))],
        }, new Blank(6));

        IEnumerable<Cell> At(Section section) =>
            [section.Title, page.Headings.FirstOrDefault(h => h.Title == section.Title) is { Page: > 0 } at ? $"page {at.Page}" : ""];
    }

    private static TextStyle Fine(TextStyle style) => style.As(TextStyle.Fine);

    private static string Copy(CustodyRecord record) => record.Print is { } print ? $"Copy {print.Copy}" : "Unnumbered copy";
}
