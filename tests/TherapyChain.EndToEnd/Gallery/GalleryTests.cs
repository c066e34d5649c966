using Microsoft.Playwright;
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
        var findings = (await Task.WhenAll(LookAsync(row, View.Desktop), LookAsync(row, View.Phone))).SelectMany(finding => finding).ToList();

        Assert.True(findings.Count == 0, string.Join('\n', findings));
    }

    private async Task<List<string>> LookAsync(Row row, View view)
    {
        await using var visit = await browser.OpenAsAsync(demo.Server.Address, view, row.Person);
        var answer = await visit.GoAsync(await Orders.PathAsync(visit, row.Path));
        var findings = SafeHeaders.Missing(answer.Headers).ToList();
        if (answer.Status != row.Status) findings.Add($"answered {answer.Status}, not {row.Status}");

        await PictureAsync(visit, row, $"{view}", whole: true);
        // What is seen first, for the guides.
        await PictureAsync(visit, row, $"{view}.top", whole: false);
        findings.AddRange(await Looks.AtAsync(visit.Page, view));

        await visit.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await PictureAsync(visit, row, $"{view.Dark()}", whole: true);
        findings.AddRange((await Looks.AtAsync(visit.Page, view.Dark())).Select(finding => $"by night: {finding}"));

        findings.AddRange(visit.Complaints);
        return [.. findings.Select(finding => $"{view}: {finding}")];
    }

    private static Task<byte[]> PictureAsync(Visit visit, Row row, string view, bool whole) =>
        visit.Page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, $"{row.Picture}.{view}.png"), FullPage = whole });
}
