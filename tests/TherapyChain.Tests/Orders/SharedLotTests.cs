using TherapyChain.Domain.Orders;
using TherapyChain.Testing;

namespace TherapyChain.Tests.Orders;

/// <summary>A lot is carried by several patients' orders; everything else that is scanned belongs to one order.</summary>
public sealed class SharedLotTests
{
    [Fact]
    public void A_lot_that_another_order_carries_may_be_chosen_and_leads_to_no_order_alone()
    {
        var s = Scenario.Of("allogeneic-from-stock").At("identified");
        if (!s.Order.Acts.ContainsKey("hla-typing")) s.Take("record-hla-typing");
        var request = s.Fill("select-lot");
        var lot = request.Scans.Single(scan => scan.Name == "lot-number").Value;

        Assert.Empty(Advance.CodesToLookUp(s.Workflow, request, s.For("select-lot").Actor));
        s.Accept(s.Try(request, context: s.For("select-lot") with { OwnedElsewhere = [lot] }));

        Assert.Equal(lot, s.Order.Identifiers["lot-number"]);
        Assert.DoesNotContain(lot, s.Order.Aliases.Keys);
        Assert.Equal("lot-number", s.Order.SharedCodes[lot]);
    }

    [Fact]
    public void The_wrong_lot_is_still_refused_where_it_is_compared()
    {
        var s = Scenario.Of("allogeneic-from-stock").At("lot-proposed");
        var request = s.Fill("confirm-lot");
        var refused = s.Refused(request with { Scans = [.. request.Scans.Select(scan => scan.Name == "lot-number" ? scan with { Value = scan.Value + "9" } : scan)] });
        Assert.Contains(refused.Entries, e => e.Event is IdentityRefused);
    }
}
