using TherapyChain.Server.Tests.Demo;
using TherapyChain.Testing;

namespace TherapyChain.EndToEnd.Gallery;

/// <summary>Every page, on a desk and in a hand, by day and by night. Their pictures are left in <c>artifacts/pages</c>.</summary>
public sealed class GalleryTests(Browser browser, DemoServer demo)
{
    private static readonly string Pictures = Directory.CreateDirectory(Path.Combine(Shipped.Root, "artifacts", "pages")).FullName;

    public static TheoryData<string> Names => [.. Rows.All.Select(row => row.Picture)];

    [Fact]
    public void Every_page_of_the_server_hangs_in_the_gallery_and_no_other() =>
        Assert.Equal(Rows.Routes.Order(StringComparer.Ordinal), Rows.All.Select(row => row.Route).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_page_is_whole_readable_and_alone_in_every_view(string name)
    {
        var row = Rows.All.Single(row => row.Picture == name);
        var findings = (await Task.WhenAll(View.All.Select(view => LookAsync(row, view)))).SelectMany(finding => finding).ToList();

        Assert.True(findings.Count == 0, string.Join('\n', findings));
    }

    private async Task<List<string>> LookAsync(Row row, View view)
    {
        await using var visit = await browser.OpenAsAsync(demo.Server.Address, view, row.Person);
        var answer = await visit.GoAsync(await Orders.PathAsync(visit, row.Path));
        await visit.Page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, $"{row.Picture}.{view}.png"), FullPage = true });
        // What is seen first, for the guides.
        if (view.Scheme == Microsoft.Playwright.ColorScheme.Light) await visit.Page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, $"{row.Picture}.{view}.top.png") });
        var findings = await Looks.AtAsync(visit.Page, view);
        if (answer.Status != row.Status) findings.Add($"answered {answer.Status}, not {row.Status}");
        findings.AddRange(visit.Complaints);
        return [.. findings.Select(finding => $"{view}: {finding}")];
    }
}
