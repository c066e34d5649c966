using TherapyChain.Domain.Network;
using TherapyChain.Domain.Orders;
using System.Collections.Immutable;
using NodaTime;
using TherapyChain.Server.Access;

namespace TherapyChain.Server.Network;

/// <summary>An empty ledger gets one administrator, so that somebody can load a network. Their key is shown once and kept nowhere.</summary>
internal static class FirstAdministrator
{
    public const string Id = "first-administrator";

    /// <summary>The site of those who run the server.</summary>
    public const string Site = "operations";

    /// <returns>The key, or null when there are people already.</returns>
    public static async Task<string?> MakeAsync(NetworkDesk desk, Keyring keys, CancellationToken ct)
    {
        if (keys.Now.People.Count > 0) return null;
        var site = new Domain.Network.Site(Site, "Operations of this server", "Etc/UTC", "office");
        var person = new Person(Id, "First administrator", site.Id, site.Zone, ["administrator"], ImmutableSortedDictionary.Create<string, LocalDate>(StringComparer.Ordinal));
        var (made, _) = await desk.TakeUpAsync(new Roster("first", [site], [new Member(person, KeySha256: null)]), ct);
        return made[0].Key;
    }
}
