using System.Globalization;
using Microsoft.Playwright;
using TherapyChain.Server.Tests.Demo;
using TherapyChain.Testing;

namespace TherapyChain.EndToEnd.Gallery;

/// <summary>What people print from the screen: the content of the page on A4, in black on white, without what can only be pressed.</summary>
public sealed class PrintTests(Browser browser, DemoServer demo)
{
    private static readonly string Pictures = Directory.CreateDirectory(Path.Combine(Shipped.Root, "artifacts", "pages")).FullName;

    // Between the margins of an A4 page, in the pixels of CSS.
    private static readonly View Paper = View.Desktop with { Name = "print", Width = 718, Height = 1047 };

    private const string Look = """
        () => {
          const seen = e => e.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && e.getBoundingClientRect().height > 0;
          const pressed = [...document.querySelectorAll('nav.menu, .whoami, .languages, form, button, .skip, #live, .section-links, .crumbs')].filter(seen);
          const cut = [...document.querySelectorAll('main *')].filter(e => seen(e) && e.children.length < 40 && !e.closest('svg') && !e.matches('.sr, .sr *')
            && e.scrollWidth > e.clientWidth + 1 && !['visible', 'clip'].includes(getComputedStyle(e).overflowX));
          const ink = getComputedStyle(document.body).color.match(/\d+/g).slice(0, 3).map(Number), paper = getComputedStyle(document.documentElement).backgroundColor.match(/\d+/g).slice(0, 3).map(Number);
          const sum = colour => colour.reduce((a, b) => a + b, 0);
          return [...pressed.map(e => `still there: ${e.outerHTML.slice(0, 90)}`), ...cut.map(e => `cut: ${e.outerHTML.slice(0, 90)}`),
            ...(sum(ink) < 240 && sum(paper) > 700 ? [] : [`${ink} on ${paper}`])];
        }
        """;

    [Theory]
    [InlineData("record", ColorScheme.Light)]
    [InlineData("record", ColorScheme.Dark)]
    [InlineData("order-held-for-quality", ColorScheme.Light)]
    [InlineData("order-in-transit", ColorScheme.Dark)]
    [InlineData("shipment", ColorScheme.Light)]
    [InlineData("release", ColorScheme.Light)]
    [InlineData("orders-coordinator", ColorScheme.Dark)]
    public async Task A_page_prints_whole_in_black_on_white_and_without_what_can_only_be_pressed(string name, ColorScheme scheme)
    {
        var row = Rows.All.Single(row => row.Picture == name);
        await using var visit = await browser.OpenAsAsync(demo.Server.Address, Paper with { Scheme = scheme }, row.Person);
        await visit.GoAsync(await Orders.PathAsync(visit, row.Path));
        var page = visit.Page;

        await page.EmulateMediaAsync(new() { Media = Media.Print, ColorScheme = scheme });
        await page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, string.Create(CultureInfo.InvariantCulture, $"{name}.print-{scheme}.png").ToLowerInvariant()), FullPage = true });
        var findings = await Looks.WidthAsync(page);
        findings.AddRange(await page.EvaluateAsync<string[]>(Look));

        Assert.True(findings.Count == 0, string.Join('\n', findings));
        Assert.True((await page.PdfAsync(new() { Format = "A4" })).AsSpan().StartsWith("%PDF-"u8));
        visit.AssertClean();
    }
}
