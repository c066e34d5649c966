using TherapyChain.Domain;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Identity;
using TherapyChain.Domain.Orders;
using TherapyChain.Testing;

namespace TherapyChain.Tests.Orders;

/// <summary>Each printed label is asked for by its serial number until somebody has said what became of it.</summary>
public sealed class PrintedLabelTests
{
    private static Scenario Frozen() => Scenario.Of("car-t-autologous-cryo").At("frozen");

    private static Decision Print(Scenario s, int copies = 2, string? reason = null, string? container = null, string role = "cell-lab") =>
        PrintLabels.Decide(s.Workflow, s.Order, new LabelWish(container, copies, "a4", "en", reason), s.By(role, "collection-site"));

    private static Decision Account(Scenario s, string role, params ToldFate[] told) => AccountLabels.Decide(s.Workflow, s.Order, [.. told], s.By(role, "collection-site"));

    private static string[] Codes(Decision decision) => [.. Assert.IsType<Decision.Refused>(decision).Reasons.Select(r => r.Code)];

    private static string Bag(Scenario s) => s.Order.Expected("frozen-bag")[0];

    [Fact]
    [Requirement("P4-05")]
    [Requirement("FJ-01")]
    public void The_reconciliation_names_every_printed_label_without_a_fate_and_closes_when_all_have_one()
    {
        var s = Frozen();
        s.Accept(Print(s, copies: 3, container: "frozen-bag"));
        Assert.Equal([1, 2, 3], s.Order.Labels.Keys);
        s.Accept(Account(s, "cell-lab", new ToldFate("2", LabelFate.Applied, Bag(s), null)));

        var refused = Assert.Single(s.Refused(s.Fill("reconcile-labels")).Reasons);
        Assert.Equal("labels.no-fate", refused.Code);
        Assert.Contains("001, 003", refused.Message, StringComparison.Ordinal);

        s.Accept(Account(s, "cell-lab", new($"{s.Order.Id}#001", LabelFate.Destroyed, null, "Not needed."), new("]d1" + new LabelSerial(s.Order.Id, 3), LabelFate.Destroyed, null, "Smeared.")));
        s.Take("reconcile-labels");
        Assert.Contains("label-reconciliation", s.Order.Acts.Keys);
    }

    [Theory]
    [InlineData("car-t-autologous-cryo")]
    [InlineData("allogeneic-from-stock")]
    [InlineData("in-vivo-gene-therapy")]
    public void No_order_ends_while_a_printed_label_has_no_fate(string workflow)
    {
        var s = Scenario.Of(workflow).At("material-accounted");
        var entry = new Entry(s.Order.Id, s.Order.Seq + 1, s.Now, "Etc/UTC", s.Order.Updated, "charite", "pharmacist.charite", "pharmacist",
            new LabelsPrinted([new NewLabel(1, null, null, [])], "a4", "en", null));
        s.Record(new Decision.Accepted([entry], s.Order.Evolve(entry)));
        Assert.Equal(["labels.no-fate"], s.Refused(s.Fill("close-order")).Reasons.Select(r => r.Code));
        s.Accept(AccountLabels.Decide(s.Workflow, s.Order, [new ToldFate("1", LabelFate.Destroyed, null, "Left over.")], s.By("pharmacist", "treatment-site")));
        s.Take("close-order");
    }

    [Fact]
    public void Printing_again_needs_a_reason_and_gives_new_serial_numbers()
    {
        var s = Frozen();
        s.Accept(Print(s));
        Assert.Equal(["labels.reprint"], Codes(Print(s)));
        s.Accept(Print(s, copies: 1, reason: "One was torn."));
        Assert.Equal("One was torn.", Assert.IsType<LabelsPrinted>(s.Entries[^1].Event).Reason);
        Assert.Equal(Enumerable.Range(1, s.Order.Labels.Count), s.Order.Labels.Keys);
    }

