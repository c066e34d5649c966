using System.Globalization;
using System.Text.RegularExpressions;
using TherapyChain.Documents.Layout;
using TherapyChain.Documents.Records;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;
using TherapyChain.Testing;

namespace TherapyChain.Tests.Documents;

/// <summary>The custody record as a paper: what it says is on it, readable by eye, by scanner and by program, and the same every time.</summary>
public sealed class CustodyRecordTests
{
    static readonly Lazy<InspectedOrder> order = new(InspectedOrder.Closed);
    static readonly Lazy<CustodyRecord> record = new(() => order.Value.Record());
    static readonly Lazy<byte[]> pdf = new(() => CustodyRecordPaper.Set(record.Value));

    static string Bare(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    /// <summary>Refresh with TC_REFRESH_GOLDEN=1 in the environment; see <see cref="Golden"/>.</summary>
    [Fact]
    public void The_paper_says_what_it_said()
    {
        using var file = new PdfFile(pdf.Value);
        var text = WithoutHashes(file.Text()).Replace("\f", "--- next page ---\n", StringComparison.Ordinal);
        Assert.Null(Golden.Difference("tests/golden/custody-record.txt", $"{file.Pages} pages\n{text}"));
    }

    // A comment in the workflow file changes every hash and nothing that a reader reads; hashes have tests of their own.
    internal static string WithoutHashes(string text) =>
        Regex.Replace(text, "[0-9a-f]{32,}|[0-9a-f]{8}…[0-9a-f]{8}|[0-9a-f]{8}(?: [0-9a-f]{8}){3}", hash => Regex.Replace(hash.Value, "[0-9a-f]", "#"));

    [Fact]
    public void The_same_entries_give_the_same_bytes_in_four_threads_and_any_culture()
    {
        var sealedEntries = order.Value.Sealed;
        var again = new byte[4][];
        Parallel.For(0, again.Length, i =>
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(i % 2 == 0 ? "de-DE" : "ar-SA");
            again[i] = CustodyRecordPaper.Set(CustodyRecordBuilder.Build(order.Value.Workflow, sealedEntries, InspectedOrder.Network));
        });
        Assert.All(again, bytes => Assert.Equal(pdf.Value, bytes));
    }

    [Fact]
    public void A_printed_record_keeps_its_bytes_when_sites_and_people_are_renamed_or_forgotten()
    {
        var renamed = Names.Of(
            InspectedOrder.Network.Sites.Select(s => KeyValuePair.Create(s.Key, s.Value with { Name = "Renamed", City = "Elsewhere", Zone = "Asia/Tokyo" })),
            InspectedOrder.Network.People.Select(p => KeyValuePair.Create(p.Key, "Somebody Else")));
        foreach (var today in new[] { renamed, Names.None })
            Assert.Equal(pdf.Value, CustodyRecordPaper.Set(CustodyRecordBuilder.Build(order.Value.Workflow, order.Value.Sealed, today)));
    }

    [Fact]
    public void The_file_is_sound_its_fonts_are_embedded_and_its_sections_stand_in_the_outline()
    {
        using var file = new PdfFile(pdf.Value);
        PdfFile.Run("qpdf", "--check", file.Location);
        var fonts = PdfFile.Run("pdffonts", file.Location).Split('\n', StringSplitOptions.RemoveEmptyEntries)[2..];
        Assert.NotEmpty(fonts);
        Assert.All(fonts, font => Assert.Matches(@"\syes\s+yes\s+yes\s", font));
        var open = File.ReadAllText(file.Unpacked(), System.Text.Encoding.Latin1);
        Assert.Contains("/Title (4  Handovers)", open, StringComparison.Ordinal);
        Assert.Contains("/Title (13  Seal and countersignature)", open, StringComparison.Ordinal);
    }

    [Fact]
    public void The_file_was_made_when_the_last_entry_was_recorded()
    {
        using var file = new PdfFile(pdf.Value);
        var recorded = order.Value.Entries[^1].Recorded.ToDateTimeUtc().ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
        Assert.Matches($@"CreationDate:\s+{recorded}", PdfFile.Run("pdfinfo", "-isodates", file.Location));
    }

