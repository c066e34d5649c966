using Microsoft.Playwright;
using TherapyChain.EndToEnd.Gallery;
using TherapyChain.Server.Tests.Demo;

namespace TherapyChain.EndToEnd;

/// <summary>Nobody needs a mouse.</summary>
public sealed class KeyboardTests(Browser browser, DemoServer demo)
{
    public static TheoryData<string> Routes => [.. Rows.Routes];

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Every_link_button_and_field_is_reached_by_tab_and_shows_that_it_is(string route)
    {
        var row = Rows.All.First(row => row.Route == route);
        await using var visit = await browser.OpenAsAsync(demo.Server.Address, View.Desktop, row.Person);
        await visit.GoAsync(await Orders.PathAsync(visit, row.Path));

        var findings = await Keyboard.WalkAsync(visit.Page);

        Assert.True(findings.Count == 0, string.Join('\n', findings));
        visit.AssertClean();
    }

    [Fact]
    public async Task Somebody_signs_in_finds_an_order_and_opens_it_without_a_mouse()
    {
        await using var visit = await browser.OpenAsync(demo.Server.Address, View.Desktop);
        var page = visit.Page;
        await visit.GoAsync("/sign-in?return=%2F");

        await Assertions.Expect(page.GetByLabel("Person id", new() { Exact = true })).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("jule-petersdorf");
        await Keyboard.TabToAsync(page, page.GetByLabel("Password", new() { Exact = true }));
        await page.Keyboard.TypeAsync(SignIn.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(url => new Uri(url).AbsolutePath == "/");
        await Keyboard.TabToAsync(page, page.Locator("#text"));
        await page.Keyboard.TypeAsync("CHA-26-285");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(url => url.Contains("text=CHA-26-285", StringComparison.Ordinal));
        await Keyboard.TabToAsync(page, page.Locator("table.list a[href^='/orders/']").First);
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("CHA-26-285");
        visit.AssertClean();
    }

    [Fact]
    public async Task The_first_stop_of_a_page_leads_past_its_head()
    {
        await using var visit = await browser.OpenAsAsync(demo.Server.Address, View.Desktop, "jule-petersdorf");
        await visit.GoAsync("/");

        await visit.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(visit.Page.Locator("a.skip")).ToBeInViewportAsync();
        await visit.Page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(visit.Page.Locator("main")).ToBeFocusedAsync();
        visit.AssertClean();
    }

    [Fact]
    public async Task The_walk_sees_a_stop_without_an_outline_and_one_that_tab_never_reaches()
    {
        await using var visit = await browser.OpenAsync(demo.Server.Address, View.Desktop);
        await visit.GoAsync("/sign-in");
        await visit.Page.EvaluateAsync("""
            () => {
              document.querySelector('h1').innerHTML = '<button id="bare">Bare</button><button id="after">After</button>';
              document.getElementById('bare').style.outline = 'none';
              // Takes the focus away again, so that Tab begins anew from the field before.
              document.getElementById('after').addEventListener('focus', event => event.target.blur());
            }
            """);

        var findings = await Keyboard.WalkAsync(visit.Page);

        Assert.Contains(findings, finding => finding.Contains("no outline", StringComparison.Ordinal) && finding.Contains("bare", StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding.StartsWith("not reached", StringComparison.Ordinal) && finding.Contains("after", StringComparison.Ordinal));
    }
}
