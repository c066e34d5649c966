using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests.Pages;

/// <summary>Workflows as they are read and checked in a browser.</summary>
public sealed class WorkflowPageTests
{
    private const string Id = "til-autologous";

    private static readonly int Version = Shipped.Workflow(Id).Version;

    private static readonly string File = Shipped.Workflow(Id).Text;

    private static string Next => File.Replace($"version: {Version}\n", $"version: {Version + 1}\n", StringComparison.Ordinal);

    [Fact]
    public async Task A_file_with_a_mistake_is_told_its_line_and_one_that_breaks_a_proof_the_path()
    {
        await using var server = await RunningServer.StartAsync();
        using var browser = await SignInAsync(server, "quality@karolinska");

        var mistaken = await CheckAsync(browser, Next.Replace("phase: treatment", "phase: treatmnt", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, mistaken.StatusCode);
        Assert.Matches("line \\d+, column \\d+", await TextAsync(mistaken));
        var unsafely = await TextAsync(await CheckAsync(browser, Unsafe()));
        Assert.Contains("The shortest path that breaks it:", unsafely, StringComparison.Ordinal);
        Assert.Contains("<ol class=\"broken\">", unsafely, StringComparison.Ordinal);
        Assert.DoesNotContain("Propose this version", unsafely, StringComparison.Ordinal);

        var sound = await TextAsync(await CheckAsync(browser, Next));
        Assert.Contains("Every check and every proof passes.", sound, StringComparison.Ordinal);
        // Quality of a hospital checks; it does not propose for all.
        Assert.DoesNotContain("Propose this version", sound, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await CheckAsync(browser, "<script>alert(1)</script>: [")).StatusCode);
    }

    [Fact]
    public async Task Every_workflow_is_told_in_words_with_all_its_steps_and_the_settings_tell_no_secret()
    {
        await using var server = await RunningServer.StartAsync(settings: ("Oidc:Authority", ""));
        using var browser = await SignInAsync(server, "administrator@operations");
        foreach (var id in Shipped.WorkflowIds)
        {
            var html = WebUtility.HtmlDecode(await browser.TextAsync($"/workflows/{id}"));
            // The picture holds every state once, and each step of the usual way.
            Assert.Equal(Shipped.Workflow(id).States.Length, Regex.Count(html, "<g class=\"state"));
            Assert.InRange(Regex.Count(html, "<path class=\"way\""), 15, Shipped.Workflow(id).States.Length - 1);
            Assert.All(Shipped.Workflow(id).Steps, step => Assert.Contains(Shipped.Workflow(id).Say(step.Name, "en"), html, StringComparison.Ordinal));
        }
        Assert.Contains(server.Folder, await browser.TextAsync("/settings"), StringComparison.Ordinal);
        using var hospital = await SignInAsync(server, "administrator@karolinska");
        Assert.DoesNotContain(server.Folder, await hospital.TextAsync("/settings"), StringComparison.Ordinal);
    }

    // One person alone checks at the bedside.
    private static string Unsafe() => Next.Replace("people: 2, second: [ward-nurse, physician], place: bedside", "place: bedside", StringComparison.Ordinal);

    private static Task<HttpResponseMessage> CheckAsync(Browser browser, string text) => browser.UploadAsync("/check-workflow", "Check this file", "file", Encoding.UTF8.GetBytes(text));

    private static Task<string> TextAsync(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private static Task<Browser> SignInAsync(RunningServer server, string who) => new Browser(server.Address).SignInAsync(TestNetwork.KeyOf(who));
}
