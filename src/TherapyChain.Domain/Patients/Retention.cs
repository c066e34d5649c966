using NodaTime;
using NodaTime.Text;
using TherapyChain.Domain.Orders;

namespace TherapyChain.Domain.Patients;

/// <summary>
/// How long the link from patient to material must be kept: 30 years after the expiry date of the product (Regulation (EC) No 1394/2007
/// article 15; Directive 2004/23/EC article 8, from 7 August 2027 Regulation (EU) 2024/1938 article 42).
/// </summary>
public static class Retention
{
    public const int Years = 30;

    /// <summary>The name under which workflows ask for a product's expiry date.</summary>
    public const string ExpiryEvidence = "expiry-date";

    /// <summary>The last day of the duty. Where that year has no 29 February, it is the 28th.</summary>
    public static LocalDate Until(LocalDate productExpiry) =>
        productExpiry.Year > LocalDate.MaxIsoValue.Year - Years ? LocalDate.MaxIsoValue : productExpiry.PlusYears(Years);
}

/// <summary>What the duty to keep the link means for one order, as its entries stand.</summary>
/// <param name="Kind">One of the constants below.</param>
/// <param name="Expiry">The latest expiry date of a product that is recorded, as corrected; null when none is.</param>
/// <param name="Until">The last day of the duty, which still belongs to it; null when there is none, or none that can be told.</param>
public sealed record RetentionDuty(string Kind, LocalDate? Expiry, LocalDate? Until)
{
    /// <summary>Nothing was collected or made yet, so nothing needs to be traced.</summary>
    public const string None = "none";

    /// <summary>There is or was material, but no product's expiry date is recorded: kept without an end.</summary>
    public const string OpenEnded = "open-ended";

    /// <summary>Kept until a day that can be told. A correction or a further product moves it.</summary>
    public const string Dated = "dated";

    public static RetentionDuty Of(Order order) => (order.HadMaterial, LatestExpiry(order)) switch
    {
        (false, _) => new(None, Expiry: null, Until: null),
        (true, null) => new(OpenEnded, Expiry: null, Until: null),
        (true, { } expiry) => new(Dated, expiry, Retention.Until(expiry)),
    };

    // As corrected: of every step that asked for it the value that counts.
    private static LocalDate? LatestExpiry(Order order)
    {
        LocalDate? latest = null;
        foreach (var step in order.Steps.Values)
            if (step.Evidence.GetValueOrDefault(Retention.ExpiryEvidence) is { } given && LocalDatePattern.Iso.Parse(given.Value).TryGetValue(default, out var date)
                && (latest is null || date > latest))
                latest = date;
        return latest;
    }
}

/// <summary>What an order means for keeping its patient's data.</summary>
/// <param name="Ended">Whether its workflow has ended.</param>
/// <param name="HadMaterial">Whether anything was ever collected or made for it: from then on it must stay traceable.</param>
/// <param name="Expiry">The latest expiry date of a product that is recorded; null when none is.</param>
public sealed record LinkedOrder(OrderId Order, bool Ended, bool HadMaterial, LocalDate? Expiry)
{
    /// <param name="order">The order.</param>
    /// <param name="ended">Whether its state is final.</param>
    public static LinkedOrder Of(Order order, bool ended) => new(order.Id, ended, order.HadMaterial, RetentionDuty.Of(order).Expiry);
}
