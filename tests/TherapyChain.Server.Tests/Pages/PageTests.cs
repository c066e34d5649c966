using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using TherapyChain.Server.Demo;
using TherapyChain.Server.Tests.Demo;

namespace TherapyChain.Server.Tests.Pages;

public sealed partial class PageTests(DemoServer demo) : IClassFixture<DemoServer>
{
    private const string Evil = "<script>alert(1)</script> & \"so\" <img src=x onerror=alert(2)>";

    private static readonly string[] Headers = ["Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy"];

    [Theory]
    [InlineData("/")]
    [InlineData("/orders/5FN6-4W2J-K7WX")]
    public async Task A_page_asks_to_sign_in_first_and_leads_back(string path)
    {
        using var browser = new Browser(demo.Server.Address);

        var answer = await browser.GetAsync(path);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal($"/sign-in?return={Uri.EscapeDataString(path)}", answer.Headers.Location?.PathAndQuery());
    }

    [Fact]
    public async Task A_key_opens_a_session_only_from_the_form_of_this_server()
    {
        using var browser = new Browser(demo.Server.Address);
        var key = DemoKeys.Of("jule-petersdorf");

        var bare = await browser.PostAsync("/session", [KeyValuePair.Create("key", key)]);
        var wrong = await browser.SubmitAsync("/sign-in", "API key", ("key", key[..^1] + "1"));
        Assert.Equal("/sign-in?failed=stale", bare.Headers.Location?.ToString());
        Assert.Equal("/sign-in?failed=1", wrong.Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/")).StatusCode);

        await browser.SignInAsync(key);
        Assert.Contains("Jule Petersdorf", await browser.TextAsync("/"), StringComparison.Ordinal);
        await browser.PostAsync("/session/end", []);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/")).StatusCode);
    }

    [Fact]
    public async Task People_see_the_orders_their_site_is_a_party_to_and_no_others()
    {
        using var berlin = await new Browser(demo.Server.Address).SignInAsync(DemoKeys.Of("jule-petersdorf"));
        using var inspector = await new Browser(demo.Server.Address).SignInAsync(DemoKeys.Of("solveig-thaler"));
        var all = Orders().Matches(await inspector.TextAsync("/") + await inspector.TextAsync(await NextAsync(inspector))).Select(m => m.Value).ToHashSet(StringComparer.Ordinal);
        var own = Orders().Matches(await berlin.TextAsync("/")).Select(m => m.Value).ToHashSet(StringComparer.Ordinal);

        Assert.Equal(40, all.Count);
        Assert.InRange(own.Count, 6, 20);
        foreach (var path in all)
        {
            var answer = await berlin.GetAsync(path);
            Assert.Equal(own.Contains(path) ? HttpStatusCode.OK : HttpStatusCode.NotFound, answer.StatusCode);
            if (!own.Contains(path)) Assert.Contains("There is no such order here", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Every_page_carries_the_security_headers_and_neither_script_nor_style_of_its_own()
    {
        using var browser = new Browser(demo.Server.Address);
        var signIn = await browser.GetAsync("/sign-in");
        await browser.SignInAsync(DemoKeys.Of("solveig-thaler"));
        var paths = new[] { "/", "/?phase=treatment", "/?text=no-such-order", "/orders/0000-0000-0000" }
            .Concat(Orders().Matches(await browser.TextAsync("/")).Select(m => m.Value).Distinct());
        var answers = new List<HttpResponseMessage> { signIn };
        foreach (var path in paths) answers.Add(await browser.GetAsync(path));

        foreach (var answer in answers)
        {
            var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.All(Headers, name => Assert.True(answer.Headers.Contains(name), name));
            Assert.DoesNotContain("unsafe-inline", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.True(answer.Headers.CacheControl?.NoStore);
            Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
            Assert.DoesNotMatch(Inline(), html);
            Assert.DoesNotMatch(Elsewhere(), html);
        }
    }

    [Fact]
    public async Task Whatever_people_write_is_shown_as_text()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server, reference: "<b>R</b>&\"1\"");
        await order.AtAsync("referred");
        var form = order.Form("confirm-eligibility");
        form["evidence"]!["board-decision"] = Evil;
        Assert.True((await order.PostAsync("confirm-eligibility", form)).IsSuccessStatusCode);
        await server.PostAsync("coordinator@charite", $"{order.Path}/deviations", new { category = "other", description = Evil });
        await server.As("coordinator@charite").PostAsync($"{order.Path}/documents?kind=document&name={Uri.EscapeDataString("<i>paper</i>.txt")}", new StringContent("A paper."), TestContext.Current.CancellationToken);
        await server.PostAsync("coordinator@charite", $"{order.Path}/hold", new { reason = Evil });
        using var browser = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf("coordinator@charite"));

        foreach (var page in new[] { $"/orders/{order.Id}", "/", $"/?text={Uri.EscapeDataString(Evil)}&state={Uri.EscapeDataString("\"><script>")}" })
        {
            var html = await browser.TextAsync(page);
            Assert.DoesNotMatch(Inline(), html);
            Assert.DoesNotContain("<b>R", html, StringComparison.Ordinal);
            Assert.DoesNotContain("<i>paper", html, StringComparison.Ordinal);
        }
        // As evidence, as a deviation, as the reason of a hold in its entry, above, and at the steps it blocks.
        Assert.InRange(Regex.Count(WebUtility.HtmlDecode(await browser.TextAsync($"/orders/{order.Id}")), Regex.Escape(Evil)), 5, 10);
    }

    [Fact]
    public async Task On_the_page_quality_resolves_a_failed_identity_check_with_a_reason_and_a_nurse_stops_the_order()
    {
        await using var server = await DemoServer.StartAsync();
        using var nurse = await new Browser(server.Address).SignInAsync(DemoKeys.Of("kerstin-hagemann"));
        using var quality = await new Browser(server.Address).SignInAsync(DemoKeys.Of("ulrike-sandmann"));
        var path = Orders().Match(await quality.TextAsync("/")).Value;
        Assert.DoesNotContain("Resolve this hold", await nurse.TextAsync(path), StringComparison.Ordinal);

        var blank = await quality.SubmitAsync(path, "Resolve this hold", ("Reason", " "));
        var resolved = await quality.SubmitAsync(path, "Resolve this hold", ("Reason", "Both bracelets were compared again."));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, blank.StatusCode);
        Assert.Contains("Give a reason in words.", await blank.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, resolved.StatusCode);
        var html = await quality.TextAsync(path);
        Assert.DoesNotContain("class=\"hold\"", html, StringComparison.Ordinal);
        Assert.Contains("Both bracelets were compared again.", html, StringComparison.Ordinal);
        var stopped = await nurse.SubmitAsync(path, "Put on hold", ("Reason", "The patient has a fever."));
        Assert.Equal(HttpStatusCode.Redirect, stopped.StatusCode);
        Assert.Contains("<p class=\"reason\">The patient has a fever.</p>", await quality.TextAsync(path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_without_its_token_changes_nothing()
    {
        await using var server = await DemoServer.StartAsync();
        using var quality = await new Browser(server.Address).SignInAsync(DemoKeys.Of("ulrike-sandmann"));
        var path = Orders().Match(await quality.TextAsync("/")).Value;

        var answer = await quality.PostAsync(path, [KeyValuePair.Create("_handler", "hold"), KeyValuePair.Create("Reason", "x")]);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task The_list_is_narrowed_by_phase_site_and_text()
    {
        using var browser = await new Browser(demo.Server.Address).SignInAsync(DemoKeys.Of("solveig-thaler"));

        Assert.Equal(4, await CountAsync(browser, "/?phase=ended"));
        Assert.Equal(6, await CountAsync(browser, "/?workflow=til-autologous"));
        Assert.Equal(1, await CountAsync(browser, "/?state=offered-to-physician"));
        Assert.Equal(1, await CountAsync(browser, "/?text=MOT-26-655"));
        Assert.Equal(0, await CountAsync(browser, "/?site=operations"));
    }

    [Fact]
    public async Task An_order_shows_what_runs_who_holds_it_what_was_refused_and_what_was_corrected()
    {
        using var browser = await new Browser(demo.Server.Address).SignInAsync(DemoKeys.Of("solveig-thaler"));
        var transit = await PageAsync(browser, "/?text=CHA-26-285");
        var refused = await PageAsync(browser, "/?text=CHA-26-211");
        var corrected = await PageAsync(browser, "/?text=KAR-26-174");

        Assert.Contains("Receipt at the manufacturer", transit, StringComparison.Ordinal);
        Assert.Contains("3 days 3 h left", transit, StringComparison.Ordinal);
        Assert.Matches("Nordljus Cryo Logistics.{0,40}</strong> <span[^>]*>Courier", transit);
        Assert.Contains("Identity check refused", refused, StringComparison.Ordinal);
        Assert.Contains("that quality alone resolves", refused, StringComparison.Ordinal);
        Assert.Contains("<del>7.2 kg</del>", corrected, StringComparison.Ordinal);
    }

    private static async Task<string> PageAsync(Browser browser, string list) => await browser.TextAsync(ListedOrders().Match(await browser.TextAsync(list)).Groups["path"].Value);

    private static async Task<int> CountAsync(Browser browser, string list) => ListedOrders().Count(await browser.TextAsync(list));

    private static async Task<string> NextAsync(Browser browser) => WebUtility.HtmlDecode(Next().Match(await browser.TextAsync("/")).Groups["path"].Value);

    [GeneratedRegex("/orders/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")]
    private static partial Regex Orders();

    [GeneratedRegex("<th scope=\"row\"[^>]*><a href=\"(?<path>/orders/[^\"]+)\"")]
    private static partial Regex ListedOrders();

    [GeneratedRegex("<a href=\"(?<path>[^\"]+)\" rel=\"next\"")]
    private static partial Regex Next();

    // But for the one script file of ours, and nothing inside its element.
    [GeneratedRegex("<script(?! src=\"/assets/[a-z]+\\.js\\?[0-9a-f]+\"[^>]*></script>)|<style|<img| style=\"| on[a-z]+=\"|javascript:", RegexOptions.IgnoreCase)]
    private static partial Regex Inline();

    [GeneratedRegex("(src|href|action)=\"(https?:)?//", RegexOptions.IgnoreCase)]
    private static partial Regex Elsewhere();
}

internal static class Locations
{
    /// <summary>Path and query, whether the header is absolute or not.</summary>
    public static string PathAndQuery(this Uri location) => location.IsAbsoluteUri ? location.PathAndQuery : location.OriginalString;
}
