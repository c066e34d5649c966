using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using TherapyChain.Server.Access;
using TherapyChain.Server.Tests.Pages;
using TherapyChain.Storage.Accounts;

namespace TherapyChain.Server.Tests.People;

/// <summary>Whoever guesses, at one account or at all of them.</summary>
public sealed class SignInLimitTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ten_thousand_tries_open_no_account_lock_the_one_that_was_tried_and_leave_the_server_to_others()
    {
        await using var server = await RunningServer.StartAsync(settings: ("SignInsPerMinute", "60"));
        using var known = await Colleague.InviteAsync(server, "training-manager@charite");
        using var client = server.Stranger();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var answers = new System.Collections.Concurrent.ConcurrentBag<HttpStatusCode>();

        await Parallel.ForAsync(0, 10_000, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Ct }, async (i, ct) =>
        {
            using var answer = await TryAsync(client, i % 2 == 0 ? known.Id : $"person-{i}", $"guess {i}", "203.0.113.7", ct);
            answers.Add(answer.StatusCode);
            if (i % 2500 == 0) Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("coordinator@charite", "/api/me")).StatusCode);
        });

        Assert.Subset(new HashSet<HttpStatusCode> { HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests }, answers.ToHashSet());
        // Sixty in each minute that this took, however slow the machine.
        Assert.InRange(answers.Count(status => status == HttpStatusCode.Unauthorized), 60, 2_000);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 64 * 1024 * 1024);
        var rows = await RowsAsync(server);
        Assert.InRange(rows.Count, 60, 2_100);
        Assert.DoesNotContain(rows, row => row is { Act: "sign-in", Outcome: "done" });
        Assert.Single(rows, row => row.Act == "lock-out" && row.Person == known.Id);
        // From elsewhere too, and with the right password: the account is locked, until its time is over.
        Assert.Equal(HttpStatusCode.Unauthorized, (await TryAsync(client, known.Id, Colleague.Password, "198.51.100.1", Ct)).StatusCode);
        server.Clock.AdvanceMinutes(15);
        Assert.Equal(HttpStatusCode.NoContent, (await TryAsync(client, known.Id, Colleague.Password, "198.51.100.1", Ct)).StatusCode);
    }

    [Fact]
    public async Task Beyond_the_limit_people_are_told_how_long_to_wait_and_the_log_gets_one_row()
    {
        await using var server = await RunningServer.StartAsync(settings: ("SignInsPerMinute", "2"));
        using var browser = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf("coordinator@charite"));
        using var client = server.Stranger();

        var answers = new List<HttpResponseMessage>();
        for (var i = 0; i < 12; i++) answers.Add(await TryAsync(client, "nobody", "x", "203.0.113.7", Ct));

        var told = answers.Where(answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ToList();
        Assert.InRange(told.Count, 6, 10);
        Assert.All(told, answer => Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60));
        Assert.Equal("/problems/too-many", (await told[0].JsonAsync()).GetProperty("type").GetString());
        Assert.Single(await RowsAsync(server), row => row.Detail.StartsWith("too many tries", StringComparison.Ordinal) && row.Address == "203.0.113.7");
        // Who is signed in works on; another address signs in; and at a browser the words are a page.
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/me")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await TryAsync(client, "nobody", "x", "203.0.113.8", Ct)).StatusCode);
        for (var i = 0; i < 6; i++)
            if (await browser.PostAsync("/sign-in", []) is { StatusCode: HttpStatusCode.TooManyRequests } page)
                Assert.Contains("<h1>Too many tries from here.</h1>", await page.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await browser.PostAsync("/sign-in", [])).StatusCode);
    }

    [Theory]
    // By a proxy that is named, each address has its own count; the last it passed through is the one that is not invented.
    [InlineData("127.0.0.1", "203.0.113.{0}", false)]
    [InlineData("127.0.0.1", "203.0.113.{0}, 198.51.100.1", true)]
    // Whoever is no proxy of ours cannot change their address by a header.
    [InlineData("10.0.0.0/8", "203.0.113.{0}", true)]
    // All addresses of one half of IPv6 belong to one caller.
    [InlineData("127.0.0.1", "2001:db8:1:2::{0}", true)]
    [InlineData("127.0.0.1", "2001:db8:1:{0}::1", false)]
    public async Task An_address_is_what_a_known_proxy_says_and_nothing_else(string proxies, string forwarded, bool same)
    {
        await using var server = await RunningServer.StartAsync(settings: [("SignInsPerMinute", "3"), ("Proxies", proxies)]);
        using var client = server.Stranger();

        var answers = new List<HttpStatusCode>();
        for (var i = 1; i <= 12; i++)
            answers.Add((await TryAsync(client, "nobody", "x", string.Format(System.Globalization.CultureInfo.InvariantCulture, forwarded, i), Ct)).StatusCode);

        Assert.Equal(same, answers.Contains(HttpStatusCode.TooManyRequests));
    }

    [Theory]
    [InlineData("SignInsPerMinute", "0", "Nobody could sign in")]
    [InlineData("Proxies", "10.0.0.0/8, proxy.example.org", "proxy.example.org")]
    public async Task A_setting_that_cannot_be_meant_stops_the_start(string name, string value, string words) =>
        Assert.Contains(words, (await Assert.ThrowsAsync<InvalidOperationException>(() => RunningServer.StartAsync(settings: (name, value)))).Message, StringComparison.Ordinal);

    private static Task<HttpResponseMessage> TryAsync(HttpClient client, string person, string password, string from, CancellationToken ct) =>
        client.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/session") { Content = JsonContent.Create(new { person, password }), Headers = { { "X-Forwarded-For", from } } }, ct);

    private static async Task<List<AccessRow>> RowsAsync(RunningServer server)
    {
        await server.App.Services.GetRequiredService<AccessLog>().CatchUpAsync(Ct);
        await using var db = server.App.Services.GetRequiredService<AccountsFile>().CreateDb();
        return await db.AccessLog.Where(row => row.Person != "coordinator-charite").ToListAsync(Ct);
    }
}
