using Microsoft.Playwright;
using TherapyChain.Server.Tests.Demo;

namespace TherapyChain.EndToEnd.Walks;

/// <summary>A lift, a cellar, a dock of steel: the connection goes while somebody types.</summary>
public sealed class LostConnectionWalk(Browser browser)
{
    [Theory]
    [InlineData(Way.Phone)]
    [InlineData(Way.Keyboard)]
    public async Task A_form_that_cannot_be_sent_says_so_keeps_what_was_typed_and_is_sent_once_when_the_connection_is_back(Way way)
    {
        await using var server = await DemoServer.StartAsync();
        await using var maja = await Hand.OpenAsync(browser, server.Address, way, "maja-hellstrom");
        var page = maja.Page;
        var path = await Orders.FindAsync(maja.Visit, "KAR-26-174");
        var order = server.Order(path.Split('/')[^1]);
        await maja.GoAsync($"{path}/steps/check-kit-and-labels");
        await Assertions.Expect(page.Locator("#scans-chain-of-identity")).ToBeFocusedAsync();
        await maja.ScanAsync(order.Identifiers["chain-of-identity"]);
        await maja.TypeAsync(page.Locator("#evidence-kit-lot"), "KT-26017");
        await maja.TypeAsync(page.Locator("#evidence-labels-received"), "12");

        await maja.Visit.Context.SetOfflineAsync(true);
        var send = page.GetByRole(AriaRole.Button, new() { Name = "Record this step" });
        await maja.PressAsync(send, stays: true);

        await Assertions.Expect(page.Locator("#not-sent")).ToContainTextAsync("Nothing was sent");
        await Assertions.Expect(page.Locator("#not-sent")).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator("#not-sent")).ToBeInViewportAsync();
        await maja.KeepAsync("not-sent");
        await maja.PressAsync(send, stays: true);
        await Assertions.Expect(page.Locator("#not-sent")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("#evidence-kit-lot")).ToHaveValueAsync("KT-26017");
        await Assertions.Expect(page.Locator("#scans-chain-of-identity")).ToHaveValueAsync(order.Identifiers["chain-of-identity"]);
        Assert.Equal(order.Seq, server.Order(order.Id.ToString()).Seq);

        await maja.Visit.Context.SetOfflineAsync(false);
        await maja.PressAsync(send);
        await Assertions.Expect(page.Locator(".done").First).ToContainTextAsync("Recorded: Check kit and labels");
        Assert.Equal(order.Seq + 1, server.Order(order.Id.ToString()).Seq);
        // The browser says of each try that it failed, and nothing else.
        Assert.All(maja.Visit.Complaints, complaint => Assert.Contains("/healthz", complaint, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_presses_in_a_hurry_are_one_hold()
    {
        await using var server = await DemoServer.StartAsync();
        await using var jule = await Hand.OpenAsync(browser, server.Address, Way.Desk, "jule-petersdorf");
        var page = jule.Page;
        var path = await Orders.FindAsync(jule.Visit, "CHA-26-285");
        await jule.GoAsync(path);
        var seq = server.Order(path.Split('/')[^1]).Seq;

        await jule.TypeAsync(page.GetByLabel("Why it must wait"), "The patient has a fever.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Put on hold" }).DblClickAsync();

        await Assertions.Expect(page.Locator(".hold")).ToHaveCountAsync(1);
        Assert.Equal(seq + 1, server.Order(path.Split('/')[^1]).Seq);
        jule.Visit.AssertClean();
    }

    [Fact]
    public async Task A_tab_that_nobody_looked_at_has_caught_up_when_somebody_does()
    {
        await using var server = await DemoServer.StartAsync();
        await using var jule = await Hand.OpenAsync(browser, server.Address, Way.Desk, "jule-petersdorf");
        await using var kerstin = await Hand.OpenAsync(browser, server.Address, Way.Desk, "kerstin-hagemann");
        var path = await Orders.FindAsync(jule.Visit, "CHA-26-285");
        await jule.GoAsync(path);
        await jule.Page.WaitForSelectorAsync("#live[data-listening]", new() { State = WaitForSelectorState.Attached });

        await LookAsync(jule.Page, hidden: true);
        await kerstin.GoAsync(path);
        await kerstin.TypeAsync(kerstin.Page.GetByLabel("Why it must wait"), "The patient has a fever.");
        await kerstin.PressAsync(kerstin.Page.GetByRole(AriaRole.Button, new() { Name = "Put on hold" }));
        await Assertions.Expect(jule.Page.Locator(".hold")).ToHaveCountAsync(0);
        await LookAsync(jule.Page, hidden: false);

        await Assertions.Expect(jule.Page.Locator(".hold .reason")).ToHaveTextAsync("The patient has a fever.");
        jule.Visit.AssertClean();
        kerstin.Visit.AssertClean();
    }

    // A browser without windows has none to hide.
    private static async Task LookAsync(IPage page, bool hidden) =>
        await page.EvaluateAsync("hidden => { Object.defineProperty(document, 'hidden', { value: hidden, configurable: true }); document.dispatchEvent(new Event('visibilitychange')); }", hidden);
}
