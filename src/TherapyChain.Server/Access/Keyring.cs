using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Security.Claims;
using NodaTime;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Network;
using TherapyChain.Domain.Orders;

namespace TherapyChain.Server.Access;

/// <summary>Everybody who may come in, in memory: replaced as a whole whenever the network or a key changes.</summary>
public sealed class Keyring
{
    private volatile Roll _now = Roll.Empty;

    public Roll Now => _now;

    /// <summary>When each key was last used since the last time this was written down.</summary>
    public ConcurrentDictionary<Hash, Instant> Used { get; } = new();

    public void Replace(Roll roll) => _now = roll;
}

/// <summary>An API key that was not revoked.</summary>
/// <param name="Expires">The first instant at which it is no longer good, or null.</param>
public sealed record HeldKey(Hash Sha256, string Person, KeyScope Scope, string Label, Instant Created, Instant? Expires, Instant? LastUsed)
{
    public bool IsGood(Instant now) => Expires is null || now < Expires;
}

/// <summary>The network at one moment. Immutable.</summary>
public sealed class Roll
{
    public static readonly Roll Empty = new([], [], [], []);

    private readonly FrozenDictionary<Hash, HeldKey> _keys;
    private readonly FrozenDictionary<string, Known> _known;
    private readonly FrozenDictionary<string, string> _names;

    /// <param name="sites">The institutions.</param>
    /// <param name="people">The people.</param>
    /// <param name="former">People who were deactivated: their names stand in records, and they never come in.</param>
    /// <param name="keys">Every key that was not revoked.</param>
    public Roll(IEnumerable<Site> sites, IReadOnlyCollection<Person> people, IEnumerable<Person> former, IEnumerable<HeldKey> keys)
    {
        Sites = sites.ToFrozenDictionary(s => s.Id, StringComparer.Ordinal);
        SiteIds = Sites.Keys.ToFrozenSet(StringComparer.Ordinal);
        People = people.ToFrozenDictionary(p => p.Id, StringComparer.Ordinal);
        _names = people.Concat(former).ToFrozenDictionary(p => p.Id, p => p.Name, StringComparer.Ordinal);
        _known = people.ToFrozenDictionary(p => p.Id, p => new Known(p, PrincipalOf(p)), StringComparer.Ordinal);
        _keys = keys.Where(k => _known.ContainsKey(k.Person)).ToFrozenDictionary(k => k.Sha256);
    }

    public FrozenDictionary<string, Site> Sites { get; }

    public FrozenSet<string> SiteIds { get; }

    public FrozenDictionary<string, Person> People { get; }

    /// <summary>The printed name of everybody there is and was, by id.</summary>
    public IReadOnlyDictionary<string, string> Names => _names;

    public Known? Find(string person) => _known.GetValueOrDefault(person);

    /// <summary>A key that was not revoked. Whether it has expired is for the caller to ask.</summary>
    public HeldKey? Key(Hash key) => _keys.GetValueOrDefault(key);

    public IEnumerable<HeldKey> KeysOf(string person) => _keys.Values.Where(k => k.Person == person);

    public string ZoneOf(string site) => Sites.GetValueOrDefault(site)?.Zone ?? "Etc/UTC";

    public string SiteName(string site) => Sites.GetValueOrDefault(site)?.Name ?? site;

    private static ClaimsPrincipal PrincipalOf(Person person) => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.Name, person.Id), .. person.Roles.Select(role => new Claim(ClaimTypes.Role, role))], KeyAuthentication.SchemeName));

    /// <summary>A person as they come in.</summary>
    public sealed record Known(Person Person, ClaimsPrincipal Principal);
}
