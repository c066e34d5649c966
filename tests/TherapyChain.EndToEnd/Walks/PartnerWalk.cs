using System.Text;
using Microsoft.Playwright;
using TherapyChain.Domain.Orders;
using TherapyChain.Server.Tests;
using TherapyChain.Server.Tests.Demo;

namespace TherapyChain.EndToEnd.Walks;

/// <summary>Those who carry, make and treat: their shipments and nobody else's, and a receipt at a dock with one hand free.</summary>
public sealed class PartnerWalk(Browser browser)
{
    private static readonly byte[] Logger = Encoding.UTF8.GetBytes(
        "\"Plot Title: Demonstration\"\n\"#\",\"Date Time, GMT+00:00\",\"Temp, °C (LGR S/N: 20480999, SEN S/N: 20480999)\",\"End Of File (LGR S/N: 20480999)\"\n"
        + "1,11/19/26 08:00:00 AM,-188.1,\n2,11/19/26 08:15:00 AM,-188.0,\n3,11/19/26 08:30:00 AM,,Logged\n");

    [Theory]
    [InlineData(Way.Phone)]
    [InlineData(Way.Keyboard)]
    public async Task A_courier_sees_what_they_carry_where_to_and_by_when_and_takes_the_papers_along(Way way)
    {
        await using var server = await DemoServer.StartAsync();
        await using var emil = await Hand.OpenAsync(browser, server.Address, way);
        var page = emil.Page;
        await emil.GoAsync("/shipments");
        await emil.SignInAsync("emil-hagstrom");

        await Assertions.Expect(page.Locator("section[aria-labelledby=moving]")).ToContainTextAsync("CHA-26-285");
        await Assertions.Expect(page.Locator("section[aria-labelledby=moving]")).ToContainTextAsync("You deliver it to Pleiße Cell Works (invented).");
        await Assertions.Expect(page.Locator("section[aria-labelledby=moving]")).ToContainTextAsync("left");
        await Assertions.Expect(page.Locator("main")).Not.ToContainTextAsync("SEM-26-322");
        // Someone else's shipment is not there, by its address neither.
        Assert.Equal(404, (await emil.GoAsync("/shipments/JVAG-095C-NA3T")).Status);
        await emil.GoAsync("/shipments");
        await emil.SkipAsync();
        await emil.PressAsync(page.GetByRole(AriaRole.Link, new() { Name = "CHA-26-285" }).First);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Shipment CHA-26-285");
        await Assertions.Expect(page.Locator(".handovers")).ToContainTextAsync("Europe/Stockholm");
        await AssertPdfAsync(await page.RunAndWaitForDownloadAsync(() => emil.PressAsync(page.GetByRole(AriaRole.Link, new() { Name = "Identity verification report" }), stays: true)));

        // How warm it was, as a picture with its table, on one that has arrived.
        await emil.GoAsync("/shipments?text=KAR-26-643");
        await emil.SkipAsync();
        await emil.PressAsync(page.GetByRole(AriaRole.Link, new() { Name = "KAR-26-643" }).First);
        await Assertions.Expect(page.Locator("svg[role=img]").First).ToBeVisibleAsync();
        await emil.PressAsync(page.Locator("figure summary").First);
        await Assertions.Expect(page.Locator("figure details table").First).ToBeVisibleAsync();
        await emil.KeepAsync("shipment-temperature");
        emil.Visit.AssertClean();
    }

