using System.Text.Json;
using Microsoft.Playwright;
using NodaTime;
using TherapyChain.Server.Tests.Demo;

namespace TherapyChain.EndToEnd;

/// <summary>Taking a step at its form, as people do it: with a scanner that types and presses Enter, with wrong bags, with others at the same order, and with sessions that end.</summary>
public sealed class StepTests(Browser browser)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whoever_packs_scans_one_label_after_the_other_and_never_touches_the_screen(bool phone)
    {
        await using var server = await DemoServer.StartAsync();
        await using var visit = await browser.OpenAsAsync(server.Address, phone ? View.Phone : View.Desktop, "lotte-kuiper");
        var (order, codes) = await OpenAsync(visit, "UTR-26-248", "pack-starting-material");

        await ScanAsync(visit, codes["chain-of-identity"].Single());
        await Assertions.Expect(visit.Page.Locator("#scans-frozen-bag")).ToBeFocusedAsync();
        foreach (var bag in codes["frozen-bag"]) await ScanAsync(visit, bag);
        await Assertions.Expect(visit.Page.Locator("#evidence-shipper-number")).ToBeFocusedAsync();
        await visit.Page.Keyboard.TypeAsync("SH-00471");
        await visit.Page.Locator("#evidence-logger-number").FillAsync("LG-998877");
        await visit.Page.Locator("#evidence-shipper-charged").CheckAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Record this step" }).ClickAsync();

        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Status).First).ToContainTextAsync("Recorded: Pack the starting material");
        Assert.EndsWith(order, new Uri(visit.Page.Url).AbsolutePath, StringComparison.Ordinal);
        visit.AssertClean();
    }

    [Fact]
    public async Task A_wrong_bag_stops_the_work_is_told_as_such_and_nothing_that_was_typed_is_lost()
    {
        await using var server = await DemoServer.StartAsync();
        await using var visit = await browser.OpenAsAsync(server.Address, View.Phone, "lotte-kuiper");
        var (order, codes) = await OpenAsync(visit, "UTR-26-248", "pack-starting-material");

        await ScanAsync(visit, codes["chain-of-identity"].Single());
        await ScanAsync(visit, codes["frozen-bag"][0]);
        await ScanAsync(visit, "KUH-CB-26-0077");
        await visit.Page.Locator("#evidence-shipper-number").FillAsync("SH-00471");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Record this step" }).ClickAsync();

        await Assertions.Expect(visit.Page.Locator(".stop-now")).ToContainTextAsync("STOP");
        await Assertions.Expect(visit.Page.Locator("#scans-frozen-bag-error").First).ToBeVisibleAsync();
        // All that is wrong at once: what is missing too, each at its field.
        await Assertions.Expect(visit.Page.Locator("#evidence-logger-number-error")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.Locator("#evidence-shipper-number")).ToHaveValueAsync("SH-00471");
        await visit.GoAsync($"/orders/{order}");
        await Assertions.Expect(visit.Page.Locator(".hold .reason")).ToContainTextAsync("KUH-CB-26-0077");
        visit.AssertClean();
    }

    [Fact]
    public async Task What_a_colleague_records_appears_without_reload_and_an_old_form_is_told_so()
    {
        await using var server = await DemoServer.StartAsync();
        await using var maja = await browser.OpenAsAsync(server.Address, View.Desktop, "maja-hellstrom");
        await using var oskar = await browser.OpenAsAsync(server.Address, View.Desktop, "oskar-nyberg");
        await using var watching = await browser.OpenAsAsync(server.Address, View.Desktop, "elsa-wikstrom");
        var (order, codes) = await OpenAsync(maja, "KAR-26-174", "check-kit-and-labels");
        await OpenAsync(oskar, "KAR-26-174", "check-kit-and-labels");
        await watching.GoAsync($"/orders/{order}");
        await watching.Page.WaitForSelectorAsync("#live[data-listening]", new() { State = WaitForSelectorState.Attached });

        foreach (var visit in new[] { maja, oskar })
        {
            await ScanAsync(visit, codes["chain-of-identity"].Single());
            await visit.Page.Locator("#evidence-kit-lot").FillAsync("LOT-7");
            await visit.Page.Locator("#evidence-labels-received").FillAsync("12");
            await visit.Page.RunAndWaitForResponseAsync(() => visit.Page.GetByRole(AriaRole.Button, new() { Name = "Record this step" }).ClickAsync(), response => response.Request.Method == "POST");
        }

        await Assertions.Expect(maja.Page.GetByRole(AriaRole.Status).First).ToContainTextAsync("Recorded:");
        await Assertions.Expect(oskar.Page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("The order changed");
        await Assertions.Expect(oskar.Page.Locator("#evidence-kit-lot")).ToHaveValueAsync("LOT-7");
        await Assertions.Expect(watching.Page.Locator("#live")).ToContainTextAsync("up to date again");
        await Assertions.Expect(watching.Page.Locator(".timeline > li").First).ToContainTextAsync("Maja Hellström");
        watching.AssertClean();
    }

    [Fact]
    public async Task A_session_that_ends_in_the_middle_of_a_form_loses_nothing()
    {
        await using var server = await DemoServer.StartAsync();
        await using var visit = await browser.OpenAsync(server.Address, View.Phone);
        await visit.SignInAsync("lotte-kuiper");
        var (_, codes) = await OpenAsync(visit, "UTR-26-248", "pack-starting-material");
        await ScanAsync(visit, codes["chain-of-identity"].Single());
        await visit.Page.Locator("#evidence-shipper-number").FillAsync("SH-00471");

        server.Clock.Advance(Duration.FromHours(3));
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Record this step" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Sign in");
        await visit.SignInAsync("lotte-kuiper");

        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Status).First).ToContainTextAsync("Your session had ended");
        await Assertions.Expect(visit.Page.Locator("#evidence-shipper-number")).ToHaveValueAsync("SH-00471");
        await Assertions.Expect(visit.Page.Locator("#scans-chain-of-identity")).ToHaveValueAsync(codes["chain-of-identity"].Single());
        visit.AssertClean();
    }

    private static async Task<(string Order, Dictionary<string, string[]> Codes)> OpenAsync(Visit visit, string reference, string step)
    {
        var path = await Orders.FindAsync(visit, reference);
        var order = path.Split('/')[^1].Split('?')[0];
        var answer = await visit.Context.APIRequest.GetAsync($"/api/orders/{order}");
        using var json = JsonDocument.Parse(await answer.TextAsync());
        var codes = json.RootElement.GetProperty("identifiers").EnumerateObject().ToDictionary(i => i.Name, i => new[] { i.Value.GetString()! });
        foreach (var container in json.RootElement.GetProperty("containers").EnumerateArray())
            codes[container.GetProperty("container").GetString()!] = [.. container.GetProperty("labels").EnumerateArray().Select(label => label.GetString()!)];
        await visit.GoAsync($"/orders/{order}/steps/{step}");
        return (order, codes);
    }

    // As a keyboard-wedge scanner does: fast, and with Enter at the end.
    private static async Task ScanAsync(Visit visit, string code)
    {
        await visit.Page.Keyboard.TypeAsync(code);
        await visit.Page.Keyboard.PressAsync("Enter");
    }
}
