using Microsoft.Playwright;
using TherapyChain.Server.Tests.Demo;

namespace TherapyChain.EndToEnd;

/// <summary>What is practised besides steps, each in the hand or at the desk where it is done at work.</summary>
public sealed class PracticeTaskTests(Browser browser, DemoServer demo)
{
    private const string Cryo = "car-t-autologous-cryo", Password = "a bag for every patient";

    [Fact]
    public async Task Quality_judges_a_hold_puts_a_value_right_and_records_a_deviation_at_the_desk()
    {
        await using var visit = await BeginAsync(View.Desktop, "linnea-sjogren", "quality holds");
        var page = visit.Page;
        await Assertions.Expect(page.Locator(".code-pair mark")).ToHaveCountAsync(2);
        await page.Locator("#reason").FillAsync("The neighbour's label was taken away; two people compared the right one.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Resolve this hold" }).ClickAsync();
        await Assertions.Expect(page.GetByText("This hold is resolved")).ToBeVisibleAsync();

        var truth = (await page.Locator("[data-for=correction]").GetAttributeAsync("data-value"))!;
        await page.Locator(".next-one a").ClickAsync();
        await page.Locator("form.step [name^='evidence.']").FillAsync(truth);
        await page.Locator("#reason").FillAsync("Two digits were transposed.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Record this correction" }).ClickAsync();
        await Assertions.Expect(page.Locator("#made + ol ins, section:has(#made) ins")).ToHaveTextAsync(truth);

        await page.Locator(".next-one a").ClickAsync();
        await page.Locator("#category").SelectOptionAsync("identity");
        await page.Locator("#description").FillAsync("A label of the neighbouring order was scanned.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Record this deviation" }).ClickAsync();
        await IsQualifiedAsync(visit, $"practice-holds-{Cryo}-1-quality");
    }

    [Fact]
    public async Task Quality_looks_at_the_evidence_and_signs_the_release_at_the_desk()
    {
        await using var visit = await BeginAsync(View.Desktop, "birgit-sommerfeld", "qualified-person release");
        var page = visit.Page;
        await Assertions.Expect(page.GetByText("Refused: Start the collection")).ToBeVisibleAsync();
        await page.Locator(".judgements a.button").First.ClickAsync();
        await FillAsync(visit, "birgit-sommerfeld");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign and record this step" }).ClickAsync();
        await IsQualifiedAsync(visit, $"practice-release-{Cryo}-1-qualified-person");
    }

    [Fact]
    public async Task Whoever_receives_confirms_with_scan_seal_and_condition_on_a_phone()
    {
        await using var visit = await BeginAsync(View.Phone, "robert-schilling", "operator shipment");
        var page = visit.Page;
        await Assertions.Expect(page.Locator(".shipment-papers")).ToHaveCountAsync(0);
        // What they receive, and then what they give.
        for (var handovers = 0; handovers < 2; handovers++)
        {
            await page.Locator(".next-one a").ClickAsync();
            await FillAsync(visit, "robert-schilling");
            await page.Locator("button.confirm").ClickAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Recorded:" })).ToBeVisibleAsync();
        }
        await IsQualifiedAsync(visit, $"practice-shipment-{Cryo}-1-operator");
    }

    [Fact]
    public async Task A_courier_sees_their_shipment_and_records_that_it_is_late_on_a_phone()
    {
        await using var visit = await BeginAsync(View.Phone, "emil-hagstrom", "courier shipment");
        var page = visit.Page;
        await Assertions.Expect(page.GetByText("You deliver it to Practice Cell Works.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Record a deviation" }).ClickAsync();
        await page.Locator("#category").SelectOptionAsync("delay");
        await page.Locator("#description").FillAsync("The flight leaves two hours late.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Record this deviation" }).ClickAsync();
        await IsQualifiedAsync(visit, $"practice-shipment-{Cryo}-1-courier");
    }

    [Fact]
    public async Task Whoever_labels_scans_each_label_and_what_carries_it_on_a_phone()
    {
        await using var visit = await BeginAsync(View.Phone, "axel-bergvall", "cell-lab labels");
        var page = visit.Page;
        var labels = await page.Locator("[data-symbol]").AllAsync();
        await page.Locator("#labels").FocusAsync();
        foreach (var label in labels)
            if (await label.GetAttributeAsync("data-to") is { } to)
                foreach (var code in new[] { (await label.GetAttributeAsync("data-symbol"))!, to })
                {
                    await page.Keyboard.TypeAsync(code);
                    await page.Keyboard.PressAsync("Enter");
                }
        await TellAsync(page);
        await Assertions.Expect(page.Locator(".practice-progress li.taken")).ToHaveCountAsync(2);
        await page.Locator("[name=fate][value=destroyed]").CheckAsync();
        await page.Locator("#labels").FillAsync((await page.Locator("[data-symbol]").Last.GetAttributeAsync("data-symbol"))!);
        await page.Locator("#reason").FillAsync("Smudged, torn up before a colleague.");
        await TellAsync(page);
        await IsQualifiedAsync(visit, $"practice-labels-{Cryo}-1-cell-lab");

        static Task TellAsync(IPage page) => page.GetByRole(AriaRole.Button, new() { Name = "Record what became of them" }).ClickAsync();
    }

    private async Task<Visit> BeginAsync(View view, string person, string task)
    {
        var visit = await browser.OpenAsAsync(demo.Server.Address, view, person);
        await visit.GoAsync("/practice");
        await visit.Page.Locator($"button[value='{Cryo} {task}']").ClickAsync(new() { Timeout = 60_000 });
        await visit.Page.WaitForURLAsync(new System.Text.RegularExpressions.Regex("/TRY"), new() { Timeout = 60_000, WaitUntil = WaitUntilState.Commit });
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Complementary, new() { Name = "Practice" })).ToContainTextAsync("Practice. Nothing here is real.");
        return visit;
    }

    private static async Task IsQualifiedAsync(Visit visit, string name)
    {
        await Assertions.Expect(visit.Page.Locator(".practice-progress .done")).ToContainTextAsync(name);
        visit.AssertClean();
    }

    // What the sheet says, in the full form or in the one of four taps, and the signature at the end.
    private static async Task FillAsync(Visit visit, string person)
    {
        var (page, inOne) = (visit.Page, await visit.Page.Locator("button.confirm").CountAsync() > 0);
        foreach (var line in await page.Locator("[data-for]").AllAsync())
        {
            var (field, value) = ((await line.GetAttributeAsync("data-for"))!, await line.GetAttributeAsync("data-value") ?? "");
            if (field.StartsWith("scans.", StringComparison.Ordinal))
            {
                var input = page.Locator($"form.step [name='{(inOne ? "scans" : field)}']");
                await input.FocusAsync();
                await input.PressAsync("Control+End");
                await page.Keyboard.TypeAsync(value);
                await page.Keyboard.PressAsync("Enter");
            }
            else if (field == "second")
            {
                await GiveAsync(page, "second.person", value);
                await GiveAsync(page, "second.password", "practice");
            }
            else if (field.StartsWith("handovers.", StringComparison.Ordinal))
            {
                if (await line.GetAttributeAsync("data-seal") is { Length: > 0 } seal) await GiveAsync(page, $"{field}.seal", seal);
                await GiveAsync(page, $"{field}.condition", value);
            }
            else await GiveAsync(page, field, value);
        }
        if (await page.Locator("form.step [name='credentials.person']").CountAsync() > 0) await GiveAsync(page, "credentials.person", person);
        if (await page.Locator("form.step [name='credentials.password']").CountAsync() > 0) await GiveAsync(page, "credentials.password", Password);
    }

    private static async Task GiveAsync(IPage page, string field, string value)
    {
        var input = page.Locator($"form.step [name='{field}']").First;
        switch (await input.EvaluateAsync<string>("e => e.type"))
        {
            case "radio": await page.Locator($"form.step [name='{field}'][value='{value}']").CheckAsync(); break;
            case "checkbox": await input.CheckAsync(); break;
            case "select-one": await input.SelectOptionAsync(value); break;
            default: await input.FillAsync(value); break;
        }
    }
}
