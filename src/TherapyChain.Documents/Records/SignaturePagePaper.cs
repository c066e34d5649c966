using System.Collections.Immutable;
using TherapyChain.Documents.Layout;
using TherapyChain.Documents.Words;

namespace TherapyChain.Documents.Records;

/// <summary>Sets a signature page on A4.</summary>
public static class SignaturePagePaper
{
    public static byte[] Set(SignaturePage page) => PaperFrame.Set(page.Head, Body(page));

    private static IEnumerable<Block> Body(SignaturePage page)
    {
        var (head, words) = (page.Head, page.Head.Words);
        yield return PaperFrame.Title(head);
        yield return PaperFrame.Fields(head);
        foreach (var hold in PaperFrame.Holds(head)) yield return hold;
        yield return new Heading(2, words["section.signatures"]);
        yield return new Paragraph(words["signatures.intro"]) { Style = s => s.As(TextStyle.Small), KeepWithNext = true };
        yield return Table(page.Signatures, words);
        yield return SealPage.Set(head);
    }

    /// <summary>Who signed what, when and with what meaning; the release certificate shows the same.</summary>
    internal static Block Table(ImmutableArray<SignedLine> signatures, PaperWords words) => signatures.IsEmpty ? Ink.None(words["signatures.none"]) : Ink.Table(
        [words["column.entry"], words["column.signed"], words["column.printed-name"], words["column.meaning"], words["signatures.signed-for"]],
        signatures.Select(Row (s) =>
        [
            Ink.Bold(Ink.Number(s.Seq)), Ink.Time(s.When), new Stack(0, Ink.Bold(s.Name), Ink.Fine($"{s.Role}, {s.Site}")),
            Ink.Bold(s.Meaning),
            new Stack(0, s.Step, Ink.Fine(words["column.bound"]), new Paragraph(Inline.Mono(Ink.Folded(s.Hash))) { Style = t => t.As(TextStyle.Fine) }),
        ]),
        Column.Mm(12), Column.Mm(34), Column.Share(), Column.Mm(26), Column.Mm(56));
}
