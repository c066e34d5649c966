using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using NodaTime;
using TherapyChain.Documents.Records;
using TherapyChain.Domain.Orders;
using TherapyChain.Testing;

namespace TherapyChain.Tests.Documents;

/// <summary>The papers beside the custody record: each as PDF, CSV and JSON, and what each must never leave out.</summary>
public sealed partial class SisterPapersTests
{
    static readonly Lazy<InspectedOrder> order = new(InspectedOrder.Closed);

    static byte[] Make(string paper, PaperForm form, string language = "en") =>
        PaperPress.Make(paper, form, order.Value.Workflow, order.Value.Sealed, InspectedOrder.Network, language) ?? throw new InvalidOperationException("There is no such paper.");

    public static TheoryData<string, string> Goldens => new()
    {
        { Papers.CustodyRecord, "fr" }, { Papers.Identity, "en" }, { Papers.Identity, "sv" }, { Papers.Release, "en" }, { Papers.Release, "de" },
        { Papers.Signatures, "en" }, { Papers.Signatures, "fr" }, { Papers.Audit, "en" }, { Papers.Audit, "de" },
    };

    [Theory, MemberData(nameof(Goldens))]
    public void The_paper_says_what_it_said(string paper, string language)
    {
        using var file = new PdfFile(Make(paper, PaperForm.Pdf, language));
        PdfFile.Run("qpdf", "--check", file.Location);
        Assert.All(file.Words(), w => Assert.True(w.Left >= 50 && w.Right <= 560 && w.Bottom <= 820, $"{w} leaves the page."));
        var text = CustodyRecordTests.WithoutHashes(file.Text()).Replace("\f", "--- next page ---\n", StringComparison.Ordinal);
        Assert.Null(Golden.Difference($"tests/golden/papers/{paper}.{language}.txt", $"{file.Pages} pages\n{text}"));
    }

    public static TheoryData<string> All => [.. Papers.All];

    [Theory, MemberData(nameof(All))]
    public void The_same_entries_give_the_same_bytes_in_every_form_and_any_culture(string paper)
    {
        var before = CultureInfo.CurrentCulture;
        foreach (var form in Enum.GetValues<PaperForm>())
        {
            var first = Make(paper, form);
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("ar-SA");
            Assert.Equal(first, Make(paper, form));
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory, MemberData(nameof(All))]
    public void The_table_is_rfc_4180_in_utf8_and_names_the_order_in_every_row(string paper)
    {
        var bytes = Make(paper, PaperForm.Csv, "de");
        var rows = CsvRows(new UTF8Encoding(false, true).GetString(bytes));
        Assert.True(rows.Count > 3);
        Assert.All(rows, row => Assert.Equal(rows[0].Count, row.Count));
        Assert.Equal(rows[0].Count, rows[0].Distinct().Count());
        var at = rows[0].IndexOf("order");
        Assert.All(rows.Skip(1), row => Assert.Equal(order.Value.Order.Id.ToString(), row[at]));
        Assert.NotEqual((byte)0xEF, bytes[0]);
    }

    [Theory, MemberData(nameof(All))]
    public void The_json_names_paper_version_and_head(string paper)
    {
        using var json = JsonDocument.Parse(Make(paper, PaperForm.Json));
        Assert.Equal((paper, 1), (json.RootElement.GetProperty("paper").GetString(), json.RootElement.GetProperty("version").GetInt32()));
        var content = json.RootElement.GetProperty("content");
        var head = content.GetProperty(paper == Papers.Audit ? "order" : "head");
        Assert.Equal(order.Value.Sealed[^1].Hash.ToString(), head.GetProperty("seal").GetProperty("head").GetString());
    }

    [Fact]
    [Requirement("P11-02")]
    public void Whatever_the_json_of_a_custody_record_holds_stands_on_its_paper()
    {
        using var file = new PdfFile(Make(Papers.CustodyRecord, PaperForm.Pdf));
        var text = Bare(file.RawText());
        using var json = JsonDocument.Parse(Make(Papers.CustodyRecord, PaperForm.Json));
        // Not words of the record: which paper this is, what a bar code holds, and how loudly an entry is set.
        var leaves = Leaves(json.RootElement.GetProperty("content"), "").Where(leaf => leaf.Place.Split('.')[^1] is not ("paper" or "symbol" or "weight")).ToList();

        Assert.True(leaves.Count > 500, $"{leaves.Count} texts");
        var missing = leaves.Where(leaf => !text.Contains(Bare(leaf.Text), StringComparison.OrdinalIgnoreCase)).Select(leaf => $"{leaf.Place}: {leaf.Text}").Distinct().ToList();
        Assert.True(missing.Count == 0, string.Join('\n', missing));

        // An instant in UTC is set without its Z where the heading of the column says UTC.
        static string Bare(string words) => string.Concat((Utc().IsMatch(words) ? words.Replace('T', ' ').TrimEnd('Z') : words).Where(c => !char.IsWhiteSpace(c)));
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\dZ$")]
    private static partial Regex Utc();

    static IEnumerable<(string Place, string Text)> Leaves(JsonElement value, string place) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => Leaves(member.Value, $"{place}.{member.Name}")),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(item => Leaves(item, place)),
        JsonValueKind.String => [(place, value.GetString()!)],
        _ => [],
    };