    [Fact]
    public void Every_page_names_the_order_the_chain_of_identity_the_copy_the_head_and_its_number()
    {
        using var file = new PdfFile(pdf.Value);
        var head = record.Value.Head.Seal.Head;
        for (var page = 1; page <= file.Pages; page++)
        {
            var text = file.Text(page);
            Assert.Contains($"Order {record.Value.Head.Order}", text, StringComparison.Ordinal);
            Assert.Contains($"Chain of identity {record.Value.Head.ChainOfIdentity}", text, StringComparison.Ordinal);
            Assert.Contains("Copy 1", text, StringComparison.Ordinal);
            Assert.Contains($"{head[..8]}…{head[^8..]}", text, StringComparison.Ordinal);
            Assert.Contains($"page {page} of {file.Pages}", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    [Requirement("P11-02", "A11-10")]
    public void Every_entry_stands_in_order_with_its_number_local_time_zone_utc_person_and_hash()
    {
        using var file = new PdfFile(pdf.Value);
        var text = file.RawText();
        var place = 0;
        foreach (var e in record.Value.Entries)
        {
            place = PlaceOf(e, text, place);
            var zone = e.When.Zone.StartsWith("Etc/", StringComparison.Ordinal) ? "UTC" : $"{e.When.Zone}UTC{e.When.Utc}";
            var told = Bare($"{e.Seq}{e.When.Local}{zone}{(e.Refused.IsEmpty ? e.What : e.What.ToUpperInvariant())}{e.Moves}{e.Who}");
            Assert.Equal(told, Bare(text[place..(place + 500)])[..told.Length]);
            Assert.Contains(e.Hash, text, StringComparison.Ordinal);
        }
    }

    static int PlaceOf(EntryLine e, string text, int from)
    {
        var match = new Regex($"^{e.Seq}\\s+{e.When.Local}", RegexOptions.Multiline).Match(text, from);
        Assert.True(match.Success, $"Entry {e.Seq} is not where it belongs.");
        return match.Index;
    }

    [Fact]
    [Requirement("P11-02")]
    public void Every_scan_and_every_value_of_evidence_stands_beside_its_name()
    {
        using var file = new PdfFile(pdf.Value);
        var text = Bare(file.RawText());
        var workflow = order.Value.Workflow;
        foreach (var step in order.Value.Entries.Select(e => e.Event).OfType<StepCompleted>())
        {
            foreach (var scan in step.Scanned.Concat(step.Assigned)) Assert.Contains(Bare(workflow.Say(scan.Name, "en") + scan.Value), text, StringComparison.Ordinal);
            foreach (var (name, value) in step.Evidence)
            {
                var isChoice = workflow.FindStep(step.Step)!.Evidence.Single(e => e.Name == name).Kind is EvidenceKind.Choice;
                Assert.Contains(Bare(workflow.Say(name, "en") + (isChoice ? workflow.Say(value.Value, "en") : value.Value)), text, StringComparison.Ordinal);
            }
        }

        Assert.Contains("Totalnucleatedcells51×10⁹", text, StringComparison.Ordinal);
        Assert.Contains("Patient'sweight151kg", text, StringComparison.Ordinal);
        Assert.Contains("Frozenbags2bags", text, StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("P11-02", "P11-10")]
    public void Handovers_signatures_documents_and_people_stand_again_in_tables_of_their_own()
    {
        using var file = new PdfFile(pdf.Value);
        var text = Bare(file.RawText());
        var r = record.Value;
        Assert.Equal(4, r.Handovers.Length);
        foreach (var h in r.Handovers)
            Assert.Contains(Bare($"{h.Container}{string.Concat(h.Codes)}{h.Gives}→{h.Takes}recorded by {h.Who}{h.Seal}{h.Condition}"), text, StringComparison.Ordinal);
        Assert.Equal(r.Handovers[0].Seal, r.Handovers[1].Seal);
        foreach (var s in r.Signatures)
            Assert.Contains(Bare($"{s.Seq}{s.When.Local}{s.When.Zone}{s.Name}{s.Meaning}{s.Step}{s.Hash[..8]}…{s.Hash[^8..]}"), text, StringComparison.Ordinal);
        foreach (var d in r.Documents) Assert.Contains(d.Sha256, text, StringComparison.Ordinal);
        foreach (var p in r.People) Assert.Contains(Bare(p.Name + p.Id), text, StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("A11-04", "A11-05")]
    public void A_corrected_value_stands_with_the_new_one_and_the_reason_in_its_entry_and_in_the_correction()
    {
        using var file = new PdfFile(pdf.Value);
        var text = Bare(file.RawText());
        var correction = Assert.Single(record.Value.Corrections);
        Assert.Contains(Bare($"{correction.Field}{correction.Old}{correction.New}corrected in entry {correction.Seq}: {correction.Reason}"), text, StringComparison.Ordinal);
        Assert.Contains(Bare($"{correction.Field}{correction.Old}{correction.New}Reason{correction.Reason}"), text, StringComparison.Ordinal);
        var detail = record.Value.Entries[correction.Corrects - 1].Details.Single(d => d.Struck is not null);
        Assert.Equal((correction.Old, correction.New), (detail.Struck, detail.Value));
    }

    [Fact]
    [Requirement("A11-09", "ALCOA-01")]
    public void A_late_entry_says_when_it_was_entered_how_late_and_why()
    {
        using var file = new PdfFile(pdf.Value);
        var late = Assert.Single(record.Value.Entries, e => e.Late?.Reason is not null);
        Assert.Equal("3 h 15 min", late.Late!.After);
        var told = $"LATE ENTRY, entered {late.Late.Entered.Local} {late.Late.Entered.Zone}, 3 h 15 min after it happened. Reason: {late.Late.Reason}";
        Assert.Contains(Bare(told), Bare(file.RawText()), StringComparison.Ordinal);
    }

    [Fact]
    public void The_codes_of_a_refused_check_stand_one_above_the_other_and_so_does_what_became_of_it()
    {
        using var file = new PdfFile(pdf.Value);
        var refusal = Assert.Single(record.Value.Refused);
        var code = Assert.Single(refusal.Codes);
        var words = file.Words();
        // The hold names the wrong code too, in a sentence: there nothing stands below it.
        var shown = words.Where(w => w.Text == code.Scanned && words.Any(b => b.Page == w.Page && b.Text == code.Expected[0] && b.Top > w.Top && Math.Abs(b.Left - w.Left) < 0.01)).ToList();
        Assert.Equal(2, shown.Count);
        foreach (var scanned in shown)
        {
            var below = words.Where(w => w.Page == scanned.Page && w.Text == code.Expected[0] && w.Top > scanned.Top).MinBy(w => w.Top);
            Assert.Equal(scanned.Left, below.Left, 0.01);
            Assert.Equal(scanned.Right, below.Right, 0.01);
        }

        Assert.StartsWith("Resolved in entry 50 by Jürgen Weiß: The label of the cassette", refusal.Resolution, StringComparison.Ordinal);
        Assert.Contains(Bare(refusal.Resolution), Bare(file.RawText()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_refusal_before_the_hold_is_resolved_is_answered_by_the_same_resolution()
    {
        var refused = InspectedOrder.RefusedTwice().Record().Refused;
        Assert.Equal(2, refused.Length);
        Assert.Equal(refused[0].Resolution, refused[1].Resolution);
        Assert.StartsWith("Resolved in entry", refused[1].Resolution, StringComparison.Ordinal);
    }

    [Fact]
    public void An_open_hold_is_loud_on_the_first_page()
    {
        var held = InspectedOrder.OnHold().Record();
        Assert.Equal("Not resolved: the order is on hold", Assert.Single(held.Refused).Resolution);
        using var file = new PdfFile(CustodyRecordPaper.Set(held));
        Assert.Contains("ON HOLD", file.Text(1), StringComparison.Ordinal);
        Assert.Contains(held.Head.OnHold[0], file.Text(1), StringComparison.Ordinal);
        Assert.Contains("Unnumbered copy", file.Text(1), StringComparison.Ordinal);
    }

    [Fact]
    public void A_scanner_reads_every_identifier_and_the_seal_from_paper()
    {
        using var file = new PdfFile(pdf.Value);
        var first = file.Scan();
        Assert.Contains("CODE-128:" + record.Value.Head.Order, first);
        Assert.Equal(6, record.Value.Identifiers.Length);
        foreach (var identifier in record.Value.Identifiers) Assert.Contains("CODE-128:" + identifier.Symbol, first);
        Assert.Equal(["QR-Code:" + record.Value.Head.Seal.Code], file.Scan(file.Pages));
    }

    [Fact]
    public void The_longest_code_a_label_may_have_is_still_read_from_paper()
    {
        var code = string.Concat(Enumerable.Repeat("LABEL-xY", 6));
        using var file = new PdfFile(CustodyRecordPaper.Set(record.Value with { Identifiers = [new Identifier("Bag", code, code, 3, [], "")] }));
        Assert.Contains("CODE-128:" + code, file.Scan());
        Assert.All(file.Words(), OnPaper);
    }

    [Fact]
    public void What_stands_where_names_the_pages_on_which_the_sections_begin()
    {
        using var file = new PdfFile(pdf.Value);
        var contents = Regex.Matches(file.Text(1), @"(?<title>\d+ +[A-Z][^\d]+?) +page (?<page>\d+)(?! of)").ToList();
        Assert.Equal(13, contents.Count);
        foreach (var line in contents)
            Assert.Matches($"(?m)^ *{line.Groups["title"].Value}", file.Text(int.Parse(line.Groups["page"].Value, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Two_hundred_entries_are_set_without_losing_one_or_leaving_the_page()
    {
        var large = InspectedOrder.Long(200).Record();
        Assert.InRange(large.Entries.Length, 200, 210);
        using var file = new PdfFile(CustodyRecordPaper.Set(large));
        Assert.All(file.Words(), OnPaper);
        var text = file.RawText();
        var place = 0;
        foreach (var e in large.Entries)
        {
            place = PlaceOf(e, text, place);
            Assert.Contains(e.Hash, text, StringComparison.Ordinal);
        }

        for (var page = 1; page <= file.Pages; page++) Assert.Contains($"page {page} of {file.Pages}", file.Text(page), StringComparison.Ordinal);
    }

    [Fact]
    public void An_order_that_has_just_begun_is_set_and_a_zone_that_is_unknown_is_not_passed_off_as_known()
    {
        var first = Seal.Close(order.Value.Entries[0] with { Zone = "Mars/Olympus" }, null);
        var begun = CustodyRecordBuilder.Build(order.Value.Workflow, [first], InspectedOrder.Network);
        Assert.Equal(new When("2026-01-12 08:00:00Z", "UTC (Mars/Olympus is unknown)", "2026-01-12 08:00:00Z"), begun.Entries[0].When);
        using var file = new PdfFile(CustodyRecordPaper.Set(begun));
        var text = file.Text();
        foreach (var nothing in (string[])["No code has been given yet.", "No container has changed hands.", "Nothing has been signed.", "No identity check was refused."])
            Assert.Contains(nothing, text, StringComparison.Ordinal);
        Assert.Contains("Chain of identity not yet given", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Weight.Plain)]
    [InlineData(Weight.Stop)]
    public void An_entry_longer_than_a_page_goes_on_and_loses_nothing(Weight weight)
    {
        var words = Enumerable.Range(1, 150).Select(i => $"value{i}").ToList();
        var tall = record.Value.Entries[7] with { Weight = weight, Details = [.. words.Select(w => new Detail("Name", w))] };
        using var file = new PdfFile(CustodyRecordPaper.Set(record.Value with { Entries = [.. record.Value.Entries[..7], tall, .. record.Value.Entries[8..]] }));
        Assert.Equal(words, file.Words().Select(w => w.Text).Where(t => Regex.IsMatch(t, @"^value\d+$")));
        Assert.All(file.Words(), OnPaper);
    }

    public static TheoryData<string> Workflows => [.. Shipped.WorkflowIds];

    [Theory, MemberData(nameof(Workflows))]
    public void Every_shipped_workflow_has_its_record(string workflow)
    {
        var any = InspectedOrder.Closed(workflow).Record();
        using var file = new PdfFile(CustodyRecordPaper.Set(any));
        PdfFile.Run("qpdf", "--check", file.Location);
        Assert.All(file.Words(), OnPaper);
        var wanted = any.Identifiers.Select(i => "CODE-128:" + i.Symbol).Except(file.Scan()).ToList();
        if (wanted.Count > 0) Assert.Empty(wanted.Except(file.Scan(2)));
    }

    static void OnPaper(Word word)
    {
        Assert.InRange(word.Left, Length.Mm(20) - 0.5, Length.A4Width);
        Assert.InRange(word.Right, 0, Length.A4Width - Length.Mm(18) + 0.5);
        Assert.InRange(word.Top, Length.Mm(12), Length.A4Height);
        Assert.InRange(word.Bottom, 0, Length.A4Height - Length.Mm(10));
    }
}
