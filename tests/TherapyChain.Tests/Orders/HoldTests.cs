using TherapyChain.Domain.Orders;
using TherapyChain.Testing;

namespace TherapyChain.Tests.Orders;

/// <summary>Who may judge a failed identity check.</summary>
public sealed class HoldTests
{
    private static Scenario Mismatched(Person nurse)
    {
        var s = Scenario.Of("car-t-autologous-cryo").At("issued-to-ward");
        var request = s.Fill("check-at-bedside");
        return s.Record(s.Refused(
            request with { Scans = [.. request.Scans.Select(scan => scan.Name == "drug-product-bag" ? scan with { Value = "DPB-999999999999" } : scan)] },
            s.For("check-at-bedside") with { Actor = nurse }));
    }

    [Fact]
    public void Nobody_judges_their_own_failed_check()
    {
        var nurse = Scenario.Of("car-t-autologous-cryo").Doer("check-at-bedside");
        var both = nurse with { Roles = [.. nurse.Roles, "quality"] };
        var s = Mismatched(both);

        var refused = Assert.IsType<Decision.Refused>(Holds.Resolve(s.Workflow, s.Order, s.Order.Holds[0].Seq, "My mistake.", new Context(s.Now, both)));

        Assert.Equal("hold.own-check", Assert.Single(refused.Reasons).Code);
    }

    [Fact]
    public void Who_only_carries_does_not_judge_a_failed_check()
    {
        var s = Mismatched(Scenario.Of("car-t-autologous-cryo").Doer("check-at-bedside"));

        var refused = Assert.IsType<Decision.Refused>(Holds.Resolve(s.Workflow, s.Order, s.Order.Holds[0].Seq, "It looked fine in the van.", s.By("quality", "courier")));

        Assert.Equal("hold.carrier", Assert.Single(refused.Reasons).Code);
    }
}
