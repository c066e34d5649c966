using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TherapyChain.Domain.Access;
using TherapyChain.Domain.Workflows;
using TherapyChain.Server.Access;
using TherapyChain.Server.Network;
using TherapyChain.Server.Tests.Patients;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests;

/// <summary>
/// Walks every address the server has, in every role, from a site that is a party, one that only carries and one that plays no part, and
/// without a key, and compares each answer with the permission table.
/// </summary>
public sealed partial class PermissionWalkTests
{
    private static readonly (string Site, Relation Relation)[] Sites =
        [("karolinska", Relation.Party), ("nordic-cryo", Relation.Carrier), ("stranger-clinic", Relation.None), (Relations.OperationsSite, Relation.None)];

    [Fact]
    [Requirement("P11-04")]
    public async Task Every_address_answers_as_the_permission_table_says()
    {
        await using var server = await VaultServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);
        var paper = await order.AddDocumentAsync("refer-patient");
        var desk = server.App.Services.GetRequiredService<NetworkDesk>();
        using var client = server.Stranger();
        var wrong = new List<string>();
        var reached = 0;
        foreach (var (route, method) in Addresses(server))
        {
            var act = PermissionTable.Shipped[route.Metadata.GetMetadata<DoesAttribute>()!.Act];
            var stranger = await AskAsync(client, null, route, method, order, paper, "training-manager-2@leiden-bank");
            if (IsReached(stranger) != act.NeedsNoKey) wrong.Add($"nobody: {method} {route.RoutePattern.RawText}: {(int)stranger}");
            if (act.NeedsNoKey) continue;
            foreach (var (site, relation) in Sites)
            foreach (var role in Vocabulary.Roles)
            foreach (var theirs in act.About == About.Person ? [site, "leiden-bank"] : new[] { site })
            {
                var (target, toPerson) = ($"training-manager-2@{theirs}", Relations.ToPersonOf(theirs, site));
                var granted = act.About switch
                {
                    About.Order when route.RoutePattern.GetParameter("order") is not null => PermissionTable.Shipped.Allows(act.Name, role, relation),
                    About.Person when route.RoutePattern.GetParameter("person") is not null => PermissionTable.Shipped.Allows(act.Name, role, toPerson),
                    _ => PermissionTable.Shipped.AllowsSomewhere(act.Name, [role]),
                };
                // Beyond the table, as its "also" says: a new site is added by those who run the server.
                // Only its form is refused: what is sent without a form's token reaches nobody anyhow.
                granted &= route.RoutePattern.RawText!.TrimStart('/') != "add-site" || method != "GET" || site == Relations.OperationsSite;
                // A key to revoke, made anew for everybody who may.
                var key = granted && route.RoutePattern.RawText!.EndsWith("/keys/{sha256}", StringComparison.Ordinal)
                    ? ApiKey.HashOf((await desk.IssueAsync(TestNetwork.IdOf(target), KeyScope.All, "walk", null, TestContext.Current.CancellationToken)).Key).ToString() : null;
                var before = order.Order.Seq;
                var status = await AskAsync(client, $"{role}@{site}", route, method, order, key ?? paper, target);
                var unseen = act.About == About.Order && !PermissionTable.Shipped.Allows(Acts.SeeOrder, role, relation) && route.RoutePattern.GetParameter("order") is not null;
                var expected = granted ? IsReached(status) || status == HttpStatusCode.NotFound && LooksForWhatIsNotThere(route) : status == (unseen ? HttpStatusCode.NotFound : HttpStatusCode.Forbidden) && order.Order.Seq == before;
                if (!expected) wrong.Add($"{role} at {site} ({relation}, {toPerson}): {method} {route.RoutePattern.RawText}: {(int)status}, {(granted ? "granted" : "not granted")}");
                if (granted) reached++;
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(40)));
        Assert.True(reached > 500, $"Only {reached} were let through: the walk does not see what it should.");
    }

    [Fact]
    public async Task Lists_and_pages_show_each_role_what_the_table_grants()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);
        await server.PostAsync("quality@karolinska", $"{order.Path}/hold", new { reason = "Held for the walk." });
        foreach (var (site, relation) in Sites)
        foreach (var role in Vocabulary.Roles)
        {
            var who = $"{role}@{site}";
            var sees = PermissionTable.Shipped.Allows(Acts.SeeOrder, role, relation);
            Assert.Equal(sees, (await Text(server, who, "/api/orders")).Contains(order.Id, StringComparison.Ordinal));
            Assert.Equal(sees, (await Text(server, who, "/")).Contains(order.Id, StringComparison.Ordinal));
            var page = await Text(server, who, $"/orders/{order.Id}");
            Assert.Equal(sees && May(Acts.Hold), page.Contains("Put on hold</button>", StringComparison.Ordinal));
            Assert.Equal(sees && May(Acts.Resume), page.Contains("Resolve this hold</button>", StringComparison.Ordinal));
            var people = (await (await server.GetAsync(who, "/api/network")).JsonAsync()).GetProperty("people").EnumerateArray().Select(p => p.GetProperty("site").GetString()).Distinct().ToList();
            Assert.Equal(PermissionTable.Shipped.Allows(Acts.SeePeople, role, Relations.ToPersonOf("leiden-bank", site)), people.Count > 1);

            bool May(string act) => PermissionTable.Shipped.Allows(act, role, relation) && order.Workflow.Anywhere[act].Contains(role);
        }
    }

    [Fact]
    public async Task An_address_without_an_act_keeps_the_server_from_starting()
    {
        await using var server = await RunningServer.StartAsync();
        var routes = (IEndpointRouteBuilder)server.App;
        routes.MapGet("/api/forgotten", () => "everything");
        routes.MapGet("/api/orders/{order}/forgotten", () => "everything").Does(Acts.SeeSites);
        routes.MapGet("/api/people/{person}/forgotten", () => "everything").Does(Acts.SeeSites);
        routes.MapGet("/api/open", () => "everything").Does(Acts.SeeSites).AllowAnonymous();

        var no = Assert.Throws<InvalidOperationException>(routes.RequireActs);

        Assert.Contains("/api/forgotten: it declares no act", no.Message, StringComparison.Ordinal);
        Assert.Contains("it names an order", no.Message, StringComparison.Ordinal);
        Assert.Contains("it names a person", no.Message, StringComparison.Ordinal);
        Assert.Contains("needs a key, and it asks for none", no.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => routes.MapGet("/api/misspelt", () => "").Does("see-ordr"));
        // Even where nobody checked, such an address lets nobody through.
        Assert.Equal(HttpStatusCode.Forbidden, (await server.GetAsync("administrator@karolinska", "/api/forgotten")).StatusCode);
    }

    private static IEnumerable<(RouteEndpoint Route, string Method)> Addresses(RunningServer server) =>
        server.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(r => r.RoutePattern.RawText != "/_framework/opaque-redirect")
            .SelectMany(r => (r.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(m => (r, m)))
            // Revoking the keys of somebody last, so that nobody else's way depends on it.
            .OrderBy(a => a.m == "DELETE");

    // Patients, notices, codes and holds that the walk does not have: the tests of patients and of identifiers go there with ones that exist.
    private static bool LooksForWhatIsNotThere(RouteEndpoint route) =>
        route.RoutePattern.RawText!.StartsWith("/api/patients/", StringComparison.Ordinal) || route.RoutePattern.GetParameter("value") is not null || route.RoutePattern.GetParameter("notice") is not null || route.RoutePattern.GetParameter("number") is not null
        || route.RoutePattern.RawText == "/orders/{order}/holds/{seq:int}";

    private static bool IsReached(HttpStatusCode status) =>
        status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or >= HttpStatusCode.InternalServerError);

    private static async Task<HttpStatusCode> AskAsync(HttpClient client, string? who, RouteEndpoint route, string method, HttpScenario order, string hash, string target)
    {
        var pattern = "/" + route.RoutePattern.RawText!.TrimStart('/');
        var path = Hole().Replace(pattern, hole => hole.Groups[1].Value switch
        {
            "order" => order.Id,
            "step" => pattern.StartsWith("/shipments", StringComparison.Ordinal) ? "hand-over-starting-material" : "refer-patient",
            "seq" => "1",
            "version" => pattern.StartsWith("/api/workflows", StringComparison.Ordinal) ? $"{order.Workflow.Version}" : "1",
            "id" => order.Workflow.Id,
            "person" => TestNetwork.IdOf(target),
            // Their own: another site's form is tried where the forms are.
            "site" => who?.Split('@')[1] ?? "karolinska",
            "sha256" => hash,
            "documentName" => "v1",
            "name" => "style.css",
            "date" => "2026-01-12",
            "notice" or "number" => "1",
            "patient" => "PT-0000-0000-0000",
            var other => throw new InvalidOperationException($"{pattern}: teach this walk what stands for {{{other}}}."),
        });
        // Papers as tables: hundreds of prints of a record that grows with each are slow to set.
        if (IsPaper().IsMatch(pattern)) path += "?format=csv";
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (who is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TestNetwork.KeyOf(who));
        if (method is "POST" or "PUT" or "PATCH") request.Content = BodyOf(pattern, order);
        if (pattern.EndsWith("/documents", StringComparison.Ordinal) && method == "POST") request.RequestUri = new Uri(path + "?name=walk.txt", UriKind.Relative);
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private static StringContent BodyOf(string pattern, HttpScenario order) => pattern switch
    {
        _ when pattern.EndsWith("/documents", StringComparison.Ordinal) => new StringContent($"A paper at entry {order.Order.Seq}.", Encoding.UTF8, "text/plain"),
        _ when pattern.EndsWith("/deviations", StringComparison.Ordinal) => Json("""{ "category": "delay", "description": "Late by an hour." }"""),
        _ when pattern.EndsWith("/corrections", StringComparison.Ordinal) => Json("""{ "corrects": 1, "field": "x", "value": "1", "reason": "Misread." }"""),
        _ when pattern.EndsWith("/workflow", StringComparison.Ordinal) => Json("""{ "version": 99, "reason": "Newer." }"""),
        _ when pattern.EndsWith("/hold", StringComparison.Ordinal) || pattern.EndsWith("/resolve", StringComparison.Ordinal) => Json("""{ "reason": "Because of the walk." }"""),
        "/api/network" => new StringContent("network: Walk\n", Encoding.UTF8, "application/yaml"),
        _ => Json("{}"),
    };

    private static StringContent Json(string text) => new(text, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));

    private static async Task<string> Text(RunningServer server, string who, string path) =>
        await (await server.GetAsync(who, path)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    [GeneratedRegex("/documents/[a-z-]+$|/custody-record$")]
    private static partial Regex IsPaper();

    [GeneratedRegex(@"\{(\w+)(?::\w+)?\}")]
    private static partial Regex Hole();
}
