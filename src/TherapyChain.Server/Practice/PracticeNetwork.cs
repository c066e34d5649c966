using System.Collections.Immutable;
using System.Globalization;
using NodaTime;
using TherapyChain.Domain.Network;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;
using TherapyChain.Server.Access;
using TherapyChain.Server.Demo;

namespace TherapyChain.Server.Practice;

/// <summary>
/// The invented network around one who practises: a hospital, a maker and a courier, with two colleagues in every role that the therapy names, on the wall clock of the
/// one who practises. Nobody of it is a party to anything real.
/// </summary>
internal sealed class PracticeNetwork
{
    public const string Hospital = PracticeName.Prefix + "hospital", Carrier = PracticeName.Prefix + "courier";

    private const string Maker = PracticeName.Prefix + "maker";

    private static readonly string[] GivenNames =
        ["Robin", "Kim", "Alex", "Sascha", "Noa", "Mika", "Luca", "Charlie", "Toni", "Jona", "Sam", "Elis", "Nico", "Jamie", "Billie", "Eli", "Lou", "Maxi", "Renee", "Andrea"];

    private PracticeNetwork(Roster roster, Person self)
    {
        (Self, Sites, Colleagues) = (self, roster.Sites, [.. roster.People.Select(m => m.Person)]);
        Cast = new Cast(roster);
        Roll = new Roll(roster.Sites, [.. Colleagues, self], [], []);
    }

    /// <summary>The one who practises, as they stand in it: at the practice site, in the one role, qualified for all that the therapy asks.</summary>
    public Person Self { get; }

    public ImmutableArray<Site> Sites { get; }

    public ImmutableArray<Person> Colleagues { get; }

    public Cast Cast { get; }

    public Roll Roll { get; }

    /// <summary>Which practice site plays a party.</summary>
    public static string SiteOf(string party) => Vocabulary.Carriers.Contains(party) ? Carrier : party is "manufacturer" or "stock-site" ? Maker : Hospital;

    /// <param name="workflow">The therapy.</param>
    /// <param name="person">The real person who practises.</param>
    /// <param name="role">The role they practise, one that takes steps of the therapy.</param>
    /// <param name="site">The practice site they stand at.</param>
    public static PracticeNetwork Around(Workflow workflow, Person person, string role, string site)
    {
        var everything = workflow.Steps.SelectMany(step => step.By.Qualified).Distinct(StringComparer.Ordinal).ToImmutableSortedDictionary(name => name, _ => LocalDate.MaxIsoValue, StringComparer.Ordinal);
        var parts = workflow.Steps.SelectMany(step => step.By.Roles.Concat(step.Identity?.SecondRoles ?? []).Select(who => (Role: who, Site: SiteOf(step.By.At))))
            .Append((Role: "coordinator", Site: Hospital)).Append((Role: "quality", Site: Hospital)).Distinct().OrderBy(part => part.Role, StringComparer.Ordinal).ThenBy(part => part.Site, StringComparer.Ordinal).ToList();
        var counted = new Dictionary<string, int>(StringComparer.Ordinal);
        var people = parts.SelectMany(part => new[] { part, part }).Select((part, i) =>
        {
            var n = counted[part.Role] = counted.GetValueOrDefault(part.Role) + 1;
            var name = string.Create(CultureInfo.InvariantCulture, $"{GivenNames[i % GivenNames.Length]} (practice)");
            return new Person(string.Create(CultureInfo.InvariantCulture, $"{PracticeName.Prefix}{part.Role}-{n}"), name, part.Site, person.Zone, [part.Role], everything);
        });
        // A9999 is the number that ISBT 128 keeps for examples.
        var sites = ImmutableArray.Create(
            new Site(Hospital, "Practice Hospital", person.Zone, "hospital", Fin: "A9999"),
            new Site(Maker, "Practice Cell Works", person.Zone, "manufacturer", Fin: "A9998"),
            new Site(Carrier, "Practice Courier", person.Zone, "courier"));
        return new PracticeNetwork(new Roster("practice", sites, [.. people.Select(who => new Member(who, null))], MakesKeys: false), person with { Site = site, Roles = [role], Qualifications = everything });
    }
}
