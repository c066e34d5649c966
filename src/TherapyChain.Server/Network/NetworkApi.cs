using System.Collections.Immutable;
using NodaTime;
using NodaTime.Text;
using TherapyChain.Domain.Access;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Network;
using TherapyChain.Domain.Orders;
using TherapyChain.Server.Access;
using TherapyChain.Server.Answers;
using TherapyChain.Storage.Accounts;

namespace TherapyChain.Server.Network;

/// <summary>Sites, people and their keys.</summary>
public static class NetworkApi
{
    private const int LongestFile = 1_000_000;

    public static void MapNetwork(this IEndpointRouteBuilder routes)
    {
        var network = routes.MapGroup("/api/network").WithTags("Network");
        network.MapGet("", Show).Does(Acts.SeeSites).WithSummary("The sites and people of the network.").Produces<NetworkView>();
        network.MapPost("", Load).Does(Acts.ChangeNetwork).WithSummary("Take up a network file (YAML or JSON); a changed site or person takes a reason, in the file or as ?reason=. Keys that were made are told this once.")
            .Accepts<string>("application/yaml", "application/json", "text/plain").Produces<LoadedView>().ProducesProblem(422).ProducesProblem(403);
        network.MapPost("/people/{person}/keys", Issue).Does(Acts.ManageKeys).WithSummary("Make a further API key for a person; it is told this once. With a body: its scope, its last valid day, a label.")
            .Accepts<KeyBody>("application/json").Produces<IssuedKey>(201).ProducesProblem(404).ProducesProblem(422);
        network.MapGet("/people/{person}/keys", Keys).Does(Acts.ManageKeys).WithSummary("A person's keys: what each may do, until when, and when it was last used.").Produces<IReadOnlyList<KeyView>>();
        network.MapDelete("/people/{person}/keys/{sha256}", Revoke).Does(Acts.ManageKeys).WithSummary("Revoke one key; its sessions end.").Produces(204).ProducesProblem(404);
        network.MapDelete("/people/{person}/keys", RevokeAll).Does(Acts.ManageKeys).WithSummary("Revoke every key of a person.").Produces(204);
        routes.MapGet("/api/me", Me).Does(Acts.SeeOneself).WithTags("Network").WithSummary("Who you are here.").Produces<PersonView>();
    }

    private static IResult Show(Keyring keys, CurrentPerson who)
    {
        var now = keys.Now;
        // Names and qualifications of people are for those who work with them; a partner sees the sites and its own colleagues.
        var people = now.People.Values.Where(p => who.May(Acts.SeePeople, Relations.ToPersonOf(p.Site, who.Person.Site))).OrderBy(p => p.Id, StringComparer.Ordinal);
        return Results.Json(new NetworkView([.. now.Sites.Values.OrderBy(s => s.Id, StringComparer.Ordinal).Select(SiteView.Of)], [.. people.Select(PersonView.Of)]), ViewJson.Options);
    }

    private static async Task<IResult> Load(HttpContext http, string? reason, CurrentPerson who, NetworkDesk desk, Keyring keys)
    {
        if (reason is not null && NetworkEdit.AgainstReason(reason) is { } unsaid) return Problems.Refused(unsaid);
        var (bytes, tooLong) = await Body.BytesAsync(http.Request, LongestFile);
        if (tooLong is not null) return tooLong;
        switch (NetworkFile.Read(bytes.Span, keys.Now.Sites))
        {
            case NetworkFile.Reading.Unsound unsound: return Problems.Unsound($"network file", unsound.Findings);
            case NetworkFile.Reading.Sound { Roster: var roster }:
                if (NetworkEdit.NotTheirs(roster, who, keys.Now) is { IsEmpty: false } foreign) return Problems.Refused(foreign);
                var by = AccessNote.Of(http, "", "", who.Person) with { Actor = who.Id };
                var (made, refused) = await desk.TakeUpAsync(reason is null ? roster : roster with { Reason = reason.Trim() }, by, http.RequestAborted);
                return refused.IsEmpty
                    ? Results.Json(new LoadedView(roster.Name, roster.Sites.Length, roster.People.Length, made), ViewJson.Options)
                    : Problems.Refused(refused);
            default: throw new System.Diagnostics.UnreachableException();
        }
    }

    private static async Task<IResult> Issue(HttpContext http, string person, CurrentPerson who, NetworkDesk desk, Keyring keys, AccessLog log, IClock clock)
    {
        if (!keys.Now.People.ContainsKey(person)) return Problems.NotFound($"person");
        var body = new KeyBody();
        if (http.Request.ContentLength is > 0 || http.Request.ContentType is not null)
        {
            var read = await Body.ReadAsync(http, ApiJson.Default.KeyBody);
            if (read.Problem is { } no) return no;
            body = read.Value!;
        }
        var (made, refused) = await IssueAsync(http, person, body, who, desk, keys, log, clock);
        return made is null ? Problems.Refused(refused) : Results.Json(made, ViewJson.Options, statusCode: StatusCodes.Status201Created);
    }

