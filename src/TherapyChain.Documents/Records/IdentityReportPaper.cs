using TherapyChain.Documents.Layout;
using TherapyChain.Documents.Words;

namespace TherapyChain.Documents.Records;

/// <summary>Sets an identity verification report on A4: what did not match comes first and is loud.</summary>
public static class IdentityReportPaper
{
    public static byte[] Set(IdentityReport report) => PaperFrame.Set(report.Head, Body(report));

    private static IEnumerable<Block> Body(IdentityReport report)
    {
        var (head, words, c) = (report.Head, report.Head.Words, report.Counts);
        yield return PaperFrame.Title(head);
        yield return PaperFrame.Fields(head);
        foreach (var hold in PaperFrame.Holds(head)) yield return hold;
        yield return PaperFrame.Counted(
            (c.Checks, words["identity.count-checks"], false), (c.TwoPeople, words["identity.count-two"], false), (c.Compared, words["identity.count-codes"], false),
            (c.Given, words["identity.count-given"], false), (c.Refused, words["count.refused"], true));
        yield return new Heading(2, words["section.refused"]);
        if (report.Refused.IsEmpty) yield return Ink.None(words["refused.none"]);
        foreach (var refusal in report.Refused) yield return RecordTables.Refusal(refusal, words);
        yield return new Heading(2, words["section.identifiers"]);
        yield return report.Identifiers.IsEmpty ? Ink.None(words["identifiers.none"]) : FrontPage.Codes(report.Identifiers, words);
        yield return new Heading(2, words["identity.checks"]);
        yield return new Paragraph(words["identity.intro"]) { Style = s => s.As(TextStyle.Small), KeepWithNext = true };
        yield return report.Checks.IsEmpty ? Ink.None(words["identity.none"]) : Ink.Table(
            [words["column.entry"], words["column.when"], words["column.check"], words["column.codes"], words["column.people"]],
            report.Checks.Select(Row (check) => Check(check, words)), Column.Mm(12), Column.Mm(34), Column.Mm(34), Column.Share(), Column.Mm(42));
        yield return SealPage.Set(head);
    }

    private static Row Check(IdentityCheckLine check, PaperWords words) => new Row(
        Ink.Bold(Ink.Number(check.Seq)), Ink.Time(check.When),
        new Stack(0, Ink.Bold(check.Step), check.Place.Length > 0 ? Ink.Fine(check.Place) : new Stack(0)),
        new Stack(3, check.Codes.Select(code => Code(code, words))),
        new Stack(0,
            Ink.Bold(check.Who), Ink.Fine($"{check.Role}, {check.Site}"),
            check.Second is { } second ? new Paragraph("+ ", Inline.Bold(second)) : new Stack(0),
            Ink.Fine(words[check.Second is null ? "identity.one" : "identity.two"])));

    private static Stack Code(ScannedCode code, PaperWords words) => new(0,
        new Paragraph($"{code.Name}: ", code.Result switch
        {
            ScanResult.Match => Inline.Muted(words["identity.match"]),
            ScanResult.Given => Inline.Muted(words["detail.given"]),
            _ => Inline.Bold(words["identity.mismatch"]),
        }),
        Ink.Mono(code.Scanned));
}
