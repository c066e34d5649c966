using System.Net;
using System.Net.Http.Headers;
using System.Text;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests.Compliance;

/// <summary>What an inspector tries at the running server: to edit without a trace, to sign without authority, to see who may not.</summary>
public sealed class InspectionTests
{
    [Fact]
    [Requirement("P11-05", "A11-05", "ALCOA-01")]
    public async Task A_value_edited_twice_leaves_who_when_old_new_and_why_and_nobody_takes_it_out()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await (await HttpScenario.BeginAsync(server)).AtAsync("collected");
        var given = order.Order.Evidence["collected-volume"];
        foreach (var (value, reason) in new[] { ("181", "Read from the wrong display."), ("182", "Read again with a colleague.") })
        {
            var answer = await server.PostAsync("quality@karolinska", $"{order.Path}/corrections", new { corrects = given.Seq, field = "collected-volume", value = new { value, unit = "mL" }, reason });
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
        var silent = await server.PostAsync("quality@karolinska", $"{order.Path}/corrections", new { corrects = given.Seq, field = "collected-volume", value = new { value = "183", unit = "mL" }, reason = " " });
        Assert.Equal(["reason.missing"], await silent.CodesAsync());

        var trail = (await (await server.GetAsync("inspector@stranger-clinic", $"{order.Path}/entries")).JsonAsync()).GetProperty("entries").EnumerateArray()
            .Where(e => e.GetProperty("type").GetString() == "entry.corrected").ToList();
        Assert.Equal([(given.Value.Value, "181"), ("181", "182")], trail.Select(e => (Value(e, "old"), Value(e, "new"))));
        Assert.All(trail, e => Assert.Equal(("quality-karolinska", "Europe/Stockholm"), (e.GetProperty("actor").GetString(), e.GetProperty("zone").GetString())));
        Assert.All(trail, e => Assert.EndsWith("+01)", e.GetProperty("recorded").GetProperty("local").GetString(), StringComparison.Ordinal));
        Assert.Equal(["Read from the wrong display.", "Read again with a colleague."], trail.Select(e => e.GetProperty("data").GetProperty("reason").GetString()));

        // No address changes or takes out an entry, for administrators neither.
        foreach (var method in new[] { HttpMethod.Put, HttpMethod.Patch, HttpMethod.Delete })
        foreach (var path in new[] { $"{order.Path}/entries", $"{order.Path}/entries/{given.Seq}", order.Path })
            Assert.Contains((await server.As("administrator@karolinska").SendAsync(new HttpRequestMessage(method, path), TestContext.Current.CancellationToken)).StatusCode,
                new[] { HttpStatusCode.MethodNotAllowed, HttpStatusCode.NotFound });

        static string? Value(System.Text.Json.JsonElement e, string which) => e.GetProperty("data").GetProperty(which).GetProperty("value").GetString();
    }

    [Fact]
    [Requirement("P11-07", "A11-08")]
    public async Task Release_is_signed_by_a_qualified_person_who_is_one_at_that_moment()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await (await HttpScenario.BeginAsync(server)).AtAsync("reviewed");
        var form = order.Form("release-product");
        Assert.Contains("actor.role", await (await Sign("quality-assurance@leipzig-cells")).CodesAsync());

        // Signed in all along, but no Qualified Person any more.
        var qp = TestNetwork.IdOf("qualified-person@leipzig-cells");
        Assert.Equal(HttpStatusCode.OK, (await Load($"network: N\nreason: Gave the office up\npeople:\n  {qp}: {{ name: \"qualified-person leipzig-cells\", site: leipzig-cells, roles: [planner] }}\n")).StatusCode);
        Assert.Contains("actor.role", await (await Sign("qualified-person@leipzig-cells")).CodesAsync());

        Assert.Equal(HttpStatusCode.OK, (await Sign("qualified-person-2@leipzig-cells")).StatusCode);
        var entry = (await (await server.GetAsync("inspector@karolinska", $"{order.Path}/entries")).JsonAsync()).GetProperty("entries").EnumerateArray().Last();
        Assert.Equal("qualified-person", entry.GetProperty("role").GetString());
        Assert.Equal("qualified-person-2 leipzig-cells", entry.GetProperty("data").GetProperty("signature").GetProperty("name").GetString());

        Task<HttpResponseMessage> Sign(string who)
        {
            form["credentials"] = TestCredentials.Of(server, who);
            return server.As(who).PostAsync($"{order.Path}/steps/release-product", new StringContent(form.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/json")));
        }
        Task<HttpResponseMessage> Load(string yaml) => server.As("administrator@operations").PostAsync("/api/network", new StringContent(yaml, Encoding.UTF8, "application/yaml"));
    }
}
