using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Network;
using TherapyChain.Domain.Workflows;
using TherapyChain.Server.Access;
using TherapyChain.Server.Network;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests;

/// <summary>
/// The sites of <see cref="Some"/> with one person for each role at each site, <c>physician@charite</c>, another for second checks,
/// <c>physician-2@charite</c>, and a hospital that is party to nothing. Everybody's key follows from their name, and was named to sign: with
/// their password, see <c>TestCredentials</c>.
/// </summary>
public static class TestNetwork
{
    private static readonly (string Id, string Name, string Kind, string Zone)[] Sites =
    [
        ("karolinska", "Karolinska University Hospital", "hospital", "Europe/Stockholm"),
        ("charite", "Charité Universitätsmedizin Berlin", "hospital", "Europe/Berlin"),
        ("leipzig-cells", "Leipzig Cell Works", "manufacturer", "Europe/Berlin"),
        ("leiden-bank", "Leiden Cell Bank", "stock", "Europe/Amsterdam"),
        ("nordic-cryo", "Nordic Cryo Logistics", "courier", "Europe/Stockholm"),
        ("spree-kurier", "Spree Kurier", "courier", "Europe/Berlin"),
        ("stranger-clinic", "Clinic in Lyon", "hospital", "Europe/Paris"),
        ("operations", "Operations", "office", "Etc/UTC"),
    ];

    public static string Yaml { get; } = Write();

    /// <summary>The name of somebody, <c>physician@charite</c>, as an identifier.</summary>
    public static string IdOf(string who) => who.Replace('@', '-');

    public static string KeyOf(string who) =>
        "tc_" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(who))).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    public static async Task LoadAsync(IServiceProvider services)
    {
        var sound = NetworkFile.Read(Encoding.UTF8.GetBytes(Yaml), new Dictionary<string, Site>()) as NetworkFile.Reading.Sound;
        var desk = services.GetRequiredService<NetworkDesk>();
        var roster = sound!.Roster with { People = [.. sound.Roster.People.Select(m => m with { KeySha256 = null })], MakesKeys = false };
        var (_, refused) = await desk.TakeUpAsync(roster, AccessNote.OfServer("operations"), CancellationToken.None);
        Assert.Empty(refused);
        await desk.TakeKeysAsync(sound.Roster.People.ToDictionary(m => m.KeySha256!.Value, m => m.Person.Id), KeyScope.All, CancellationToken.None);
    }

    private static string Fin(string site) => site switch { "leipzig-cells" => ", fin: A9999", "karolinska" => ", fin: B1234", _ => "" };

    private static string Write()
    {
        var qualifications = Shipped.WorkflowIds.SelectMany(w => Shipped.Workflow(w).Steps).SelectMany(s => s.By.Qualified).Distinct().Order(StringComparer.Ordinal).ToList();
        var yaml = new StringBuilder("network: Test network\nreason: The site of those who run the server gets its name.\nsites:\n");
        foreach (var site in Sites) yaml.Append(CultureInfo.InvariantCulture, $"  {site.Id}: {{ name: \"{site.Name}\", kind: {site.Kind}, zone: {site.Zone}, city: \"A city\", country: SE{Fin(site.Id)} }}\n");
        yaml.Append("people:\n");
        foreach (var site in Sites)
        foreach (var role in Vocabulary.Roles.Order(StringComparer.Ordinal))
        foreach (var who in new[] { $"{role}@{site.Id}", $"{role}-2@{site.Id}" })
        {
            var key = Hash.Of(Encoding.ASCII.GetBytes(KeyOf(who)));
            yaml.Append(CultureInfo.InvariantCulture, $"  {IdOf(who)}: {{ name: \"{who.Replace('@', ' ')}\", site: {site.Id}, roles: [{role}], key-sha256: \"{key}\"");
            if (qualifications.Count > 0) yaml.Append(CultureInfo.InvariantCulture, $", qualifications: {{ {string.Join(", ", qualifications.Select(q => $"{q}: 2030-12-31"))} }}");
            yaml.Append(" }\n");
        }
        return yaml.ToString();
    }
}
