using TherapyChain.Documents.Layout;
using TherapyChain.Documents.Pdf;
using TherapyChain.Documents.Words;

namespace TherapyChain.Documents.Records;

/// <summary>What the papers of one order have in common: information about the file, and what stands at the head and foot of each page.</summary>
internal static class PaperFrame
{
    public static byte[] Set(PaperHead head, IEnumerable<Block> body, Func<PageNumber, Block>? contents = null, Func<PageNumber, string>? sections = null) =>
        new Paper(Info(head), Page(head, contents, sections), body) { Gap = 5 }.ToPdf();

    /// <summary>A paper that is not of one order: running words instead of the order's name and the chain of identity.</summary>
    public static byte[] Set(PdfInfo info, string left, string right, string foot, PaperWords words, IEnumerable<Block> body)
    {
        var page = new PageTemplate
        {
            Gap = Length.Mm(5),
            Header = _ => new Stack(3, new Columns(14, (Column.Share(), new Paragraph(Inline.Bold(left))), (Column.Auto, right)), new Rule(0.8, Ink.Black)) { Style = s => s.As(TextStyle.Small) },
            Footer = at => new Stack(3, new Rule(0.4, Ink.Rule), new Columns(14,
                (Column.Share(), foot),
                (Column.Mm(24) with { Align = Align.Right }, new Paragraph(Inline.Bold(words.Say("frame.page", at.Number, at.Of)))))) { Style = s => s.As(TextStyle.Fine) },
        };
        return new Paper(info, page, body) { Gap = 5 }.ToPdf();
    }

    private static PdfInfo Info(PaperHead head) => new($"{head.Title} {head.Order}", head.Language, head.Seal.Recorded)
    {
        Subject = $"{head.Therapy}; {head.Seal.Code}",
    };

    private static PageTemplate Page(PaperHead head, Func<PageNumber, Block>? contents, Func<PageNumber, string>? sections) => new()
    {
        Gap = Length.Mm(5),
        Header = _ => new Stack(3,
            new Columns(14,
                (Column.Auto, new Paragraph($"{head.Words["frame.order"]} ", Inline.Mono(head.Order).InBold())),
                (Column.Share() with { Align = Align.Centre },
                    new Paragraph($"{head.Words["frame.coi"]} ", Inline.Mono(head.ChainOfIdentity ?? head.Words["frame.coi-none"]).InBold())),
                (Column.Auto, new Paragraph(Copy(head)))),
            new Rule(0.8, Ink.Black)) { Style = s => s.As(TextStyle.Small) },
        Footer = page => new Stack(3,
            page.Number == 1 && contents is not null ? contents(page) : new Stack(0),
            new Rule(0.4, Ink.Rule),
            new Columns(14,
                (Column.Share(), new Paragraph($"{head.Words.Say("frame.sealed", head.Title, head.Seal.Entries)} ", Inline.Mono(Ink.Short(head.Seal.Head)))),
                (Column.Auto, new Paragraph(page.Number == 1 ? "" : sections?.Invoke(page) ?? "")),
                (Column.Mm(24) with { Align = Align.Right }, new Paragraph(Inline.Bold(head.Words.Say("frame.page", page.Number, page.Of)))))) { Style = s => s.As(TextStyle.Fine) },
    };

    private static string Copy(PaperHead head) => head.Print is { } print ? head.Words.Say("frame.copy", print.Copy) : head.Words["frame.copy-none"];

    /// <summary>The paper's title with the therapy on the left, the order's name readable and as a barcode on the right.</summary>
    public static Columns Title(PaperHead head) => new(
        18,
        (Column.Share(), new Stack(2,
            new Heading(1, head.Title),
            new Paragraph(head.Therapy) { Style = s => s.As(TextStyle.Heading) },
            Ink.Muted(head.Workflow))),
        (Column.Auto, new Stack(2,
            new Paragraph(Inline.Mono(head.Order).InBold()) { Style = s => s.As(TextStyle.Title) with { Align = Align.Centre } },
            new Barcode(head.Order) { Height = Length.Mm(10), ShowsText = false })));

    public static Table Fields(PaperHead head) => new(Column.Share(1), Column.Share(1.2), Column.Share(1.1), Column.Share(1))
    {
        Flush = true, Rules = Rules.None, CellPadding = new(6, 0), Before = 12,
        Rows =
        [
            [
                Field(head.Words["field.reference"], head.Reference),
                Field(head.Words["frame.coi"], Inline.Mono(head.ChainOfIdentity ?? head.Words["frame.coi-none"])),
                Field(head.Words["field.state"], Inline.Bold(head.State)),
                Field(head.Words["field.on-hold"], Inline.Bold(head.Words[head.OnHold.IsEmpty ? "field.on-hold-no" : "field.on-hold-yes"])),
            ],
            [
                Field(head.Words["field.first-entry"], head.First.Local),
                Field(head.Words["field.last-entry"], head.Last.Local),
                Field(head.Words["field.printed"], head.Print?.When.Local ?? head.Words["field.printed-not"]),
                Field(head.Words["field.copy"], head.Print is { } p ? Ink.Number(p.Copy) : head.Words["field.copy-none"]),
            ],
        ],
    };

    private static Stack Field(string name, Inline value) => new(0, Ink.Fine(name), new Paragraph(value), new Blank(5));

    public static IEnumerable<Block> Holds(PaperHead head) => head.OnHold.Select(reason => new Box(new Stack(2,
        new Paragraph(Inline.Bold(head.Words["hold.open"])) { Style = s => s.As(TextStyle.Heading) },
        new Paragraph(reason)))
    {
        Border = Ink.Black, BorderWidth = 2, Padding = new(10, 8), Before = 6,
    });

    /// <summary>Counts side by side; those that an eye should stop at are tinted when they are not zero.</summary>
    public static Table Counted(params IReadOnlyList<(int Count, string What, bool Loud)> all) => new([.. all.Select(_ => Column.Share())])
    {
        Rules = Rules.Frame, RuleColour = Ink.Black, CellPadding = new(4, 4), Before = 6,
        Rows = [new Row(all.Select(a => new Cell(One(a.Count, a.What)) { Background = a.Loud && a.Count > 0 ? Ink.Tint : null }))],
    };

    private static Stack One(int count, string what) => new(0,
        new Paragraph(Inline.Bold(Ink.Number(count))) { Style = s => s.As(TextStyle.Title) with { Align = Align.Centre } },
        new Paragraph(what) { Style = s => s.As(TextStyle.Fine) with { Align = Align.Centre } });
}
