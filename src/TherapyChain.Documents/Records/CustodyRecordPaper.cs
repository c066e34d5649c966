using TherapyChain.Documents.Layout;
using TherapyChain.Documents.Words;

namespace TherapyChain.Documents.Records;

/// <summary>
/// Sets a custody record on A4 as a PDF. Everything it says stands in the <see cref="CustodyRecord"/>; here is decided where and how large.
/// It must be readable in black and white: weight and rules carry the meaning, grey only calms what is secondary.
/// </summary>
public static class CustodyRecordPaper
{
    /// <summary>Sets the record. The same record gives the same bytes; the creation time of the file is when the last entry was recorded.</summary>
    public static byte[] Set(CustodyRecord record) =>
        PaperFrame.Set(record.Head, Body(record), page => Contents(page, record.Words), page => Sections(page, record.Words));

    private static IEnumerable<Block> Body(CustodyRecord record) =>
    [
        .. FrontPage.Blocks(record),
        .. Chronology.Blocks(record),
        .. RecordTables.Blocks(record),
        SealPage.WithCountersignature(record.Head),
    ];

    // What this page is about: one section by its title, several by their numbers.
    private static string Sections(PageNumber page, PaperWords words)
    {
        var all = page.Headings.Where(h => h.Level == 2).ToList();
        var begun = all.Where(h => h.Page == page.Number).ToList();
        var goesOn = begun is not [{ BeginsPage: true }, ..];
        if (goesOn && all.FindLast(h => h.Page < page.Number) is { Page: > 0 } before) begun.Insert(0, before);
        return begun switch
        {
            [] => "",
            [var only] => only.Title,
            [var first, .., var last] => words.Say("frame.sections", Number(first), Number(last)),
        };

        static string Number(HeadingPage heading) => heading.Title.Split(' ')[0];
    }

    // On the first page, where somebody who looks for a signature begins. Its rows are the same before the pages are known.
    private static Stack Contents(PageNumber page, PaperWords words)
    {
        const int Across = 3;
        var rows = Section.All.Select((section, i) => (Section: section, Row: i / Across)).GroupBy(s => s.Row, s => s.Section);
        Column[] columns = [.. Enumerable.Repeat((Column[])[Column.Share(), Column.Mm(12)], Across).SelectMany(pair => pair)];
        return new Stack(2, new Paragraph(Inline.Bold(words["frame.contents"])), new Table(columns)
        {
            Flush = true, CellPadding = new(4, 1), HairColour = Ink.Tint, RuleColour = Ink.Rule, Rows = [.. rows.Select(r => new Row(r.SelectMany(At)))],
        }, new Blank(6));

        IEnumerable<Cell> At(Section section) =>
        [
            section.Title(words),
            page.Headings.FirstOrDefault(h => h.Title == section.Title(words)) is { Page: > 0 } at ? words.Say("frame.at-page", at.Page) : "",
        ];
    }
}
