using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests.People;

public sealed class AuditTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    [Requirement("P11-04")]
    public async Task Every_look_at_an_order_is_in_the_log_refused_ones_too()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);
        foreach (var path in new[] { "", "/entries", "/steps", "/bundle", "/documents" }) await server.GetAsync("ward-nurse@charite", order.Path + path);
        await server.GetAsync("quality@stranger-clinic", order.Path);

        var looks = await EntriesAsync(server, "quality@charite", $"?order={order.Id}&person=ward-nurse-charite");
        var strangers = await EntriesAsync(server, "quality@stranger-clinic", $"?order={order.Id.ToLowerInvariant()}");

        Assert.Equal(5, looks.Count);
        Assert.All(looks, e => Assert.Equal(("look", "shown", order.Id), (Text(e, "act"), Text(e, "outcome"), Text(e, "order"))));
        Assert.All(looks, e => Assert.Equal("127.0.0.1", Text(e, "address")));
        Assert.Equal("refused", Text(Assert.Single(strangers, e => Text(e, "person") == "quality-stranger-clinic"), "outcome"));
    }

    [Fact]
    public async Task A_log_is_read_by_quality_and_administrators_of_the_site_and_shows_no_other_site()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);
        await server.GetAsync("ward-nurse@charite", order.Path);
        await server.GetAsync("coordinator@karolinska", order.Path);

        foreach (var who in new[] { "ward-nurse@charite", "inspector@charite", "physician@charite" })
            Assert.Equal(HttpStatusCode.Forbidden, (await server.GetAsync(who, "/api/audit")).StatusCode);
        foreach (var who in new[] { "quality@charite", "administrator@charite" })
            Assert.Equal(["charite"], (await EntriesAsync(server, who, "")).Select(e => Text(e, "site")).Distinct());
    }

    [Fact]
    public async Task A_day_is_a_day_of_the_sites_calendar_and_what_cannot_be_read_is_said()
    {
        await using var server = await RunningServer.StartAsync(now: NodaTime.Instant.FromUtc(2026, 1, 12, 22, 30));
        var order = await HttpScenario.BeginAsync(server);
        await server.GetAsync("ward-nurse@charite", order.Path);
        server.Clock.AdvanceMinutes(40);
        await server.GetAsync("ward-nurse@charite", order.Path);

        Assert.Single(await EntriesAsync(server, "quality@charite", "?day=2026-01-12"), e => Text(e, "act") == "look");
        Assert.Single(await EntriesAsync(server, "quality@charite", "?day=2026-01-13"), e => Text(e, "act") == "look");
        Assert.Equal(HttpStatusCode.BadRequest, (await server.GetAsync("quality@charite", "/api/audit?day=yesterday")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.GetAsync("quality@charite", "/api/audit?order=mine")).StatusCode);
    }

    [Fact]
    public async Task What_an_unknown_visitor_typed_is_written_nowhere()
    {
        await using var server = await RunningServer.StartAsync();
        using var visitor = new Colleague(server, "oops my secret password@charite");
        await visitor.SignInAsync();
        using var stranger = server.Stranger();
        stranger.DefaultRequestHeaders.Authorization = new("Bearer", "tc_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
        await stranger.GetAsync("/api/me", Ct);

        var unknown = (await EntriesAsync(server, "administrator@charite", "")).Where(e => Text(e, "site") is null).Select(e => (Text(e, "act"), Text(e, "outcome"))).ToList();

        Assert.Equal([("key", "refused"), ("sign-in", "refused")], unknown);
        Assert.DoesNotContain("oops", await (await server.GetAsync("administrator@charite", "/api/audit")).Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("P11-04")]
    public async Task Who_tries_what_they_may_not_stands_in_the_log_with_act_order_address_and_time()
    {
        await using var server = await RunningServer.StartAsync(now: NodaTime.Instant.FromUtc(2026, 1, 12, 8, 0));
        var order = await HttpScenario.BeginAsync(server);
        var form = order.Form("refer-patient");
        var network = new StringContent("network: N\n", Encoding.UTF8, "application/yaml");
        (string Who, HttpResponseMessage Answer, string Detail, string? Order)[] tries =
        [
            // The table says no; the step says no; the site is not theirs to see; the file is another site's; the network is not theirs at all.
            ("inspector@charite", await PostAsync(server, "inspector@charite", $"{order.Path}/steps/refer-patient", Json(form)), $"actor.role: POST {order.Path}/steps/refer-patient", order.Id),
            ("coordinator@charite", await PostAsync(server, "coordinator@charite", $"{order.Path}/steps/refer-patient", Json(form)), $"actor.role, actor.site: POST {order.Path}/steps/refer-patient", order.Id),
            ("physician@stranger-clinic", await PostAsync(server, "physician@stranger-clinic", $"{order.Path}/steps/refer-patient", Json(form)), $"no order to be seen: POST {order.Path}/steps/refer-patient", order.Id),
            ("administrator@charite", await PostAsync(server, "administrator@charite", "/api/network", new StringContent("network: N\npeople:\n  x: { name: X, site: karolinska, roles: [courier] }\n", Encoding.UTF8, "application/yaml")), "network.other-site: POST /api/network", null),
            ("quality@charite", await PostAsync(server, "quality@charite", "/api/network", network), "actor.role: POST /api/network", null),
            ("ward-nurse@charite", await server.GetAsync("ward-nurse@charite", "/api/audit"), "actor.role: GET /api/audit", null),
        ];

        Assert.Equal([403, 422, 404, 422, 403, 403], tries.Select(t => (int)t.Answer.StatusCode));
        foreach (var (who, _, detail, name) in tries)
        {
            var row = Assert.Single(await EntriesAsync(server, $"administrator@{who.Split('@')[1]}", $"?person={TestNetwork.IdOf(who)}"), e => Text(e, "act") == "attempt");
            Assert.Equal(("refused", detail, name, "127.0.0.1"), (Text(row, "outcome"), Text(row, "detail"), Text(row, "order"), Text(row, "address")));
            Assert.StartsWith("2026-01-12T08:", Text(row, "at"), StringComparison.Ordinal);
        }
        Assert.Equal(1, order.Order.Seq);
    }

    [Fact]
    public async Task What_is_refused_for_other_reasons_than_who_asks_is_no_attempt()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);
        var form = order.Form("refer-patient");
        form.Remove("evidence");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PostAsync(server, "referring-physician@karolinska", $"{order.Path}/steps/refer-patient", Json(form))).StatusCode);
        await server.GetAsync("quality@stranger-clinic", order.Path);

        Assert.DoesNotContain(await EntriesAsync(server, "quality@karolinska", ""), e => Text(e, "act") == "attempt");
        Assert.Equal(["look"], (await EntriesAsync(server, "quality@stranger-clinic", "?person=quality-stranger-clinic")).Where(e => Text(e, "outcome") == "refused").Select(e => Text(e, "act")));
    }

    private static Task<HttpResponseMessage> PostAsync(RunningServer server, string who, string path, HttpContent body) => server.As(who).PostAsync(path, body, Ct);

    private static StringContent Json(JsonNode body) => new(body.ToJsonString(), Encoding.UTF8, "application/json");

    [Theory]
    [InlineData("UPDATE access_log SET person = 'somebody-else'")]
    [InlineData("DELETE FROM access_log")]
    [InlineData("INSERT OR REPLACE INTO access_log SELECT position, 0, '', '', '', '', '', '', '', '' FROM access_log")]
    [Requirement("P11-05")]
    public async Task Nobody_changes_the_log_with_the_file_in_hand(string sql)
    {
        await using var server = await RunningServer.StartAsync();
        using var visitor = new Colleague(server, "nobody@charite");
        await visitor.SignInAsync();
        await server.StopAsync();
        using var connection = new SqliteConnection($"Data Source={Path.Combine(server.Folder, "accounts.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;

        Assert.Contains("append-only", Assert.Throws<SqliteException>(() => command.ExecuteNonQuery()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Looks_that_wait_are_written_before_the_server_stops()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);
        for (var i = 0; i < 20; i++) await server.GetAsync("ward-nurse@charite", order.Path);
        await server.StopAsync();

        using var connection = new SqliteConnection($"Data Source={Path.Combine(server.Folder, "accounts.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM access_log WHERE act = 'look' AND person = 'ward-nurse-charite'";
        Assert.Equal(20L, command.ExecuteScalar());
    }

    private static async Task<List<JsonElement>> EntriesAsync(RunningServer server, string who, string query) =>
        [.. (await (await server.GetAsync(who, "/api/audit" + query)).JsonAsync()).GetProperty("entries").EnumerateArray()];

    private static string? Text(JsonElement entry, string name) => entry.TryGetProperty(name, out var value) ? value.GetString() : null;
}
