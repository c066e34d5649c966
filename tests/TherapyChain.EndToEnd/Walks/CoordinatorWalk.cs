using Microsoft.Playwright;
using TherapyChain.Server.Tests.Demo;

namespace TherapyChain.EndToEnd.Walks;

/// <summary>A coordinator's day: what cannot wait, a new order, the filter of every morning, and a kit whose label belongs to somebody else.</summary>
public sealed class CoordinatorWalk(Browser browser)
{
    [Theory]
    [InlineData(Way.Desk)]
    [InlineData(Way.Phone)]
    [InlineData(Way.Keyboard)]
    public async Task A_coordinator_sees_what_cannot_wait_and_brings_a_new_order_to_its_slot(Way way)
    {
        await using var server = await DemoServer.StartAsync();
        await using var jule = await Hand.OpenAsync(browser, server.Address, way);
        await jule.GoAsync("/");
        await jule.SignInAsync("jule-petersdorf");
        var page = jule.Page;

        // What is about to go wrong stands first, with what is left of its time, and leads to the order.
        var urgent = page.Locator("#needs section").First;
        await Assertions.Expect(urgent).ToContainTextAsync("min left");
        await jule.PressAsync(urgent.GetByRole(AriaRole.Link, new() { Name = "CHA-26-433", Exact = true }));
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("CHA-26-433");
        await Assertions.Expect(page.Locator("#live-limits .limit").First).ToContainTextAsync("Time since thaw");
        await jule.PressAsync(page.Locator(".wordmark"));

        // A new order: what is missing is told at its field, and what was typed stays.
        await jule.SkipAsync();
        await jule.PressAsync(page.GetByRole(AriaRole.Link, new() { Name = "Begin an order" }));
        await jule.SkipAsync();
        await jule.PressAsync(page.GetByRole(AriaRole.Link, new() { Name = "Autologous CAR-T, frozen starting material" }));
        await jule.TypeAsync(page.Locator("#reference"), "CHA-26-990");
        await jule.ChooseAsync(page.Locator("#parties-manufacturer"), "pleisse");
        await jule.ChooseAsync(page.Locator("#parties-courier"), "havelkurier");
        await jule.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Begin the order" }));
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Return courier");
        await Assertions.Expect(page.Locator("#reference")).ToHaveValueAsync("CHA-26-990");
        await jule.KeepAsync("order-new-refused");
        await jule.ChooseAsync(page.Locator("#parties-return-courier"), "havelkurier");
        await jule.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Begin the order" }));
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("CHA-26-990");
        var order = new Uri(page.Url).AbsolutePath;
        await Assertions.Expect(page.Locator("#live-steps")).ToContainTextAsync("No step waits for you here.");

        // The physician's part, by the same means; the coordinator's page learns of it by itself.
        await page.WaitForSelectorAsync("#live[data-listening]", new() { State = WaitForSelectorState.Attached });
        await ReferAsync(server.Address, way, order);
        await Assertions.Expect(page.Locator("#live-steps").GetByRole(AriaRole.Link, new() { Name = "Request a manufacturing slot" })).ToBeVisibleAsync();
        await jule.KeepAsync("order-told-of-a-change");

        await jule.PressAsync(page.GetByRole(AriaRole.Link, new() { Name = "Request a manufacturing slot" }));
        await jule.TickAsync(page.GetByRole(AriaRole.Radio, new() { Name = "Urgent", Exact = true }));
        await jule.TypeAsync(page.Locator("#evidence-reason"), "Bridging therapy holds the disease for now.");
        await jule.KeepAsync("step-slot");
        await jule.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Record this step" }));
        await Assertions.Expect(page.Locator(".done").First).ToContainTextAsync("Recorded: Request a manufacturing slot");
        await Assertions.Expect(page.Locator("#live-limits")).ToContainTextAsync("Wait for a manufacturing slot");

        // Where it stands among the others.
        await jule.PressAsync(page.GetByRole(AriaRole.Link, new() { Name = "Board", Exact = true }));
        await Assertions.Expect(page.Locator("#board section").First).ToContainTextAsync("CHA-26-990");
        jule.Visit.AssertClean();
    }

