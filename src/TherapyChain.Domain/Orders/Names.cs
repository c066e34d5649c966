using System.Collections.Immutable;
using TherapyChain.Domain.Custody;

namespace TherapyChain.Domain.Orders;

/// <summary>
/// What sites and people were called on a day. The network may rename or forget them; a print binds the names it shows to the order's
/// entries, so that the same entries always give the same paper.
/// </summary>
/// <param name="Sites">Sites by their identifier.</param>
/// <param name="People">Printed names by person identifier.</param>
public sealed record Names(ImmutableSortedDictionary<string, SiteName> Sites, ImmutableSortedDictionary<string, string> People)
{
    public static readonly Names None = new(
        ImmutableSortedDictionary.Create<string, SiteName>(StringComparer.Ordinal), ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));

    public static Names Of(IEnumerable<KeyValuePair<string, SiteName>> sites, IEnumerable<KeyValuePair<string, string>> people) =>
        new(sites.ToImmutableSortedDictionary(StringComparer.Ordinal), people.ToImmutableSortedDictionary(StringComparer.Ordinal));

    public SiteName Site(string id) => Sites.GetValueOrDefault(id) ?? new SiteName(id, "", "", "");

    public string Person(string id) => People.GetValueOrDefault(id) ?? id;

    /// <summary>Only those that these entries speak of, and the one who acts now.</summary>
    public Names In(IEnumerable<Entry> entries, Person acting)
    {
        var (sites, people) = (new HashSet<string> { acting.Site }, new HashSet<string> { acting.Id });
        foreach (var entry in entries)
        {
            sites.Add(entry.Site);
            people.Add(entry.Actor);
            if (entry.Event is OrderCreated created) sites.UnionWith(created.Parties.Values);
        }
        return Of(Sites.Where(s => sites.Contains(s.Key)), People.Where(p => people.Contains(p.Key)));
    }

    internal void WriteTo(CanonicalWriter json)
    {
        json.BeginObject();
        json.Texts("people", People);
        json.Key("sites");
        json.BeginObject();
        foreach (var (id, site) in Sites)
        {
            json.Key(id);
            json.BeginObject();
            json.Text("city", site.City);
            json.Text("country", site.Country);
            json.Text("name", site.Name);
            json.Text("zone", site.Zone);
            json.EndObject();
        }
        json.EndObject();
        json.EndObject();
    }
}

/// <summary>How a site is named on paper.</summary>
/// <param name="Zone">Its IANA zone, for parties that have made no entry yet.</param>
public sealed record SiteName(string Name, string City, string Country, string Zone)
{
    public string Full => string.Join(", ", new[] { Name, City, Country }.Where(part => part.Length > 0));
}
