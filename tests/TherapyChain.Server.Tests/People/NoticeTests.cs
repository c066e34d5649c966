using System.Net;
using System.Text.Json;
using TherapyChain.Server.Access;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests.People;

public sealed class NoticeTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    [Requirement("P11-20")]
    public async Task A_lock_out_is_told_to_the_administrators_of_the_site_and_of_operations_until_one_acknowledges_it()
    {
        await using var server = await RunningServer.StartAsync();
        using var nurse = await Colleague.InviteAsync(server, "ward-nurse@charite");
        for (var i = 0; i < 5; i++) await nurse.SignInAsync("not the password at all");

        var notice = Assert.Single(await OpenAsync(server, "administrator@charite"));
        Assert.Equal(("ward-nurse-charite", "charite", "127.0.0.1"), (Text(notice, "person"), Text(notice, "site"), Text(notice, "address")));
        Assert.StartsWith("lock-out: after 5 failures", Text(notice, "what"), StringComparison.Ordinal);
        Assert.Single(await OpenAsync(server, "administrator@operations"));
        Assert.Empty(await OpenAsync(server, "administrator@karolinska"));
        Assert.Equal(HttpStatusCode.Forbidden, (await server.GetAsync("quality@charite", "/api/notices")).StatusCode);
        Assert.Contains("therapychain_security_notices_total{kind=\"lock-out\"} 1", await (await server.GetAsync("administrator@operations", "/metrics")).Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);

        var path = $"/api/notices/{notice.GetProperty("id").GetInt64()}/acknowledge";
        Assert.Equal(HttpStatusCode.NotFound, (await server.PostAsync("administrator@karolinska", path, new { })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await server.PostAsync("administrator@charite", "/api/notices/1/acknowledge", new { })).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await server.PostAsync("administrator@charite", path, new { })).StatusCode);

        Assert.Empty(await OpenAsync(server, "administrator@charite"));
        Assert.Empty(await OpenAsync(server, "administrator@operations"));
        Assert.Equal(["notice.acknowledged"], await (await server.PostAsync("administrator@operations", path, new { })).CodesAsync());
        var log = (await (await server.GetAsync("administrator@charite", "/api/audit?person=ward-nurse-charite")).JsonAsync()).GetProperty("entries").EnumerateArray().First();
        Assert.Equal(("notice", "acknowledged", "administrator-charite"), (Text(log, "act"), Text(log, "outcome"), Text(log, "actor")));
    }

    [Fact]
    [Requirement("P11-20")]
    public async Task Guessing_under_many_names_from_one_address_is_one_notice_for_operations()
    {
        await using var server = await RunningServer.StartAsync();
        using var stranger = server.Stranger();
        stranger.DefaultRequestHeaders.Authorization = new("Bearer", "tc_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
        for (var i = 0; i < SecurityWatch.Many - 1; i++) await stranger.GetAsync("/api/me", Ct);
        Assert.Empty(await OpenAsync(server, "administrator@operations"));
        for (var i = 0; i < 5; i++) await stranger.GetAsync("/api/me", Ct);

        var notice = Assert.Single(await OpenAsync(server, "administrator@operations"));
        Assert.StartsWith("refusals: 20 ", Text(notice, "what"), StringComparison.Ordinal);
        Assert.Null(Text(notice, "person"));
        Assert.Empty(await OpenAsync(server, "administrator@charite"));

        server.Clock.AdvanceHours(1);
        for (var i = 0; i < SecurityWatch.Many; i++) await stranger.GetAsync("/api/me", Ct);
        Assert.Equal(2, (await OpenAsync(server, "administrator@operations")).Count);
    }

    [Fact]
    public async Task Somebody_who_tries_again_and_again_what_they_may_not_is_a_notice_for_their_site()
    {
        await using var server = await RunningServer.StartAsync();
        for (var i = 0; i < SecurityWatch.Many + 3; i++) await server.PostAsync("ward-nurse@charite", "/api/network", new { });

        var notice = Assert.Single(await OpenAsync(server, "administrator@charite"));

        Assert.Equal("ward-nurse-charite", Text(notice, "person"));
        Assert.StartsWith("attempts: 20 ", Text(notice, "what"), StringComparison.Ordinal);
    }

    private static async Task<List<JsonElement>> OpenAsync(RunningServer server, string who) => [.. (await (await server.GetAsync(who, "/api/notices")).JsonAsync()).EnumerateArray()];

    private static string? Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) ? value.GetString() : null;
}
