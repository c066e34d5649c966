using System.Net;
using System.Text.RegularExpressions;
using NodaTime;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests.Pages;

public sealed partial class WorklistTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_worklist_leads_whoever_is_waited_for_to_the_form_of_their_step_and_tells_the_others_who_that_is()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await (await HttpScenario.BeginAsync(server)).AtAsync("referred");
        using var physician = await SignedInAsync(server, "physician@charite");
        using var nurse = await SignedInAsync(server, "ward-nurse@charite");
        using var elsewhere = await SignedInAsync(server, "physician@karolinska");
        using var stranger = await SignedInAsync(server, "physician@stranger-clinic");

        Assert.Contains($"href=\"/orders/{order.Id}/steps/confirm-eligibility\"", await physician.TextAsync("/"), StringComparison.Ordinal);
        Assert.Contains($"\"/orders/{order.Id}\" data-row", await physician.TextAsync("/?show=mine"), StringComparison.Ordinal);
        foreach (var other in new[] { nurse, elsewhere })
        {
            Assert.DoesNotContain("/steps/", await other.TextAsync("/"), StringComparison.Ordinal);
            Assert.Contains($"\"/orders/{order.Id}\"", await other.TextAsync("/"), StringComparison.Ordinal);
            Assert.Contains("No order fits.", await other.TextAsync("/?show=mine"), StringComparison.Ordinal);
        }
        Assert.DoesNotContain(order.Id, await stranger.TextAsync("/"), StringComparison.Ordinal);
        Assert.DoesNotContain(order.Id, await stranger.TextAsync("/board"), StringComparison.Ordinal);
        Assert.DoesNotContain(order.Id, await stranger.TextAsync("/?site=charite"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hold_stands_before_every_step_and_quality_is_led_to_resolve_it()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await (await HttpScenario.BeginAsync(server)).AtAsync("referred");
        await server.PostAsync("coordinator@charite", $"{order.Path}/hold", new { reason = "The family asks for time." });
        using var quality = await SignedInAsync(server, "quality@charite");
        using var physician = await SignedInAsync(server, "physician@charite");

        var own = await quality.TextAsync("/");
        var other = await physician.TextAsync("/");

        Assert.Contains($"href=\"/orders/{order.Id}#hold-3\"", own, StringComparison.Ordinal);
        Assert.Contains("Resolve the hold", own, StringComparison.Ordinal);
        Assert.Contains("The family asks for time.", other, StringComparison.Ordinal);
        Assert.Contains("See the hold", other, StringComparison.Ordinal);
        Assert.Contains("Waits for: Quality", other, StringComparison.Ordinal);
        Assert.DoesNotContain("/steps/", other, StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync(physician, "/?show=held"));
        Assert.Equal(0, await CountAsync(physician, "/?show=mine"));
    }

    [Theory]
    [InlineData("thawed", 0, "post-thaw")]
    [InlineData("waiting-for-slot", 22, "slot-wait")]
    public async Task A_limit_that_is_short_or_warned_of_looks_so_on_the_page_of_the_order_the_list_and_the_board(string state, int daysLater, string clock)
    {
        await using var server = await RunningServer.StartAsync();
        var order = await (await HttpScenario.BeginAsync(server)).AtAsync(state);
        var running = order.Order.Clocks[clock];
        server.Clock.Reset(running.Started + Duration.FromDays(daysLater) + Duration.FromMinutes(12));
        using var physician = await SignedInAsync(server, "physician@charite");
        var words = order.Workflow.Say(clock, "en");

        Assert.Matches($"<div class=\"limit soon\">\\s*<h3>{Regex.Escape(words)}</h3>", await physician.TextAsync($"/orders/{order.Id}"));
        Assert.Matches($"<span class=\"near\">[^<]*</span> <small>{Regex.Escape(words)}</small>", await physician.TextAsync("/?show=open"));
        Assert.Matches($"<span class=\"near\">[^<]*</span> {Regex.Escape(words)}", await physician.TextAsync("/board"));
    }

    [Fact]
    public async Task A_limit_is_told_while_it_runs_out_and_after_it_passed_and_a_late_handover_by_its_name()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await (await HttpScenario.BeginAsync(server)).AtAsync("in-transit-to-manufacturer");
        var receipt = order.Order.Clocks.Where(c => order.Workflow.Clocks[c.Key].Stops.Contains("receive-starting-material")).MinBy(c => c.Value.Limit).Value.Limit;

        server.Clock.Reset(receipt - Duration.FromHours(25));
        // Days pass here, and sessions end: who looks signs in first.
        using (var early = await SignedInAsync(server, "operator@leipzig-cells"))
            Assert.DoesNotContain("Handover due", await early.TextAsync("/"), StringComparison.Ordinal);
        server.Clock.Reset(receipt - Duration.FromHours(2));
        using var operators = await SignedInAsync(server, "operator@leipzig-cells");
        var due = await operators.TextAsync("/");
        Assert.Contains("Handover due", due, StringComparison.Ordinal);
        Assert.Contains("2 h 00 min left", due, StringComparison.Ordinal);
        Assert.Contains($"/orders/{order.Id}/steps/receive-starting-material\"", due, StringComparison.Ordinal);
        server.Clock.Reset(receipt + Duration.FromHours(3));
        using var late = await SignedInAsync(server, "operator@leipzig-cells");
        Assert.Contains("Late handover", await late.TextAsync("/"), StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync(late, "/?show=passed"));
    }

    [Fact]
    public async Task What_is_scanned_leads_straight_to_the_order_that_carries_it_and_nobody_else_to_it()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await (await HttpScenario.BeginAsync(server)).AtAsync("identified");
        using var planner = await SignedInAsync(server, "planner@leipzig-cells");
        using var stranger = await SignedInAsync(server, "planner@stranger-clinic");

        foreach (var scanned in order.Order.Aliases.Keys.Append(order.Id).Append(order.Id.ToLowerInvariant()))
        {
            var seek = $"/?text={Uri.EscapeDataString(scanned)}";
            Assert.Equal($"/orders/{order.Id}", (await planner.GetAsync(seek)).Headers.Location?.PathAndQuery());
            var unseen = await stranger.GetAsync(seek);
            Assert.Equal(HttpStatusCode.OK, unseen.StatusCode);
            Assert.Contains("No order fits.", await unseen.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        }
        Assert.Equal(HttpStatusCode.OK, (await planner.GetAsync("/?text=2026-000")).StatusCode);
        Assert.Equal(1, await CountAsync(planner, "/?text=2026-000"));
    }

    [Fact]
    public async Task Many_orders_come_in_pages_and_on_the_board_by_twelve_with_the_way_to_the_rest()
    {
        await using var server = await RunningServer.StartAsync();
        for (var i = 0; i < 28; i++) await HttpScenario.BeginAsync(server, reference: $"KAR-{i:D2}");
        using var browser = await SignedInAsync(server, "coordinator@karolinska");

        var first = await browser.TextAsync("/");
        var next = WebUtility.HtmlDecode(Next().Match(first).Groups["path"].Value);
        var board = await browser.TextAsync("/board");

        Assert.Contains("28 orders, newest first", first, StringComparison.Ordinal);
        Assert.Equal(28, Listed().Matches(first).Concat(Listed().Matches(await browser.TextAsync(next.Split('#')[0]))).Select(m => m.Value).Distinct().Count());
        Assert.Equal(12, Regex.Count(board, "class=\"card"));
        Assert.Contains("and 16 more: Ordering", board, StringComparison.Ordinal);
        Assert.Equal(25, await CountAsync(browser, "/?phase=ordering&workflow=car-t-autologous-cryo&state=opened&site=charite&show=open"));
        Assert.Equal(0, await CountAsync(browser, "/?phase=ordering&clock=post-thaw"));
        Assert.Equal(1, await CountAsync(browser, "/?text=kar-07"));
    }

    [Fact]
    public async Task A_filter_is_kept_by_name_for_oneself_alone_and_removed_again()
    {
        await using var server = await RunningServer.StartAsync();
        using var own = await SignedInAsync(server, "coordinator@karolinska");
        using var other = await SignedInAsync(server, "coordinator-2@karolinska");

        var nameless = await own.SubmitAsync("/?show=held", "Keep this filter as", ("Name", " "));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, nameless.StatusCode);
        Assert.Contains("id=\"filter-name-error\">Give the filter a name of 1 to 40 characters.", await nameless.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);

        var kept = await own.SubmitAsync("/?show=held", "Keep this filter as", ("Name", "<b>Holds</b>"));
        Assert.EndsWith("/?show=held&kept=yes#orders", kept.Headers.Location?.ToString(), StringComparison.Ordinal);
        Assert.Contains("<a href=\"/?show=held#orders\">&lt;b&gt;Holds&lt;/b&gt;</a>", await own.TextAsync("/"), StringComparison.Ordinal);
        Assert.DoesNotContain("Holds", await other.TextAsync("/"), StringComparison.Ordinal);

        await other.SubmitAsync("/?show=held", "Keep this filter as", ("Name", "Mine"));
        await own.SubmitAsync("/", "Remove &lt;b&gt;Holds", ("Removed", "<b>Holds</b>"));
        Assert.DoesNotContain("Holds", await own.TextAsync("/"), StringComparison.Ordinal);
        Assert.Contains(">Mine</a>", await other.TextAsync("/"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("coordinator@karolinska", true)]
    [InlineData("courier@nordic-cryo", false)]
    public async Task Beginning_an_order_is_offered_to_whoever_begins_one(string person, bool begins)
    {
        await using var server = await RunningServer.StartAsync();
        using var browser = await SignedInAsync(server, person);
        Assert.Equal(begins, (await browser.TextAsync("/")).Contains("Begin an order", StringComparison.Ordinal));
        Assert.NotEqual(begins, (await browser.TextAsync("/orders/new")).Contains("None that you begin", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_order_is_begun_once_and_a_refused_form_keeps_what_was_typed_with_each_reason_at_its_field()
    {
        await using var server = await RunningServer.StartAsync();
        using var browser = await SignedInAsync(server, "coordinator@karolinska");
        const string path = "/orders/new?workflow=car-t-autologous-cryo";
        var form = await browser.TextAsync(path);
        Assert.Contains("Charit", form, StringComparison.Ordinal);
        // A courier treats nobody, and a hospital carries nothing.
        Assert.DoesNotContain("spree-kurier", Select(form, "parties.treatment-site"), StringComparison.Ordinal);
        Assert.DoesNotContain("charite", Select(form, "parties.courier"), StringComparison.Ordinal);

        var empty = await browser.SubmitAsync(path, "Begin the order", ("Reference", ""), ("parties.manufacturer", "leipzig-cells"), ("parties.referring-site", "nowhere"));
        var said = await empty.Content.ReadAsStringAsync(Ct);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.StatusCode);
        Assert.Contains("id=\"reference-error\">Give the order a reference", said, StringComparison.Ordinal);
        Assert.Contains("id=\"parties-courier-error\">Say which site is the", said, StringComparison.Ordinal);
        Assert.Contains("#parties-courier\">", said, StringComparison.Ordinal);
        Assert.Contains("value=\"leipzig-cells\" selected", Select(said, "parties.manufacturer"), StringComparison.Ordinal);

        var once = Once().Match(form).Groups["value"].Value;
        (string, string)[] whole = [("Reference", "KAR-1"), .. Some.Parties(Shipped.Workflow("car-t-autologous-cryo")).Select(p => ($"parties.{p.Key}", p.Value))];
        var begun = await browser.SubmitAsync(path, "Begin the order", whole);
        Assert.Equal(HttpStatusCode.Redirect, begun.StatusCode);
        Assert.Matches("^/orders/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$", begun.Headers.Location!.PathAndQuery());
        Assert.Contains("KAR-1", await browser.TextAsync(begun.Headers.Location!.PathAndQuery()), StringComparison.Ordinal);
        Assert.NotEmpty(once);

        var sent = Hidden().Matches(form).Select(h => KeyValuePair.Create(h.Groups["name"].Value, WebUtility.HtmlDecode(h.Groups["value"].Value)))
            .Where(h => h.Key is "once" or "_handler" or "__RequestVerificationToken").DistinctBy(h => h.Key).Concat(whole.Select(f => KeyValuePair.Create(f.Item1, f.Item2.Replace("KAR-1", "KAR-2", StringComparison.Ordinal)))).ToList();
        var first = await browser.PostAsync(path, sent);
        var again = await browser.PostAsync(path, sent);
        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.Equal(1, await CountAsync(browser, "/?text=kar-2"));
    }

    private static async Task<Browser> SignedInAsync(RunningServer server, string who) => await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf(who));

    private static async Task<int> CountAsync(Browser browser, string list) => Listed().Count(await browser.TextAsync(list));

    private static string Select(string html, string name) => Regex.Match(html, $"<select id=\"{name.Replace('.', '-')}\".*?</select>", RegexOptions.Singleline).Value;

    [GeneratedRegex("<th scope=\"row\"[^>]*><a href=\"(?<path>/orders/[^\"]+)\"")]
    private static partial Regex Listed();

    [GeneratedRegex("<a href=\"(?<path>[^\"]+)\" rel=\"next\"")]
    private static partial Regex Next();

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]*)\" value=\"(?<value>[^\"]*)\"")]
    private static partial Regex Hidden();

    [GeneratedRegex("name=\"once\" value=\"(?<value>[^\"]*)\"")]
    private static partial Regex Once();
}
