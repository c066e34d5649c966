using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests;

public sealed class AccessTests
{
    private static readonly string[] Open = ["/healthz", "/readyz", "/session", "/language", "/session/end", "/session/passkey", "/session/passkey/options", "/sign-in", "/sign-in/code", "/set-password", "/assets/{name}"];

    [Fact]
    [Requirement("P11-04")]
    public async Task Nothing_but_health_and_sign_in_answers_without_a_key()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);
        var routes = server.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        Assert.True(routes.Count > 20);

        foreach (var route in routes)
        {
            var path = Fill(route.RoutePattern.RawText!, order.Id);
            foreach (var method in route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            {
                var answer = await server.Stranger().SendAsync(new HttpRequestMessage(new HttpMethod(method), path), TestContext.Current.CancellationToken);
                if (Open.Contains(path)) Assert.NotNull(route.Metadata.GetMetadata<IAllowAnonymous>());
                else Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, $"{method} {path}: {answer.StatusCode}");
            }
        }
    }

    [Theory]
    [InlineData("tc_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("tc_short")]
    [InlineData("something else")]
    public async Task An_unknown_key_is_refused_as_a_problem_that_says_nothing_more(string key)
    {
        await using var server = await RunningServer.StartAsync();
        var client = server.Stranger();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);

        var answer = await client.GetAsync("/api/me", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("/problems/no-key", (await answer.JsonAsync()).GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_stranger_cannot_tell_an_order_that_exists_from_one_that_does_not()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);
        var paper = await order.AddDocumentAsync("refer-patient");
        string[] reads = ["", "/entries", "/steps", "/bundle", "/documents", $"/documents/{paper}", "?asOf=2026-01-12T08:00:00Z"];
        (string Path, object Body)[] writes =
        [
            ("/steps/refer-patient", new { }), ("/hold", new { reason = "x" }), ("/holds/1/resolve", new { reason = "x" }), ("/deviations", new { category = "delay", description = "x" }),
            ("/corrections", new { corrects = 1, field = "x", value = "1", reason = "x" }), ("/workflow", new { version = 2, reason = "x" }),
        ];

        foreach (var read in reads)
            Assert.Equal(await Words(await server.GetAsync("coordinator@stranger-clinic", "/api/orders/7KQ4-M9TD-22XH" + read)), await Words(await server.GetAsync("coordinator@stranger-clinic", order.Path + read)));
        foreach (var (path, body) in writes)
            Assert.Equal(await Words(await server.PostAsync("coordinator@stranger-clinic", "/api/orders/7KQ4-M9TD-22XH" + path, body)), await Words(await server.PostAsync("coordinator@stranger-clinic", order.Path + path, body)));
        foreach (var upload in new[] { "/documents?name=a", "/traces?name=a" })
            Assert.Equal(HttpStatusCode.NotFound, (await server.As("coordinator@stranger-clinic").PostAsync(order.Path + upload, new StringContent("a"), TestContext.Current.CancellationToken)).StatusCode);
        var list = await (await server.GetAsync("coordinator@stranger-clinic", $"/api/orders?text={order.Id}")).JsonAsync();
        Assert.Empty(list.GetProperty("orders").EnumerateArray());
        Assert.Equal(2, order.Order.Seq);

        static async Task<(HttpStatusCode, string?, string?)> Words(HttpResponseMessage answer)
        {
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            var problem = await answer.JsonAsync();
            return (answer.StatusCode, problem.GetProperty("type").GetString(), problem.GetProperty("detail").GetString());
        }
    }

    [Fact]
    public async Task Inspectors_see_every_order_and_change_none()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);

        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("inspector@stranger-clinic", order.Path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await server.GetAsync("administrator@stranger-clinic", order.Path)).StatusCode);
        foreach (var who in new[] { "inspector@karolinska", "administrator@karolinska", "partner-viewer@karolinska" })
            Assert.Equal(HttpStatusCode.Forbidden, (await server.PostAsync(who, $"{order.Path}/hold", new { reason = "Because." })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await server.GetAsync("partner-viewer@stranger-clinic", order.Path)).StatusCode);
        Assert.Equal(1, order.Order.Seq);
    }

    [Fact]
    public async Task A_browser_signs_in_with_a_key_and_out_again()
    {
        await using var server = await RunningServer.StartAsync();
        using var browser = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = server.Address };
        var ct = TestContext.Current.CancellationToken;

        var opened = await browser.PostAsJsonAsync("/session", new { key = TestNetwork.KeyOf("coordinator@karolinska") }, ct);
        var cookie = Assert.Single(opened.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        browser.DefaultRequestHeaders.Add("Cookie", cookie.Split(';')[0]);
        Assert.Equal("coordinator-karolinska", (await (await browser.GetAsync("/api/me", ct)).JsonAsync()).GetProperty("id").GetString());

        var foreign = new HttpRequestMessage(HttpMethod.Post, "/api/orders") { Content = JsonContent.Create(new { }), Headers = { { "Origin", "https://elsewhere.example" } } };
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.SendAsync(foreign, ct)).StatusCode);

        Assert.Equal(HttpStatusCode.NoContent, (await browser.PostAsync("/session/end", null, ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/me", ct)).StatusCode);
    }

    [Fact]
    [Requirement("P11-19")]
    public async Task A_session_ends_after_twelve_hours_and_with_its_key()
    {
        await using var server = await RunningServer.StartAsync();
        var ct = TestContext.Current.CancellationToken;
        var late = await SignedIn(server, "courier@nordic-cryo");
        server.Clock.AdvanceHours(12);
        Assert.Equal(HttpStatusCode.Unauthorized, (await late.GetAsync("/api/me", ct)).StatusCode);

        var revoked = await SignedIn(server, "courier@nordic-cryo");
        Assert.Equal(HttpStatusCode.OK, (await revoked.GetAsync("/api/me", ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await server.As("administrator@nordic-cryo").DeleteAsync("/api/network/people/courier-nordic-cryo/keys", ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await revoked.GetAsync("/api/me", ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.GetAsync("courier@nordic-cryo", "/api/me")).StatusCode);
    }

    private static async Task<HttpClient> SignedIn(RunningServer server, string who)
    {
        var browser = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = server.Address };
        var opened = await browser.PostAsJsonAsync("/session", new { key = TestNetwork.KeyOf(who) });
        browser.DefaultRequestHeaders.Add("Cookie", opened.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        return browser;
    }

    private static string Fill(string pattern, string order) => "/" + pattern.TrimStart('/')
        .Replace("{order}", order, StringComparison.Ordinal).Replace("{step}", "refer-patient", StringComparison.Ordinal).Replace("{seq:int}", "1", StringComparison.Ordinal)
        .Replace("{version:int}", "1", StringComparison.Ordinal).Replace("{id}", "car-t-autologous-cryo", StringComparison.Ordinal).Replace("{person}", "coordinator-karolinska", StringComparison.Ordinal)
        .Replace("{sha256}", new string('0', 64), StringComparison.Ordinal).Replace("{documentName}", "v1", StringComparison.Ordinal).TrimEnd('/');
}
