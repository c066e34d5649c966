using System.Collections.Frozen;
using System.Security.Claims;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Network;
using TherapyChain.Domain.Orders;

namespace TherapyChain.Server.Access;

/// <summary>Everybody who may come in, in memory: replaced as a whole whenever the network or a key changes.</summary>
public sealed class Keyring
{
    private volatile Roll _now = Roll.Empty;

    public Roll Now => _now;

    public void Replace(Roll roll) => _now = roll;
}

/// <summary>The network at one moment. Immutable.</summary>
public sealed class Roll
{
    public static readonly Roll Empty = new([], [], []);

    private readonly FrozenDictionary<Hash, Known> _keys;

    /// <param name="sites">The institutions.</param>
    /// <param name="people">The people.</param>
    /// <param name="keys">The hash of every key that is good, and whose it is.</param>
    public Roll(IEnumerable<Site> sites, IEnumerable<Person> people, IEnumerable<KeyValuePair<Hash, string>> keys)
    {
        Sites = sites.ToFrozenDictionary(s => s.Id, StringComparer.Ordinal);
        SiteIds = Sites.Keys.ToFrozenSet(StringComparer.Ordinal);
        People = people.ToFrozenDictionary(p => p.Id, StringComparer.Ordinal);
        var known = People.Values.ToDictionary(p => p.Id, p => new Known(p, PrincipalOf(p)), StringComparer.Ordinal);
        _keys = keys.Where(k => known.ContainsKey(k.Value)).ToFrozenDictionary(k => k.Key, k => known[k.Value]);
    }

    public FrozenDictionary<string, Site> Sites { get; }

    public FrozenSet<string> SiteIds { get; }

    public FrozenDictionary<string, Person> People { get; }

    public Known? PersonOf(Hash key) => _keys.GetValueOrDefault(key);

    /// <summary>The person a key in clear text stands for, or null.</summary>
    public Person? PersonWith(string? key) => ApiKey.HashOf(key) is { } hash ? PersonOf(hash)?.Person : null;

    public IEnumerable<Hash> KeysOf(string person) => _keys.Where(k => k.Value.Person.Id == person).Select(k => k.Key);

    public string ZoneOf(string site) => Sites.GetValueOrDefault(site)?.Zone ?? "Etc/UTC";

    private static ClaimsPrincipal PrincipalOf(Person person) => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.Name, person.Id), .. person.Roles.Select(role => new Claim(ClaimTypes.Role, role))], KeyAuthentication.SchemeName));

    /// <summary>A person as they come in.</summary>
    public sealed record Known(Person Person, ClaimsPrincipal Principal);
}