    [Fact]
    public void A_label_on_another_container_than_it_was_printed_for_is_a_failed_identity_check()
    {
        var s = Frozen();
        s.Accept(Print(s, copies: 1, container: "frozen-bag"));
        var refused = Account(s, "cell-lab", new ToldFate("1", LabelFate.Applied, "FB-OF-ANOTHER", null));
        Assert.Equal(["labels.other-container"], Codes(refused));
        s.Record(refused);
        Assert.Equal(HoldCode.IdentityMismatch, Assert.Single(s.Order.Holds).Code);
        Assert.Null(s.Order.Labels[1].Fate);
        Assert.Equal("order.on-hold", Assert.Single(Codes(Print(s, copies: 1, reason: "Torn."))));
    }

    [Theory]
    [InlineData("9", LabelFate.Destroyed, null, "Torn.", "labels.unknown")]
    [InlineData("", LabelFate.Destroyed, null, "Torn.", "labels.unknown")]
    [InlineData("0000-0000-0000#001", LabelFate.Destroyed, null, "Torn.", "labels.other-order")]
    [InlineData("1", "eaten", null, "Torn.", "labels.fate")]
    [InlineData("1", LabelFate.Destroyed, null, null, "labels.reason")]
    [InlineData("1", LabelFate.Applied, null, null, "labels.to")]
    [InlineData("1", LabelFate.Applied, "]d1bad code", null, "scan.format")]
    [InlineData("1", LabelFate.Missing, null, "Not in the bin.", "labels.missing")]
    public void What_cannot_be_the_fate_of_a_label_is_refused(string serial, string fate, string? to, string? reason, string code)
    {
        var s = Frozen();
        s.Accept(Print(s, copies: 1, container: "frozen-bag"));
        Assert.Equal([code], Codes(Account(s, "cell-lab", new ToldFate(serial, fate, to, reason))));
    }

    [Fact]
    public void Quality_says_that_a_label_is_missing_and_that_is_a_deviation()
    {
        var s = Frozen();
        s.Accept(Print(s, copies: 1, container: "frozen-bag"));
        s.Accept(Account(s, "quality", new ToldFate("1", LabelFate.Missing, null, "Searched the bench, the bin and the printer.")));
        Assert.Equal("labelling", Assert.IsType<DeviationRecorded>(s.Entries[^1].Event).Category);
        s.Take("reconcile-labels");
    }

    [Fact]
    public void A_fate_is_changed_only_with_a_reason_and_both_stay_in_the_record()
    {
        var s = Frozen();
        s.Accept(Print(s, copies: 1, container: "frozen-bag"));
        s.Accept(Account(s, "cell-lab", new ToldFate("1", LabelFate.Applied, Bag(s), null)));
        Assert.Equal(["labels.reason"], Codes(Account(s, "cell-lab", new ToldFate("1", LabelFate.Applied, Bag(s), null))));
        s.Accept(Account(s, "cell-lab", new ToldFate("1", LabelFate.Destroyed, null, "It came off in the freezer.")));
        Assert.Equal(LabelFate.Destroyed, s.Order.Labels[1].Fate!.Fate);
        Assert.Equal(2, s.Entries.Count(e => e.Event is LabelsAccounted));
    }

    [Fact]
    public void Who_only_carries_prints_nothing_and_accounts_for_nothing()
    {
        var s = Frozen();
        s.Accept(Print(s, copies: 1));
        Assert.Equal(["actor.role"], Codes(PrintLabels.Decide(s.Workflow, s.Order, new LabelWish(null, 1, "a4", "en", "Torn."), s.By("courier", "courier"))));
        Assert.Equal(["actor.role"], Codes(AccountLabels.Decide(s.Workflow, s.Order, [new ToldFate("1", LabelFate.Destroyed, null, "Torn.")], s.By("courier", "courier"))));
    }

    [Fact]
    public void A_serial_number_never_passes_for_the_code_of_a_container() =>
        Assert.Null(LabelGrammar.Read("text", new LabelSerial(OrderId.From(42), 7).ToString(), out _));
}
