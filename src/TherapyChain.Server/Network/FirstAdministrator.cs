using TherapyChain.Domain.Access;
using System.Collections.Immutable;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using TherapyChain.Domain.Network;
using TherapyChain.Domain.Orders;
using TherapyChain.Server.Access;
using TherapyChain.Storage.Accounts;

namespace TherapyChain.Server.Network;

/// <summary>
/// An empty ledger gets one administrator, so that somebody can load a network. So does a ledger whose file of accounts was lost: nobody
/// could come in otherwise, and whoever starts the server holds its files anyway. The key is shown once and kept nowhere.
/// </summary>
internal static class FirstAdministrator
{
    public const string Id = "first-administrator";

    private const string Name = "First administrator";

    /// <summary>The site of those who run the server.</summary>
    public const string Site = Relations.OperationsSite;

    /// <returns>The key, or null when somebody can come in already.</returns>
    public static async Task<string?> MakeAsync(NetworkDesk desk, Keyring keys, AccountsFile accounts, CancellationToken ct)
    {
        await using (var db = accounts.CreateDb())
            if (await db.Keys.AnyAsync(ct) || await db.Accounts.AnyAsync(a => a.PersonId != "" && a.PasswordHash != null, ct)) return null;
        // An id is never given again, not even this one.
        var id = Enumerable.Range(1, int.MaxValue).Select(n => n == 1 ? Id : string.Create(CultureInfo.InvariantCulture, $"{Id}-{n}"))
            .First(free => keys.Now.People.GetValueOrDefault(free)?.Name == Name || !keys.Now.Names.ContainsKey(free));
        var site = keys.Now.Sites.GetValueOrDefault(Site) ?? new Domain.Network.Site(Site, "Operations of this server", "Etc/UTC", "office");
        var person = new Person(id, Name, site.Id, site.Zone, ["administrator"], ImmutableSortedDictionary.Create<string, LocalDate>(StringComparer.Ordinal));
        var roster = new Roster("first", [site], [new Member(person, KeySha256: null)], "Nobody had a key or a password for this ledger when the server started.");
        var (made, refused) = await desk.TakeUpAsync(roster, AccessNote.OfServer(site.Id), ct);
        return refused.IsEmpty ? made[0].Key : throw new InvalidOperationException($"No first administrator can be made: {refused[0].Message}");
    }
}
