using System.Collections.Immutable;
using System.Text;
using TherapyChain.Domain.Access;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Network;
using TherapyChain.Domain.Orders;
using TherapyChain.Server.Access;

namespace TherapyChain.Server.Network;

/// <summary>
/// One change of the network by one person at a page, by the rules of a network file: looked at with old and new value first, then recorded as it was
/// looked at or, when somebody else changed the same meanwhile, looked at again.
/// </summary>
internal static class NetworkEdit
{
    /// <summary>What would change, and everything that stands against it but a missing reason: that is asked for beside what changes.</summary>
    public static (ImmutableArray<NetworkChange> Changes, ImmutableArray<Reason> Refused) Look(Roster roster, CurrentPerson who, Roll now)
    {
        var (changes, refused) = NetworkChange.Of(roster with { Reason = "asked for later" }, now.People, now.Sites);
        return (changes, [.. NotTheirs(roster, who, now), .. refused]);
    }

    /// <summary>A name for exactly these changes: what was looked at is what is recorded.</summary>
    public static string Fingerprint(IEnumerable<NetworkChange> changes) =>
        Hash.Of(Encoding.UTF8.GetBytes(string.Join('\u001e', changes.Select(c => string.Join('\u001f', c.Person, c.Site, c.What, c.Old, c.New))))).ToString();

    /// <summary>Records it. Nobody gets an API key by it.</summary>
    /// <returns>Why not, or nothing.</returns>
    public static async Task<ImmutableArray<Reason>> RecordAsync(HttpContext http, Roster roster, CurrentPerson who, NetworkDesk desk, Roll now)
    {
        if (NotTheirs(roster, who, now) is { IsEmpty: false } foreign) return foreign;
        var by = AccessNote.Of(http, "", "", who.Person) with { Actor = who.Id };
        return (await desk.TakeUpAsync(roster with { MakesKeys = false }, by, CancellationToken.None)).Refused;
    }

    /// <summary>Why a reason is none, or null.</summary>
    public static Reason? AgainstReason(string reason) =>
        reason.Trim().Length is 0 or > NetworkValues.LongestText || reason.Any(char.IsControl) ? new Reason("reason.missing", $"Say why, in 1 to 200 characters.", "reason") : null;

    /// <summary>What an administrator of one site would change of another.</summary>
    public static ImmutableArray<Reason> NotTheirs(Roster roster, CurrentPerson who, Roll now)
    {
        var mine = who.Person.Site;
        if (mine == Relations.OperationsSite) return [];
        return
        [
            .. roster.Sites.Where(site => site.Id != mine)
                .Select(site => new Reason("network.other-site", $"The site \"{site.Id}\" is not yours. Its own administrator changes it, or those who run the server.", $"sites.{site.Id}")),
            .. roster.People.Where(person => person.Person.Site != mine || now.People.GetValueOrDefault(person.Person.Id) is { } known && known.Site != mine)
                .Select(person => new Reason("network.other-site", $"\"{person.Person.Id}\" does not belong to your site. Their own administrator changes that, or those who run the server.", $"people.{person.Person.Id}")),
        ];
    }
}
