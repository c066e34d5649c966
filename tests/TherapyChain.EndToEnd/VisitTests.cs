using TherapyChain.Server.Tests.Demo;

namespace TherapyChain.EndToEnd;

/// <summary>That a visit sees what it is there to see, and what a first one costs.</summary>
public sealed class VisitTests(Browser browser, DemoServer demo)
{
    // Bytes over the wire of a first visit, headers and fonts among them: what a ward with a poor connection waits for.
    private const int Heaviest = 100_000;

    [Theory]
    [InlineData("console.error('a complaint')", "a complaint")]
    [InlineData("setTimeout(() => { throw new Error('a failure') })", "a failure")]
    [InlineData("document.head.insertAdjacentHTML('beforeend', '<style>body { color: red }</style>')", "Content Security Policy")]
    [InlineData("document.body.insertAdjacentHTML('beforeend', '<img src=\"/assets/none.png\">')", "404")]
    [InlineData("location.assign('http://elsewhere.example/')", "asked elsewhere: http://elsewhere.example/")]
    public async Task A_visit_hears_what_a_page_must_not_do(string script, string heard)
    {
        await using var visit = await browser.OpenAsync(demo.Server.Address, View.Desktop);
        await visit.GoAsync("/sign-in");
        visit.AssertClean();

        await visit.Page.EvaluateAsync($"() => {{ {script} }}");

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!visit.Complaints.Any(complaint => complaint.Contains(heard, StringComparison.Ordinal))) await Task.Delay(20, patience.Token);
    }

    [Theory]
    [InlineData("/sign-in", null)]
    [InlineData("/", "jule-petersdorf")]
    public async Task A_first_visit_grows_no_heavier(string path, string? person)
    {
        await using var visit = await browser.OpenAsAsync(demo.Server.Address, View.Phone, person);

        await visit.GoAsync(path);
        await visit.Page.EvaluateAsync("() => document.fonts.ready.then(() => true)");

        Assert.InRange(visit.Received, 5_000, Heaviest);
        visit.AssertClean();
    }
}
