using TherapyChain.Documents.Layout;

namespace TherapyChain.Documents.Records;

/// <summary>The end of a paper: what binds it to the ledger, how anyone checks it, and, on the custody record, where a person countersigns.</summary>
internal static class SealPage
{
    /// <summary>One block that stays on one page: nobody should sign below a line without seeing what it seals.</summary>
    public static Block WithCountersignature(PaperHead head) =>
        new Stack(5, [Section.Seal.Heading(head.Words), .. Blocks(head), Countersignature(head)]) { KeepTogether = true, Before = 18 };

    public static Block Set(PaperHead head) => new Stack(5, Blocks(head)) { KeepTogether = true, Before = 18 };

    private static IEnumerable<Block> Blocks(PaperHead head)
    {
        var words = head.Words;
        yield return new Box(new Columns(14,
            (Column.Share(), new Stack(5,
                new Paragraph(Inline.Bold(words.Say("seal.head", head.Seal.Entries))),
                new Paragraph(Inline.Mono(Ink.Grouped(head.Seal.Head)).InBold()) { Style = s => s with { Size = 11.5, Leading = 17 } },
                Field(words["field.workflow"], new Paragraph(head.Workflow)),
                Field(words["field.workflow-sha256"], new Paragraph(Inline.Mono(Ink.Grouped(head.Seal.WorkflowSha256)))))),
            (Column.Auto, new Qr(head.Seal.Code) { Size = Length.Mm(38), Alternative = words.Say("seal.qr", head.Seal.Code) })))
        {
            Border = Ink.Black, BorderWidth = 1, Padding = new(10, 8),
        };
        yield return new Heading(3, words["seal.check"]);
        yield return new Paragraph($"{words["seal.ask"]} ", Inline.Mono("--expect"), ".");
        yield return new Box(Ink.Mono($"therapychain ledger verify <bundle> --expect \\\n  {head.Seal.Code}"))
        {
            Background = Ink.Tint, Padding = new(8, 5), Style = s => s.As(TextStyle.Small),
        };
        yield return new Paragraph(
            Inline.Bold($"{words["seal.proves"]} "), $"{words["seal.proves-what"]} ", Inline.Bold($"{words["seal.not"]} "), words["seal.not-what"]);
        yield return new Heading(3, words["seal.printed"]);
        yield return head.Print is { } print
            ? words.Say("seal.print", print.Who, print.Site, print.When.Local, print.When.Zone, print.When.Utc, print.Copy, head.Seal.Entries)
            : words["seal.unprinted"];
    }

    private static Stack Field(string name, Paragraph value) => new(0, Ink.Fine(name), value);

    private static Stack Countersignature(PaperHead head) => new(6,
        new Heading(3, head.Words["countersign.title"]),
        head.Words.Say("countersign.read", head.Order, head.Seal.Entries),
        new Columns(16,
            (Column.Share(1.3), Line(head.Words["countersign.name"])), (Column.Share(), Line(head.Words["countersign.date"])),
            (Column.Share(1.5), Line(head.Words["countersign.signature"]))))
    {
        Before = 12,
    };

    private static Stack Line(string caption) => new(2, new Blank(30), new Rule(0.6, Ink.Black), Ink.Fine(caption));
}
