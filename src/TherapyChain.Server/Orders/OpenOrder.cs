using System.Globalization;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;

namespace TherapyChain.Server.Orders;

/// <summary>An order as folded, and the hash of the entry it was folded up to.</summary>
public sealed record OpenOrder(Order Order, Hash Head)
{
    /// <summary>Names this very state of the order: sequence number and head hash.</summary>
    public string ETag => Tag(Order.Seq, Head);

    public static string Tag(int seq, Hash head) => string.Create(CultureInfo.InvariantCulture, $"\"{seq}-{head}\"");
}
