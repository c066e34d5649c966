using System.Globalization;
using TherapyChain.Domain.Orders;
using TherapyChain.Testing;

namespace TherapyChain.Tests.Orders;

/// <summary>Labels are reconciled when every one received is applied or destroyed.</summary>
public sealed class LabelRuleTests
{
    // The rehearsal receives a quarter more than the least: two labels.
    private static Scenario Frozen() => Scenario.Of("car-t-autologous-cryo").At("frozen");

    private static StepRequest Counted(Scenario s, string applied, string destroyed) => s.Fill("reconcile-labels") is var form ? form with
    {
        Evidence = form.Evidence.SetItem("labels-applied", new EvidenceValue(applied, "label")).SetItem("labels-destroyed", new EvidenceValue(destroyed, "label")),
    } : form;

    private static int Received(Scenario s) => int.Parse(s.Order.Evidence["labels-received"].Value.Value, CultureInfo.InvariantCulture);

    [Fact]
    public void Labels_that_close_are_accepted_whatever_part_of_them_was_destroyed()
    {
        for (var destroyed = 0; destroyed <= Received(Frozen()); destroyed++)
        {
            var s = Frozen();
            s.Accept(s.Try(Counted(s, $"{Received(s) - destroyed}", $"{destroyed}")));
            Assert.Contains("label-reconciliation", s.Order.Acts.Keys);
        }
    }

    [Theory]
    [InlineData(-1, 0, "labels.unaccounted")]
    [InlineData(0, 1, "labels.too-many")]
    [InlineData(1, 0, "labels.too-many")]
    [InlineData(100, 0, "labels.too-many")]
    [Requirement("P4-05")]
    public void Labels_that_do_not_close_are_refused_with_what_is_missing(int more, int destroyed, string code)
    {
        var s = Frozen();
        var refused = s.Refused(Counted(s, $"{Received(s) + more}", $"{destroyed}"));
        Assert.Equal([code], refused.Reasons.Select(r => r.Code));
        Assert.DoesNotContain("label-reconciliation", s.Order.Acts.Keys);
    }

    [Theory]
    [InlineData("1.5", "0.5")]
    [InlineData("-1", "3")]
    [InlineData("", "2")]
    [InlineData("two", "0")]
    public void Labels_are_counted_in_whole_numbers(string applied, string destroyed)
    {
        var s = Frozen();
        Assert.Contains("labels.not-counted", s.Refused(Counted(s, applied, destroyed)).Reasons.Select(r => r.Code));
    }

    [Fact]
    public void A_second_collection_accounts_for_its_own_labels_and_nothing_is_counted_twice()
    {
        var s = Frozen().Take("reconcile-labels");
        var first = Received(s);
        s.Take("plan-second-collection", "schedule", "check-kit-and-labels", "start-collection", "complete-collection", "freeze");
        Assert.Equal("labels.unaccounted", Assert.Single(s.Refused(Counted(s, "0", "0")).Reasons).Code);
        Assert.Equal("labels.too-many", Assert.Single(s.Refused(Counted(s, $"{first + Received(s)}", "0")).Reasons).Code);
        s.Accept(s.Try(Counted(s, $"{Received(s)}", "0")));
    }

    [Fact]
    public void A_corrected_count_that_no_longer_closes_stops_the_order_and_one_that_was_not_reconciled_yet_does_not()
    {
        var s = Frozen();
        var seq = s.Order.Evidence["labels-received"].Seq;
        var value = new EvidenceValue($"{Received(s) + 1}", "label");
        s.Accept(CorrectEntry.Decide(s.Workflow, s.Order, seq, "labels-received", value, "Counted again.", s.By("quality", "collection-site")));
        Assert.False(s.Order.IsOnHold);
        s.Take("reconcile-labels");

        s.Accept(CorrectEntry.Decide(s.Workflow, s.Order, seq, "labels-received", value with { Value = $"{Received(s) + 1}" }, "Counted once more.", s.By("quality", "collection-site")));

        Assert.Contains("1 are not accounted for", Assert.Single(s.Order.Holds).Reason, StringComparison.Ordinal);
    }
}
