using Microsoft.Playwright;
using TherapyChain.Server.Tests.Demo;

namespace TherapyChain.EndToEnd;

/// <summary>Hospitals switch scripts off, and networks lose them: the work goes on.</summary>
public sealed class WithoutScriptTests(Browser browser)
{
    private static readonly View Bare = View.Phone with { Script = false };

    [Fact]
    public async Task A_nurse_stops_an_order_and_quality_lets_it_go_on_with_no_script_at_all()
    {
        await using var server = await DemoServer.StartAsync();
        await using var nurse = await browser.OpenAsync(server.Address, Bare);
        await using var quality = await browser.OpenAsync(server.Address, Bare);

        // She asks for the list, is asked who she is, and comes to the list.
        await nurse.GoAsync("/");
        await nurse.SignInAsync("kerstin-hagemann");
        Assert.Equal("/", new Uri(nurse.Page.Url).AbsolutePath);
        await nurse.Page.Locator("#text").FillAsync("CHA-26-285");
        await nurse.Page.Locator("form.filters button").ClickAsync();
        await nurse.Page.Locator("table.list a[href^='/orders/']").ClickAsync();
        await nurse.Page.GetByLabel("Why it must wait").FillAsync("The patient has a fever.");
        await nurse.Page.GetByRole(AriaRole.Button, new() { Name = "Put on hold" }).ClickAsync();
        await Assertions.Expect(nurse.Page.Locator(".hold .reason")).ToHaveTextAsync("The patient has a fever.");
        await nurse.Page.Locator(".whoami summary").ClickAsync();
        await nurse.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Assertions.Expect(nurse.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Sign in");

        await quality.GoAsync("/");
        await quality.SignInAsync("ulrike-sandmann");
        await quality.GoAsync(await Orders.FindAsync(quality, "CHA-26-285"));
        // Blank is not a reason; the field's own check lets blanks through, the server does not.
        await quality.Page.GetByLabel("Why work may go on").FillAsync("   ");
        await quality.Page.GetByRole(AriaRole.Button, new() { Name = "Resolve this hold" }).ClickAsync();
        await Assertions.Expect(quality.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Give a reason in words.");
        await quality.Page.GetByLabel("Why work may go on").FillAsync("The fever is gone.");
        await quality.Page.GetByRole(AriaRole.Button, new() { Name = "Resolve this hold" }).ClickAsync();
        await Assertions.Expect(quality.Page.Locator(".hold")).ToHaveCountAsync(0);
        await Assertions.Expect(quality.Page.Locator(".timeline")).ToContainTextAsync("The fever is gone.");

        nurse.AssertClean();
        quality.AssertClean();
    }
}
