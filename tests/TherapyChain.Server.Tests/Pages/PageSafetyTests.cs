using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace TherapyChain.Server.Tests.Pages;

/// <summary>What keeps a browser, and who sits before it, safe from others.</summary>
public sealed partial class PageSafetyTests
{
    private static readonly (string Name, string Value)[] Headers =
    [
        ("X-Content-Type-Options", "nosniff"), ("X-Frame-Options", "DENY"), ("Referrer-Policy", "same-origin"), ("Cross-Origin-Opener-Policy", "same-origin"), ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"),
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Ways to write another server that look like a path of this one.</summary>
    public static TheoryData<string> Elsewhere => ["//evil.example", "/\\evil.example", "https://evil.example", "/\t/evil.example", "\t//evil.example", "///evil.example", "javascript:alert(1)", "/\r\nX-Evil: 1", "/ü"];

    [Fact]
    public async Task Every_page_file_stream_and_refusal_carries_the_headers()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);
        using var browser = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf("coordinator@charite"));
        var pages = server.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(route => route.Metadata.GetMetadata<ComponentTypeMetadata>() is not null)
            .Select(route => "/" + route.RoutePattern.RawText!.TrimStart('/').Replace("{order}", order.Id, StringComparison.Ordinal).Replace("{step}", "refer-patient", StringComparison.Ordinal));
        var assets = Assets().Matches(await browser.TextAsync($"/orders/{order.Id}") + await browser.TextAsync("/sign-in")).Select(match => match.Value);
        string[] paths = [.. pages, .. assets, "/assets/chain-sans-regular.woff2", "/assets/none.js", "/no/such/place", "/api/no-such-thing", "/api/me", "/openapi/v1.json", "/healthz"];
        Assert.True(paths.Length > 15, string.Join(' ', paths));

        foreach (var path in paths) AssertSafe(path, await browser.GetAsync(path));
        using var reader = server.As("coordinator@charite");
        foreach (var stream in (string[])["/api/changes", $"{order.Path}/changes"])
        {
            using var answer = await reader.GetAsync(stream, HttpCompletionOption.ResponseHeadersRead, Ct);
            Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
            AssertSafe(stream, answer);
        }

        static void AssertSafe(string path, HttpResponseMessage answer)
        {
            foreach (var (name, value) in Headers) Assert.True(answer.Headers.TryGetValues(name, out var found) && found.Single() == value, $"{path}: {name}");
            Assert.Contains("camera=(self)", answer.Headers.GetValues("Permissions-Policy").Single(), StringComparison.Ordinal);
            Assert.Contains("geolocation=()", answer.Headers.GetValues("Permissions-Policy").Single(), StringComparison.Ordinal);
            Assert.False(answer.Headers.Contains("Strict-Transport-Security"), path);
        }
    }

    [Theory]
    [InlineData("127.0.0.0/8", "https", true)]
    [InlineData("127.0.0.0/8", "http", false)]
    [InlineData("10.0.0.0/8", "https", false)]
    public async Task A_browser_is_bound_to_TLS_when_it_came_over_TLS_by_a_proxy_that_is_known(string proxies, string scheme, bool bound)
    {
        await using var server = await RunningServer.StartAsync(settings: ("Proxies", proxies));
        var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in") { Headers = { { "X-Forwarded-Proto", scheme } } };

        var answer = await server.Stranger().SendAsync(request, Ct);

        Assert.Equal(bound, answer.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task Every_cookie_is_for_no_script_and_no_other_site_and_over_TLS_for_TLS_alone()
    {
        await using var server = await RunningServer.StartAsync();
        using var client = new HttpClient(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = server.Address };
        foreach (var scheme in (string[])["http", "https"])
        {
            var answers = new List<HttpResponseMessage>();
            foreach (var (method, path, content) in ((HttpMethod, string, HttpContent?)[])
                [
                    (HttpMethod.Get, "/sign-in", null),
                    (HttpMethod.Post, "/language", new FormUrlEncodedContent([new("language", "sv")])),
                    (HttpMethod.Post, "/session", JsonContent.Create(new { key = TestNetwork.KeyOf("coordinator@charite") })),
                    (HttpMethod.Post, "/session/passkey/options", JsonContent.Create(new { })),
                ])
                answers.Add(await client.SendAsync(new HttpRequestMessage(method, path) { Content = content, Headers = { { "X-Forwarded-Proto", scheme } } }, Ct));

            var cookies = answers.SelectMany(answer => answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : []).Select(cookie => cookie.ToLowerInvariant()).ToList();

            Assert.Equal(4, cookies.Count);
            Assert.All(cookies, cookie =>
            {
                Assert.Contains("httponly", cookie, StringComparison.Ordinal);
                Assert.Contains("samesite=strict", cookie, StringComparison.Ordinal);
                Assert.Equal(scheme == "https", cookie.Contains("; secure", StringComparison.Ordinal));
            });
        }
    }

    [Theory]
    [MemberData(nameof(Elsewhere))]
    public async Task No_way_to_come_in_or_to_choose_a_language_leads_to_another_server(string place)
    {
        await using var server = await RunningServer.StartAsync();
        using var known = await People.Colleague.InviteAsync(server, "training-manager@charite");
        using var keyed = new Browser(server.Address);
        var asked = $"/sign-in?return={Uri.EscapeDataString(place)}";

        var byPassword = await known.Browser.SubmitAsync(asked, "Person id", ("Person", known.Id), ("Password", People.Colleague.Password));
        var byKey = await keyed.SubmitAsync(asked, "API key", ("key", TestNetwork.KeyOf("coordinator@charite")));
        var language = await keyed.PostAsync("/language", [new("language", "de"), new("return", place)]);

        Assert.All([byPassword, byKey, language], answer => Assert.Equal((HttpStatusCode.Redirect, "/"), (answer.StatusCode, answer.Headers.Location?.PathAndQuery())));
        Assert.All([byPassword, byKey, language], answer => Assert.False(answer.Headers.Contains("X-Evil")));
    }

    [Fact]
    public async Task A_form_with_the_token_of_somebody_else_changes_nothing()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);
        using var thief = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf("quality@charite"));
        using var victim = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf("coordinator@charite"));
        var token = WebUtility.HtmlDecode(Token().Match(await thief.TextAsync($"/orders/{order.Id}")).Groups["value"].Value);
        Assert.NotEmpty(token);

        var forged = await victim.PostAsync($"/orders/{order.Id}", [new("__RequestVerificationToken", token), new("_handler", "hold"), new("Reason", "forged")]);

        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        Assert.Equal(1, order.Order.Seq);
    }

    [Fact]
    public async Task A_form_of_a_step_that_is_sent_twice_takes_effect_once()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await (await HttpScenario.BeginAsync(server)).AtAsync("eligible");
        var (path, seq) = ($"/orders/{order.Id}/steps/request-slot", order.Order.Seq);
        using var browser = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf(order.DoerOf("request-slot")));
        var page = await browser.TextAsync(path);
        List<KeyValuePair<string, string>> form =
        [
            .. Hidden().Matches(Form().Match(page).Value).Select(field => KeyValuePair.Create(field.Groups["name"].Value, WebUtility.HtmlDecode(field.Groups["value"].Value))),
            new("evidence.priority", "urgent"), new("evidence.reason", "Cells grow fast."),
        ];

        var first = await browser.PostAsync(path, form);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => browser.PostAsync(path, form)));
        var anew = await browser.PostAsync(path, form.Select(field => field.Key == "once" ? new("once", Guid.NewGuid().ToString()) : field));

        Assert.Equal(HttpStatusCode.Redirect, first.StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, anew.StatusCode);
        Assert.Equal(seq + 1, order.Order.Seq);
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("..\\..\\Windows\\win.ini")]
    [InlineData("/etc/passwd")]
    [InlineData("a\"; filename=\"evil.html")]
    [InlineData("C:\\x.exe:stream")]
    [InlineData("report\u202Efdp.exe")]
    public async Task The_name_of_a_download_is_no_path_and_no_header(string name)
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);
        var made = await server.As("coordinator@charite").PostAsync($"{order.Path}/documents?kind=document&name={Uri.EscapeDataString(name)}", new StringContent("A paper."), Ct);
        // Refused at the door is as good.
        if (made.StatusCode == HttpStatusCode.UnprocessableEntity) return;

        var answer = await server.GetAsync("coordinator@charite", $"{order.Path}/documents/{order.Order.Documents.Keys.Single()}");

        var disposition = answer.Content.Headers.ContentDisposition!;
        Assert.Equal("attachment", disposition.DispositionType);
        var told = (disposition.FileNameStar ?? "") + Uri.UnescapeDataString(disposition.FileName ?? "");
        Assert.DoesNotMatch(@"[/\\:""\u202E]", told.Trim('"'));
    }

    [GeneratedRegex("/assets/[^\"]+")]
    private static partial Regex Assets();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<value>[^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("<form class=\"step\".*?</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]*)\" value=\"(?<value>[^\"]*)\"")]
    private static partial Regex Hidden();
}
