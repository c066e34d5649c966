using System.Net;
using System.Text.RegularExpressions;
using TherapyChain.Server.Tests.Pages;
using TherapyChain.Server.Tests.People;

namespace TherapyChain.Server.Tests.Practice;

/// <summary>Somebody who practises at the real pages, and has nothing but the practice sheet beside the form.</summary>
public sealed partial class Walker(Browser browser, string? id = null)
{
    public const string Cryo = "car-t-autologous-cryo";

    /// <summary>The page of the practice order.</summary>
    public string Path { get; private set; } = "";

    public string Order => Path["/orders/".Length..];

    public Browser Browser => browser;

    public static async Task<Walker> BeginAsync(Browser browser, string workflow, string role, string? id = null)
    {
        var walker = new Walker(browser, id);
        var answer = await browser.SubmitAsync("/practice", "name=\"Choice\"", ("Choice", $"{workflow} {role}"));
        if (answer.StatusCode != HttpStatusCode.Redirect && answer.StatusCode != HttpStatusCode.Found && answer.StatusCode != HttpStatusCode.SeeOther)
            throw new InvalidOperationException($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
        walker.Path = answer.Headers.Location!.PathAndQuery();
        return walker;
    }

    public Task<string> PageAsync() => browser.TextAsync(Path);

    /// <summary>The step that waits for this person, null when none does.</summary>
    public async Task<string?> NextAsync() => Now().Match(await PageAsync()) is { Success: true } now ? now.Groups["step"].Value : null;

    /// <summary>What the sheet says, as the fields of the form; a field of the same name is typed instead.</summary>
    public async Task<List<(string Name, string Value)>> FormAsync(string step, params (string Name, string Value)[] instead)
    {
        return Filled(await browser.TextAsync($"{Path}/steps/{step}"), instead);
    }

    private List<(string Name, string Value)> Filled(string page, (string Name, string Value)[] instead)
    {
        var fields = new List<(string Name, string Value)>();
        foreach (var line in Line().Matches(page).Select(m => (For: m.Groups["for"].Value, Seal: Decoded(m, "seal"), Value: Decoded(m, "value"))))
        {
            switch (line.For.Split('.')[0])
            {
                case "handovers":
                    if (line.Seal.Length > 0) fields.Add(($"{line.For}.seal", line.Seal));
                    fields.Add(($"{line.For}.condition", line.Value));
                    break;
                case "second": fields.AddRange([("second.person", line.Value), ("second.password", "practice")]); break;
                default: fields.Add((line.For, line.Value)); break;
            }
        }
        if (page.Contains("id=\"credentials-person\"", StringComparison.Ordinal) && (id ?? browser.Person) is { } person) fields.Add(("credentials.person", person));
        if (page.Contains("id=\"credentials-password\"", StringComparison.Ordinal)) fields.Add(("credentials.password", Colleague.Password));
        return [.. fields.Where(field => instead.All(other => other.Name != field.Name)), .. instead];
    }

    /// <summary>Takes a step as the sheet says.</summary>
    public async Task<HttpResponseMessage> TakeAsync(string step, params (string Name, string Value)[] instead)
    {
        var shown = await browser.GetAsync($"{Path}/steps/{step}");
        var fields = Filled(await shown.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), instead);
        return await browser.GoOnAsync(shown, $"{Path}/steps/{step}", "name=\"seen\"", [.. fields]);
    }

    /// <summary>Takes what waits, as the sheet says.</summary>
    public async Task<string> StepAsync()
    {
        var step = await NextAsync() ?? throw new InvalidOperationException($"Nothing waits: {await PageAsync()}");
        var answer = await TakeAsync(step);
        if ((int)answer.StatusCode is >= 300 and < 400) return step;
        throw new InvalidOperationException($"{step}: {(int)answer.StatusCode} {string.Join("; ", Reasons().Matches(WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))).Select(m => m.Value))}");
    }

    /// <summary>Takes every step that waits, to the end.</summary>
    public async Task<int> ToTheEndAsync()
    {
        var taken = 0;
        while (await NextAsync() is not null)
        {
            await StepAsync();
            taken++;
        }
        return taken;
    }

    private static string Decoded(Match match, string group) => WebUtility.HtmlDecode(match.Groups[group].Value);

    [GeneratedRegex("class=\"next-one\">\\s*<a href=\"/orders/[^/]+/steps/(?<step>[^\"]+)\"")]
    private static partial Regex Now();

    [GeneratedRegex("data-for=\"(?<for>[^\"]+)\"(?: data-seal=\"(?<seal>[^\"]*)\")? data-value=\"(?<value>[^\"]*)\"")]
    private static partial Regex Line();

    [GeneratedRegex("<p class=\"field-error\".*?</p>|<div class=\"alarm\".*?</div>", RegexOptions.Singleline)]
    private static partial Regex Reasons();
}
