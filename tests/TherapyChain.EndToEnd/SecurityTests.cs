using Microsoft.Playwright;
using TherapyChain.Server.Access;
using TherapyChain.Server.Tests.Demo;

namespace TherapyChain.EndToEnd;

/// <summary>What somebody who means harm tries with a browser, their own or another's.</summary>
public sealed class SecurityTests(Browser browser, DemoServer demo)
{
    private const string Coordinator = "jule-petersdorf";

    private static readonly string[] Scripts = ["<script>document.title='taken'</script>", "\"><img src=x onerror=\"document.title='taken'\">", "<svg onload=alert(1)>{{7*7}}"];

    /// <summary>Ways to write another server that look like a path of this one.</summary>
    public static TheoryData<string> Elsewhere =>
    [
        "//evil.example", "/\\evil.example", "\\\\evil.example", "https:evil.example", "https://evil.example", "/\t/evil.example", "/\n/evil.example", "/\r\\evil.example", "\t//evil.example",
        "/%09/evil.example", "/.//evil.example", "///evil.example", "javascript:document.title='taken'", "/\u0000/evil.example", "//evil.example/%2e%2e",
    ];

    [Fact]
    public async Task A_session_cookie_that_was_planted_is_not_the_one_after_signing_in()
    {
        // The one who plants it is signed in themselves, so that the cookie is good.
        await using var planter = await browser.OpenAsync(demo.Server.Address, View.Desktop);
        await planter.SignInAsync("emil-hagstrom");
        var planted = await SessionAsync(planter);
        await using var victim = await browser.OpenAsync(demo.Server.Address, View.Desktop);
        await victim.Context.AddCookiesAsync([new Cookie { Name = Sessions.Cookie, Value = planted, Url = demo.Server.Address.ToString() }]);

        await victim.SignInAsync(Coordinator);

        Assert.NotEqual(planted, await SessionAsync(victim));
        await planter.GoAsync("/");
        await Assertions.Expect(planter.Page.Locator(".whoami")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_session_cookie_is_for_no_script_and_no_other_site()
    {
        await using var visit = await browser.OpenAsync(demo.Server.Address, View.Desktop);
        await visit.SignInAsync(Coordinator);

        var cookie = (await visit.Context.CookiesAsync()).Single(c => c.Name == Sessions.Cookie);

        Assert.True(cookie.HttpOnly);
        Assert.Equal(SameSiteAttribute.Strict, cookie.SameSite);
        Assert.DoesNotContain(Sessions.Cookie, await visit.Page.EvaluateAsync<string>("() => document.cookie"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Elsewhere))]
    public async Task Signing_in_never_leads_to_another_server(string place)
    {
        await using var visit = await browser.OpenAsync(demo.Server.Address, View.Desktop);
        await visit.GoAsync($"/sign-in?return={Uri.EscapeDataString(place)}");
        // Where the button for passkeys would lead, as the browser reads it.
        var passkey = await visit.Page.EvaluateAsync<string?>("() => document.querySelector('[data-return]') && new URL(document.querySelector('[data-return]').dataset.return, location.href).origin");

        await visit.SignInAsync(Coordinator);

        Assert.Equal(demo.Server.Address.Authority, new Uri(visit.Page.Url).Authority);
        Assert.True(passkey is null || new Uri(passkey).Authority == demo.Server.Address.Authority, passkey);
        Assert.NotEqual("taken", await visit.Page.TitleAsync());
        visit.AssertClean();
    }

    [Fact]
    public async Task Signing_in_with_a_key_never_leads_to_another_server()
    {
        await using var visit = await browser.OpenAsync(demo.Server.Address, View.Desktop);
        foreach (var place in Elsewhere.Select(row => row.Data))
        {
            await visit.Context.ClearCookiesAsync();
            await visit.GoAsync($"/sign-in?return={Uri.EscapeDataString(place)}");
            await visit.Page.Locator("#key").FillAsync(TherapyChain.Server.Demo.DemoKeys.Of(Coordinator));

            var answer = await visit.Page.RunAndWaitForResponseAsync(
                () => visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in with this key" }).ClickAsync(), response => response.Url.EndsWith("/session", StringComparison.Ordinal));

            Assert.True(answer.Status == 302, $"{Uri.EscapeDataString(place)}: {answer.Status}");
            await visit.Page.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
            Assert.Equal(demo.Server.Address.Authority, new Uri(visit.Page.Url).Authority);
        }
        // Some of these places are pages that are not there, which the browser says; that it asked no other server is what counts.
        Assert.DoesNotContain(visit.Complaints, complaint => complaint.StartsWith("asked elsewhere", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_form_of_another_site_changes_nothing_even_in_the_window_of_somebody_who_is_signed_in()
    {
        await using var server = await DemoServer.StartAsync();
        await using var visit = await browser.OpenAsync(server.Address, View.Desktop);
        await visit.SignInAsync(Coordinator);
        var path = await Orders.FindAsync(visit, "CHA-26-285");
        var entries = server.Order(path[^14..]).Seq;
        var order = new Uri(server.Address, path);
        await using var elsewhere = await Stranger.StartAsync($$"""
            <!DOCTYPE html><title>Win a voyage</title>
            <form method="post" action="{{order}}"><input name="_handler" value="hold"><input name="Reason" value="forged"><button id="hold">Hold</button></form>
            <form method="post" action="{{new Uri(order, $"/api{path}/hold")}}" enctype="text/plain"><input name='{"reason":"forged","x":"' value='"}'><button id="api">API</button></form>
            <form method="post" action="{{new Uri(order, "/session/end")}}"><button id="end">End</button></form>
            """);

        foreach (var button in new[] { "#hold", "#api", "#end" })
        {
            await visit.Page.GotoAsync(elsewhere.Address);
            var answer = await visit.Page.RunAndWaitForResponseAsync(() => visit.Page.Locator(button).ClickAsync(), response => response.Url.StartsWith(server.Address.ToString(), StringComparison.Ordinal));
            Assert.InRange(answer.Status, 300, 499);
        }

        Assert.Equal(entries, server.Order(path[^14..]).Seq);
        // And the session is still there.
        Assert.Equal(200, (await visit.GoAsync(path)).Status);
        Assert.Equal(path, new Uri(visit.Page.Url).AbsolutePath);
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused_from_this_very_page()
    {
        await using var server = await DemoServer.StartAsync();
        await using var visit = await browser.OpenAsync(server.Address, View.Desktop);
        await visit.SignInAsync(Coordinator);
        var path = await Orders.FindAsync(visit, "CHA-26-285");
        await visit.GoAsync(path);
        var entries = server.Order(path[^14..]).Seq;
        await visit.Page.EvaluateAsync("() => document.querySelectorAll('[name=__RequestVerificationToken]').forEach(token => token.remove())");
        await visit.Page.GetByLabel("Why it must wait").FillAsync("forged");

        var answer = await visit.Page.RunAndWaitForResponseAsync(
            () => visit.Page.GetByRole(AriaRole.Button, new() { Name = "Put on hold" }).ClickAsync(), response => response.Request.Method == "POST");

        Assert.Equal(400, answer.Status);
        Assert.Equal(entries, server.Order(path[^14..]).Seq);
    }

    [Fact]
    public async Task A_script_in_a_reason_is_read_by_people_and_run_by_nobody()
    {
        await using var server = await DemoServer.StartAsync();
        await using var visit = await browser.OpenAsync(server.Address, View.Desktop);
        visit.Page.Dialog += (_, dialog) => Assert.Fail(dialog.Message);
        await visit.SignInAsync(Coordinator);
        var path = await Orders.FindAsync(visit, "CHA-26-285");

        foreach (var script in Scripts)
        {
            await visit.GoAsync(path);
            await visit.Page.GetByLabel("Why it must wait").FillAsync(script);
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Put on hold" }).ClickAsync();
            await Assertions.Expect(visit.Page.Locator(".hold .reason").GetByText(script, new() { Exact = true })).ToBeVisibleAsync();
        }
        // The list tells of holds too, and gives back what was looked for.
        await visit.GoAsync($"/?text={Uri.EscapeDataString(Scripts[1])}&state={Uri.EscapeDataString(Scripts[1])}&phase={Uri.EscapeDataString(Scripts[0])}");
        Assert.Equal(Scripts[1], await visit.Page.Locator("#text").InputValueAsync());
        await visit.GoAsync("/");

        Assert.DoesNotContain("taken", await visit.Page.TitleAsync(), StringComparison.Ordinal);
        // An inline script that reached the page would be stopped by the policy, and the browser would have said so.
        visit.AssertClean();
    }

    [Fact]
    public async Task Another_sites_order_is_not_there_by_its_address()
    {
        await using var inspector = await browser.OpenAsAsync(demo.Server.Address, View.Desktop, "solveig-thaler");
        var path = await Orders.FindAsync(inspector, "MOT-26-655");
        Assert.Equal(200, (await inspector.GoAsync(path)).Status);
        await using var visit = await browser.OpenAsAsync(demo.Server.Address, View.Desktop, Coordinator);

        var theirs = await visit.GoAsync(path);
        var theirText = await visit.Page.Locator("main").InnerTextAsync();
        var nobodys = await visit.GoAsync("/orders/0000-0000-0000");

        Assert.Equal(404, theirs.Status);
        Assert.Equal(404, nobodys.Status);
        // Not even that it exists.
        Assert.Equal(await visit.Page.Locator("main").InnerTextAsync(), theirText);
    }

    private static async Task<string> SessionAsync(Visit visit) => (await visit.Context.CookiesAsync()).Single(c => c.Name == Sessions.Cookie).Value;
}
