namespace TherapyChain.Domain.Orders;

/// <summary>When an order's product counts as released.</summary>
public static class ReleaseRule
{
    /// <summary>The act that a release records and that a rejection or a return takes back.</summary>
    public const string Act = "release";

    /// <summary>Why no release certificate can be printed, or null when a release stands.</summary>
    public static Reason? Missing(Order order) => order.Acts.ContainsKey(Act) ? null
        : new Reason("release.none", $"This order has no release that stands, so there is nothing to certify.", "paper");
}
