using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using TherapyChain.Server.Workflows;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests.Pages;

/// <summary>Workflows as they are read, checked and published in a browser.</summary>
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
        Assert.DoesNotContain("Publish this version", unsafely, StringComparison.Ordinal);

        var sound = await TextAsync(await CheckAsync(browser, Next));
        Assert.Contains("Every check and every proof passes.", sound, StringComparison.Ordinal);
        // Quality of a hospital checks; it does not publish for all.
        Assert.DoesNotContain("Publish this version", sound, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await CheckAsync(browser, "<script>alert(1)</script>: [")).StatusCode);
    }

    [Fact]
    public async Task What_is_published_is_offered_at_once_and_after_a_restart_and_never_changes()
    {
        var folder = Directory.CreateTempSubdirectory("therapychain-").FullName;
        try
        {
            await using (var server = await RunningServer.StartAsync(folder))
            {
                using var browser = await SignInAsync(server, "administrator@operations");
                var check = await CheckAsync(browser, Next);
                var unsaid = await browser.GoOnAsync(check, "/check-workflow", "Publish this version", ("reason", ""));
                Assert.Equal(HttpStatusCode.UnprocessableEntity, unsaid.StatusCode);
                Assert.Null(server.App.Services.GetRequiredService<WorkflowShelf>().Find(Id, Version + 1));
                var published = await browser.GoOnAsync(unsaid, "/publish-workflow", "Publish this version", ("reason", "CC-17"));
                Assert.Equal($"/workflows/{Id}?version={Version + 1}&done=published", published.Headers.Location?.PathAndQuery());

                Assert.Equal(Version + 1, server.App.Services.GetRequiredService<WorkflowShelf>().Newest(Id)!.Workflow.Version);
                Assert.Contains("published by administrator operations", await browser.TextAsync("/workflows"), StringComparison.Ordinal);
                // The same number again, with other content, by the same form.
                var twice = await PublishAsync(browser, check, Next + "# another\n");
                Assert.Equal(HttpStatusCode.UnprocessableEntity, twice.StatusCode);
                Assert.Contains("never changes", await TextAsync(twice), StringComparison.Ordinal);
                Assert.Contains("CC-17", await TextAsync(await server.GetAsync("quality@operations", "/api/audit")), StringComparison.Ordinal);
            }
            await using (var server = await RunningServer.StartAsync(folder))
            {
                var newest = server.App.Services.GetRequiredService<WorkflowShelf>().Newest(Id)!;
                Assert.Equal((Version + 1, Next), (newest.Workflow.Version, newest.Workflow.Text));
                using var browser = await SignInAsync(server, "ward-nurse@charite");
                Assert.Contains("Version", await browser.TextAsync($"/workflows/{Id}/compare?from={Version}&to={Version + 1}"), StringComparison.Ordinal);
                Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/workflows/{Id}/compare?from=1&to=99")).StatusCode);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    [Requirement("P11-04")]
    public async Task Nobody_publishes_what_is_not_proved_or_from_another_site()
    {
        await using var server = await RunningServer.StartAsync();
        using var operations = await SignInAsync(server, "administrator@operations");
        using var hospital = await SignInAsync(server, "administrator@karolinska");
        var check = await CheckAsync(operations, Next);

        foreach (var forged in new[] { Unsafe(), "", "workflow: x" }) Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PublishAsync(operations, check, forged)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await hospital.PostAsync("/publish-workflow", await FormAsync(hospital))).StatusCode);
        Assert.Equal(Version, server.App.Services.GetRequiredService<WorkflowShelf>().Newest(Id)!.Workflow.Version);

        static async Task<List<KeyValuePair<string, string>>> FormAsync(Browser browser)
        {
            var token = System.Text.RegularExpressions.Regex.Match(await browser.TextAsync("/check-workflow"), "name=\"__RequestVerificationToken\" value=\"([^\"]*)\"").Groups[1].Value;
            return [KeyValuePair.Create("_handler", "publish"), KeyValuePair.Create("__RequestVerificationToken", token), KeyValuePair.Create("file", Convert.ToBase64String(Encoding.UTF8.GetBytes(Next))), KeyValuePair.Create("reason", "Mine.")];
        }
    }

    [Fact]
    public async Task Every_workflow_is_told_in_words_with_all_its_steps_and_the_settings_tell_no_secret()
    {
        await using var server = await RunningServer.StartAsync(settings: ("Oidc:Authority", ""));
        using var browser = await SignInAsync(server, "administrator@operations");
        foreach (var id in Shipped.WorkflowIds)
        {
            var html = WebUtility.HtmlDecode(await browser.TextAsync($"/workflows/{id}"));
            Assert.All(Shipped.Workflow(id).Steps, step => Assert.Contains(Shipped.Workflow(id).Say(step.Name, "en"), html, StringComparison.Ordinal));
        }
        Assert.Contains(server.Folder, await browser.TextAsync("/settings"), StringComparison.Ordinal);
        using var hospital = await SignInAsync(server, "administrator@karolinska");
        Assert.DoesNotContain(server.Folder, await hospital.TextAsync("/settings"), StringComparison.Ordinal);
    }

    // One person alone checks at the bedside.
    private static string Unsafe() => Next.Replace("people: 2, second: [ward-nurse, physician], place: bedside", "place: bedside", StringComparison.Ordinal);

    private static Task<HttpResponseMessage> PublishAsync(Browser browser, HttpResponseMessage check, string text) =>
        browser.GoOnAsync(check, "/publish-workflow", "Publish this version", ("reason", "CC-18"), ("file", Convert.ToBase64String(Encoding.UTF8.GetBytes(text))));

    private static Task<HttpResponseMessage> CheckAsync(Browser browser, string text) => browser.UploadAsync("/check-workflow", "Check this file", "file", Encoding.UTF8.GetBytes(text));

    private static Task<string> TextAsync(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private static Task<Browser> SignInAsync(RunningServer server, string who) => new Browser(server.Address).SignInAsync(TestNetwork.KeyOf(who));
}
