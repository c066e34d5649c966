using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using NodaTime;
using TherapyChain.Documents.Records;
using TherapyChain.Domain;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Identity;
using TherapyChain.Domain.Orders;
using TherapyChain.Testing;

namespace TherapyChain.Tests.Documents;

/// <summary>What rules wrote into entries is told on paper in its language, what people typed as they typed it, and the recorded words stay at hand.</summary>
public sealed class RecordedReasonTests
{
    private static readonly Lazy<Scenario> Everything = new(() =>
    {
        var s = Scenario.Of("car-t-autologous-cryo").At("frozen");
        s.Accept(PrintLabels.Decide(s.Workflow, s.Order, new LabelWish("frozen-bag", 3, "a4", "en", null), s.By("cell-lab", "collection-site")));
        Label("cell-lab", new("1", LabelFate.Applied, "FB-OF-ANOTHER", null), new("2", LabelFate.Applied, "FB-OF-A-THIRD", null));
        Label("cell-lab", new ToldFate($"{new LabelSerial(OrderId.From(4711), 1)}", LabelFate.Destroyed, null, "Found in the tray."));
        Label("quality", new ToldFate("3", LabelFate.Missing, null, "Searched the bench."));
        s.Accept(RecordDeviation.Decide(s.Workflow, s.Order, "labelling", "Printed labels that cannot be found: 003 (typed by hand)", s.By("quality", "collection-site")));
        s.Accept(Holds.Place(s.Workflow, s.Order, "An identity check failed at \"Freeze\": typed by hand.", s.By("quality", "collection-site")));
        return s;

        void Label(string role, params ToldFate[] told) => s.Record(AccountLabels.Decide(s.Workflow, s.Order, [.. told], s.By(role, "collection-site")));
    });

    private static ImmutableArray<SealedEntry> Sealed(Scenario s)
    {
        var entries = ImmutableArray.CreateBuilder<SealedEntry>();
        foreach (var entry in s.Entries) entries.Add(Seal.Close(entry, entries.Count == 0 ? null : entries[^1].Hash));
        return entries.ToImmutable();
    }

    private static List<Detail> Reasons(string language) =>
        [.. CustodyRecordBuilder.Build(Everything.Value.Workflow, Sealed(Everything.Value), InspectedOrder.Network, language).Entries
            .Zip(Everything.Value.Entries).Where(e => e.Second.Event is OrderHeld or DeviationRecorded).Select(e => e.First.Details[^1])];

    [Theory]
    [InlineData("de", "Ein Etikett kam auf einen anderen Behälter als den, für den es gedruckt wurde: FB-OF-ANOTHER, nicht {0}; FB-OF-A-THIRD, nicht {0}.", "Beim Material dieses Auftrags wurde ein Etikett eines anderen Auftrags gefunden: {1}.", "Gedruckte Etiketten, die nicht zu finden sind: 003 (Searched the bench.)")]
    [InlineData("sv", "En etikett sattes på en annan behållare än den trycktes för: FB-OF-ANOTHER, inte {0}; FB-OF-A-THIRD, inte {0}.", "Bland den här beställningens material hittades en etikett från en annan beställning: {1}.", "Utskrivna etiketter som inte kan hittas: 003 (Searched the bench.)")]
    [InlineData("fr", "Une étiquette a été posée sur un autre contenant que celui pour lequel elle a été imprimée : FB-OF-ANOTHER, et non {0}; FB-OF-A-THIRD, et non {0}.", "Une étiquette d'une autre commande a été trouvée parmi le matériel de cette commande : {1}.", "Étiquettes imprimées introuvables : 003 (Searched the bench.)")]
    public void Holds_and_deviations_of_rules_are_told_in_the_language_of_the_paper_and_those_of_people_as_typed(string language, string container, string order, string lost)
    {
        var (bag, other) = (Everything.Value.Order.Expected("frozen-bag")[0], new LabelSerial(OrderId.From(4711), 1));

        Assert.Equal(
            [string.Format(null, container, bag), string.Format(null, order, bag, other), lost, "Printed labels that cannot be found: 003 (typed by hand)", "An identity check failed at \"Freeze\": typed by hand."],
            Reasons(language).Select(r => r.Value.Replace('\u00a0', ' ').Replace('\u202f', ' ')));
        Assert.Equal([true, true, true, false, false], Reasons(language).Select(r => r.AsRecorded is not null));
        Assert.Equal(Reasons("en").Select(r => r.Value), Reasons(language).Select(r => r.AsRecorded ?? r.Value));
    }