    [Theory]
    [InlineData(Way.Desk)]
    [InlineData(Way.Phone)]
    [InlineData(Way.Keyboard)]
    public async Task A_receipt_takes_four_taps_a_scanner_and_a_signature(Way way)
    {
        await using var server = await DemoServer.StartAsync();
        await using var nadine = await Hand.OpenAsync(browser, server.Address, way, "nadine-kuhnert");
        var page = nadine.Page;
        var order = await BeginReceiptAsync(server, nadine);
        foreach (var bag in order.Containers["frozen-bag"].Labels) await nadine.ScanAsync(bag);
        await nadine.ScanAsync(order.Containers["frozen-bag"].Seal!);
        await nadine.TickAsync(page.Locator("input[value=intact]"));
        await nadine.GiveAsync(page.Locator(".take input[type=file]"), "logger.csv", "text/csv", Logger);
        // The telephone's keyboard leads from the one field to the next, and sends the form from the last.
        await nadine.TypeAsync(page.Locator("#credentials-person"), "nadine-kuhnert");
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.Locator("#credentials-password")).ToBeFocusedAsync();
        await page.Keyboard.InsertTextAsync(SignIn.Password);
        await nadine.KeepAsync("receipt");
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page.Locator(".done")).ToContainTextAsync("Recorded: Receive the starting material.");
        Assert.Equal("manufacturer", server.Order(order.Id.ToString()).HolderOf("frozen-bag"));
        if (way == Way.Phone) Assert.Equal(4, nadine.Taps);
        await nadine.KeepAsync("receipt-done");
        nadine.Visit.AssertClean();
    }

    [Theory]
    [InlineData(Way.Phone)]
    [InlineData(Way.Keyboard)]
    public async Task A_bag_of_somebody_else_says_stop_at_the_dock_and_keeps_what_was_typed(Way way)
    {
        await using var server = await DemoServer.StartAsync();
        await using var nadine = await Hand.OpenAsync(browser, server.Address, way, "nadine-kuhnert");
        var page = nadine.Page;
        var order = await BeginReceiptAsync(server, nadine);
        await nadine.ScanAsync("FRB-000000000001");
        await nadine.ScanAsync("SEAL-1");
        await nadine.TickAsync(page.Locator("input[value=wet]"));
        await nadine.PressAsync(page.Locator("button.confirm"));

        await Assertions.Expect(page.Locator(".stop-now")).ToContainTextAsync("STOP");
        await Assertions.Expect(page.Locator(".stop-now")).ToBeInViewportAsync();
        await Assertions.Expect(page.Locator("#scans")).ToHaveValueAsync(order.Identifiers["chain-of-identity"] + "\nFRB-000000000001");
        await Assertions.Expect(page.Locator("input[value=wet]")).ToBeCheckedAsync();
        await nadine.KeepAsync("receipt-stop");
        await nadine.GoAsync($"/shipments/{order.Id}");
        await Assertions.Expect(page.Locator(".hold")).ToContainTextAsync("Leave the material as it is");
        await nadine.KeepAsync("shipment-stopped");
        Assert.Equal("courier", server.Order(order.Id.ToString()).HolderOf("frozen-bag"));
        nadine.Visit.AssertClean();
    }

    [Theory]
    [InlineData(Way.Phone)]
    [InlineData(Way.Keyboard)]
    public async Task A_sites_own_administrator_lets_people_in_who_come_by_an_invitation_that_works_once(Way way)
    {
        await using var server = await DemoServer.StartAsync();
        // Operations make the site's first administrator; from then on the site manages its own.
        var link = await AddAsync(server.Address, way, "henning-ostrow", null, "astrid-holm", "Astrid Holm", "nordljus", "administrator");
        await AcceptAsync(server.Address, way, link, "astrid-holm", "the harbour freezes over in january");
        link = await AddAsync(server.Address, way, "astrid-holm", "the harbour freezes over in january", "bo-lindgren", "Bo Lindgren", null, "courier");
        await AcceptAsync(server.Address, way, link, "bo-lindgren", "a van with three good tyres", "CHA-26-285");

        // Who found the paper in the bin gets nowhere.
        await using var finder = await Hand.OpenAsync(browser, server.Address, way);
        await finder.GoAsync(link);
        await Assertions.Expect(finder.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await finder.KeepAsync("invitation-used");
        finder.Visit.AssertClean();
    }

    // As at the dock: the shipment is opened from the list, and its chain of identity is the first thing scanned.
    private static async Task<Order> BeginReceiptAsync(RunningServer server, Hand nadine)
    {
        var page = nadine.Page;
        await nadine.GoAsync("/shipments");
        var order = server.Order((await page.Locator("a[href^='/shipments/']", new() { HasText = "CHA-26-285" }).First.GetAttributeAsync("href"))!.Split('/')[^1]);
        await nadine.PressAsync(page.Locator($"a[href='/shipments/{order.Id}/receive-starting-material']"));
        await Assertions.Expect(page.Locator("#scans")).ToBeFocusedAsync();
        await nadine.ScanAsync(order.Identifiers["chain-of-identity"]);
        return order;
    }

    private async Task<string> AddAsync(Uri server, Way way, string administrator, string? password, string id, string name, string? site, string role)
    {
        await using var hand = await Hand.OpenAsync(browser, server, way);
        var page = hand.Page;
        await hand.GoAsync("/people");
        await hand.SignInAsync(administrator, password: password);
        await hand.SkipAsync();
        await hand.PressAsync(page.GetByRole(AriaRole.Link, new() { Name = "Add a person" }));
        await hand.TypeAsync(page.Locator("#id"), id);
        await hand.TypeAsync(page.Locator("#name"), name);
        if (site is not null) await hand.ChooseAsync(page.Locator("#site"), site);
        else await Assertions.Expect(page.Locator("#site option")).ToHaveCountAsync(1);
        await hand.TickAsync(page.Locator($"input[name=roles][value={role}]"));
        await hand.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Look at what would change" }));
        // Who, and where: a person at the wrong site would see its orders.
        await Assertions.Expect(page.Locator("table.changes")).ToContainTextAsync(name);
        await Assertions.Expect(page.Locator("table.changes")).ToContainTextAsync($"{id}, Nordljus Cryo Logistics (invented)");
        await hand.KeepAsync($"person-review-{id}");
        await hand.PressAsync(page.Locator("form.step button.main"));
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(name);
        await hand.TypeAsync(page.Locator("#identity"), "Identity card seen face to face by the administrator.");
        await hand.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Make an invitation" }));
        await Assertions.Expect(page.Locator(".told-once")).ToBeVisibleAsync();
        await hand.KeepAsync($"invitation-{id}");
        hand.Visit.AssertClean();
        return (await page.Locator(".told-once a").GetAttributeAsync("href"))!;
    }

    private async Task AcceptAsync(Uri server, Way way, string link, string id, string password, string? sees = null)
    {
        await using var hand = await Hand.OpenAsync(browser, server, way);
        var page = hand.Page;
        await hand.GoAsync(link);
        await hand.TypeAsync(page.Locator("#password"), password);
        await hand.TypeAsync(page.Locator("#again"), password + "?");
        await hand.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Set this password" }));
        await Assertions.Expect(page.Locator("#again-error")).ToBeVisibleAsync();
        await hand.TypeAsync(page.Locator("#password"), password);
        await hand.TypeAsync(page.Locator("#again"), password);
        await hand.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Set this password" }));
        await hand.PressAsync(page.GetByRole(AriaRole.Link, new() { Name = "To the page for signing in" }));
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Sign in");
        await hand.SignInAsync(id, password: password);
        if (sees is not null)
        {
            await hand.GoAsync("/shipments");
            await Assertions.Expect(page.Locator("section[aria-labelledby=moving]")).ToContainTextAsync(sees);
        }
        hand.Visit.AssertClean();
    }

    private static async Task AssertPdfAsync(IDownload download)
    {
        await using var file = await download.CreateReadStreamAsync();
        var start = new byte[5];
        await file.ReadExactlyAsync(start, TestContext.Current.CancellationToken);
        Assert.Equal("%PDF-"u8, start);
    }
}