    [Theory]
    [InlineData(Way.Phone)]
    [InlineData(Way.Keyboard)]
    public async Task A_filter_is_kept_found_again_and_removed(Way way)
    {
        await using var server = await DemoServer.StartAsync();
        await using var jule = await Hand.OpenAsync(browser, server.Address, way, "jule-petersdorf");
        var page = jule.Page;
        await jule.GoAsync("/");

        await jule.SkipAsync();
        await jule.ChooseAsync(page.Locator("#show"), "open");
        await jule.ChooseAsync(page.Locator("#workflow"), "car-t-autologous-cryo");
        await jule.PressAsync(page.Locator("form.filters button"));
        await Assertions.Expect(page.Locator("table.list tbody tr")).ToHaveCountAsync(4);
        await Assertions.Expect(page.Locator("table.list")).Not.ToContainTextAsync("Tumour");
        await jule.PressAsync(page.Locator("form.keep button"));
        await Assertions.Expect(page.Locator("#filter-name-error")).ToBeVisibleAsync();
        await jule.TypeAsync(page.Locator("#filter-name"), "My CAR-T <b>");
        await jule.PressAsync(page.Locator("form.keep button"));
        await Assertions.Expect(page.GetByRole(AriaRole.Status).First).ToHaveTextAsync("Your filter is kept.");
        await jule.KeepAsync("filter-kept");

        await jule.PressAsync(page.Locator(".wordmark"));
        await Assertions.Expect(page.Locator("table.list tbody tr")).ToHaveCountAsync(8);
        await jule.PressAsync(page.GetByRole(AriaRole.Link, new() { Name = "My CAR-T <b>" }));
        await Assertions.Expect(page.Locator("table.list tbody tr")).ToHaveCountAsync(4);
        await jule.PressAsync(page.GetByText("Remove a filter"));
        await jule.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Remove My CAR-T <b>" }));
        await Assertions.Expect(page.GetByRole(AriaRole.Status).First).ToHaveTextAsync("Your filter is removed.");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "My CAR-T <b>" })).ToHaveCountAsync(0);
        jule.Visit.AssertClean();
    }

    [Theory]
    [InlineData(Way.Phone)]
    [InlineData(Way.Keyboard)]
    public async Task A_kit_with_another_patients_label_stops_the_order_until_quality_has_judged_it(Way way)
    {
        await using var server = await DemoServer.StartAsync();
        await using var maja = await Hand.OpenAsync(browser, server.Address, way, "maja-hellstrom");
        var page = maja.Page;
        await maja.GoAsync("/");

        // By the scanner, straight into the field that has no other work.
        await maja.TypeAsync(page.Locator("#seek"), "KAR-26-174");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("table.list tbody tr")).ToHaveCountAsync(1);
        await maja.SkipAsync();
        await maja.PressAsync(page.Locator("table.list a[href^='/orders/']"));
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("KAR-26-174");
        var order = new Uri(page.Url).AbsolutePath;
        var right = await CodeAsync(maja, order, "chain-of-identity");
        await maja.PressAsync(page.GetByRole(AriaRole.Link, new() { Name = "Check kit and labels" }));
        await Assertions.Expect(page.Locator("#scans-chain-of-identity")).ToBeFocusedAsync();
        await maja.ScanAsync("CHISK3026002437");
        await Assertions.Expect(page.Locator("#evidence-kit-lot")).ToBeFocusedAsync();
        await maja.TypeAsync(page.Locator("#evidence-kit-lot"), "KT-26017");
        await maja.TypeAsync(page.Locator("#evidence-labels-received"), "12");
        await maja.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Record this step" }));

        await Assertions.Expect(page.Locator(".stop-now")).ToContainTextAsync("STOP");
        await Assertions.Expect(page.Locator("#evidence-kit-lot")).ToHaveValueAsync("KT-26017");
        await maja.KeepAsync("step-stop");
        await maja.PressAsync(page.Locator(".wordmark"));
        await Assertions.Expect(page.Locator("#needs")).ToContainTextAsync("CHISK3026002437 was read");
        // The order cannot go on by any other way.
        await maja.GoAsync(order);
        await Assertions.Expect(page.Locator(".hold .reason")).ToContainTextAsync("CHISK3026002437");
        await Assertions.Expect(page.Locator("#live-steps").GetByText("Not now").First).ToBeVisibleAsync();
        await maja.KeepAsync("order-stopped");
        await page.WaitForSelectorAsync("#live[data-listening]", new() { State = WaitForSelectorState.Attached });

        await JudgeAsync(server.Address, way, order);

        // The page learns of it by itself.
        await Assertions.Expect(page.Locator(".hold")).ToHaveCountAsync(0);
        await maja.PressAsync(page.GetByRole(AriaRole.Link, new() { Name = "Check kit and labels" }));
        await Assertions.Expect(page.Locator("#scans-chain-of-identity")).ToBeFocusedAsync();
        await maja.ScanAsync(right);
        await maja.TypeAsync(page.Locator("#evidence-kit-lot"), "KT-26017");
        await maja.TypeAsync(page.Locator("#evidence-labels-received"), "12");
        await maja.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Record this step" }));
        await Assertions.Expect(page.Locator(".done").First).ToContainTextAsync("Recorded: Check kit and labels");
        maja.Visit.AssertClean();
    }

    private async Task ReferAsync(Uri server, Way way, string order)
    {
        await using var anke = await Hand.OpenAsync(browser, server, way, "anke-vollbrecht");
        var page = anke.Page;
        await anke.GoAsync(order);
        await anke.PressAsync(page.GetByRole(AriaRole.Link, new() { Name = "Refer the patient" }));
        await anke.TickAsync(page.GetByRole(AriaRole.Radio, new() { Name = "Follicular lymphoma" }));
        await anke.TypeAsync(page.Locator("#evidence-patient-weight"), "720");
        await anke.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Record this step" }));
        // A slip of the keyboard: told at the field with what would be right, and the rest stays.
        await Assertions.Expect(page.Locator("#evidence-patient-weight-error").First).ToContainTextAsync("300");
        await Assertions.Expect(page.GetByRole(AriaRole.Radio, new() { Name = "Follicular lymphoma" })).ToBeCheckedAsync();
        await anke.TypeAsync(page.Locator("#evidence-patient-weight"), "72");
        await anke.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Record this step" }));
        await anke.PressAsync(page.GetByRole(AriaRole.Link, new() { Name = "Confirm eligibility" }));
        await anke.TypeAsync(page.Locator("#evidence-board-decision"), "Suitable, no better option left.");
        await anke.TickAsync(page.Locator("#evidence-funding-confirmed"));
        await anke.TypeAsync(page.Locator("#credentials-person"), "anke-vollbrecht");
        await anke.TypeAsync(page.Locator("#credentials-password"), SignIn.Password);
        await anke.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Sign and record this step" }));
        await Assertions.Expect(page.Locator(".done").First).ToContainTextAsync("Recorded: Confirm eligibility");
        anke.Visit.AssertClean();
    }

    private async Task JudgeAsync(Uri server, Way way, string order)
    {
        await using var linnea = await Hand.OpenAsync(browser, server, way, "linnea-sjogren");
        await linnea.GoAsync(order);
        await linnea.SkipAsync();
        await linnea.TypeAsync(linnea.Page.GetByLabel("Why work may go on"), "The label of the neighbouring kit was scanned; both kits were compared by two people and agree.");
        await linnea.PressAsync(linnea.Page.GetByRole(AriaRole.Button, new() { Name = "Resolve this hold" }));
        await Assertions.Expect(linnea.Page.Locator(".hold")).ToHaveCountAsync(0);
        linnea.Visit.AssertClean();
    }

    private static async Task<string> CodeAsync(Hand hand, string order, string name)
    {
        var answer = await hand.Visit.Context.APIRequest.GetAsync($"/api{order}");
        using var json = System.Text.Json.JsonDocument.Parse(await answer.TextAsync());
        return json.RootElement.GetProperty("identifiers").GetProperty(name).GetString()!;
    }
}
