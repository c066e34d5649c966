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

    /// <summary>The page on which the practice begins, and on which its walker sees how far they are.</summary>
    public string Page { get; private set; } = "";

    public static async Task<Walker> BeginAsync(Browser browser, string workflow, string role, string? id = null, string? task = null)
    {
        var walker = new Walker(browser, id);
        var answer = await browser.SubmitAsync("/practice", "name=\"Choice\"", ("Choice", task is null ? $"{workflow} {role}" : $"{workflow} {role} {task}"));
        if (answer.StatusCode != HttpStatusCode.Redirect && answer.StatusCode != HttpStatusCode.Found && answer.StatusCode != HttpStatusCode.SeeOther)
            throw new InvalidOperationException($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
        walker.Page = answer.Headers.Location!.PathAndQuery();
        walker.Path = $"/orders/{walker.Page.Split('/')[2]}";
        return walker;
    }

    public Task<string> PageAsync() => browser.TextAsync(Path);

    /// <summary>Where what is to be done now is done; null when nothing is.</summary>
    public async Task<string?> GoalAsync() => Goal().Match(await browser.TextAsync(Page)) is { Success: true } goal ? WebUtility.HtmlDecode(goal.Groups["path"].Value) : null;

    /// <summary>Does what is to be done now, with what the pages of practice say of it.</summary>
    public async Task<HttpResponseMessage> DoAsync()
    {
        var at = await GoalAsync() ?? throw new InvalidOperationException($"Nothing is to be done: {await browser.TextAsync(Page)}");
        var page = await browser.TextAsync(at);
        var path = at.Split('?', '#')[0];
        if (path.StartsWith("/shipments/", StringComparison.Ordinal)) return await HandAsync(path);
        switch (path.Split('/')[3])
        {
            case "holds": return await browser.SubmitAsync(path, "name=\"reason\"", ("reason", "The label of the neighbouring bag was taken away; two people compared the right one."));
            case "corrections":
                var field = Evidence().Match(page).Groups["name"].Value;
                return await browser.SubmitAsync(at.Split('#')[0], "name=\"reason\"", (field, Decoded(Truth().Match(page), "value")), ("reason", "Two digits were transposed; the paper lies beside me."));
            case "deviations": return await browser.SubmitAsync(path, "name=\"description\"", ("category", "identity"), ("description", "What happened, and what was done at once."));
            case "labels":
                var labels = LabelLine().Matches(page).Select(m => (Symbol: Decoded(m, "label"), To: Decoded(m, "to"))).ToList();
                var applied = labels.Where(label => label.To.Length > 0).SelectMany(label => new[] { label.Symbol, label.To });
                var told = await browser.SubmitAsync(path, "name=\"fate\"", ("fate", "applied"), ("labels", string.Join("\r\n", applied)));
                if ((int)told.StatusCode >= 400) return told;
                return await browser.SubmitAsync(path, "name=\"fate\"", ("fate", "destroyed"), ("labels", labels.Single(label => label.To.Length == 0).Symbol), ("reason", "Smudged, torn up before a colleague."));
            default: return await TakeAsync(path.Split('/')[^1]);
        }
    }

    // The form of four taps: every code in one field.
    private async Task<HttpResponseMessage> HandAsync(string path)
    {
        var shown = await browser.GetAsync(path);
        if ((int)shown.StatusCode is >= 300 and < 400) return await TakeAsync(path.Split('/')[^1]);
        var fields = Filled(await shown.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), []);
        var scans = string.Join("\r\n", fields.Where(field => field.Name.StartsWith("scans.", StringComparison.Ordinal)).Select(field => field.Value));
        return await browser.GoOnAsync(shown, path, "name=\"seen\"", [("scans", scans), .. fields.Where(field => !field.Name.StartsWith("scans.", StringComparison.Ordinal))]);
    }

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

    [GeneratedRegex("class=\"next-one\">\\s*<a href=\"(?<path>[^\"]+)\"")]
    private static partial Regex Goal();

    [GeneratedRegex("name=\"(?<name>evidence\\.[a-z-]+)\"")]
    private static partial Regex Evidence();

    [GeneratedRegex("data-for=\"correction\" data-value=\"(?<value>[^\"]+)\"")]
    private static partial Regex Truth();

    [GeneratedRegex("data-symbol=\"(?<label>TRY[^\"]+)\"(?: data-to=\"(?<to>[^\"]+)\")?")]
    private static partial Regex LabelLine();

    [GeneratedRegex("data-for=\"(?<for>[^\"]+)\"(?: data-seal=\"(?<seal>[^\"]*)\")? data-value=\"(?<value>[^\"]*)\"")]
    private static partial Regex Line();

    [GeneratedRegex("<p class=\"field-error\".*?</p>|<div class=\"alarm\".*?</div>", RegexOptions.Singleline)]
    private static partial Regex Reasons();
}
