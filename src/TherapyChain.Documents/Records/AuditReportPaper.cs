using System.Collections.Immutable;
using TherapyChain.Documents.Layout;
using TherapyChain.Documents.Pdf;
using TherapyChain.Documents.Words;

namespace TherapyChain.Documents.Records;

/// <summary>Sets an audit report on A4.</summary>
public static class AuditReportPaper
{
    public static byte[] Set(AuditReport report)
    {
        if (report.Order is { } head) return PaperFrame.Set(head, [PaperFrame.Title(head), .. PaperFrame.Holds(head), .. Body(report), SealPage.Set(head)]);
        var words = PaperWords.In(report.Language);
        var (title, prepared) = (words.Name("paper", Papers.Audit), report.Prepared);
        var foot = words.Say("audit.prepared", prepared.When.Local, prepared.When.Zone, prepared.When.Utc, prepared.Who);
        return PaperFrame.Set(
            new PdfInfo($"{title}: {report.Scope}", words.Language, prepared.At), title, words["frame.copy-none"], foot, words,
            [new Heading(1, title), .. Body(report), Ink.Fine(words["seal.unprinted"])]);
    }

    private static IEnumerable<Block> Body(AuditReport report)
    {
        var words = PaperWords.In(report.Language);
        yield return new Paragraph(report.Scope) { Style = s => s.As(TextStyle.Heading) };
        if (report.Limits is { } limits) yield return Ink.Bold(limits);
        yield return new Heading(2, words["audit.entries"]);
        yield return report.Entries.IsEmpty ? Ink.None(words["audit.none"]) : Entries(report, words);
        yield return new Heading(2, words["audit.access"]);
        if (report.AccessLimits is { } covered) yield return Ink.Bold(covered);
        yield return report.Access switch
        {
            null => Ink.None(words["audit.access-absent"]),
            { IsEmpty: true } => Ink.None(words["audit.access-none"]),
            { } access => Access(access, words),
        };
    }

    private static Table Entries(AuditReport report, PaperWords words) => Ink.Table(
        [words[report.Order is null ? "column.order" : "column.entry"], words["column.recorded"], words["column.who"], words["column.what"]],
        report.Entries.Select(Row (e) =>
        [
            report.Order is null ? new Stack(0, new Paragraph(Inline.Mono(e.Order).InBold()) { Style = s => s.As(TextStyle.Fine) }, Ink.Number(e.Seq)) : Ink.Bold(Ink.Number(e.Seq)),
            new Stack(0, Ink.Time(e.Recorded), e.Recorded == e.Happened ? new Stack(0) : Ink.Fine($"{words["column.happened"]} {e.Happened.Local}")),
            new Stack(0, Ink.Bold(e.Who), Ink.Fine($"{e.Role}{(e.Site.Length > 0 ? $", {e.Site}" : "")}"), new Paragraph(Inline.Mono(e.Person)) { Style = s => s.As(TextStyle.Fine) }),
            new Stack(1, [Ink.Bold(e.What), .. e.Details.Select(Detail), new Paragraph(Inline.Mono(Ink.Short(e.Hash))) { Style = s => s.As(TextStyle.Fine).Muted }]),
        ]),
        report.Order is null ? Column.Mm(28) : Column.Mm(12), Column.Mm(34), Column.Mm(44), Column.Share());

    private static Paragraph Detail(Detail d)
    {
        var value = d.IsCode ? Inline.Mono(Ink.Folded(d.Value)) : new Inline(d.Value.Replace('\n', ' '));
        return d.Struck is { } struck
            ? new(Inline.Muted($"{d.Name}: "), Inline.Struck(struck), "  ", Inline.Bold(d.Value))
            : new(Inline.Muted($"{d.Name}: "), value);
    }

    private static Table Access(ImmutableArray<AccessLine> access, PaperWords words) => Ink.Table(
        [words["column.when"], words["column.who"], words["column.what"], words["column.subject"], words["column.reason"]],
        access.Select(Row (a) => [Ink.Time(a.When), new Stack(0, Ink.Bold(a.Who), Ink.Mono(a.Person)), a.What, a.Subject, a.Reason ?? "–"]),
        Column.Mm(34), Column.Mm(40), Column.Share(), Column.Share(), Column.Share());
}
