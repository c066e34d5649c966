using Microsoft.Playwright;
using NodaTime;
using TherapyChain.Server.Tests.Demo;

namespace TherapyChain.EndToEnd.Walks;

/// <summary>Coming in with a telephone beside the password, at the start of a shift and in the middle of a form.</summary>
public sealed class SecondFactorWalk(Browser browser)
{
    [Fact]
    public void The_authenticator_of_these_tests_agrees_with_RFC_6238()
    {
        // Appendix B, SHA-1: the last six of its eight digits.
        var app = new Authenticator("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");

        Assert.Equal("287082", app.At(Instant.FromUnixTimeSeconds(59)));
        Assert.Equal("081804", app.At(Instant.FromUnixTimeSeconds(1_111_111_109)));
        Assert.Equal("005924", app.At(Instant.FromUnixTimeSeconds(1_234_567_890)));
    }

    [Theory]
    [InlineData(Way.Phone)]
    [InlineData(Way.Keyboard)]
    public async Task Somebody_enrols_an_authenticator_and_a_session_that_ends_in_a_receipt_is_taken_up_again_with_it(Way way)
    {
        await using var server = await DemoServer.StartAsync();
        await using var nadine = await Hand.OpenAsync(browser, server.Address, way, "nadine-kuhnert");
        var page = nadine.Page;
        await nadine.GoAsync("/my-security");
        await nadine.SkipAsync();
        await nadine.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Enrol a second factor" }));
        var app = new Authenticator((await page.Locator("code.secret").TextContentAsync())!);
        await nadine.KeepAsync("second-factor-enrol");
        await nadine.TypeAsync(page.Locator("#code"), "123456");
        await nadine.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Enrol", Exact = true }));
        await Assertions.Expect(page.Locator("#code-error")).ToBeVisibleAsync();
        await nadine.TypeAsync(page.Locator("#code"), app.At(server.Clock.GetCurrentInstant()));
        await nadine.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Enrol", Exact = true }));
        await Assertions.Expect(page.Locator(".recovery li")).ToHaveCountAsync(10);
        var spare = (await page.Locator(".recovery code").First.TextContentAsync())!;
        await nadine.KeepAsync("second-factor-recovery");

        // In the middle of a receipt the session ends.
        await nadine.GoAsync("/shipments");
        var order = server.Order((await page.Locator("a[href^='/shipments/']", new() { HasText = "CHA-26-285" }).First.GetAttributeAsync("href"))!.Split('/')[^1]);
        await nadine.PressAsync(page.Locator($"a[href='/shipments/{order.Id}/receive-starting-material']"));
        await Assertions.Expect(page.Locator("#scans")).ToBeFocusedAsync();
        await nadine.ScanAsync(order.Identifiers["chain-of-identity"]);
        await nadine.ScanAsync(order.Containers["frozen-bag"].Labels[0]);
        await nadine.ScanAsync(order.Containers["frozen-bag"].Seal!);
        await nadine.TickAsync(page.Locator("input[value=tilted]"));
        server.Clock.Advance(Duration.FromHours(3));
        await nadine.PressAsync(page.Locator("button.confirm"));
        await Assertions.Expect(page.Locator("#why")).ToContainTextAsync("Your session has ended");

        // The same code does not open twice, and half of the proof opens nothing.
        var code = app.At(server.Clock.GetCurrentInstant());
        await nadine.SignInAsync("nadine-kuhnert", code);
        await Assertions.Expect(page.GetByRole(AriaRole.Status).First).ToContainTextAsync("Your session had ended");
        await Assertions.Expect(page.Locator("#scans")).ToHaveValueAsync($"{order.Identifiers["chain-of-identity"]}\n{order.Containers["frozen-bag"].Labels[0]}");
        await Assertions.Expect(page.Locator("#handovers-frozen-bag-seal")).ToHaveValueAsync(order.Containers["frozen-bag"].Seal!);
        await Assertions.Expect(page.Locator("input[value=tilted]")).ToBeCheckedAsync();
        await nadine.KeepAsync("receipt-restored");
        await using var other = await Hand.OpenAsync(browser, server.Address, way);
        await other.GoAsync("/sign-in");
        await other.TypeAsync(other.Page.Locator("#person"), "nadine-kuhnert");
        await other.TypeAsync(other.Page.Locator("#password"), SignIn.Password);
        await other.PressAsync(other.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }));
        await other.TypeAsync(other.Page.Locator("#code"), code);
        await other.PressAsync(other.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }));
        await Assertions.Expect(other.Page.Locator("#code-error")).ToBeVisibleAsync();
        await other.KeepAsync("sign-in-code-refused");
        // Without the telephone, a recovery code.
        await other.TypeAsync(other.Page.Locator("#code"), spare);
        await other.PressAsync(other.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }));
        await Assertions.Expect(other.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Worklist");
        nadine.Visit.AssertClean();
        other.Visit.AssertClean();
    }

    [Fact]
    public async Task An_order_that_was_being_begun_when_the_session_ended_is_still_there()
    {
        await using var server = await DemoServer.StartAsync();
        await using var jule = await Hand.OpenAsync(browser, server.Address, Way.Desk);
        var page = jule.Page;
        await jule.GoAsync("/orders/new?workflow=car-t-autologous-cryo");
        await jule.SignInAsync("jule-petersdorf");
        await jule.TypeAsync(page.Locator("#reference"), "CHA-26-991");
        await jule.ChooseAsync(page.Locator("#parties-manufacturer"), "isara");

        server.Clock.Advance(Duration.FromHours(3));
        await jule.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Begin the order" }));
        await Assertions.Expect(page.Locator("#why")).ToContainTextAsync("Your session has ended");
        await jule.SignInAsync("jule-petersdorf");

        await Assertions.Expect(page.GetByRole(AriaRole.Status).First).ToContainTextAsync("Your session had ended");
        await Assertions.Expect(page.Locator("#reference")).ToHaveValueAsync("CHA-26-991");
        await Assertions.Expect(page.Locator("#parties-manufacturer")).ToHaveValueAsync("isara");
        jule.Visit.AssertClean();
    }
}
