using System.Net;
using System.Text.Json;
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
