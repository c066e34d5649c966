using Microsoft.Playwright;
using TherapyChain.Server.Tests.Demo;

namespace TherapyChain.EndToEnd;

/// <summary>Practice in a real browser: a scanner that reads the codes off the screen, a refused scan, and the qualification at the end.</summary>
public sealed class PracticeTests(Browser browser)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whoever_practises_scans_from_the_screen_is_refused_once_goes_on_and_is_qualified(bool phone)
    {
        await using var server = await DemoServer.StartAsync();
        await using var visit = await browser.OpenAsAsync(server.Address, phone ? View.Phone : View.Desktop, "oskar-nyberg");
        var page = visit.Page;
        var order = await Orders.PractisedAsync(visit);
        await Assertions.Expect(page.GetByRole(AriaRole.Complementary, new() { Name = "Practice" })).ToContainTextAsync("Practice. Nothing here is real.");

        // The wrong code first, as the scanner types it.
        await page.Locator(".next-one a").ClickAsync();
        await ScanAsync(visit, "scans.chain-of-identity", (await page.Locator(".odd-code code").TextContentAsync())!);
        await page.GetByRole(AriaRole.Button, new() { Name = "ecord this step" }).ClickAsync();
        await Assertions.Expect(page.Locator(".stop-now")).ToContainTextAsync("STOP");
        await visit.GoAsync($"/orders/{order}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Let the others do their part" }).ClickAsync();
        // The held page names the next step too: only the one without the hold is the answer.
        await Assertions.Expect(page.Locator("section.hold")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator(".next-one a")).ToBeVisibleAsync();

        for (var steps = 0; await page.Locator(".next-one a").CountAsync() > 0 && steps < 10; steps++) await TakeAsync(visit);

        await Assertions.Expect(page.Locator(".practice-progress .done")).ToContainTextAsync("practice-car-t-autologous-cryo-1-apheresis-nurse");
        await visit.GoAsync("/practice");
        await Assertions.Expect(page.Locator(".practices .tag.good")).ToHaveTextAsync("Completed");
        visit.AssertClean();
    }

    private static async Task TakeAsync(Visit visit)
    {
        var page = visit.Page;
        await page.Locator(".next-one a").ClickAsync();
        foreach (var line in await page.Locator("[data-for]").AllAsync())
        {
            var (field, value) = ((await line.GetAttributeAsync("data-for"))!, await line.GetAttributeAsync("data-value") ?? "");
            if (field.StartsWith("scans.", StringComparison.Ordinal)) await ScanAsync(visit, field, value);
            else if (field == "second") await FillAsync(visit, ("second.person", value), ("second.password", "practice"));
            else if (field.StartsWith("handovers.", StringComparison.Ordinal))
            {
                if (await line.GetAttributeAsync("data-seal") is { Length: > 0 } seal) await FillAsync(visit, ($"{field}.seal", seal));
                await FillAsync(visit, ($"{field}.condition", value));
            }
            else await FillAsync(visit, (field, value));
        }
        foreach (var (field, value) in new[] { ("credentials.person", "oskar-nyberg"), ("credentials.password", "a bag for every patient") })
            if (await page.Locator($"form.step [name='{field}']").CountAsync() > 0) await FillAsync(visit, (field, value));
        await page.GetByRole(AriaRole.Button, new() { Name = "ecord this step" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status).First).ToContainTextAsync("Recorded:");
    }

    private static async Task ScanAsync(Visit visit, string field, string code)
    {
        var input = visit.Page.Locator($"form.step [name='{field}']");
        await input.FocusAsync();
        await input.PressAsync("Control+End");
        await visit.Page.Keyboard.TypeAsync(code);
        await visit.Page.Keyboard.PressAsync("Enter");
    }

    private static async Task FillAsync(Visit visit, params (string Field, string Value)[] fields)
    {
        foreach (var (field, value) in fields)
        {
            var input = visit.Page.Locator($"form.step [name='{field}']").First;
            switch (await input.EvaluateAsync<string>("e => e.type"))
            {
                case "radio": await visit.Page.Locator($"form.step [name='{field}'][value='{value}']").CheckAsync(); break;
                case "checkbox": await input.CheckAsync(); break;
                case "select-one": await input.SelectOptionAsync(value); break;
                default: await input.FillAsync(value); break;
            }
        }
    }
}
