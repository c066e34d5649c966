using TherapyChain.Domain.Orders;
using TherapyChain.Testing;

namespace TherapyChain.Tests.Workflows;

/// <summary>The exception paths of the shipped workflows, walked by real decisions from the state where they begin to an end.</summary>
public sealed class ShippedPathTests
{
    public static TheoryData<string> Ids => [.. Shipped.WorkflowIds];

    public static TheoryData<string, string> EarlyEnds
    {
        get
        {
            var ends = new TheoryData<string, string>();
            foreach (var id in Shipped.WorkflowIds)
                foreach (var step in (string[])["cancel-order", "withdraw-consent", "record-death"]) ends.Add(id, step);
            return ends;
        }
    }

    [Theory, MemberData(nameof(Ids))]
    public void A_therapy_goes_from_referral_to_infusion_and_close(string id)
    {
        var order = Scenario.Of(id).At("infused").At("closed").Order;
        Assert.Contains("infusion", order.Acts.Keys);
        Assert.Empty(order.Containers);
        Assert.Empty(order.Clocks);
    }

    [Theory, MemberData(nameof(EarlyEnds))]
    public void An_order_ends_early_from_wherever_it_is_and_leaves_nothing_behind(string id, string step)
    {
        foreach (var state in Scenario.Of(id).Step(step).From)
        {
            var scenario = Scenario.Of(id).At(state).Take(step);
            Assert.Equal("winding-up", scenario.Order.State);
            var end = scenario.Take("account-for-material").At(step switch
            {
                "cancel-order" => "cancelled",
                "withdraw-consent" => "consent-withdrawn",
                _ => "died",
            }).Order;
            Assert.Empty(end.Containers);
            Assert.Empty(end.Clocks);
        }
    }

    [Theory]
    [InlineData("car-t-autologous-cryo", "in-transit-to-manufacturer", "receive-starting-material-at-the-end", "frozen-bag", "manufacturer")]
    [InlineData("car-t-autologous-fresh", "in-transit-to-treatment-site", "receive-product-at-the-end", "drug-product-bag", "treatment-site")]
    [InlineData("in-vivo-gene-therapy", "in-transit-to-treatment-site", "receive-kit-at-the-end", "kit", "treatment-site")]
    public void What_a_courier_still_carries_when_the_patient_dies_is_received_before_its_fate_is_recorded(
        string id, string state, string receipt, string container, string holder)
    {
        var scenario = Scenario.Of(id).At(state).Take("record-death", receipt);
        Assert.Equal(holder, scenario.Order.Containers[container].By);
        Assert.Equal("died", scenario.Take("account-for-material", "end-after-death").Order.State);
    }

    [Fact]
    public void Too_few_cells_lead_to_a_second_collection_under_the_same_chain_of_identity()
    {
        var scenario = Scenario.Of("car-t-autologous-cryo").At("frozen").Take("reconcile-labels");
        var before = scenario.Order.Expected("chain-of-identity");
        scenario.Take(
            "plan-second-collection", "schedule", "check-kit-and-labels", "start-collection", "complete-collection", "freeze", "reconcile-labels", "confirm-cell-count");
        Assert.Equal(before, scenario.Order.Expected("chain-of-identity"));
        Assert.Equal(2, scenario.Order.Expected("frozen-bag").Length);
        Assert.Equal("closed", scenario.At("closed").Order.State);
    }

    [Theory]
    [InlineData("car-t-autologous-cryo")]
    [InlineData("car-t-autologous-fresh")]
    public void A_product_lost_in_the_thaw_is_made_again_from_the_reserve_with_a_new_batch_number(string id)
    {
        var scenario = Scenario.Of(id).At("starting-material-accepted").Take("keep-reserve").At("checked-at-bedside");
        var batch = scenario.Order.Expected("batch-number");
        scenario.Take("discard-thawed-product", "restart-manufacture");
        Assert.NotEqual(batch, scenario.Order.Expected("batch-number"));
        Assert.DoesNotContain("release", scenario.Order.Acts.Keys);
        Assert.Equal("closed", scenario.At("infused").At("closed").Order.State);
    }

    [Fact]
    public void Without_a_reserve_there_is_no_second_manufacture_but_a_new_collection()
    {
        var scenario = Scenario.Of("car-t-autologous-cryo").At("in-manufacture").Take("report-manufacturing-failure");
        Assert.Contains(scenario.Refused(scenario.Fill("restart-manufacture")).Reasons, r => r is { Code: "act.missing", Field: "reserve" });
        scenario.Take("plan-re-collection");
        Assert.Equal("closed", scenario.At("infused").At("closed").Order.State);
    }