    /// <summary>Makes a key and writes it down, or says everything that stands against it.</summary>
    internal static async Task<(IssuedKey? Made, ImmutableArray<Reason> Refused)> IssueAsync(
        HttpContext http, string person, KeyBody body, CurrentPerson who, NetworkDesk desk, Keyring keys, AccessLog log, IClock clock)
    {
        var holder = keys.Now.People[person];
        var (scope, expires, refused) = body.Read(holder.Zone, clock.GetCurrentInstant());
        if (!refused.IsEmpty) return (null, refused);
        var made = await desk.IssueAsync(person, scope, body.Label?.Trim() ?? "", expires, http.RequestAborted);
        await log.WriteAsync(AccessNote.Of(http, "key", "issued", holder, string.Join(", ", scope.Words())) with { Actor = who.Id });
        return (made, []);
    }

    private static async Task<IResult> Keys(HttpContext http, string person, Keyring keys, AccountsFile file)
    {
        if (!keys.Now.People.ContainsKey(person)) return Problems.NotFound($"person");
        return Results.Json(await KeyView.OfAsync(file, person, http.RequestAborted), ViewJson.Options);
    }

    private static async Task<IResult> Revoke(HttpContext http, string person, string sha256, CurrentPerson who, NetworkDesk desk, Keyring keys, AccessLog log)
    {
        var key = keys.Now.KeysOf(person).Select(k => k.Sha256).Where(k => k.ToString() == sha256).ToList();
        if (key.Count == 0) return Problems.NotFound($"key");
        return await RevokeAsync(http, person, key, who, desk, keys, log);
    }

    private static Task<IResult> RevokeAll(HttpContext http, string person, CurrentPerson who, NetworkDesk desk, Keyring keys, AccessLog log) =>
        keys.Now.People.ContainsKey(person) ? RevokeAsync(http, person, [.. keys.Now.KeysOf(person).Select(k => k.Sha256)], who, desk, keys, log) : Task.FromResult<IResult>(Problems.NotFound($"person"));

    internal static async Task<IResult> RevokeAsync(HttpContext http, string person, IReadOnlyList<Hash> hashes, CurrentPerson who, NetworkDesk desk, Keyring keys, AccessLog log)
    {
        await desk.RevokeAsync(hashes, http.RequestAborted);
        await log.WriteAsync(AccessNote.Of(http, "key", "revoked", keys.Now.People.GetValueOrDefault(person), hashes.Count == 1 ? "one" : "all") with { Actor = who.Id });
        return Results.NoContent();
    }

    private static IResult Me(CurrentPerson who) => Results.Json(PersonView.Of(who.Person), ViewJson.Options);
}

public sealed record NetworkView(IReadOnlyList<SiteView> Sites, IReadOnlyList<PersonView> People);

/// <param name="Zone">The IANA zone of its wall clock.</param>
/// <param name="Fin">Its ISBT 128 facility identification number; left out when it has none.</param>
public sealed record SiteView(string Id, string Name, string Zone, string Kind, string City, string Country, string? Fin, IReadOnlyList<AccreditationView> Accreditations)
{
    internal static SiteView Of(Site s) => new(s.Id, s.Name, s.Zone, s.Kind, s.City, s.Country, s.Fin.Length > 0 ? s.Fin : null,
        [.. s.Accreditations.Select(a => new AccreditationView(a.Name, a.Number, LocalDatePattern.Iso.Format(a.ValidUntil)))]);
}

/// <param name="ValidUntil">Its last valid day.</param>
public sealed record AccreditationView(string Name, string Number, string ValidUntil);

/// <param name="Qualifications">Each with its last valid day.</param>
public sealed record PersonView(string Id, string Name, string Site, string Zone, ImmutableArray<string> Roles, IReadOnlyDictionary<string, string> Qualifications)
{
    internal static PersonView Of(Person p) =>
        new(p.Id, p.Name, p.Site, p.Zone, p.Roles, p.Qualifications.ToDictionary(q => q.Key, q => LocalDatePattern.Iso.Format(q.Value)));
}

/// <param name="Keys">The keys that were made, told this once: people who had none and gave no hash.</param>
public sealed record LoadedView(string Network, int Sites, int People, IReadOnlyList<IssuedKey> Keys);

public sealed record IssuedKey(string Person, string Key);
