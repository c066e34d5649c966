using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using TherapyChain.Domain.Workflows;
using TherapyChain.Server.Workflows;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests.Pages;

/// <summary>A version of a workflow is proposed by one person and approved by another; only then orders begin on it.</summary>
public sealed partial class WorkflowProposalTests
{
    private const string Id = "til-autologous", Proposer = "quality@operations", Approver = "quality-2@operations";

    private static readonly Workflow Today = Shipped.Workflow(Id);

    private static readonly string Next = Today.Text.Replace($"version: {Today.Version}\n", $"version: {Today.Version + 1}\n", StringComparison.Ordinal);

    [Fact]
    public async Task A_proposal_is_shown_to_many_at_once_though_checks_wait_their_turn()
    {
        await using var server = await RunningServer.StartAsync();
        using var proposer = Browser.In(server, Proposer);
        await ProposeAsync(proposer, Next);

        var looks = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => proposer.GetAsync("/workflow-proposals/1")));

        Assert.All(looks, look => Assert.Equal(HttpStatusCode.OK, look.StatusCode));
    }

    [Fact]
    public async Task A_workflow_file_and_what_was_typed_with_it_outlive_a_form_that_grew_old_at_the_check_the_proposal_and_the_verdict()
    {
        const string Old = "of-yesterday";
        await using var server = await RunningServer.StartAsync();
        using var proposer = Browser.In(server, Proposer);
        using var approver = Browser.In(server, Approver);
        // More than what is typed by hand may be, and with line ends that a browser would change.
        var file = (Next + "\n# one end\r\n# another\n" + new string('#', 70_000)).ReplaceLineEndings("\n") + "\n# a carriage\r\n";

        var late = await proposer.SubmitFileAsync("/check-workflow", "Check this file", ("file", "next <b>.yaml", file), ("__RequestVerificationToken", Old));
        Assert.Equal(HttpStatusCode.BadRequest, late.StatusCode);
        var again = await proposer.GetAsync("/check-workflow");
        var shown = WebUtility.HtmlDecode(await again.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Contains("The file next <b>.yaml is here again, byte for byte.", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("next <b>.yaml", await TextAsync(again), StringComparison.Ordinal);
        var checkedAgain = await proposer.GoOnAsync(again, "/check-workflow", "Check this file");
        Assert.Contains("Every check and every proof passes.", await TextAsync(checkedAgain), StringComparison.Ordinal);
        Assert.DoesNotContain("is here again", await proposer.TextAsync("/check-workflow"), StringComparison.Ordinal);

        var unsent = await proposer.GoOnAsync(checkedAgain, "/propose-workflow", "Propose this version", ("__RequestVerificationToken", Old), ("reason", "CC-16"));
        Assert.Equal(HttpStatusCode.BadRequest, unsent.StatusCode);
        Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(file))[..60], await TextAsync(unsent), StringComparison.Ordinal);
        var proposing = await proposer.GetAsync("/propose-workflow");
        Assert.Contains("value=\"CC-16\"", await TextAsync(proposing), StringComparison.Ordinal);
        var proposed = await proposer.GoOnAsync(proposing, "/propose-workflow", "Propose this version", ("reason", "CC-16"));
        Assert.Equal("/workflow-proposals/1?done=proposed", proposed.Headers.Location?.PathAndQuery());

        await approver.SubmitAsync("/workflow-proposals/1", "Approve and publish", ("__RequestVerificationToken", Old), ("reason", "Read beside version 1."), ("verdict", "approve"));
        Assert.Contains("value=\"Read beside version 1.\"", await approver.TextAsync("/workflow-proposals/1"), StringComparison.Ordinal);
        Assert.Equal(Today.Version, Newest(server).Version);
        await DecideAsync(approver, "approve", "CC-17");
        Assert.Equal(file, Newest(server).Text);
    }

    [Fact]
    [Requirement("P11-04")]
    public async Task What_one_proposes_another_approves_and_orders_begin_on_it_from_the_page_and_the_interface_and_outlive_a_restart()
    {
        var folder = TempFolder.New().FullName;
        try
        {
            string byInterface, byPage;
            await using (var server = await RunningServer.StartAsync(folder))
            {
                using var proposer = Browser.In(server, Proposer);
                using var approver = Browser.In(server, Approver);
                Assert.Equal(HttpStatusCode.UnprocessableEntity, (await ProposeAsync(proposer, Next, reason: "")).StatusCode);
                var proposed = await ProposeAsync(proposer, Next);
                Assert.Equal("/workflow-proposals/1?done=proposed", proposed.Headers.Location?.PathAndQuery());
                Assert.Contains("is proposed already, by quality operations", await TextAsync(await ProposeAsync(approver, Next)), StringComparison.Ordinal);
                Assert.Contains("/workflow-proposals/1", await approver.TextAsync("/workflows"), StringComparison.Ordinal);

                // Nothing begins on what is only proposed, and who proposed it does not approve it.
                Assert.Contains("workflow.version-unknown", await TextAsync(await BeginAsync(server, Today.Version + 1)), StringComparison.Ordinal);
                var own = await proposer.SubmitAsync("/workflow-proposals/1", "Withdraw", ("reason", "It is good."), ("verdict", "approve"));
                Assert.Equal(HttpStatusCode.UnprocessableEntity, own.StatusCode);
                Assert.Contains("You proposed this version yourself", await TextAsync(own), StringComparison.Ordinal);
                Assert.Equal(Today.Version, Newest(server).Version);

                var unsaid = await approver.SubmitAsync("/workflow-proposals/1", "Approve and publish", ("reason", " "), ("verdict", "approve"));
                Assert.Contains("Say why, in 1 to 200 characters.", await TextAsync(unsaid), StringComparison.Ordinal);
                var approved = await DecideAsync(approver, "approve", "CC-17, read beside version 1.");
                Assert.Equal("/workflow-proposals/1?done=decided", approved.Headers.Location?.PathAndQuery());
                Assert.Contains("proposed by quality operations, approved by quality-2 operations", await approver.TextAsync("/workflows"), StringComparison.Ordinal);
                var log = await TextAsync(await server.GetAsync(Proposer, "/api/audit"));
                Assert.Contains("CC-16", log, StringComparison.Ordinal);
                Assert.Contains("CC-17", log, StringComparison.Ordinal);

                byInterface = (await (await BeginAsync(server, version: null)).JsonAsync()).GetProperty("order").GetString()!;
                using var coordinator = Browser.In(server, Coordinator);
                var begun = await coordinator.SubmitAsync($"/orders/new?workflow={Id}", "Begin the order",
                    [("Reference", "FROM-THE-PAGE"), .. Some.Parties(Today).Select(p => ($"parties.{p.Key}", p.Value))]);
                byPage = begun.Headers.Location!.PathAndQuery().Split('/', '?')[2];
            }
            await using (var server = await RunningServer.StartAsync(folder))
            {
                Assert.Equal((Today.Version + 1, Next), (Newest(server).Version, Newest(server).Text));
                foreach (var order in new[] { byInterface, byPage })
                {
                    Assert.Equal(Today.Version + 1, server.Order(order).WorkflowVersion);
                    var scenario = await new HttpScenario(server, Newest(server), order).AtAsync("referred");
                    Assert.Equal("referred", scenario.Order.State);
                }
                using var reader = Browser.In(server, "quality@karolinska");
                Assert.Contains("Approved by", await reader.TextAsync("/workflow-proposals/1"), StringComparison.Ordinal);
                Assert.Contains("Version", await reader.TextAsync($"/workflows/{Id}/compare?from={Today.Version}&to={Today.Version + 1}"), StringComparison.Ordinal);
                Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync($"/workflows/{Id}/compare?from=1&to=99")).StatusCode);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task What_is_rejected_is_closed_for_good_and_no_order_begins_on_it()
    {
        await using var server = await RunningServer.StartAsync();
        using var proposer = Browser.In(server, Proposer);
        using var approver = Browser.In(server, Approver);
        await ProposeAsync(proposer, Next);
        var form = await approver.GetAsync("/workflow-proposals/1");

        Assert.Equal(HttpStatusCode.Found, (await DecideAsync(approver, "reject", "The limit of the slot is missing.")).StatusCode);

        // A form that was open meanwhile decides nothing any more.
        var late = await approver.GoOnAsync(form, "/workflow-proposals/1", "Approve and publish", ("reason", "Mine."), ("verdict", "approve"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.StatusCode);
        Assert.Contains("approved or rejected already", await TextAsync(late), StringComparison.Ordinal);
        Assert.Contains("The limit of the slot is missing.", await proposer.TextAsync("/workflow-proposals/1"), StringComparison.Ordinal);
        Assert.Contains("workflow.version-unknown", await TextAsync(await BeginAsync(server, Today.Version + 1)), StringComparison.Ordinal);
        Assert.Equal(Today.Version, Newest(server).Version);
        // A corrected file of the same number is proposed anew; its proposer may withdraw it.
        Assert.Equal("/workflow-proposals/2?done=proposed", (await ProposeAsync(proposer, Next + "# corrected\n")).Headers.Location?.PathAndQuery());
        Assert.Equal(HttpStatusCode.Found, (await proposer.SubmitAsync("/workflow-proposals/2", "Withdraw", ("reason", "Not yet."), ("verdict", "reject"))).StatusCode);
    }

    [Fact]
    [Requirement("P11-04", "P11-16")]
    public async Task An_api_key_proposes_and_approves_nothing_for_whoever_issued_it_could_be_both()
    {
        await using var server = await RunningServer.StartAsync();
        using var proposer = Browser.In(server, Proposer);
        using var keyed = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf(Approver));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await ProposeAsync(keyed, Next)).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await ProposeAsync(proposer, Next)).StatusCode);
        var no = await DecideAsync(keyed, "approve", "Looks good.");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, no.StatusCode);
        Assert.Contains("An API key does not speak for you here", await TextAsync(no), StringComparison.Ordinal);
        Assert.Equal(Today.Version, Newest(server).Version);
    }

    [Fact]
    [Requirement("P11-04")]
    public async Task Nobody_proposes_what_is_not_proved_and_only_quality_of_operations_approves()
    {
        await using var server = await RunningServer.StartAsync();
        using var administrator = Browser.In(server, "administrator@operations");
        // One person alone checks at the bedside.
        foreach (var forged in new[] { Next.Replace("people: 2, second: [ward-nurse, physician], place: bedside", "place: bedside", StringComparison.Ordinal), "", "workflow: x" })
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await ProposeAsync(administrator, forged)).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await ProposeAsync(administrator, Next)).StatusCode);

        foreach (var who in new[] { "administrator-2@operations", "quality@karolinska", "qualified-person@leipzig-cells" })
        {
            using var browser = Browser.In(server, who);
            Assert.Contains("Waits for approval", await browser.TextAsync("/workflow-proposals/1"), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.Forbidden, (await ForgeAsync(browser, "approve")).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await ForgeAsync(browser, "reject")).StatusCode);
        }
        using var hospital = Browser.In(server, "administrator@karolinska");
        Assert.Equal(HttpStatusCode.Forbidden, (await ProposeAsync(hospital, Next, token: await TokenAsync(hospital))).StatusCode);
        Assert.Equal(Today.Version, Newest(server).Version);
    }

    private static string Coordinator => $"coordinator@{Some.Parties(Today)[Today.Parties[0]]}";

    private static Workflow Newest(RunningServer server) => server.App.Services.GetRequiredService<WorkflowShelf>().Newest(Id)!.Workflow;

    private static Task<HttpResponseMessage> BeginAsync(RunningServer server, int? version) =>
        server.PostAsync(Coordinator, "/api/orders", new { workflow = Id, version, reference = "2026-0700", parties = Some.Parties(Today) });

    private static Task<HttpResponseMessage> DecideAsync(Browser browser, string verdict, string reason) =>
        browser.SubmitAsync("/workflow-proposals/1", "Approve and publish", ("reason", reason), ("verdict", verdict));

    // The form as it stands after a check; without one, as somebody would write it by hand.
    private static async Task<HttpResponseMessage> ProposeAsync(Browser browser, string text, string reason = "CC-16", string? token = null) =>
        await browser.PostAsync("/propose-workflow",
        [
            KeyValuePair.Create("_handler", "propose"), KeyValuePair.Create("__RequestVerificationToken", token ?? await TokenAsync(browser)),
            KeyValuePair.Create("file", Convert.ToBase64String(Encoding.UTF8.GetBytes(text))), KeyValuePair.Create("reason", reason),
        ]);

    private static async Task<HttpResponseMessage> ForgeAsync(Browser browser, string verdict) => await browser.PostAsync("/workflow-proposals/1",
    [
        KeyValuePair.Create("_handler", "verdict"), KeyValuePair.Create("__RequestVerificationToken", await TokenAsync(browser)),
        KeyValuePair.Create("verdict", verdict), KeyValuePair.Create("reason", "Mine."),
    ]);

    private static async Task<string> TokenAsync(Browser browser) => Token().Match(await browser.TextAsync("/check-workflow")).Groups[1].Value;

    private static Task<string> TextAsync(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]*)\"")]
    private static partial Regex Token();
}
