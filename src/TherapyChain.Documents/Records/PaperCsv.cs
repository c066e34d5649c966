using System.Globalization;

namespace TherapyChain.Documents.Records;

/// <summary>The papers as tables for programs. Names of columns are the same in every language and do not change once released.</summary>
public static class PaperCsv
{
    /// <summary>A row for each detail of each entry; an entry without one has a row too.</summary>
    public static byte[] Of(CustodyRecord record) => Csv.Of(
        ["order", "entry", "happened", "zone", "happened-utc", "recorded-utc", "what", "moves", "who", "role", "site", "late-reason", "detail", "value", "was", "note", "hash"],
        record.Entries.SelectMany(e => e.Details.Select(d => (Detail?)d).DefaultIfEmpty(), IReadOnlyList<string?> (e, d) =>
        [
            record.Head.Order, N(e.Seq), e.When.Local, e.When.Zone, e.When.Utc, e.Recorded, e.What, e.Moves, e.Who, e.Role, e.Site, e.Late?.Reason,
            d?.Name, d?.Value, d?.Struck, d?.Note, e.Hash,
        ]));

    /// <summary>A row for each code that was scanned; a check of two people without a code has a row too.</summary>
    public static byte[] Of(IdentityReport report) => Csv.Of(
        ["order", "entry", "happened", "zone", "happened-utc", "step", "place", "who", "role", "site", "second-person", "name", "scanned", "expected", "result", "resolution", "hash"],
        report.Checks.SelectMany(c => c.Codes.Select(s => (ScannedCode?)s).DefaultIfEmpty(), IReadOnlyList<string?> (c, s) =>
        [
            report.Head.Order, N(c.Seq), c.When.Local, c.When.Zone, c.When.Utc, c.Step, c.Place, c.Who, c.Role, c.Site, c.Second, s?.Name, s?.Scanned,
            s is null ? null : string.Join(' ', s.Expected),
            s?.Result switch { ScanResult.Match => "match", ScanResult.Given => "given", ScanResult.Mismatch => "mismatch", _ => null },
            report.Refused.FirstOrDefault(r => r.Seq == c.Seq)?.Resolution, c.Hash,
        ]));

    /// <summary>A row for each value of evidence, beside the certification.</summary>
    public static byte[] Of(ReleaseCertificate c) => Csv.Of(
        [
            "order", "entry", "happened", "zone", "happened-utc", "step", "evidence", "value", "original", "changed", "changed-in", "changed-by", "changed-utc", "reason",
            "changed-after-release", "given-by", "released-in", "certified-by", "certified-by-id", "meaning", "certified-utc", "release-hash",
        ],
        c.Values.Select(IReadOnlyList<string?> (v) =>
        [
            c.Head.Order, N(v.Seq), v.When.Local, v.When.Zone, v.When.Utc, v.Step, v.Name, v.Value, v.Changes.IsEmpty ? v.Value : v.Changes[0].Old, v.Changes.IsEmpty ? "no" : "yes",
            string.Join(' ', v.Changes.Select(x => N(x.Seq))), string.Join("; ", v.Changes.Select(x => x.Who)), string.Join(' ', v.Changes.Select(x => x.When.Utc)),
            string.Join("; ", v.Changes.Select(x => x.Reason)), v.Changes.IsEmpty ? null : v.Changes.Any(x => x.AfterRelease) ? "yes" : "no", v.Who,
            N(c.Certification.Seq), c.Certification.Name, c.Certification.Person, c.Certification.Meaning, c.Certification.When.Utc, c.Certification.Hash,
        ]));

    public static byte[] Of(SignaturePage page) => Csv.Of(
        ["order", "entry", "name", "person", "role", "site", "meaning", "signed", "zone", "signed-utc", "step", "moves", "hash"],
        page.Signatures.Select(IReadOnlyList<string?> (s) =>
            [page.Head.Order, N(s.Seq), s.Name, s.Person, s.Role, s.Site, s.Meaning, s.When.Local, s.When.Zone, s.When.Utc, s.Step, s.Moves, s.Hash]));

    /// <summary>A row for each entry, then one for each sign-in or look.</summary>
    public static byte[] Of(AuditReport report) => Csv.Of(
        ["kind", "order", "entry", "type", "happened-utc", "recorded", "zone", "recorded-utc", "what", "details", "who", "person", "role", "site", "reason", "hash"],
        [
            .. report.Entries.Select(IReadOnlyList<string?> (e) =>
            [
                "entry", e.Order, N(e.Seq), e.Type, e.Happened.Utc, e.Recorded.Local, e.Recorded.Zone, e.Recorded.Utc, e.What, string.Join("; ", e.Details.Select(Told)), e.Who, e.Person,
                e.Role, e.Site, null, e.Hash,
            ]),
            .. (report.Access ?? []).Select(IReadOnlyList<string?> (a) =>
                ["access", a.Order, null, a.Type, a.When.Utc, a.When.Local, a.When.Zone, a.When.Utc, a.What, a.Subject, a.Who, a.Person, null, a.Site, a.Reason, null]),
        ]);

    private static string Told(Detail d) => d.Struck is { } was ? $"{d.Name}: {was} → {d.Value}" : $"{d.Name}: {d.Value.Replace('\n', ' ')}";

    private static string N(int value) => value.ToString(CultureInfo.InvariantCulture);
}
