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

    [Fact]
    [Requirement("FJ-01")]
    public void A_label_of_another_order_among_this_orders_material_is_a_failed_identity_check()
    {
        var (s, other) = (Frozen(), new LabelSerial(OrderId.From(4711), 1));
        s.Accept(Print(s, copies: 1, container: "frozen-bag"));

        var refused = Account(s, "cell-lab", new("]d1" + other, LabelFate.Destroyed, null, "Lay in the bin."), new("1", LabelFate.Destroyed, null, "Torn."));

        Assert.Equal(["labels.other-order"], Codes(refused));
        s.Record(refused);
        var (check, held) = (Assert.IsType<IdentityRefused>(s.Entries[^2].Event), Assert.IsType<OrderHeld>(s.Entries[^1].Event));
        var mismatch = Assert.Single(check.Mismatches);
        Assert.Equal((AccountLabels.Serial, $"{other}", $"{s.Order.Id}#001"), (mismatch.Name, mismatch.Scanned, Assert.Single(mismatch.Expected)));
        Assert.Equal((HoldCode.IdentityMismatch, $"A label of another order was found among this order's material: {other}."), (held.Code, held.Reason));
        Assert.Null(s.Order.Labels[1].Fate);

        // Scanned again it is recorded again, and holds no second time; quality alone lets work go on.
        s.Record(Account(s, "cell-lab", new ToldFate($"{other}", LabelFate.Destroyed, null, "Again.")));
        Assert.IsType<IdentityRefused>(s.Entries[^1].Event);
        Assert.Single(s.Order.Holds);
        s.Accept(Holds.Resolve(s.Workflow, s.Order, s.Order.Holds[0].Seq, "Its bag was found.", s.By("quality", "collection-site")));
    }

    [Fact]
    public void Where_a_label_is_scanned_onto_another_orders_label_and_another_onto_another_bag_each_is_held_for_itself()
    {
        var (s, other) = (Frozen(), new LabelSerial(OrderId.From(4711), 9));
        s.Accept(Print(s, copies: 2, container: "frozen-bag"));

        var refused = Account(s, "cell-lab", new("1", LabelFate.Applied, $"{other}", null), new("2", LabelFate.Applied, "FB-OF-ANOTHER", null));

        Assert.Equal(["labels.other-order", "labels.other-container"], Codes(refused));
        s.Record(refused);
        Assert.Equal(2, s.Order.Holds.Length);
        Assert.All(s.Order.Holds, hold => Assert.IsType<IdentityRefused>(s.Entries[hold.Seq - 2].Event));
        // It has no label 009: the last one is held beside it.
        Assert.Equal([$"{s.Order.Id}#002"], s.Entries.Select(e => e.Event).OfType<IdentityRefused>().Last().Mismatches[0].Expected);
    }

    [Theory]
    [InlineData("417")]
    [InlineData("0417")]
    [InlineData("0000-0000-0000")]
    [InlineData("0000-0000-0000#01")]
    [InlineData("0000-0000-0000#000")]
    [InlineData("0000-0000-00U0#001")]
    [InlineData("#001")]
    public void A_typed_number_and_what_is_no_whole_symbol_of_a_label_record_nothing(string serial)
    {
        var s = Frozen();
        s.Accept(Print(s, copies: 1));
        var refused = Account(s, "cell-lab", new ToldFate(serial, LabelFate.Destroyed, null, "Torn."));
        Assert.Equal(["labels.unknown"], Codes(refused));
        Assert.Empty(refused.Entries);
    }

    [Fact]
    public void Who_does_not_account_for_labels_cannot_hold_an_order_with_another_orders_label_and_an_ended_order_is_held_no_more()
    {
        var (s, other) = (Frozen(), new ToldFate("0000-0000-0000#001", LabelFate.Destroyed, null, "Torn."));
        Assert.Empty(AccountLabels.Decide(s.Workflow, s.Order, [other], s.By("courier", "courier")).Entries);
        // Nothing was printed for this order: the stray label is compared with its name.
        Assert.Equal([$"{s.Order.Id}"], Assert.IsType<IdentityRefused>(Account(s, "cell-lab", other).Entries[0].Event).Mismatches[0].Expected);

        s.Take("reconcile-labels").At("closed");
        Assert.IsType<IdentityRefused>(Assert.Single(Account(s, "cell-lab", other).Entries).Event);
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
