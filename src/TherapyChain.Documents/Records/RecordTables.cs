using System.Globalization;
using TherapyChain.Documents.Layout;

namespace TherapyChain.Documents.Records;

/// <summary>The same entries again by what an inspector looks for: each table names the entry in which the whole stands.</summary>
internal static class RecordTables
{
    public static IEnumerable<Block> Blocks(CustodyRecord record) =>
    [
        Section.Handovers.Heading, Handovers(record),
        Section.Signatures.Heading, Signatures(record),
        Section.Refused.Heading, .. Refused(record),
        Section.Corrections.Heading, Corrections(record),
        Section.Departures.Heading, Departed(record),
        Section.Documents.Heading, Documents(record),
        Section.People.Heading, Acted(record),
        Section.Hashes.Heading, .. Hashes(record),
    ];

    private static Block Handovers(CustodyRecord record) => record.Handovers.IsEmpty ? None("No container has changed hands.") : Ink.Table(
        ["Entry", "When", "Container", "From → to", "Seal and condition"],
        record.Handovers.Select(Row (h) =>
        [
            Seq(h.Seq), Ink.Time(h.When), new Stack(0, [h.Container, .. h.Codes.Select(Ink.Mono)]),
            new Stack(0, h.Gives, new Paragraph("→ ", Inline.Bold(h.Takes)), Ink.Fine($"recorded by {h.Who}")),
            new Stack(0,
                h.Seal.Length > 0 ? Ink.Mono(h.Seal) : Ink.Fine("no seal recorded"),
                h.Condition.Length > 0 ? h.Condition : Ink.Fine("no condition recorded")),
        ]),
        No, When, Column.Mm(36), Column.Share(), Column.Mm(28));

    private static Block Signatures(CustodyRecord record) => record.Signatures.IsEmpty ? None("Nothing has been signed.") : Ink.Table(
        ["Entry", "Signed", "Printed name", "Meaning", "Bound to entry hash"],
        record.Signatures.Select(Row (s) =>
        [
            Seq(s.Seq), Ink.Zoned(s.When), new Paragraph(Inline.Bold(s.Name)),
            new Stack(0, new Paragraph(Inline.Bold(s.Meaning)), s.Step), Ink.Mono(Ink.Short(s.Hash)),
        ]),
        No, When, Column.Mm(40), Column.Share(), Column.Auto);

    private static IEnumerable<Block> Refused(CustodyRecord record) =>
        record.Refused.IsEmpty ? [None("No identity check was refused.")] : record.Refused.Select(r => new Box(new Stack(4,
            new Columns(10,
                (Column.Share(), new Paragraph(Inline.Bold($"Entry {r.Seq}: {r.Step}")) { Style = s => s.As(TextStyle.Subheading) }),
                (Column.Auto, $"{r.When.Local}  {r.When.Zone}")),
            r.Second is { } second ? $"{r.Who}; second person: {second}" : r.Who,
            new Stack(4, r.Codes.Select(CodesApart.Set)),
            new Rule(0.4, Ink.Rule),
            new Paragraph(Inline.Bold(r.Resolution))))
        {
            Style = s => s.As(TextStyle.Small), Border = Ink.Black, BorderWidth = 1.6, Padding = new(8, 6),
        });

    private static Block Corrections(CustodyRecord record) => record.Corrections.IsEmpty ? None("No entry was corrected.") : Ink.Table(
        ["Entry", "When", "Corrects", "Old value, new value", "Reason"],
        record.Corrections.Select(Row (c) =>
        [
            Seq(c.Seq), Ink.Zoned(c.When), $"entry {c.Corrects}",
            new Stack(0, c.Field, new Paragraph(Inline.Struck(c.Old), "  ", Inline.Bold(c.New))), new Stack(0, c.Reason, Ink.Fine(c.Who)),
        ]),
        No, When, Column.Mm(17), Column.Share(), Column.Share());

    private static Block Departed(CustodyRecord record) => record.Departures.IsEmpty ? None("Nothing departed from the plan.") : Ink.Table(
        ["Entry", "When", "What", "Outcome or reason"],
        record.Departures.Select(Row (d) => [Seq(d.Seq), Ink.Zoned(d.When), new Stack(0, new Paragraph(Inline.Bold(d.Kind)), d.Text), d.Outcome]),
        No, When, Column.Share(), Column.Share());

    private static Block Documents(CustodyRecord record) => record.Documents.IsEmpty ? None("No document was added.") : Ink.Table(
        ["Entry", "Document", "SHA-256 of its bytes"],
        record.Documents.Select(Row (d) =>
        [
            Seq(d.Seq),
            new Stack(0,
                new Paragraph(Inline.Bold(d.Name)), Ink.Fine($"{d.Kind}, {d.MediaType}, {d.Size}"),
                d.Summary.IsEmpty ? new Stack(0) : Ink.Fine(string.Join("; ", d.Summary.Select(s => $"{s.Name}: {s.Value}")))),
            Whole(d.Sha256),
        ]),
        No, Column.Share(), HashColumn);

    private static Layout.Table Acted(CustodyRecord record) => Ink.Table(
        ["Name", "Identifier in the entries", "Role and site", "Entries"],
        record.People.Select(Row (p) =>
        [
            new Paragraph(Inline.Bold(p.Name)), Ink.Mono(p.Id),
            new Stack(0, string.Join(", ", p.Roles), Ink.Fine(string.Join("; ", p.Sites))), Ink.Numbers(p.Entries),
        ]),
        Column.Mm(40), Column.Mm(48), Column.Share(), Column.Mm(32));

    private static IEnumerable<Block> Hashes(CustodyRecord record)
    {
        yield return new Paragraph(
            "SHA-256 of each entry's canonical bytes. Each entry also carries the hash of the one before it, so the last hash stands for all.")
        {
            Style = s => s.As(TextStyle.Small), KeepWithNext = true,
        };
        yield return Ink.Table(
            ["Entry", "Recorded (UTC)", "Hash"], record.Entries.Select(Row (e) => [Seq(e.Seq), e.Recorded, Whole(e.Hash)]), No, Column.Share(), HashColumn);
    }

    private static Column No => Column.Mm(12);

    private static Column When => Column.Mm(36);

    // 64 digits in one line, so that they can be copied and searched for.
    private static Column HashColumn => Column.Mm(104);

    private static Paragraph Whole(string hash) => new(Inline.Mono(hash)) { Style = s => s with { Size = 8 } };

    private static Paragraph Seq(int seq) => new(Inline.Bold(seq.ToString(CultureInfo.InvariantCulture)));

    private static Paragraph None(string sentence) => new(Inline.Muted(sentence)) { Style = s => s.As(TextStyle.Small) };
}
