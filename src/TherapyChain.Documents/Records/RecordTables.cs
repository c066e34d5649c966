using System.Collections.Immutable;
using System.Globalization;
using TherapyChain.Documents.Layout;
using TherapyChain.Documents.Words;

namespace TherapyChain.Documents.Records;

/// <summary>The same entries again by what an inspector looks for: each table names the entry in which the whole stands.</summary>
internal static class RecordTables
{
    public static IEnumerable<Block> Blocks(CustodyRecord record) =>
    [
        Section.Handovers.Heading(record.Words), Handovers(record),
        Section.Signatures.Heading(record.Words), Signatures(record),
        Section.Refused.Heading(record.Words), .. Refused(record),
        Section.Corrections.Heading(record.Words), Corrections(record),
        Section.Departures.Heading(record.Words), Departed(record.Departures, record.Words),
        Section.Documents.Heading(record.Words), Documents(record),
        Section.Labels.Heading(record.Words), Labels(record),
        Section.People.Heading(record.Words), Acted(record),
        Section.Hashes.Heading(record.Words), .. Hashes(record),
    ];

    private static Block Handovers(CustodyRecord record) => record.Handovers.IsEmpty ? Ink.None(record.Words["handovers.none"]) : Ink.Table(
        Columns(record, "column.entry", "column.when", "column.container", "column.from-to", "column.seal-condition"),
        record.Handovers.Select(Row (h) =>
        [
            Seq(h.Seq), Ink.Time(h.When), new Stack(0, [h.Container, .. h.Codes.Select(Ink.Mono)]),
            new Stack(0, h.Gives, new Paragraph("→ ", Inline.Bold(h.Takes)), Ink.Fine(record.Words.Say("handovers.by", h.Who))),
            new Stack(0,
                h.Seal.Length > 0 ? Ink.Mono(h.Seal) : Ink.Fine(record.Words["handovers.no-seal"]),
                h.Condition.Length > 0 ? h.Condition : Ink.Fine(record.Words["handovers.no-condition"])),
        ]),
        No, When, Column.Mm(36), Column.Share(), Column.Mm(28));

    private static Block Signatures(CustodyRecord record) => record.Signatures.IsEmpty ? Ink.None(record.Words["signatures.none"]) : Ink.Table(
        Columns(record, "column.entry", "column.signed", "column.printed-name", "column.meaning", "column.bound"),
        record.Signatures.Select(Row (s) =>
        [
            Seq(s.Seq), Ink.Zoned(s.When), new Paragraph(Inline.Bold(s.Name)),
            new Stack(0, new Paragraph(Inline.Bold(s.Meaning)), s.Step), Ink.Mono(Ink.Short(s.Hash)),
        ]),
        No, When, Column.Mm(40), Column.Share(), Column.Auto);

    private static IEnumerable<Block> Refused(CustodyRecord record) =>
        record.Refused.IsEmpty ? [Ink.None(record.Words["refused.none"])] : record.Refused.Select(r => Refusal(r, record.Words));

    public static Box Refusal(RefusalLine r, PaperWords words) => new(new Stack(4,
            new Columns(10,
                (Column.Share(), new Paragraph(Inline.Bold(words.Say("hold.entry", r.Seq, r.Step))) { Style = s => s.As(TextStyle.Subheading) }),
                (Column.Auto, $"{r.When.Local}  {r.When.Zone}")),
            r.Second is { } second ? words.Say("refused.second", r.Who, second) : r.Who,
            new Stack(4, r.Codes.Select(code => CodesApart.Set(code, words))),
            new Rule(0.4, Ink.Rule),
            new Paragraph(Inline.Bold(r.Resolution))))
    {
        Style = s => s.As(TextStyle.Small), Border = Ink.Black, BorderWidth = 1.6, Padding = new(8, 6),
    };

    private static Block Corrections(CustodyRecord record) => record.Corrections.IsEmpty ? Ink.None(record.Words["corrections.none"]) : Ink.Table(
        Columns(record, "column.entry", "column.when", "column.corrects", "column.old-new", "column.reason"),
        record.Corrections.Select(Row (c) =>
        [
            Seq(c.Seq), Ink.Zoned(c.When), record.Words.Say("corrections.entry", c.Corrects),
            new Stack(0, c.Field, new Paragraph(Inline.Struck(c.Old), "  ", Inline.Bold(c.New))), new Stack(0, c.Reason, Ink.Fine(c.Who)),
        ]),
        No, When, Column.Mm(17), Column.Share(), Column.Share());

