using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using NodaTime.Testing;
using TherapyChain.Server.Tests.Pages;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests.People;

public sealed class OidcTests : IAsyncLifetime
{
    private StandInProvider _provider = null!;
    private RunningServer _server = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _provider = await StandInProvider.StartAsync(new FakeClock(Some.Start));
        _server = await RunningServer.StartAsync(settings:
        [
            ("Oidc:Authority", _provider.Issuer), ("Oidc:ClientId", StandInProvider.ClientId), ("Oidc:ClientSecret", StandInProvider.ClientSecret),
            ("Oidc:PersonClaim", "employee"), ("Oidc:Sites", "charite"), ("Oidc:Name", "the hospital"),
        ]);
        _provider.Registered = new Uri(_server.Address, "/oidc/return").ToString();
        _provider.Person = "training-manager-charite";
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task A_person_who_is_known_here_is_let_in_and_led_back()
    {
        using var browser = new Browser(_server.Address);
        Assert.Contains("Sign in with the hospital", await browser.TextAsync("/sign-in"), StringComparison.Ordinal);

        var answer = await ComeAsync(browser, "/oidc/start?return=%2F%3Fphase%3Drelease");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("0;url=/?phase=release", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Contains(answer.Headers.GetValues("Set-Cookie"), c => c.StartsWith("therapychain-session=", StringComparison.Ordinal) && c.Contains("samesite=strict", StringComparison.OrdinalIgnoreCase));
        Assert.Equal("training-manager-charite", await MeAsync(browser));
        Assert.Empty(_provider.Complaints);
    }

    [Theory]
    [InlineData("iss", "https://elsewhere.example")]
    [InlineData("aud", "another-client")]
    [InlineData("nonce", "of-another-request")]
    [InlineData("azp", "another-client")]
    [InlineData("sub", "")]
    [InlineData("employee", "nobody-here")]
    [InlineData("employee", "training-manager-karolinska")]
    [InlineData("employee", "system")]
    public async Task A_token_with_a_wrong_claim_lets_nobody_in(string claim, string value)
    {
        _provider.Claims = claims => claims[claim] = value;
        await RefusedAsync();
    }

    [Theory]
    [InlineData("iss")]
    [InlineData("aud")]
    [InlineData("nonce")]
    [InlineData("exp")]
    [InlineData("iat")]
    [InlineData("sub")]
    [InlineData("employee")]
    public async Task A_token_without_a_claim_lets_nobody_in(string claim)
    {
        _provider.Claims = claims => claims.Remove(claim);
        await RefusedAsync();
    }

    [Fact]
    public async Task An_expired_token_or_one_of_the_future_lets_nobody_in()
    {
        var now = Some.Start.ToUnixTimeSeconds();
        _provider.Claims = claims => claims["exp"] = now - 61;
        await RefusedAsync();
        _provider.Claims = claims => claims["nbf"] = now + 120;
        await RefusedAsync();
    }

    [Fact]
    public async Task A_token_for_several_clients_needs_to_be_made_for_this_one()
    {
        _provider.Claims = claims => claims["aud"] = new JsonArray(StandInProvider.ClientId, "another-client");
        await RefusedAsync();
        _provider.Claims = claims =>
        {
            claims["aud"] = new JsonArray(StandInProvider.ClientId, "another-client");
            claims["azp"] = StandInProvider.ClientId;
        };
        using var browser = new Browser(_server.Address);
        await ComeAsync(browser);
        Assert.Equal("training-manager-charite", await MeAsync(browser));
    }

    [Fact]
    public async Task A_token_signed_by_nobody_by_a_stranger_or_with_the_public_key_lets_nobody_in()
    {
        using var stranger = RSA.Create(2048);
        _provider.Mint = claims => _provider.Sign(claims, alg: "none");
        await RefusedAsync();
        _provider.Mint = claims => _provider.Sign(claims, stranger);
        await RefusedAsync();
        _provider.Mint = claims => _provider.Sign(claims, stranger, kid: "unknown");
        await RefusedAsync();
        _provider.Mint = claims => _provider.Sign(claims, alg: "HS256");
        await RefusedAsync();
        _provider.Mint = claims =>
        {
            var token = _provider.Sign(claims).Split('.');
            claims["employee"] = "administrator-charite";
            return $"{token[0]}.{_provider.Sign(claims).Split('.')[1]}.{token[2]}";
        };
        await RefusedAsync();
        foreach (var text in new[] { "", "a", "a.b.c", "....", "eyJhbGciOiJSUzI1NiJ9.e30." })
        {
            _provider.Mint = _ => text;
            await RefusedAsync();
        }
    }

    [Fact]
    public async Task An_answer_is_taken_once_in_the_browser_that_asked_and_nowhere_else()
    {
        using var asked = new Browser(_server.Address);
        var start = await asked.GetAsync("/oidc/start");
        var back = (await asked.GetAsync(start.Headers.Location!.ToString())).Headers.Location!.ToString();

        using var other = new Browser(_server.Address);
        Assert.Equal("/sign-in?failed=provider", (await other.GetAsync(back)).Headers.Location?.PathAndQuery());
        Assert.Null(await MeAsync(other));
        var tampered = back.Replace("state=", "state=x", StringComparison.Ordinal);
        Assert.Equal("/sign-in?failed=provider", (await asked.GetAsync(tampered)).Headers.Location?.PathAndQuery());
        Assert.Equal(HttpStatusCode.OK, (await asked.GetAsync(back)).StatusCode);
        Assert.Equal("/sign-in?failed=provider", (await asked.GetAsync(back)).Headers.Location?.PathAndQuery());
    }

    [Fact]
    public async Task An_answer_that_names_another_issuer_is_refused()
    {
        using var browser = new Browser(_server.Address);
        var back = (await browser.GetAsync((await browser.GetAsync("/oidc/start")).Headers.Location!.ToString())).Headers.Location!.ToString();

        await browser.GetAsync(back[..back.IndexOf("&iss=", StringComparison.Ordinal)] + "&iss=https%3A%2F%2Felsewhere.example");

        Assert.Null(await MeAsync(browser));
    }

    [Fact]
    public async Task Who_signs_gives_the_second_factor_here_too()
    {
        _provider.Person = "physician-charite";
        using var doctor = await Colleague.JoinAsync(_server, "physician@charite");
        using var browser = new Browser(_server.Address);

        var answer = await ComeAsync(browser);

        Assert.Contains("0;url=/sign-in/code", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Null(await MeAsync(browser));
        await browser.SubmitAsync("/sign-in/code", "one-time-code", ("Code", doctor.NextCode()));
        Assert.Equal("physician-charite", await MeAsync(browser));
    }

    [Fact]
    public async Task Refusals_stand_in_the_log()
    {
        _provider.Claims = claims => claims["employee"] = "nobody-here";
        await RefusedAsync();

        var log = await (await _server.GetAsync("administrator@charite", "/api/audit")).Content.ReadAsStringAsync(Ct);

        Assert.Contains("by identity provider", log, StringComparison.Ordinal);
        Assert.DoesNotContain("nobody-here", log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://login.hospital.example", "id", "secret", "charite", "https")]
    [InlineData("https://login.hospital.example", "", "secret", "charite", "ClientId")]
    [InlineData("https://login.hospital.example", "id", "", "charite", "ClientSecret")]
    [InlineData("https://login.hospital.example", "id", "secret", " , ", "Sites")]
    public async Task Settings_that_would_let_in_too_many_do_not_start(string authority, string client, string secret, string sites, string words)
    {
        var (app, problems) = await Start.BuildAsync(new Dictionary<string, string?>
        {
            ["TherapyChain:Oidc:Authority"] = authority, ["TherapyChain:Oidc:ClientId"] = client, ["TherapyChain:Oidc:ClientSecret"] = secret, ["TherapyChain:Oidc:Sites"] = sites,
        });

        Assert.Null(app);
        Assert.Contains(words, Assert.Single(problems), StringComparison.Ordinal);
    }

    private async Task RefusedAsync()
    {
        using var browser = new Browser(_server.Address);
        var answer = await ComeAsync(browser);
        Assert.Equal("/sign-in?failed=provider", answer.Headers.Location?.PathAndQuery());
        Assert.Null(await MeAsync(browser));
        Assert.Empty(_provider.Complaints);
    }

    // As a browser goes: here, there, and back.
    private static async Task<HttpResponseMessage> ComeAsync(Browser browser, string start = "/oidc/start")
    {
        var there = await browser.GetAsync(start);
        Assert.Equal(HttpStatusCode.Redirect, there.StatusCode);
        var back = await browser.GetAsync(there.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.Redirect, back.StatusCode);
        return await browser.GetAsync(back.Headers.Location!.ToString());
    }

    private static async Task<string?> MeAsync(Browser browser)
    {
        var answer = await browser.GetAsync("/api/me");
        return answer.StatusCode == HttpStatusCode.OK ? (await answer.JsonAsync()).GetProperty("id").GetString() : null;
    }
}
