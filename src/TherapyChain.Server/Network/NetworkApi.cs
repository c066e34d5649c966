using System.Collections.Immutable;
using NodaTime.Text;
using TherapyChain.Domain.Access;
using TherapyChain.Domain.Network;
using TherapyChain.Domain.Orders;
using TherapyChain.Server.Access;
using TherapyChain.Server.Answers;

namespace TherapyChain.Server.Network;

/// <summary>Sites, people and their keys.</summary>
public static class NetworkApi
{
    private const int LongestFile = 1_000_000;

    public static void MapNetwork(this IEndpointRouteBuilder routes)
    {
        var network = routes.MapGroup("/api/network").WithTags("Network");
        network.MapGet("", Show).Does(Acts.SeeSites).WithSummary("The sites and people of the network.").Produces<NetworkView>();
        network.MapPost("", Load).Does(Acts.ChangeNetwork).WithSummary("Take up a network file (YAML or JSON). Keys that were made are told this once.")
            .Accepts<string>("application/yaml", "application/json", "text/plain").Produces<LoadedView>().ProducesProblem(422).ProducesProblem(403);
        network.MapPost("/people/{person}/keys", Issue).Does(Acts.ManageKeys).WithSummary("Make a further API key for a person; it is told this once.")
            .Produces<IssuedKey>(201).ProducesProblem(404);
        network.MapGet("/people/{person}/keys", Keys).Does(Acts.ManageKeys).WithSummary("The hashes of a person's keys.").Produces<IReadOnlyList<string>>();
        network.MapDelete("/people/{person}/keys/{sha256}", Revoke).Does(Acts.ManageKeys).WithSummary("Revoke one key; its sessions end.").Produces(204).ProducesProblem(404);
        network.MapDelete("/people/{person}/keys", RevokeAll).Does(Acts.ManageKeys).WithSummary("Revoke every key of a person.").Produces(204);
        routes.MapGet("/api/me", Me).Does(Acts.SeeOneself).WithTags("Network").WithSummary("Who you are here.").Produces<PersonView>();
    }

    private static IResult Show(Keyring keys, CurrentPerson who)
    {
        var now = keys.Now;
        // Names and qualifications of people are for those who work with them; a partner sees the sites and its own colleagues.
        var people = now.People.Values.Where(p => who.May(Acts.SeePeople, Relations.ToPersonOf(p.Site, who.Person.Site))).OrderBy(p => p.Id, StringComparer.Ordinal);
        return Results.Json(new NetworkView([.. now.Sites.Values.OrderBy(s => s.Id, StringComparer.Ordinal)], [.. people.Select(PersonView.Of)]), ViewJson.Options);
    }

    private static async Task<IResult> Load(HttpContext http, NetworkDesk desk, Keyring keys)
    {
        var (bytes, tooLong) = await Body.BytesAsync(http.Request, LongestFile);
        if (tooLong is not null) return tooLong;
        switch (NetworkFile.Read(bytes.Span, keys.Now.Sites))
        {
            case NetworkFile.Reading.Unsound unsound: return Problems.Unsound("network file", unsound.Findings);
            case NetworkFile.Reading.Sound { Roster: var roster }:
                var (made, refused) = await desk.TakeUpAsync(roster, http.RequestAborted);
                return refused.IsEmpty
                    ? Results.Json(new LoadedView(roster.Name, roster.Sites.Length, roster.People.Length, made), ViewJson.Options)
                    : Problems.Refused(refused);
            default: throw new System.Diagnostics.UnreachableException();
        }
    }

    private static async Task<IResult> Issue(HttpContext http, string person, NetworkDesk desk, Keyring keys) =>
        !keys.Now.People.ContainsKey(person) ? Problems.NotFound("person")
        : Results.Json(await desk.IssueAsync(person, http.RequestAborted), ViewJson.Options, statusCode: StatusCodes.Status201Created);

    private static IResult Keys(string person, Keyring keys) =>
        keys.Now.People.ContainsKey(person) ? Results.Json(keys.Now.KeysOf(person).Select(k => k.ToString()).Order(StringComparer.Ordinal).ToList(), ViewJson.Options) : Problems.NotFound("person");

    private static async Task<IResult> Revoke(HttpContext http, string person, string sha256, NetworkDesk desk, Keyring keys)
    {
        var key = keys.Now.KeysOf(person).Where(k => k.ToString() == sha256).ToList();
        if (key.Count == 0) return Problems.NotFound("key");
        await desk.RevokeAsync(key, http.RequestAborted);
        return Results.NoContent();
    }

    private static async Task<IResult> RevokeAll(HttpContext http, string person, NetworkDesk desk, Keyring keys)
    {
        if (!keys.Now.People.ContainsKey(person)) return Problems.NotFound("person");
        await desk.RevokeAsync([.. keys.Now.KeysOf(person)], http.RequestAborted);
        return Results.NoContent();
    }

    private static IResult Me(CurrentPerson who) => Results.Json(PersonView.Of(who.Person), ViewJson.Options);
}

public sealed record NetworkView(IReadOnlyList<Site> Sites, IReadOnlyList<PersonView> People);

/// <param name="Qualifications">Each with its last valid day.</param>
public sealed record PersonView(string Id, string Name, string Site, string Zone, ImmutableArray<string> Roles, IReadOnlyDictionary<string, string> Qualifications)
{
    internal static PersonView Of(Person p) =>
        new(p.Id, p.Name, p.Site, p.Zone, p.Roles, p.Qualifications.ToDictionary(q => q.Key, q => LocalDatePattern.Iso.Format(q.Value)));
}

/// <param name="Keys">The keys that were made, told this once: people who had none and gave no hash.</param>
public sealed record LoadedView(string Network, int Sites, int People, IReadOnlyList<IssuedKey> Keys);

public sealed record IssuedKey(string Person, string Key);
