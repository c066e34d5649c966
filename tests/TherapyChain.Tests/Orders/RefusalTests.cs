using System.Collections.Immutable;
using NodaTime;
using TherapyChain.Domain.Orders;
using TherapyChain.Testing;

namespace TherapyChain.Tests.Orders;

public sealed class RefusalTests
{
    private static Scenario Collecting() => Scenario.Of("car-t-autologous-cryo").At("collecting");

    [Fact]
    public void Everything_that_is_unmet_comes_back_at_once_in_a_stable_order()
    {
        var s = Collecting();
        var empty = new StepRequest("complete-collection", s.Now);

        var first = s.Refused(empty, s.By("courier", "courier"));

        Assert.Equal(
            ["actor.role", "actor.site", "scan.missing", "scan.missing", "second-person.missing", "evidence.missing", "evidence.missing", "evidence.missing", "signature.missing"],
            first.Reasons.Select(r => r.Code));
        Assert.Equal(first.Reasons, s.Refused(empty, s.By("courier", "courier")).Reasons);
    }

    [Fact]
    public void An_unknown_step_and_a_step_from_elsewhere_say_what_is_possible_instead()
    {
        var s = Collecting();
        Assert.Contains("complete-collection", Assert.Single(s.Refused(new StepRequest("infuse-now", s.Now), s.By("physician", "treatment-site")).Reasons).Message);
        var reason = Assert.Single(s.Refused(s.Fill("start-infusion")).Reasons);
        Assert.Equal("step.not-from-here", reason.Code);
        Assert.Contains("Complete the collection", reason.Message);
    }

    public static TheoryData<string?, string, string> WrongVolumes => new()
    {
        { "mL", "", "evidence.missing" },
        { "L", "120", "evidence.unit" },
        { null, "120", "evidence.unit" },
        { "mL", "0.5", "evidence.too-low" },
        { "mL", "2000.01", "evidence.too-high" },
        { "mL", "12,5", "evidence.not-a-number" },
        { "mL", "1e3", "evidence.not-a-number" },
        { "mL", "about 100", "evidence.not-a-number" },
        { "mL", "NaN", "evidence.not-a-number" },
        { "mL", "99999999999999999999999999999999", "evidence.not-a-number" },
    };

    [Theory, MemberData(nameof(WrongVolumes))]
    public void A_value_out_of_range_or_in_the_wrong_unit_says_what_would_be_right(string? unit, string value, string code)
    {
        var s = Collecting();
        var request = s.Fill("complete-collection");
        var refused = s.Refused(request with { Evidence = request.Evidence.SetItem("collected-volume", new EvidenceValue(value, unit)) });

        var reason = Assert.Single(refused.Reasons);
        Assert.Equal((code, "evidence.collected-volume"), (reason.Code, reason.Field));
        if (code is "evidence.too-low" or "evidence.too-high") Assert.Contains("from 1 to 2000", reason.Message);
    }

    [Fact]
    public void Limits_are_inclusive()
    {
        var s = Collecting();
        var request = s.Fill("complete-collection");
        foreach (var value in new[] { "1", "2000", "2000.00" })
            Assert.IsType<Decision.Accepted>(s.Try(request with { Evidence = request.Evidence.SetItem("collected-volume", new EvidenceValue(value, "mL")) }));
    }

    [Fact]
    public void Times_in_the_future_before_the_last_step_or_late_without_a_reason_are_refused()
    {
        var s = Collecting();
        var request = s.Fill("complete-collection");
        Assert.Equal("time.future", Assert.Single(s.Refused(request with { At = s.Now + Duration.FromTicks(10) }).Reasons).Code);
        Assert.Equal("time.before-previous", Assert.Single(s.Refused(request with { At = s.Order.LastStepAt - Duration.FromTicks(10) }).Reasons).Code);

        var happened = s.Now;
        s.Now += Duration.FromHours(5);
        Assert.Equal("time.late-reason", Assert.Single(s.Refused(request with { At = happened, LateReason = " " }).Reasons).Code);
        var entry = Assert.IsType<Decision.Accepted>(s.Try(request with { At = happened, LateReason = "The network was down." })).Entries[^1];
        Assert.Equal((happened, s.Now), (entry.At, entry.Recorded));
        Assert.Equal("The network was down.", Assert.IsType<StepCompleted>(entry.Event).LateReason);
    }

    [Fact]
    public void Evidence_scans_and_handovers_that_nobody_asked_for_are_named()
    {
        var s = Collecting();
        var request = s.Fill("complete-collection");
        var refused = s.Refused(request with
        {
            Evidence = request.Evidence.Add("blood-group", new EvidenceValue("A")),
            Scans = request.Scans.Add(new Scan("batch-number", "B-1")),
            Handovers = request.Handovers.Add("frozen-bag", new HandoverDetails("1", "intact")),
        });
        Assert.Equal(["evidence.unexpected", "scan.unexpected", "custody.unexpected"], refused.Reasons.Select(r => r.Code));
    }

    [Fact]
    [Requirement("P11-07")]
    public void A_qualification_that_has_run_out_refuses_and_says_until_when_it_was_valid()
    {
        var s = Collecting();
        var context = s.For("complete-collection");
        var expired = context.Actor with { Qualifications = context.Actor.Qualifications.SetItem("apheresis", new LocalDate(2025, 12, 31)) };

        Assert.Contains("2025-12-31", Assert.Single(s.Refused(s.Fill("complete-collection"), context with { Actor = expired }).Reasons).Message);
        Assert.Equal("actor.qualification", Assert.Single(s.Refused(s.Fill("complete-collection"), context with
        {
            Actor = expired with { Qualifications = expired.Qualifications.Remove("apheresis") },
        }).Reasons).Code);
    }

    [Fact]
    [Requirement("FJ-02")]
    public void A_seal_that_differs_at_the_receipt_must_be_declared_as_such()
    {
        var s = Scenario.Of("car-t-autologous-cryo").At("in-transit-to-manufacturer");
        s.AddDocument(s.Step("receive-starting-material"));
        var request = s.Fill("receive-starting-material");

        var refused = s.Refused(request with { Handovers = request.Handovers.SetItem("frozen-bag", new HandoverDetails("000", "intact")) });

        Assert.Equal("custody.seal-differs", Assert.Single(refused.Reasons).Code);
        Assert.IsType<Decision.Accepted>(s.Try(request with { Handovers = request.Handovers.SetItem("frozen-bag", new HandoverDetails("000", "seal-differs")) }));
    }

    [Fact]
    [Requirement("P11-10")]
    public void A_signature_is_given_with_the_meaning_the_step_asks_for()
    {
        var s = Collecting();
        var request = s.Fill("complete-collection");
        Assert.Equal("signature.missing", Assert.Single(s.Refused(request with { Signature = null }).Reasons).Code);
        Assert.Equal("signature.meaning", Assert.Single(s.Refused(request with { Signature = "released-by" }).Reasons).Code);
        var signed = Assert.IsType<StepCompleted>(Assert.IsType<Decision.Accepted>(s.Try(request)).Entries[^1].Event).Signature;
        Assert.Equal(new Signature(s.Doer("complete-collection").Name, "performed-by", s.Now), signed);
    }
}
