using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using TherapyChain.Server.Tests.Pages;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests.People;

public sealed class SessionTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_session_ends_after_half_an_hour_of_rest_and_says_so_and_leads_back()
    {
        await using var server = await RunningServer.StartAsync();
        using var known = await Colleague.InviteAsync(server, "training-manager@charite");
        await known.SignInAsync();
        for (var i = 0; i < 4; i++)
        {
            server.Clock.AdvanceMinutes(29);
            Assert.NotNull(await known.MeAsync());
        }

        server.Clock.AdvanceMinutes(30);
        var to = (await known.Browser.GetAsync("/?phase=release")).Headers.Location!.PathAndQuery();
        Assert.Equal("/sign-in?return=%2F%3Fphase%3Drelease&ended=1", to);
        Assert.Contains("Your session has ended", WebUtility.HtmlDecode(await known.Browser.TextAsync(to)), StringComparison.Ordinal);
        Assert.Contains("session has ended", (await (await known.Browser.PostAsync("/api/orders", [])).JsonAsync()).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_ends_after_twelve_hours_however_busy()
    {
        await using var server = await RunningServer.StartAsync();
        using var known = await Colleague.InviteAsync(server, "training-manager@charite");
        await known.SignInAsync();
        for (var i = 0; i < 28; i++)
        {
            server.Clock.AdvanceMinutes(25);
            Assert.NotNull(await known.MeAsync());
        }

        server.Clock.AdvanceMinutes(20);

        Assert.Null(await known.MeAsync());
    }

    [Fact]
    public async Task Each_sign_in_has_a_name_of_its_own_and_ends_the_one_before()
    {
        await using var server = await RunningServer.StartAsync();
        using var client = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = server.Address };
        async Task<string> OpenAsync(string? before)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "/session") { Content = JsonContent.Create(new { key = TestNetwork.KeyOf("coordinator@charite") }) };
            if (before is not null) request.Headers.Add("Cookie", before);
            return (await client.SendAsync(request, Ct)).Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        }
        async Task<HttpStatusCode> MeAsync(string cookie) =>
            (await client.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/api/me") { Headers = { { "Cookie", cookie } } }, Ct)).StatusCode;

        // A name that an attacker put into the browser is never taken over.
        var first = await OpenAsync("therapychain-session=chosen-by-somebody-else");
        Assert.DoesNotContain("chosen", first, StringComparison.Ordinal);
        var second = await OpenAsync(first);

        Assert.NotEqual(first, second);
        Assert.Equal(HttpStatusCode.Unauthorized, await MeAsync(first));
        Assert.Equal(HttpStatusCode.OK, await MeAsync(second));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("http", false)]
    [InlineData("https", true)]
    [InlineData("HTTPS, http", true)]
    public async Task The_cookie_stays_off_plain_connections_wherever_there_are_others(string? forwarded, bool secure)
    {
        await using var server = await RunningServer.StartAsync();
        var request = new HttpRequestMessage(HttpMethod.Post, "/session") { Content = JsonContent.Create(new { key = TestNetwork.KeyOf("coordinator@charite") }) };
        if (forwarded is not null) request.Headers.Add("X-Forwarded-Proto", forwarded);

        var cookie = (await server.Stranger().SendAsync(request, Ct)).Headers.GetValues("Set-Cookie").Single().ToLowerInvariant();

        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=strict", cookie, StringComparison.Ordinal);
        Assert.Equal(secure, cookie.Contains("secure", StringComparison.Ordinal));
    }

    [Fact]
    [Requirement("P11-19")]
    public async Task A_new_password_ends_every_other_session()
    {
        await using var server = await RunningServer.StartAsync();
        using var here = await Colleague.InviteAsync(server, "training-manager@charite");
        using var elsewhere = new Colleague(server, "training-manager@charite");
        await here.SignInAsync();
        await elsewhere.SignInAsync();

        var wrong = await here.Browser.SubmitAsync("/my-security", "Present password", ("Present", "wrong"), ("Password", "another good sentence here"));
        Assert.Contains("not right", await wrong.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.NotNull(await elsewhere.MeAsync());
        await here.Browser.SubmitAsync("/my-security", "Present password", ("Present", Colleague.Password), ("Password", "another good sentence here"));

        Assert.NotNull(await here.MeAsync());
        Assert.Null(await elsewhere.MeAsync());
        Assert.Equal("/", (await elsewhere.SignInAsync("another good sentence here")).Headers.Location?.PathAndQuery());
    }

    [Fact]
    public async Task A_form_without_its_token_signs_nobody_in()
    {
        await using var server = await RunningServer.StartAsync();
        using var known = await Colleague.InviteAsync(server, "training-manager@charite");

        var bare = await known.Browser.PostAsync("/sign-in", [new("_handler", "sign-in"), new("Person", known.Id), new("Password", Colleague.Password)]);

        Assert.Equal(HttpStatusCode.BadRequest, bare.StatusCode);
        Assert.Null(await known.MeAsync());
    }

    [Fact]
    [Requirement("P11-18")]
    public async Task A_key_does_what_its_scope_says_until_its_last_day_and_says_when_it_expired()
    {
        await using var server = await RunningServer.StartAsync();
        async Task<HttpClient> IssueAsync(object body)
        {
            var issued = await server.PostAsync("administrator@charite", "/api/network/people/quality-charite/keys", body);
            var client = server.Stranger();
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await issued.JsonAsync()).GetProperty("key").GetString());
            return client;
        }
        var reader = await IssueAsync(new { scope = new[] { "read" }, expires = "2026-01-13", label = "monitor" });
        var order = await HttpScenario.BeginAsync(server);

        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync(order.Path, Ct)).StatusCode);
        var write = await reader.PostAsJsonAsync($"{order.Path}/hold", new { reason = "x" }, Ct);
        Assert.Equal(HttpStatusCode.Forbidden, write.StatusCode);
        Assert.Contains("may only read", (await write.JsonAsync()).GetProperty("detail").GetString(), StringComparison.Ordinal);
        await server.GetAsync("quality@charite", "/api/audit");
        var shown = (await (await server.GetAsync("administrator@charite", "/api/network/people/quality-charite/keys")).JsonAsync()).EnumerateArray().Single(k => k.GetProperty("label").GetString() == "monitor");
        Assert.Equal(["read"], shown.GetProperty("scope").EnumerateArray().Select(s => s.GetString()));
        Assert.Equal("2026-01-13T23:00:00Z", shown.GetProperty("expires").GetString());
        Assert.Equal("2026-01-12T08:00:00Z", shown.GetProperty("lastUsed").GetString());

        server.Clock.Reset(NodaTime.Instant.FromUtc(2026, 1, 13, 22, 59));
        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync("/api/me", Ct)).StatusCode);
        server.Clock.AdvanceMinutes(1);
        var expired = await reader.GetAsync("/api/me", Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, expired.StatusCode);
        Assert.Contains("expired on 2026-01-14", (await expired.JsonAsync()).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(["key.scope", "key.expires"], await (await server.PostAsync("administrator@charite", "/api/network/people/quality-charite/keys", new { scope = new[] { "sign" }, expires = "2026-01-01" })).CodesAsync());
    }
}
