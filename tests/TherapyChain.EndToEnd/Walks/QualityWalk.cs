using System.Text;
using Microsoft.Playwright;
using TherapyChain.Server.Tests.Demo;

namespace TherapyChain.EndToEnd.Walks;

/// <summary>What quality does all day: judge, put right, release, read, and prove that nothing was changed behind anybody's back.</summary>
public sealed class QualityWalk(Browser browser)
{
    [Theory]
    [InlineData(Way.Desk)]
    [InlineData(Way.Phone)]
    [InlineData(Way.Keyboard)]
    public async Task Quality_judges_a_failed_identity_check_with_the_codes_side_by_side(Way way)
    {
        await using var server = await DemoServer.StartAsync();
        await using var ulrike = await Hand.OpenAsync(browser, server.Address, way);
        await ulrike.GoAsync("/quality");
        await ulrike.SignInAsync("ulrike-sandmann");
        var page = ulrike.Page;

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Quality");
        await ulrike.SkipAsync();
        await ulrike.PressAsync(page.GetByRole(AriaRole.Link, new() { Name = "CHA-26-211: judge this check" }));
        await Assertions.Expect(page.GetByText("They differ at character 15.").First).ToBeVisibleAsync();
        await ulrike.SkipAsync();
        await ulrike.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Resolve this hold" }));
        await Assertions.Expect(page.Locator("#reason-error")).ToBeVisibleAsync();
        await ulrike.KeepAsync("hold-refused");
        await ulrike.TypeAsync(page.Locator("#reason"), "The wristband of the neighbouring bed was scanned. Two nurses compared wristband, kit and order again: they agree.");
        await ulrike.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Resolve this hold" }));
        await Assertions.Expect(page.Locator(".done")).ToContainTextAsync("This hold is resolved");
        await ulrike.KeepAsync("hold-resolved");
        await ulrike.PressAsync(page.Locator("nav.menu").GetByRole(AriaRole.Link, new() { Name = "Quality", Exact = true }));
        await Assertions.Expect(page.Locator("#mismatches .count")).ToHaveTextAsync("0");
        ulrike.Visit.AssertClean();
    }

