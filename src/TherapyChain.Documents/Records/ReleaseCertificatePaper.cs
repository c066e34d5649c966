using TherapyChain.Documents.Layout;
using TherapyChain.Documents.Words;

namespace TherapyChain.Documents.Records;

/// <summary>Sets a release certificate on A4: who certified first, then what was changed, then everything.</summary>
public static class ReleaseCertificatePaper
{
    public static byte[] Set(ReleaseCertificate certificate) => PaperFrame.Set(certificate.Head, Body(certificate));

    private static IEnumerable<Block> Body(ReleaseCertificate c)
    {
        var (head, words) = (c.Head, c.Head.Words);
        var changed = c.Values.Count(v => !v.Changes.IsEmpty);
        yield return PaperFrame.Title(head);
        yield return PaperFrame.Fields(head);
        foreach (var hold in PaperFrame.Holds(head)) yield return hold;
        yield return Certified(c, words);
        yield return PaperFrame.Counted(
            (c.Values.Length, words["release.count-values"], false), (changed, words["release.count-changed"], true), (c.Refused.Length, words["count.refused"], true),
            (c.Departures.Length, words["section.departures"], true));
        yield return new Heading(2, words["release.product"]);
        yield return c.Identifiers.IsEmpty ? Ink.None(words["identifiers.none"]) : FrontPage.Codes(c.Identifiers, words);
        yield return new Heading(2, words["release.acts"]);
        yield return SignaturePagePaper.Table(c.Signatures, words);
        yield return new Heading(2, words["section.refused"]);
        if (c.Refused.IsEmpty) yield return Ink.None(words["refused.none"]);
        foreach (var refusal in c.Refused) yield return RecordTables.Refusal(refusal, words);
        yield return new Heading(2, words["section.departures"]);
        yield return RecordTables.Departed(c.Departures, words);
        yield return new Heading(2, words["release.evidence"]);
        yield return new Paragraph(words["release.evidence-intro"]) { Style = s => s.As(TextStyle.Small), KeepWithNext = true };
        yield return Ink.Table(
            [words["column.entry"], words["column.evidence"], words["column.value"], words["column.given-by"]],
            c.Values.Select(Row (v) => Value(v, words)), Column.Mm(12), Column.Mm(52), Column.Share(), Column.Mm(44));
        yield return SealPage.Set(head);
    }

    private static Box Certified(ReleaseCertificate c, PaperWords words)
    {
        var by = c.Certification;
        return new Box(new Stack(4,
            new Paragraph(words["release.certification"]) { Style = s => s.As(TextStyle.Heading) },
            words.Say("release.stands", by.Seq, c.Head.Seal.Entries),
            new Columns(14,
                (Column.Share(), new Stack(1,
                    Ink.Fine(by.Meaning ?? words["release.unsigned"]),
                    new Paragraph(Inline.Bold(by.Name)) { Style = s => s.As(TextStyle.Heading) }, $"{by.Role}, {by.Site}", new Paragraph(Inline.Mono(by.Person)))),
                (Column.Share(), new Stack(1,
                    Ink.Fine(by.Step), Ink.Time(by.When), Ink.Fine(words["column.bound"]),
                    new Paragraph(Inline.Mono(Ink.Folded(by.Hash))) { Style = s => s.As(TextStyle.Small) })))))
        {
            Border = Ink.Black, BorderWidth = 1.2, Padding = new(10, 8), Before = 8,
        };
    }

    private static Row Value(CertifiedValue v, PaperWords words)
    {
        var value = v.IsHash ? Inline.Mono(Ink.Folded(v.Value)) : new Inline(v.Value);
        var parts = new List<Block>();
        if (v.Changes.IsEmpty) parts.Add(new Paragraph(value));
        else parts.Add(new Paragraph(Inline.Bold("▲ "), Inline.Struck(string.Join(" → ", v.Changes.Select(c => c.Old))), "  ", Inline.Bold(v.Value)));
        foreach (var c in v.Changes)
        {
            parts.Add(Ink.Bold(words[c.AfterRelease ? "release.changed-after" : "release.changed"]));
            parts.Add(Ink.Fine(words.Say("release.change", c.Seq, c.Who, c.When.Local, c.When.Zone, c.Reason)));
        }

        var marked = v.Changes.IsEmpty ? (Block)new Stack(0, parts) : new Box(new Stack(0, parts)) { Edge = Ink.Black, Padding = new(8, 1, 0, 1) };
        return [Ink.Bold(Ink.Number(v.Seq)), new Stack(0, Ink.Bold(v.Name), Ink.Fine(v.Step)), marked, new Stack(0, v.Who, Ink.Fine($"{v.When.Local}\n{v.When.Zone}"))];
    }
}
