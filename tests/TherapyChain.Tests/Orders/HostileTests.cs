using System.Collections.Immutable;
using NodaTime;
using TherapyChain.Domain.Identity;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;
using TherapyChain.Testing;
using TherapyChain.Tests.Workflows;

namespace TherapyChain.Tests.Orders;

/// <summary>What a tired or hostile hand can do to the identity of an order, and must not get away with.</summary>
public sealed class HostileTests
{
    [Fact]
    public void One_code_is_not_given_under_two_names_in_one_step()
    {
        var s = Scenario.Of("car-t-autologous-cryo").At("starting-material-accepted");
        var request = s.Fill("start-manufacture");
        var batch = request.Scans.Single(scan => scan.Name == "batch-number").Value;

        var refused = s.Refused(request with { Scans = [.. request.Scans.Select(scan => scan.Name == "culture" ? scan with { Value = batch } : scan)] });

        Assert.Contains(refused.Reasons, r => r is { Code: "scan.already-used", Field: "scans.culture" });
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void A_field_left_blank_is_a_forgotten_scan_and_holds_nothing(string blank)
    {
        var s = Scenario.Of("car-t-autologous-cryo").At("issued-to-ward");
        var request = s.Fill("check-at-bedside");

        var refused = s.Refused(request with { Scans = [.. request.Scans.Select(scan => scan with { Value = blank })] });

        Assert.All(refused.Reasons, r => Assert.Equal("scan.missing", r.Code));
        Assert.Empty(refused.Entries);
    }

    [Theory]
    [InlineData("isbt-128-din", "Sſ23526000123")]
    [InlineData("isbt-128-din", "ſ123426000123")]
    [InlineData("isbt-128-coi", "CHſ123426000123")]
    public void A_look_alike_letter_is_never_folded_into_the_real_one(string kind, string text)
    {
        Assert.Null(LabelGrammar.Read(kind, text, out var problem));
        Assert.NotNull(problem);
    }

    [Fact]
    public void A_second_other_mismatch_is_not_resolved_with_the_first()
    {
        var s = Scenario.Of("car-t-autologous-cryo").At("issued-to-ward");
        var right = s.Fill("check-at-bedside");
        StepRequest Wrong(string bag) => right with { Scans = [.. right.Scans.Select(scan => scan.Name == "drug-product-bag" ? scan with { Value = bag } : scan)] };
        s.Record(s.Refused(Wrong("DPB-999999999999")));
        var first = s.Order.Holds.Single();
        s.Record(s.Refused(Wrong("DPB-999999999999")));
        Assert.Equal([first], s.Order.Holds);
        s.Record(s.Refused(Wrong("DPB-888888888888")));

        s.Accept(Holds.Resolve(s.Workflow, s.Order, first.Seq, "The bag of the next bed; put back.", s.By("quality", "treatment-site")));

        Assert.Contains(s.Refused(right).Reasons, r => r.Code == "order.on-hold");
    }

    [Fact]
    public void The_chain_of_identity_is_given_once_whatever_way_a_workflow_takes()
    {
        var loop = Toy.Read("from: on-the-way\n    by: { role: control-tower", "from: on-the-way\n    to: ordered\n    ends: { bag: lost }\n    by: { role: control-tower");
        var s = Scenario.Of(loop).Take("collect", "send", "report-delay");

        var refused = s.Refused(s.Fill("collect"));

        Assert.Equal(["scan.already-given"], refused.Reasons.Select(r => r.Code));
    }

    [Fact]
    public void A_corrected_weight_that_the_confirmed_dose_no_longer_fits_stops_the_order()
    {
        var s = Scenario.Of("in-vivo-gene-therapy").At("dose-confirmed");
        var weighed = s.Order.Evidence["patient-weight"];
        var (same, more) = (weighed.Value with { Value = "19.4" }, weighed.Value with { Value = "10.4" });
        Assert.Equal("18.38", weighed.Value.Value);

        var fitting = Assert.IsType<Decision.Accepted>(CorrectEntry.Decide(s.Workflow, s.Order, weighed.Seq, "patient-weight", same, "Misread.", s.By("pharmacist", "treatment-site")));
        Assert.False(fitting.After.IsOnHold);
        s.Accept(CorrectEntry.Decide(s.Workflow, s.Order, weighed.Seq, "patient-weight", more, "Digits transposed.", s.By("pharmacist", "treatment-site")));

        var hold = Assert.Single(s.Order.Holds);
        Assert.Equal(HoldCode.Correction, hold.Code);
        Assert.Contains("10.4", hold.Reason, StringComparison.Ordinal);
        Assert.Contains("says 7 vial, not 13", hold.Reason, StringComparison.Ordinal);
        Assert.Contains(s.Refused(s.Fill("confirm-fitness")).Reasons, r => r.Code == "order.on-hold");
    }

    [Fact]
    public void An_order_is_not_moved_past_a_check_that_its_old_version_never_made()
    {
        const string Check = "    identity: { scan: [chain-of-identity] }\n";
        var newer = Shipped.Workflow("car-t-autologous-cryo");
        var older = Read(newer.Text.Replace(Check, "", StringComparison.Ordinal));
        var next = Read(newer.Text.Replace("\nversion: 1\n", "\nversion: 2\n", StringComparison.Ordinal));
        var s = Scenario.Of(older).At("kit-ready");

        var refused = Assert.IsType<Decision.Refused>(MoveWorkflow.Decide(older, next, s.Order, "The new version checks more.", s.By("quality", "treatment-site")));

        Assert.Equal(["workflow.path-differs"], refused.Reasons.Select(r => r.Code));
        Assert.Contains("check-kit-and-labels", refused.Reasons[0].Message, StringComparison.Ordinal);
        var before = Scenario.Of(older).At("scheduled");
        Assert.IsType<Decision.Accepted>(MoveWorkflow.Decide(older, next, before.Order, "The new version checks more.", s.By("quality", "treatment-site")));
    }

    [Fact]
    public void An_order_is_not_moved_past_a_step_that_its_old_version_did_not_require()
    {
        var older = Shipped.Workflow("car-t-autologous-cryo");
        var next = Read(older.Text.Replace("\nversion: 1\n", "\nversion: 2\n", StringComparison.Ordinal)
            .Replace("qualified: [apheresis] }\n    requires: [consent]\n    identity", "qualified: [apheresis] }\n    requires: [consent, kit-ready]\n    identity", StringComparison.Ordinal)
            .Replace("    records: [kit-ready]\n", "", StringComparison.Ordinal).Replace("    records: [slot, shipping-documents]\n", "    records: [slot, shipping-documents, kit-ready]\n", StringComparison.Ordinal));
        var s = Scenario.Of(older).At("collecting");

        Assert.Equal(["workflow.path-differs"], Assert.IsType<Decision.Refused>(
            MoveWorkflow.Decide(older, next, s.Order, "Newer.", s.By("quality", "treatment-site"))).Reasons.Select(r => r.Code));
    }

    private static Workflow Read(string text) => Assert.IsType<WorkflowFile.Reading.Sound>(WorkflowFile.Read(text)).Workflow;

    [Theory]
    [InlineData("S-1\0")]
    [InlineData("S-1\nreceived intact")]
    [InlineData("S-\ud800")]
    public void A_seal_that_cannot_be_printed_or_sealed_is_refused(string seal)
    {
        var s = Scenario.Of("car-t-autologous-cryo").At("starting-material-packed");
        var request = s.Fill("hand-over-starting-material");

        var refused = s.Refused(request with { Handovers = request.Handovers.SetItem("frozen-bag", new HandoverDetails(seal, Condition.Intact)) });

        Assert.Equal(["custody.seal-characters"], refused.Reasons.Select(r => r.Code));
    }

    [Fact]
    public void A_seal_read_with_a_blank_around_it_is_the_same_seal()
    {
        var s = Scenario.Of("car-t-autologous-cryo").At("in-transit-to-manufacturer");
        s.AddDocument(s.Step("receive-starting-material"));
        var request = s.Fill("receive-starting-material");
        var seen = request.Handovers["frozen-bag"];

        Assert.IsType<Decision.Accepted>(s.Try(request with { Handovers = request.Handovers.SetItem("frozen-bag", seen with { Seal = $" {seen.Seal} " }) }));
    }

    [Fact]
    public void The_last_instant_there_is_is_refused_as_the_future_in_every_zone()
    {
        var s = Scenario.Of("car-t-autologous-cryo");
        foreach (var at in new[] { Instant.MaxValue, Instant.FromUtc(9999, 12, 31, 23, 59) })
            Assert.Contains(s.Refused(s.Fill("refer-patient") with { At = at }).Reasons, r => r.Code == "time.future");
        foreach (var at in new[] { Instant.MinValue, Instant.FromUtc(-9998, 1, 1, 0, 0) })
            Assert.Contains(s.Refused(s.Fill("refer-patient") with { At = at }).Reasons, r => r.Code == "time.before-previous");
    }
}