    public static Block Departed(ImmutableArray<DepartureLine> departures, PaperWords words) => departures.IsEmpty ? Ink.None(words["departures.none"]) : Ink.Table(
        [words["column.entry"], words["column.when"], words["column.what"], words["column.outcome"]],
        departures.Select(Row (d) => [Seq(d.Seq), Ink.Zoned(d.When), new Stack(0, new Paragraph(Inline.Bold(d.Kind)), d.Text), d.Outcome]),
        No, When, Column.Share(), Column.Share());

    private static Block Documents(CustodyRecord record) => record.Documents.IsEmpty ? Ink.None(record.Words["documents.none"]) : Ink.Table(
        Columns(record, "column.entry", "column.document", "column.document-sha256"),
        record.Documents.Select(Row (d) =>
        [
            Seq(d.Seq),
            new Stack(0,
                new Paragraph(Inline.Bold(d.Name)), Ink.Fine($"{d.Kind}, {d.MediaType}, {d.Size}"),
                d.Summary.IsEmpty ? new Stack(0) : Ink.Fine(string.Join("; ", d.Summary.Select(s => $"{s.Name}: {s.Value}")))),
            Whole(d.Sha256),
        ]),
        No, Column.Share(), HashColumn);

    private static Block Labels(CustodyRecord record) => record.Labels.IsEmpty ? Ink.None(record.Words["labels.none"]) : Ink.Table(
        Columns(record, "column.label", "column.carries", "column.label-printed", "column.label-fate"),
        record.Labels.Select(Row (l) =>
        [
            Ink.Mono(l.Serial), new Stack(0, l.For, l.Code.Length > 0 ? Ink.Mono(l.Code) : new Stack(0)),
            new Stack(0, record.Words.Say("corrections.entry", l.Printed), $"{l.When.Local}", Ink.Fine(l.Who), l.Again.Length > 0 ? Ink.Fine(l.Again) : new Stack(0)),
            l.Fate is not { } fate ? new Paragraph(Inline.Bold(record.Words["labels.open"])) : new Stack(0,
                new Paragraph(Inline.Bold(fate.Fate), fate.To.Length > 0 ? Inline.Mono($"  {fate.To}") : ""),
                Ink.Fine($"{record.Words.Say("corrections.entry", fate.Seq)}, {fate.When.Local}, {fate.Who}"), fate.Reason.Length > 0 ? fate.Reason : new Stack(0)),
        ]),
        No, Column.Mm(44), Column.Mm(44), Column.Share());

    private static Layout.Table Acted(CustodyRecord record) => Ink.Table(
        Columns(record, "column.name", "column.person-id", "column.role-site", "column.entries"),
        record.People.Select(Row (p) =>
        [
            new Paragraph(Inline.Bold(p.Name)), Ink.Mono(p.Id),
            new Stack(0, string.Join(", ", p.Roles), Ink.Fine(string.Join("; ", p.Sites))), Ink.Numbers(p.Entries),
        ]),
        Column.Mm(40), Column.Mm(48), Column.Share(), Column.Mm(32));

    private static IEnumerable<Block> Hashes(CustodyRecord record)
    {
        yield return new Paragraph(
            record.Words["hashes.intro"])
        {
            Style = s => s.As(TextStyle.Small), KeepWithNext = true,
        };
        yield return Ink.Table(
            Columns(record, "column.entry", "column.recorded-utc", "column.hash"), record.Entries.Select(Row (e) => [Seq(e.Seq), e.Recorded, Whole(e.Hash)]), No, Column.Share(), HashColumn);
    }

    private static ImmutableArray<string> Columns(CustodyRecord record, params ReadOnlySpan<string> keys)
    {
        var columns = ImmutableArray.CreateBuilder<string>(keys.Length);
        foreach (var key in keys) columns.Add(record.Words[key]);
        return columns.MoveToImmutable();
    }

    private static Column No => Column.Mm(12);

    private static Column When => Column.Mm(36);

    // 64 digits in one line, so that they can be copied and searched for.
    private static Column HashColumn => Column.Mm(104);

    private static Paragraph Whole(string hash) => new(Inline.Mono(hash)) { Style = s => s with { Size = 8 } };

    private static Paragraph Seq(int seq) => new(Inline.Bold(seq.ToString(CultureInfo.InvariantCulture)));
}
