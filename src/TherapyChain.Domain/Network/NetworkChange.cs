using System.Collections.Immutable;
using NodaTime;
using NodaTime.Text;
using TherapyChain.Domain.Orders;

namespace TherapyChain.Domain.Network;

/// <summary>One field of a site or of a person that a network file changes, or a site or a person that it brings.</summary>
/// <param name="Person">The id of the person; empty when it is a site that changes.</param>
/// <param name="Site">The site, or the person's: where they move, of both sites there is one change.</param>
/// <param name="What"><c>added</c>, or <c>name changed</c>, <c>site changed</c>, <c>roles changed</c>, <c>qualifications changed</c>, <c>zone changed</c>, <c>kind changed</c>, <c>city changed</c>, <c>country changed</c>, <c>place changed</c>, <c>fin changed</c>, <c>accreditations changed</c>.</param>
/// <param name="Old">The value that stood; empty where nothing stood.</param>
/// <param name="New">The value that stands from now on; for what is added all of it. As text, in the log of access, both have names as files write them.</param>
public sealed record NetworkChange(string Person, string Site, string What, Sentence Old, Sentence New)
{
    public const string Added = "added";

    /// <summary>What parts old and new value from the reason in a row of the access log. No role, site, qualification or day holds it.</summary>
    public const string BeforeReason = "; reason: ";

    /// <summary>What a file changes, or everything that stands against it: an id never goes to another human (21 CFR 11.100), and a change says why (11.10(e)).</summary>
    /// <param name="roster">The file, with its reason.</param>
    /// <param name="people">The active people, by id. Of the others the caller knows that their ids are never given again.</param>
    /// <param name="sites">The sites, by id.</param>
    public static (ImmutableArray<NetworkChange> Changes, ImmutableArray<Reason> Refused) Of(
        Roster roster, IReadOnlyDictionary<string, Person> people, IReadOnlyDictionary<string, Site> sites)
    {
        ImmutableArray<NetworkChange> changes =
        [
            .. roster.Sites.SelectMany(site => OfSite(site, sites.GetValueOrDefault(site.Id))),
            .. roster.People.SelectMany(member => OfPerson(member.Person, people.GetValueOrDefault(member.Person.Id))),
        ];
        var refused = ImmutableArray.CreateBuilder<Reason>();
        foreach (var (person, formerly) in roster.People.Select(m => (m.Person, m.Formerly)))
            if (people.GetValueOrDefault(person.Id) is { } known && known.Name != person.Name && known.Name != formerly)
                refused.Add(new Reason("network.name-changed",
                    $"The id {person.Id} is {known.Name}, and the file calls it {person.Name}. An id is never given to another person (21 CFR 11.100): give a new colleague an id of their own. "
                    + $"If {known.Name} has a new name, write beside it: formerly: \"{known.Name}\".", $"people.{person.Id}.name"));
        refused.AddRange(TakenFins(roster, sites));
        if (roster.Reason.Length == 0 && changes.Where(c => c.What != Added).Select(c => c.Person.Length > 0 ? c.Person : c.Site).Distinct(StringComparer.Ordinal).ToList() is { Count: > 0 } changed)
            refused.Add(new Reason("network.reason-missing",
                $"The file changes what is said here of {string.Join(", ", changed.Take(5))}{(changed.Count > 5 ? (Sentence)$" and {changed.Count - 5} more" : (Sentence)$"")}. Say why: write reason: \"…\" at the top of the file, or give it with the load.", "reason"));
        return (changes, refused.ToImmutable());
    }

    private static IEnumerable<NetworkChange> OfSite(Site site, Site? known)
    {
        if (known is null) return [new("", site.Id, Added, $"", $"{site.Name}; {Kind(site)}; {site.Zone}; {site.City}; {site.Country}{(site.Fin.Length > 0 ? $"; FIN {site.Fin}" : "")}{(site.Accreditations.IsEmpty ? (Sentence)$"" : (Sentence)$"; {Accreditations(site)}")}")];
        return Differences([("name", $"{known.Name}", $"{site.Name}"), ("zone", $"{known.Zone}", $"{site.Zone}"), ("kind", $"{Kind(known)}", $"{Kind(site)}"), ("city", $"{known.City}", $"{site.City}"), ("country", $"{known.Country}", $"{site.Country}"),
                ("place", $"{Lies(known)}", $"{Lies(site)}"), ("fin", $"{known.Fin}", $"{site.Fin}"), ("accreditations", $"{Accreditations(known)}", $"{Accreditations(site)}")])
            .Select(d => new NetworkChange("", site.Id, d.What, d.Old, d.New));
    }

    private static Term.Named Kind(Site site) => new("site-kind", site.Kind);

    private static string Lies(Site site) => site.At is { } at ? FormattableString.Invariant($"{at.Latitude}, {at.Longitude}") : "";

    private static IEnumerable<NetworkChange> OfPerson(Person person, Person? known)
    {
        if (known is null) return [new(person.Id, person.Site, Added, $"", $"{person.Name}; {Roles(person)}; {Qualifications(person)}")];
        var changes = Differences([("name", $"{known.Name}", $"{person.Name}"), ("site", $"{known.Site}", $"{person.Site}"), ("roles", $"{Roles(known)}", $"{Roles(person)}"), ("qualifications", $"{Qualifications(known)}", $"{Qualifications(person)}")])
            .Select(d => new NetworkChange(person.Id, person.Site, d.What, d.Old, d.New));
        // Those whom somebody leaves read it too.
        return known.Site == person.Site ? changes : [new(person.Id, known.Site, "site changed", $"{known.Site}", $"{person.Site}"), .. changes];
    }

    private static IEnumerable<(string What, Sentence Old, Sentence New)> Differences((string Field, Sentence Old, Sentence New)[] fields) =>
        fields.Where(f => !f.Old.Equals(f.New)).Select(f => ($"{f.Field} changed", f.Old, f.New));

    /// <summary>In the name of one number two sites would issue identifiers for different patients.</summary>
    private static IEnumerable<Reason> TakenFins(Roster roster, IReadOnlyDictionary<string, Site> sites) => roster.Sites
        .Concat(sites.Values.Where(known => roster.Sites.All(site => site.Id != known.Id)))
        .Where(site => site.Fin.Length > 0).GroupBy(site => site.Fin, StringComparer.Ordinal).Where(same => same.Count() > 1)
        .Select(same => (Fin: same.Key, Of: same.Select(site => site.Id).ToList()))
        .Select(same => new Reason("network.fin-taken", $"The facility identification number {same.Fin} would belong to {string.Join(", ", same.Of)}. It belongs to one site.", $"sites.{same.Of[0]}.fin"));

    private static Term.List Accreditations(Site site) =>
        new([.. site.Accreditations.Select(a => Until(a.Number.Length > 0 ? $"{a.Name} {a.Number}" : a.Name, a.ValidUntil))]);

    private static Term Roles(Person person) => Term.Roles([.. person.Roles.Order(StringComparer.Ordinal)]);

    private static Term.List Qualifications(Person person) => new([.. person.Qualifications.Select(q => Until(Term.Qualification(q.Key), q.Value))]);

    private static Term.Clause Until(object what, LocalDate day) => new($"{what} until {LocalDatePattern.Iso.Format(day)}");
}
