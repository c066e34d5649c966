using TherapyChain.Domain.Network;
using TherapyChain.Domain.Workflows;
using TherapyChain.Server.Access;

namespace TherapyChain.Server.Pages.Beginning;

/// <summary>Which sites of the network can play a part: a courier carries, a manufacturer makes, a hospital collects and treats.</summary>
internal static class PartySites
{
    public static IReadOnlyList<Site> Fitting(Roll network, string party) =>
        [.. network.Sites.Values.Where(site => Fits(site.Kind, party)).OrderBy(site => site.Name, StringComparer.Ordinal)];

    /// <summary>What is chosen before anybody chose: one's own site where it fits, or the only one there is.</summary>
    public static string? Offered(Roll network, string party, string own)
    {
        var fitting = Fitting(network, party);
        return fitting.Any(site => site.Id == own) ? own : fitting.Count == 1 ? fitting[0].Id : null;
    }

    private static bool Fits(string kind, string party) => party switch
    {
        "manufacturer" => kind is "manufacturer",
        "stock-site" => kind is "stock" or "manufacturer",
        _ when Vocabulary.Carriers.Contains(party) => kind is "courier",
        // Collected, referred and treated at hospitals; some collect cells for others in an office of their own.
        "collection-site" => kind is "hospital" or "stock",
        _ => kind is "hospital",
    };
}