    [Fact]
    public void The_identity_report_holds_every_scan_every_second_person_and_every_refusal()
    {
        var report = IdentityReport.Build(order.Value.Workflow, order.Value.Sealed, InspectedOrder.Network);
        foreach (var entry in order.Value.Entries)
        {
            var line = report.Checks.SingleOrDefault(c => c.Seq == entry.Seq);
            switch (entry.Event)
            {
                case StepCompleted step:
                    Assert.Equal(step.Scanned.Concat(step.Assigned).Select(s => s.Value), line?.Codes.Select(c => c.Scanned) ?? []);
                    Assert.Equal(step.Second is not null, line?.Second is not null);
                    break;
                case IdentityRefused refused:
                    Assert.NotNull(line);
                    Assert.False(line.Matches);
                    Assert.Equal(refused.Mismatches.Select(m => (m.Scanned, string.Join(' ', m.Expected))), line.Codes.Select(c => (c.Scanned, string.Join(' ', c.Expected))));
                    break;
                default:
                    Assert.Null(line);
                    break;
            }
        }

        Assert.Equal(1, report.Counts.Refused);
        Assert.Contains(report.Checks, c => c.Second is not null);
    }

    [Fact]
    [Requirement("A11-04", "A11-08")]
    public void The_release_certificate_names_who_certified_and_marks_what_was_changed_since()
    {
        var certificate = ReleaseCertificate.Build(order.Value.Workflow, order.Value.Sealed, InspectedOrder.Network)!;
        Assert.Equal(("Dr. Helga Żak", "qualified-person.leipzig-cells", "Qualified person", "Released by"),
            (certificate.Certification.Name, certificate.Certification.Person, certificate.Certification.Role, certificate.Certification.Meaning));
        var given = order.Value.Entries.Where(e => e.Seq <= certificate.Certification.Seq).Select(e => e.Event).OfType<StepCompleted>().Sum(s => s.Evidence.Count);
        Assert.Equal(given, certificate.Values.Length);
        var changed = Assert.Single(certificate.Values, v => !v.Changes.IsEmpty);
        var change = Assert.Single(changed.Changes);
        Assert.Equal(("181 mL", "181 mL", false), (changed.Value, change.New, change.AfterRelease));
        using var file = new PdfFile(ReleaseCertificatePaper.Set(certificate));
        var text = file.Text();
        Assert.Contains("▲", text, StringComparison.Ordinal);
        Assert.Contains("changed since the original entry", text, StringComparison.Ordinal);
        Assert.Contains(change.Reason[..30], text, StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("A11-04")]
    public void A_value_that_was_changed_after_the_release_says_so_loudly()
    {
        var later = InspectedOrder.CorrectedAfterRelease();
        var certificate = ReleaseCertificate.Build(later.Workflow, later.Sealed, InspectedOrder.Network)!;
        Assert.True(Assert.Single(Assert.Single(certificate.Values, v => !v.Changes.IsEmpty).Changes).AfterRelease);
        using var file = new PdfFile(ReleaseCertificatePaper.Set(certificate));
        Assert.Contains("CHANGED AFTER THE RELEASE", file.Text(), StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("A11-08")]
    public void An_order_without_a_release_has_no_certificate()
    {
        var before = InspectedOrder.At("reviewed");
        Assert.Null(PaperPress.Make(Papers.Release, PaperForm.Pdf, before.Workflow, before.Sealed, InspectedOrder.Network, "en"));
        Assert.Equal("release.none", ReleaseRule.Missing(before.Order)?.Code);
        Assert.Null(ReleaseRule.Missing(order.Value.Order));
    }

    public static TheoryData<string> Workflows => [.. Shipped.WorkflowIds];

    [Theory, MemberData(nameof(Workflows))]
    public void Every_shipped_workflow_has_every_paper(string workflow)
    {
        var any = InspectedOrder.Closed(workflow);
        foreach (var paper in Papers.All)
        {
            using var file = new PdfFile(PaperPress.Make(paper, PaperForm.Pdf, any.Workflow, any.Sealed, InspectedOrder.Network, "sv")!);
            Assert.All(file.Words(), w => Assert.True(w.Left >= 50 && w.Right <= 560 && w.Bottom <= 820, $"{w} leaves the page."));
        }
    }

    [Fact]
    [Requirement("P11-10", "A11-07")]
    public void Every_signature_stands_with_name_time_zone_meaning_and_the_whole_hash_of_its_entry()
    {
        var page = SignaturePage.Build(order.Value.Workflow, order.Value.Sealed, InspectedOrder.Network);
        using var file = new PdfFile(SignaturePagePaper.Set(page));
        var text = string.Concat(file.RawText().Where(c => !char.IsWhiteSpace(c)));
        var signed = order.Value.Entries.Where(e => e.Event is StepCompleted { Signature: not null }).ToList();
        Assert.Equal(signed.Select(e => e.Seq), page.Signatures.Select(s => s.Seq));
        foreach (var s in page.Signatures)
        {
            Assert.Equal(order.Value.Sealed[s.Seq - 1].Hash.ToString(), s.Hash);
            foreach (var part in (string[])[s.Name, s.When.Local, s.When.Zone, s.Meaning, s.Hash])
                Assert.Contains(string.Concat(part.Where(c => !char.IsWhiteSpace(c))), text, StringComparison.Ordinal);
        }
    }

    [Fact]
    [Requirement("A11-05")]
    public void The_audit_report_of_an_order_holds_every_entry_with_old_value_new_value_and_reason()
    {
        var report = AuditReport.OfOrder(order.Value.Workflow, order.Value.Sealed, InspectedOrder.Network);
        Assert.Equal(order.Value.Entries.Select(e => (e.Seq, e.Event.Type)), report.Entries.Select(e => (e.Seq, e.Type)));
        var corrected = Assert.Single(report.Entries, e => e.Type == "entry.corrected");
        Assert.Contains(corrected.Details, d => d is { Value: "181 mL", Struck: not null });
        Assert.Contains(corrected.Details, d => d.Value.StartsWith("Volume of the neighbouring bag", StringComparison.Ordinal));
        Assert.Null(report.Access);
    }

    [Fact]
    public void The_audit_report_of_a_person_holds_what_they_did_alone_or_as_the_second_and_nothing_else()
    {
        var entries = order.Value.Entries;
        var period = new AuditPeriod(entries[0].Recorded, entries[^1].Recorded + Duration.FromSeconds(1), "Europe/Berlin");
        foreach (var person in (string[])["second.person", "quality.charite", "nobody"])
        {
            var report = AuditReport.OfPerson(person, period, [new(order.Value.Workflow, order.Value.Sealed)], Reader(seesAll: true));
            var meant = entries.Where(e => e.Actor == person || (e.Event as StepCompleted)?.Second?.Actor == person || (e.Event as IdentityRefused)?.Second?.Actor == person);
            Assert.Equal(meant.Select(e => e.Seq), report.Entries.Select(e => e.Seq));
            Assert.Equal(person == "nobody", report.Entries.IsEmpty);
            Assert.Null(report.Limits);
        }
    }

    [Fact]
    public void The_audit_report_of_a_day_begins_and_ends_with_that_day_and_shows_access_where_it_is_given()
    {
        var zone = DateTimeZoneProviders.Tzdb["Europe/Berlin"];
        var day = order.Value.Entries[20].Recorded.InZone(zone).Date;
        var period = new AuditPeriod(zone.AtStartOfDay(day).ToInstant(), zone.AtStartOfDay(day.PlusDays(1)).ToInstant(), zone.Id);
        var look = new AccessFact(Instant.FromUtc(2026, 1, 14, 9, 0), "sign-in", "refused", "referring-physician.karolinska", "karolinska") { Address = "192.0.2.7", Detail = "password" };
        var seen = new AccessFact(Instant.FromUtc(2026, 1, 14, 8, 0), "patient-viewed", "", "referring-physician.karolinska", "karolinska") { Patient = "P-1234", Detail = "Asked by Ingrid." };
        var access = new AccessPart("karolinska", zone.Id, InspectedOrder.Network, [look, seen]);
        var report = AuditReport.OfDay(day, period, [new(order.Value.Workflow, order.Value.Sealed)], Reader(seesAll: false), access);
        Assert.NotEmpty(report.Entries);
        Assert.All(report.Entries, e => Assert.StartsWith(day.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture), e.RecordedAt.InZone(zone).ToString("uuuu-MM-dd", CultureInfo.InvariantCulture), StringComparison.Ordinal));
        Assert.Equal(order.Value.Entries.Count(e => e.Recorded.InZone(zone).Date == day), report.Entries.Length);
        using var file = new PdfFile(AuditReportPaper.Set(report));
        var text = file.Text();
        foreach (var part in (string[])["192.0.2.7", "Sign-in: REFUSED", "P-1234", "Patient data seen", "2026-01-14 10:00:00", "Only the people of ", "Only entries of orders that Ines Falk may see.", "One day: ", "Prepared 2026-02-01 09:00:00"]) Assert.Contains(part, text, StringComparison.Ordinal);
        Assert.Contains("access,", Encoding.UTF8.GetString(PaperCsv.Of(report)), StringComparison.Ordinal);
        Assert.Equal(["patient-viewed", "sign-in"], report.Access!.Value.Select(a => a.Type));
        Assert.DoesNotContain("Ingrid", text + Encoding.UTF8.GetString(PaperCsv.Of(report)) + Encoding.UTF8.GetString(PaperJson.Of(TherapyChain.Documents.Records.Papers.Audit, report)), StringComparison.Ordinal);
    }

    static AuditReader Reader(bool seesAll) => new("Ines Falk", seesAll, Instant.FromUtc(2026, 2, 1, 8, 0), InspectedOrder.Network, "en");

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("+49 30 450", "'+49 30 450")]
    [InlineData("-2+3|cmd", "'-2+3|cmd")]
    [InlineData("\u00a0=1", "'\u00a0=1")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("＝1+1", "'＝1+1")]
    [InlineData("\u200b=1", "'\u200b=1")]
    [InlineData("-187.4", "-187.4")]
    [InlineData("+5", "+5")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"no\"", "\"say \"\"no\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("−187.4 °C", "−187.4 °C")]
    [InlineData("Åsa", "Åsa")]
    public void A_field_is_never_a_formula_and_always_one_field(string value, string written) =>
        Assert.Equal($"a,b\r\n{written},x\r\n", Encoding.UTF8.GetString(Csv.Of(["a", "b"], [[value, "x"]])));

    [Fact]
    public void A_row_of_another_length_is_refused() => Assert.Throws<ArgumentException>(() => Csv.Of(["a", "b"], [["x"]]));

    /// <summary>A reader written from the grammar of RFC 4180, section 2, apart from the writer.</summary>
    static List<List<string>> CsvRows(string text)
    {
        var rows = new List<List<string>>();
        foreach (Match line in Regex.Matches(text, "((?:\"(?:[^\"]|\"\")*\"|[^,\"\r\n]*)(?:,(?:\"(?:[^\"]|\"\")*\"|[^,\"\r\n]*))*)\r\n"))
            rows.Add([.. Regex.Matches(line.Groups[1].Value, "(?:^|,)(\"(?:[^\"]|\"\")*\"|[^,\"]*)").Select(m => m.Groups[1].Value.Trim('"').Replace("\"\"", "\"", StringComparison.Ordinal))]);
        Assert.Equal(text.Length, Regex.Matches(text, "(?:\"(?:[^\"]|\"\")*\"|[^,\"\r\n]*)(?:,(?:\"(?:[^\"]|\"\")*\"|[^,\"\r\n]*))*\r\n").Sum(m => m.Length));
        return rows;
    }
}
