using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using TherapyChain.Server.Access;
using TherapyChain.Server.Tests.Demo;
using TherapyChain.Server.Words;
using TherapyChain.Server.Workflows;
using TherapyChain.Storage;
using TherapyChain.Testing;

namespace TherapyChain.EndToEnd.Gallery;

/// <summary>Every page in the other languages: nothing longer than it fits, nothing left in English, and the language said to whoever reads it aloud.</summary>
public sealed partial class LanguageTests(Browser browser, DemoServer demo)
{
    private static readonly string Pictures = Directory.CreateDirectory(Path.Combine(Shipped.Root, "artifacts", "pages")).FullName;

    private static readonly string[] Languages = ["de", "sv", "fr"];

    // What stands on a page for people to read, and what is read aloud to them; less what says of itself that it is in another language.
    private const string Read = """
        () => {
          const said = [document.title];
          const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, node =>
            node.nodeType === 1 && (node.matches('script, style, template, code, pre') || (node.lang && node.lang !== document.documentElement.lang)) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
          for (let node = walk.nextNode(); node; node = walk.nextNode()) {
            if (node.nodeType === 3) said.push(node.data);
            else for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'value']) if (name !== 'value' || node.type === 'submit') said.push(node.getAttribute(name) || '');
          }
          return [...new Set(said.map(text => text.replace(/\s+/g, ' ').trim()).filter(text => text))];
        }
        """;

    public static TheoryData<string> Names => [.. Rows.All.Select(row => row.Picture)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_page_fits_and_is_whole_in_German_Swedish_and_French(string name)
    {
        var row = Rows.All.Single(row => row.Picture == name);
        await using var visit = await browser.OpenAsAsync(demo.Server.Address, View.Phone, row.Person);
        var path = await Orders.PathAsync(visit, row.Path);
        await visit.GoAsync(path);
        var english = (await visit.Page.EvaluateAsync<string[]>(Read)).ToHashSet(StringComparer.Ordinal);
        // One language at each page is looked at whole, in turn: roles and contrasts are the same in all of them. The others must fit, and be said.
        var whole = Languages[Rows.All.Index().First(r => r.Item == row).Index % Languages.Length];
        var findings = new List<string>();

        foreach (var language in Languages)
        {
            await visit.Context.AddCookiesAsync([new Cookie { Name = PageTongue.Cookie, Value = language, Url = demo.Server.Address.ToString() }]);
            await visit.GoAsync(path);
            findings.AddRange((await LookAsync(visit.Page, language, english)).Concat(language == whole ? await Looks.AtAsync(visit.Page, View.Phone) : []).Select(finding => $"{language}: {finding}"));
            if (language == whole) await visit.Page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, $"{row.Picture}.{language}.png"), FullPage = true });
        }

        Assert.True(findings.Count == 0, string.Join('\n', findings));
        visit.AssertClean();
    }

    private async Task<List<string>> LookAsync(IPage page, string language, HashSet<string> english)
    {
        var findings = await Looks.WidthAsync(page);
        if (await page.Locator("html").GetAttributeAsync("lang") != language) findings.Add("does not say its language");
        var said = await page.EvaluateAsync<string[]>(Read);
        findings.AddRange(said.Where(text => english.Contains(text) && EnglishWord().IsMatch(text) && !IsData(text)).Select(text => $"in English: {text}"));
        await page.SetViewportSizeAsync(View.Desktop.Width, View.Desktop.Height);
        findings.AddRange(await Looks.WidthAsync(page));
        await page.SetViewportSizeAsync(View.Phone.Width, View.Phone.Height);
        return findings;
    }

    // What people wrote, and what they and their sites are called, stays as they wrote it.
    private bool IsData(string text) => Data(demo).Contains(Bare(text), StringComparison.Ordinal) || Practised().Any(entry => entry.Contains(Bare(text), StringComparison.Ordinal));

    private static string Bare(string text) => text.TrimEnd('.', ',', ' ', '·');

    // What colleagues of a practice order wrote, who act while these tests run.
    private List<string> Practised()
    {
        var file = Path.Combine(demo.Server.Folder, "practice.db");
        if (!File.Exists(file)) return [];
        using var practice = LedgerContents.Open(file);
        return [.. practice.Orders().SelectMany(practice.EntriesOf).Select(entry => Encoding.UTF8.GetString(entry.Bytes.Span))];
    }

    private static readonly Lock Once = new();
    private static string? _data;

    private static string Data(DemoServer demo)
    {
        lock (Once)
        {
            if (_data is not null) return _data;
            var roll = demo.Server.App.Services.GetRequiredService<Keyring>().Now;
            var ledger = demo.Server.App.Services.GetRequiredService<Ledger>();
            using var db = ledger.CreateDb();
            return _data = string.Join('\n', roll.Sites.Values.Select(site => site.Name).Concat(roll.People.Values.Select(person => person.Name))
                .Concat(db.Proposals.Select(proposal => proposal.Reason))
                .Concat(demo.Server.App.Services.GetRequiredService<WorkflowShelf>().All.Select(shelved => shelved.Workflow.Source))
                // The reason of a hold is kept in the words it was placed with, the server's own too.
                .Concat(ledger.AllEntries(0).Select(entry => Encoding.UTF8.GetString(entry.Entry.Bytes.Span).Replace("\\\"", "\"", StringComparison.Ordinal))));
        }
    }

    // Not as a part of a name such as car-t-from-stock, and not the capitals of a country.
    [GeneratedRegex(@"(?<![\w-])([Tt]he|[Oo]f|[Tt]o|[Aa]nd|[Ii]s|[Aa]re|[Ww]as|[Nn]ot|[Bb]y|[Ff]or|[Yy]ours?|[Yy]ou|[Ww]ith|[Tt]his|[Tt]hat|[Ww]hat|[Ww]ho|[Ww]hen|[Nn]o|[Ff]rom|[Hh]as|[Hh]ave|[Bb]een|[Ii]ts?|[Aa]t|[Oo]r|read|write|sign)(?![\w-])", RegexOptions.CultureInvariant)]
    private static partial Regex EnglishWord();
}