    [Theory]
    [InlineData(Way.Phone)]
    [InlineData(Way.Keyboard)]
    public async Task The_qualified_person_releases_a_batch_on_the_evidence_and_the_certificate_says_so(Way way)
    {
        await using var server = await DemoServer.StartAsync();
        await using var qp = await Hand.OpenAsync(browser, server.Address, way, "veronique-jourdan");
        var page = qp.Page;
        await qp.GoAsync("/quality");

        await qp.SkipAsync();
        await qp.PressAsync(page.GetByRole(AriaRole.Link, new() { Name = "GEM-26-729", Exact = true }));
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Release and disposition");
        await Assertions.Expect(page.Locator("#values + table")).ToContainTextAsync("Viability");
        await Assertions.Expect(page.Locator(".facts")).ToContainTextAsync("No release stands");
        var order = new Uri(page.Url).AbsolutePath["/orders/".Length..^"/release".Length];
        var codes = server.Order(order).Identifiers;
        await qp.PressAsync(page.Locator(".judgements").GetByRole(AriaRole.Link, new() { Name = "Certify and release the product" }));
        await Assertions.Expect(page.Locator("#scans-chain-of-identity")).ToBeFocusedAsync();
        await qp.ScanAsync(codes["chain-of-identity"]);
        await qp.ScanAsync(codes["batch-number"]);
        await qp.GiveAsync(page.Locator("input[type=file]"), "certificate.txt", "text/plain", Encoding.UTF8.GetBytes("Certificate of the batch. Invented."));
        await qp.TypeAsync(page.Locator("#credentials-person"), "veronique-jourdan");
        await qp.TypeAsync(page.Locator("#credentials-password"), "not my password at all");
        await qp.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Sign and record this step" }));
        // A wrong password signs nothing; what was scanned and sent stays.
        await Assertions.Expect(page.Locator("#credentials-password-error")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#scans-batch-number")).ToHaveValueAsync(codes["batch-number"]);
        await qp.KeepAsync("release-refused");
        await qp.TypeAsync(page.Locator("#credentials-password"), SignIn.Password);
        await qp.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Sign and record this step" }));
        await Assertions.Expect(page.Locator(".done").First).ToContainTextAsync("Recorded: Certify and release the product");

        await qp.GoAsync($"/orders/{order}/release");
        await Assertions.Expect(page.Locator(".facts")).ToContainTextAsync("Released");
        await qp.KeepAsync("release-released");
        await AssertPdfAsync(await page.RunAndWaitForDownloadAsync(() => qp.PressAsync(page.GetByRole(AriaRole.Link, new() { Name = "Release certificate (PDF)" }))));
        qp.Visit.AssertClean();
    }

    [Theory]
    [InlineData(Way.Phone)]
    [InlineData(Way.Keyboard)]
    public async Task Quality_corrects_a_value_records_a_deviation_and_takes_the_record_along_as_a_PDF(Way way)
    {
        await using var server = await DemoServer.StartAsync();
        await using var ulrike = await Hand.OpenAsync(browser, server.Address, way, "ulrike-sandmann");
        var page = ulrike.Page;
        await ulrike.GoAsync(await Orders.FindAsync(ulrike.Visit, "CHA-26-433"));
        var order = new Uri(page.Url).AbsolutePath;

        await ulrike.GoAsync($"{order}/corrections");
        await ulrike.SkipAsync();
        await ulrike.PressAsync(page.GetByRole(AriaRole.Link, new() { NameRegex = new("^Correct Patient's weight") }).First);
        await ulrike.TypeAsync(page.Locator("#evidence-patient-weight"), "71");
        await ulrike.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Record this correction" }));
        await Assertions.Expect(page.Locator("#reason-error")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#evidence-patient-weight")).ToHaveValueAsync("71");
        await ulrike.TypeAsync(page.Locator("#reason"), "Typed from the wrong line of the chart; weighed again on the ward.");
        await ulrike.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Record this correction" }));
        await Assertions.Expect(page.Locator("#made")).ToContainTextAsync("1");
        await Assertions.Expect(page.Locator("ins", new() { HasText = "71" }).First).ToBeVisibleAsync();
        await ulrike.KeepAsync("corrections-made");

        await ulrike.GoAsync($"{order}/deviations");
        await ulrike.SkipAsync();
        await ulrike.ChooseAsync(page.Locator("#category"), "temperature");
        await ulrike.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Record this deviation" }));
        await Assertions.Expect(page.Locator("#category")).ToHaveValueAsync("temperature");
        await ulrike.TypeAsync(page.Locator("#description"), "The logger rose to −140 °C for four minutes at the dock.");
        await ulrike.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Record this deviation" }));
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("The logger rose to −140 °C");

        await ulrike.GoAsync($"{order}/record");
        await Assertions.Expect(page.Locator(".record-sheet")).ToContainTextAsync("The logger rose to −140 °C");
        await ulrike.SkipAsync();
        await AssertPdfAsync(await page.RunAndWaitForDownloadAsync(() => ulrike.PressAsync(page.GetByRole(AriaRole.Link, new() { Name = "PDF, unnumbered" }))));
        ulrike.Visit.AssertClean();
    }

    [Theory]
    [InlineData(Way.Phone)]
    [InlineData(Way.Keyboard)]
    public async Task Quality_finds_entries_reads_who_did_what_and_has_the_ledger_verified(Way way)
    {
        await using var server = await DemoServer.StartAsync();
        await using var ulrike = await Hand.OpenAsync(browser, server.Address, way, "ulrike-sandmann");
        var page = ulrike.Page;
        await ulrike.GoAsync("/find");

        await Assertions.Expect(page.Locator("#text")).ToBeFocusedAsync();
        await ulrike.ScanAsync("CHISK3026002433");
        await Assertions.Expect(page.Locator("#found")).ToContainTextAsync("CHISK3026002433");
        await Assertions.Expect(page.Locator("#found ~ ol")).ToContainTextAsync("CHA-26-211");
        await ulrike.ChooseAsync(page.Locator("#type"), "identity.refused");
        await ulrike.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Find entries" }));
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("CHA-26-211");

        await ulrike.GoAsync("/audit");
        await ulrike.SkipAsync();
        await ulrike.TypeAsync(page.Locator("#person"), "nobody-at-all");
        await ulrike.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Show the person's trail" }));
        await Assertions.Expect(page.Locator("#person-error")).ToBeVisibleAsync();
        await ulrike.TypeAsync(page.Locator("#person"), "ulrike-sandmann");
        await ulrike.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Show the person's trail" }));
        await Assertions.Expect(page.Locator("#report ~ table").Last).ToContainTextAsync("Ulrike Sandmann");
        await ulrike.KeepAsync("audit-person");
        await AssertPdfAsync(await page.RunAndWaitForDownloadAsync(() => ulrike.PressAsync(page.Locator(".downloads").GetByRole(AriaRole.Link, new() { Name = "PDF" }))));

        await ulrike.GoAsync("/ledger");
        await ulrike.SkipAsync();
        await ulrike.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Verify now" }));
        await Assertions.Expect(page.Locator(".done")).ToContainTextAsync("Whole", new() { Timeout = 30_000 });
        await Assertions.Expect(page.Locator(".done")).ToContainTextAsync("Ulrike Sandmann");
        await ulrike.KeepAsync("ledger-verified");
        ulrike.Visit.AssertClean();
    }

    private static async Task AssertPdfAsync(IDownload download)
    {
        await using var file = await download.CreateReadStreamAsync();
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, TestContext.Current.CancellationToken);
        var text = Encoding.Latin1.GetString(bytes.ToArray());
        Assert.StartsWith("%PDF-1.", text, StringComparison.Ordinal);
        Assert.EndsWith("%%EOF", text.TrimEnd(), StringComparison.Ordinal);
        Assert.EndsWith(".pdf", download.SuggestedFilename, StringComparison.Ordinal);
    }
}