    [Fact]
    public void An_english_paper_says_what_was_recorded_to_the_letter()
    {
        var order = InspectedOrder.Closed();
        foreach (var (entries, workflow) in new[] { (order.Entries, order.Workflow), (Everything.Value.Entries, Everything.Value.Workflow) })
            foreach (var e in entries)
                if (e.Event is OrderHeld or HoldResolved or DeviationRecorded)
                    Assert.Equal(e.Event switch { OrderHeld h => h.Reason, HoldResolved r => r.Reason, DeviationRecorded d => d.Description, _ => "" }, RuleWords.Told(workflow, entries, e).ToString());
    }

    [Theory]
    [InlineData(Papers.CustodyRecord)]
    [InlineData(Papers.Audit)]
    [InlineData(Papers.Identity)]
    public void Each_paper_and_form_tells_it_and_json_holds_the_recorded_words_beside_it(string paper)
    {
        var order = InspectedOrder.OnHold();
        var held = (OrderHeld)order.Entries[^1].Event;
        var german = order.Workflow.Say("check-at-bedside", "de");

        var json = JsonDocument.Parse(Make(PaperForm.Json)).RootElement.GetRawText();
        Assert.Contains($"Eine Identitätsprüfung schlug fehl bei „{german}“: ", json, StringComparison.Ordinal);
        Assert.Equal(paper != Papers.Identity, json.Contains($"\"asRecorded\":{JsonSerializer.Serialize(held.Reason, Relaxed)}", StringComparison.Ordinal));
        if (paper != Papers.Identity) Assert.Contains($"schlug fehl bei „{german}“", Encoding.UTF8.GetString(Make(PaperForm.Csv)), StringComparison.Ordinal);
        Assert.Equal(Make(PaperForm.Pdf), Make(PaperForm.Pdf));
        using var file = new PdfFile(Make(PaperForm.Pdf));
        Assert.Contains("Eine Identitätsprüfung schlug fehl", file.Text(), StringComparison.Ordinal);
        Assert.DoesNotContain("An identity check failed", file.Text(), StringComparison.Ordinal);
        Assert.Equal(held.Reason, ((OrderHeld)order.Sealed[^1].Read().Event).Reason);

        byte[] Make(PaperForm form) => PaperPress.Make(paper, form, order.Workflow, order.Sealed, InspectedOrder.Network, "de")!;
    }

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void A_late_entry_that_answers_a_hold_and_a_correction_that_no_longer_fits_are_told_with_the_words_of_the_workflow()
    {
        var workflow = Shipped.Workflow("car-t-autologous-cryo");
        var (step, volume) = (workflow.Words["check-at-bedside"], workflow.Words["collected-volume"]);
        Entry[] entries = [Of(4, new HoldResolved(2, $"Entered late: \"{step.En}\" happened within the limit. Network failure.")), Of(5, new HoldResolved(3, "Typed.")), Of(6, new StepCompleted("check-at-bedside", "a", "b") { LateReason = "Network failure." })];

        Assert.Equal($"Nachgetragen: „{step.De}“ geschah innerhalb der Frist. Network failure.", RuleWords.Told(workflow, entries, entries[0]).In(TherapyChain.Documents.Words.PaperTongue.In("de")));
        Assert.Equal("Typed.", RuleWords.Told(workflow, entries, entries[1]).In(TherapyChain.Documents.Words.PaperTongue.In("de")));
        var corrected = Of(7, new OrderHeld(HoldCode.Correction, $"{volume.En} was corrected to 181 mL. What was decided by the old value no longer fits. {step.En}: for {volume.En} 181.5 mL the table says 2 bag, not 3. The labels no longer close: 1 are not accounted for.", null));
        Assert.Equal(
            $"{volume.De} wurde auf 181 mL berichtigt. Was nach dem alten Wert entschieden wurde, passt nicht mehr. {step.De}: Für {volume.De} 181.5 mL nennt die Tabelle 2 bag, nicht 3. Die Etiketten gehen nicht mehr auf: Bei 1 ist der Verbleib ungeklärt.",
            RuleWords.Told(workflow, [corrected], corrected).In(TherapyChain.Documents.Words.PaperTongue.In("de")).Replace('\u00a0', ' '));
        Assert.Equal(((OrderHeld)corrected.Event).Reason, RuleWords.Told(workflow, [corrected], corrected).ToString());

        static Entry Of(int seq, OrderEvent happened) => new(OrderId.From(1), seq, Some.Start, "Etc/UTC", Some.Start, "charite", "quality.charite", "quality", happened);
    }
}