    [Theory]
    [InlineData("car-t-autologous-cryo")]
    [InlineData("car-t-autologous-fresh")]
    [InlineData("til-autologous")]
    [InlineData("gene-edited-stem-cells")]
    [Requirement("P4-04")]
    public void A_product_out_of_specification_is_infused_only_on_the_physicians_signature_and_never_as_released(string id)
    {
        var scenario = Scenario.Of(id).At("manufactured").Take(
            "report-out-of-specification", "offer-out-of-specification-product", "accept-out-of-specification-product", "authorise-exceptional-supply");
        scenario.At("infused");
        Assert.Contains("physician-acceptance", scenario.Order.Acts.Keys);
        Assert.DoesNotContain("release", scenario.Order.Acts.Keys);
        Assert.Equal("closed", scenario.At("closed").Order.State);
    }

    [Fact]
    [Requirement("P4-04")]
    public void A_product_out_of_specification_that_the_physician_declines_is_destroyed()
    {
        var scenario = Scenario.Of("til-autologous").At("offered-to-physician").Take("decline-out-of-specification-product", "destroy-declined-product");
        Assert.Empty(scenario.Order.Containers);
        Assert.Equal("replacement-needed", scenario.Order.State);
    }

    [Theory, MemberData(nameof(Ids))]
    public void An_infusion_stopped_early_leaves_the_rest_accounted_for(string id)
    {
        var order = Scenario.Of(id).At("infusing").Take("stop-infusion-early").Order;
        Assert.Contains("partial-infusion", order.Acts.Keys);
        Assert.DoesNotContain(order.Containers.Keys, c => c is "drug-product-bag" or "drug-product-vial" or "kit");
    }

    [Theory]
    [InlineData("car-t-autologous-cryo", "receive-product-into-quarantine", "accept-product-with-deviation")]
    [InlineData("allogeneic-from-stock", "receive-vials-into-quarantine", "accept-vials-with-deviation")]
    public void A_product_without_logger_data_is_judged_in_quarantine(string id, params string[] steps)
    {
        var scenario = Scenario.Of(id).At("in-transit-to-treatment-site").Take(steps);
        Assert.Equal("closed", scenario.At("infused").At("closed").Order.State);
    }

    [Fact]
    public void Stem_cells_are_not_edited_before_rescue_cells_lie_in_the_hospital()
    {
        var scenario = Scenario.Of("gene-edited-stem-cells").At("cells-selected");
        Assert.Contains(scenario.Refused(scenario.Fill("start-manufacture")).Reasons, r => r is { Code: "act.missing", Field: "freeze" });
    }

    [Fact]
    public void A_second_cycle_of_stem_cells_joins_the_first()
    {
        var scenario = Scenario.Of("gene-edited-stem-cells").At("collected").Take("set-rescue-cells-aside").At("cells-selected").Take("plan-next-cycle");
        scenario.At("collected").Take("plan-next-day", "start-next-day", "complete-next-day", "set-rescue-cells-aside").At("cells-selected");
        Assert.Equal(2, scenario.Order.Expected("selected-cells").Length);
        Assert.Equal(2, scenario.Order.Expected("rescue-bag").Length);
        Assert.Equal("closed", scenario.At("infused").At("closed").Order.State);
    }

    [Fact]
    public void A_patient_whose_marrow_was_destroyed_gets_the_rescue_cells_when_the_product_is_given_up()
    {
        var scenario = Scenario.Of("gene-edited-stem-cells").At("thawed").Take("give-up-product", "start-rescue-thaw", "give-rescue-cells");
        Assert.Empty(scenario.Order.Containers);
        Assert.Equal("closed", scenario.At("closed").Order.State);
    }

    [Fact]
    public void A_further_dose_from_stock_needs_a_release_of_its_own()
    {
        var scenario = Scenario.Of("allogeneic-from-stock").At("infused").Take("order-next-dose");
        Assert.DoesNotContain("release", scenario.Order.Acts.Keys);
        Assert.Equal("closed", scenario.At("infusing").At("closed").Order.State);
    }

    [Theory]
    [InlineData("3.0", 2)]
    [InlineData("3.01", 3)]
    [InlineData("8.4", 6)]
    [InlineData("21.0", 14)]
    public void The_kit_follows_the_weight_and_no_other_number_of_vials_is_taken(string kilograms, int vials)
    {
        var scenario = Scenario.Of("in-vivo-gene-therapy").At("eligible").Take("take-consent");
        var weight = scenario.Fill("weigh-patient");
        scenario.Accept(scenario.Try(weight with { Evidence = weight.Evidence.SetItem("patient-weight", new EvidenceValue(kilograms, "kg")) }));
        var form = scenario.Fill("prescribe");
        foreach (var wrong in (int[])[vials - 1, vials + 1])
        {
            var refused = scenario.Refused(form with { Evidence = form.Evidence.SetItem("kit-vials", new EvidenceValue($"{wrong}", "vial")) });
            Assert.Contains(refused.Reasons, r => r.Code == "evidence.table");
        }
        scenario.Accept(scenario.Try(form with { Evidence = form.Evidence.SetItem("kit-vials", new EvidenceValue($"{vials}", "vial")) }));
    }
}
