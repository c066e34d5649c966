using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Shipping;
using TherapyChain.Domain.Workflows;
using TherapyChain.Testing;

namespace TherapyChain.Tests.Shipping;

public sealed class ShipmentTests
{
    private const string Cryo = "car-t-autologous-cryo";

    public static TheoryData<string> Workflows => [.. Shipped.WorkflowIds];

    [Fact]
    public void Nothing_is_shipped_while_an_order_is_only_ordered()
    {
        var order = Scenario.Of(Cryo).At("scheduled");

        Assert.Empty(Shipments.Of(order.Workflow, order.Order));
    }

    [Fact]
    public void What_is_collected_is_expected_by_the_courier_and_the_manufacturer()
    {
        var order = Scenario.Of(Cryo).At("starting-material-packed");

        var expected = Assert.Single(Shipments.Of(order.Workflow, order.Order));

        Assert.Equal(("frozen-bag", "collection-site", "courier", "manufacturer", ShipmentStage.Expected), (expected.Container, expected.From, expected.Carrier, expected.To, expected.Stage));
        Assert.Equal("inbound-shipper-hold", expected.Due?.Clock);
        Assert.Equal(ShipmentDuty.HandOver, expected.DutyOf(order.Order, "karolinska"));
        Assert.Equal(ShipmentDuty.Collect, expected.DutyOf(order.Order, "nordic-cryo"));
        Assert.Equal(ShipmentDuty.None, expected.DutyOf(order.Order, "leipzig-cells"));
        Assert.Equal(["hand-over-starting-material"], Shipments.StepsOf(order.Workflow, expected).Select(s => s.Name));
    }

    [Fact]
    public void What_a_carrier_holds_moves_until_somebody_receives_it()
    {
        var order = Scenario.Of(Cryo).At("in-transit-to-manufacturer");

        var moving = Assert.Single(Shipments.Of(order.Workflow, order.Order), s => s.Stage == ShipmentStage.Moving);

        Assert.Equal(order.Order.Containers["frozen-bag"].Since, moving.Since);
        Assert.Equal(("manufacturer-receipt", order.Order.Clocks["manufacturer-receipt"].Limit), (moving.Due?.Clock, moving.Due!.Running.Limit));
        Assert.Equal(ShipmentDuty.Deliver, moving.DutyOf(order.Order, "nordic-cryo"));
        Assert.Equal(ShipmentDuty.Receive, moving.DutyOf(order.Order, "leipzig-cells"));
        Assert.Equal(ShipmentDuty.None, moving.DutyOf(order.Order, "karolinska"));
        Assert.Equal(["receive-starting-material", "receive-starting-material-into-quarantine", "receive-starting-material-at-the-end"], Shipments.StepsOf(order.Workflow, moving).Select(s => s.Name));
    }

    [Fact]
    public void What_was_received_stays_with_both_handovers_and_the_product_is_expected_next()
    {
        var order = Scenario.Of(Cryo).At("starting-material-received");

        var all = Shipments.Of(order.Workflow, order.Order);

        Assert.Equal([ShipmentStage.Received, ShipmentStage.Expected], all.Select(s => s.Stage));
        Assert.Equal(("intact", "intact"), (all[0].Sent?.Condition, all[0].Taken?.Condition));
        Assert.True(all[0].Sent!.At < all[0].Taken!.At);
        Assert.Equal(("drug-product-bag", "manufacturer", "treatment-site"), (all[1].Container, all[1].From, all[1].To));
        Assert.False(all[1].IsOf(order.Order, "nordic-cryo"));
        Assert.True(all[1].IsOf(order.Order, "spree-kurier"));
    }

    [Fact]
    public void Shipper_logger_and_waybill_are_those_of_this_way_and_confirmations_are_left_out()
    {
        var packed = Scenario.Of(Cryo).At("starting-material-packed");
        var before = Shipments.Particulars(packed.Workflow, packed.Order, Shipments.Of(packed.Workflow, packed.Order)[0]);
        packed.At("in-transit-to-manufacturer");
        var after = Shipments.Particulars(packed.Workflow, packed.Order, Shipments.Of(packed.Workflow, packed.Order)[0]);

        Assert.Equal(["logger-number", "shipper-number"], before.Keys);
        Assert.Equal(["logger-number", "shipper-number", "waybill-number"], after.Keys);
    }

    [Fact]
    public void What_was_lost_on_the_way_moves_no_more()
    {
        var order = Scenario.Of(Cryo).At("in-transit-to-manufacturer").Take("report-starting-material-lost");

        Assert.DoesNotContain(Shipments.Of(order.Workflow, order.Order), s => s.Stage == ShipmentStage.Moving);
    }

    /// <summary>On every way through every shipped workflow: what moves is exactly what a carrier holds, and every state in which there is something is one that is looked at.</summary>
    [Theory]
    [MemberData(nameof(Workflows))]
    public void What_moves_is_exactly_what_a_carrier_holds(string workflow)
    {
        var moved = 0;
        foreach (var state in Shipped.Workflow(workflow).States)
        {
            var order = Scenario.Of(workflow);
            if (RehearsalPath.To(order.Workflow, order.Order, state.Name) is null) continue;
            order.At(state.Name);

            var all = Shipments.Of(order.Workflow, order.Order);

            var moving = all.Where(s => s.Stage == ShipmentStage.Moving).ToList();
            Assert.Equal(
                order.Order.Containers.Where(c => Vocabulary.Carriers.Contains(c.Value.By)).Select(c => (c.Key, c.Value.By, c.Value.Since)),
                moving.Select(s => (s.Container, s.Carrier, s.Since!.Value)).OrderBy(s => s.Container, StringComparer.Ordinal));
            Assert.All(moving, s => Assert.NotEmpty(Shipments.StepsOf(order.Workflow, s)));
            if (moving.Count > 0) Assert.Contains(order.Order.State, Shipments.StatesOnTheWay(order.Workflow));
            Assert.Equal(all.Any(s => s.Stage == ShipmentStage.Expected), moving.Count == 0 && Shipments.StatesBefore(order.Workflow).Contains(order.Order.State));
            moved += moving.Count;
        }
        Assert.True(moved > 0);
    }
}
