using System.Net;
using System.Text.RegularExpressions;
using TherapyChain.Domain.Orders;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests.Pages;

/// <summary>The page on which people say what became of printed labels, with a scanner, until the reconciliation closes.</summary>
public sealed partial class LabelPageTests
{
    private const string Lab = "cell-lab@karolinska", Button = "Record what became of them";

    [Fact]
    [Requirement("FJ-01")]
    public async Task Scanning_each_label_and_what_carries_it_closes_the_reconciliation_that_blocked_a_step()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await PrintedAsync(server, copies: 3);
        var bag = order.Order.Expected("frozen-bag")[0];
        using var browser = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf(Lab));
        var path = $"/orders/{order.Id}/labels";

        var before = await browser.TextAsync(path);
        Assert.Contains("Nobody has said yet what became of: 001, 002, 003.", before, StringComparison.Ordinal);
        Assert.Contains($"<a href=\"/orders/{order.Id}/steps/reconcile-labels\">", before, StringComparison.Ordinal);
        Assert.Contains($"<a href=\"{path}\">Say what became of the labels</a>", await browser.TextAsync($"/orders/{order.Id}"), StringComparison.Ordinal);
        Assert.Contains($"<a href=\"{path}\">Say what became of the labels</a>", await browser.TextAsync($"/orders/{order.Id}/steps/reconcile-labels"), StringComparison.Ordinal);

        // Two labels on the one bag: as a scanner sends them, each with a line of its own.
        var applied = await browser.SubmitAsync(path, Button, ("fate", "applied"), ("labels", $"{order.Id}#001\r\n{order.Id}#002\r\n{bag}\r\n"));
        var destroyed = await browser.SubmitAsync(path, Button, ("fate", "destroyed"), ("label", "003"), ("reason", "Smudged."));

        Assert.Equal((HttpStatusCode.Redirect, HttpStatusCode.Redirect), (applied.StatusCode, destroyed.StatusCode));
        Assert.Equal([("applied", bag), ("applied", bag), ("destroyed", null)], order.Order.Labels.Values.Select(l => (l.Fate!.Fate, l.Fate.To)));
        var after = await browser.TextAsync(destroyed.Headers.Location!.PathAndQuery());
        Assert.Contains($"Recorded as entry {order.Order.Seq}: 003 destroyed.", after, StringComparison.Ordinal);
        Assert.Contains("What became of every printed label is known.", after, StringComparison.Ordinal);
        Assert.Contains("Smudged.", after, StringComparison.Ordinal);
        await order.TakeAsync("reconcile-labels");
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_at_once_at_its_field_and_stays_typed()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await PrintedAsync(server, copies: 2);
        using var browser = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf(Lab));
        var seq = order.Order.Seq;

        var no = await browser.SubmitAsync($"/orders/{order.Id}/labels", Button, ("fate", "destroyed"), ("label", "002"), ("labels", $"{order.Id}#001\n417\n{order.Id}#001"), ("place", "Chart"));
        var text = WebUtility.HtmlDecode(await no.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, no.StatusCode);
        var atLabels = Errors("labels", text);
        Assert.Contains(atLabels, error => error.Contains("\"417\" is no label of this order.", StringComparison.Ordinal));
        Assert.Contains("Say why label 001 is destroyed.", string.Join(' ', Errors("reason", text)), StringComparison.Ordinal);
        Assert.Contains("Say why label 002 is destroyed.", string.Join(' ', Errors("reason", text)), StringComparison.Ordinal);
        Assert.Contains($"{order.Id}#001\n417\n{order.Id}#001</textarea>", text, StringComparison.Ordinal);
        Assert.Matches("value=\"002\" checked", text);
        Assert.Matches("value=\"destroyed\" checked", text);
        Assert.Equal(seq, order.Order.Seq);
    }

    [Fact]
    public async Task A_label_on_another_container_stops_the_work_and_the_order()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await PrintedAsync(server, copies: 1);
        using var browser = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf(Lab));

        var no = await browser.SubmitAsync($"/orders/{order.Id}/labels", Button, ("fate", "applied"), ("labels", "001\nBAG-OF-ANOTHER"));
        var text = await no.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, no.StatusCode);
        Assert.Contains("<div class=\"stop-now\" role=\"alert\">", text, StringComparison.Ordinal);
        Assert.Contains("STOP. A label is not on the container it was printed for.", text, StringComparison.Ordinal);
        Assert.Equal(HoldCode.IdentityMismatch, Assert.Single(order.Order.Holds).Code);
        // On hold, stray labels are still told of.
        Assert.Equal(HttpStatusCode.Redirect, (await browser.SubmitAsync($"/orders/{order.Id}/labels", Button, ("fate", "destroyed"), ("labels", "001"), ("reason", "Taken off and shredded."))).StatusCode);
    }

    [Fact]
    public async Task A_label_of_another_order_stops_the_work_and_leads_quality_to_that_order_if_they_may_see_it()
    {
        await using var server = await RunningServer.StartAsync();
        var (order, other) = (await PrintedAsync(server, copies: 1), await HttpScenario.BeginAsync(server));
        using var browser = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf(Lab));
        using var quality = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf("quality@karolinska"));
        var parties = Some.Parties(order.Workflow).ToDictionary(p => p.Key, p => p.Value is "karolinska" or "charite" ? "stranger-clinic" : p.Value);
        var hidden = (await (await server.PostAsync("coordinator@stranger-clinic", "/api/orders", new { workflow = order.Workflow.Id, reference = "LYON-1", parties })).JsonAsync()).GetProperty("order").GetString();

        var no = await browser.SubmitAsync($"/orders/{order.Id}/labels", Button, ("fate", "destroyed"), ("labels", $"{other.Id}#001"), ("reason", "Not needed."));
        var text = WebUtility.HtmlDecode(await no.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, no.StatusCode);
        Assert.Contains("STOP. A label of another order is among this order's material.", text, StringComparison.Ordinal);
        var hold = Assert.Single(order.Order.Holds);
        var held = WebUtility.HtmlDecode(await quality.TextAsync($"/orders/{order.Id}/holds/{hold.Seq}"));
        Assert.Contains($"A label of another order was found among this order's material: {other.Id}#001.", held, StringComparison.Ordinal);
        Assert.Contains("<p class=\"code-name\">Printed label</p>", held, StringComparison.Ordinal);
        Assert.Contains("They differ at", held, StringComparison.Ordinal);
        Assert.Contains($"<a href=\"/orders/{other.Id}/labels\">", held, StringComparison.Ordinal);
        Assert.Contains("No label of that number was printed there.", held, StringComparison.Ordinal);
        Assert.Contains($"<a href=\"/orders/{other.Id}\">{other.Order.Reference}</a>", await quality.TextAsync($"/find?text={other.Id}%23001"), StringComparison.Ordinal);
        Assert.Contains("Account for labels", await quality.TextAsync("/quality"), StringComparison.Ordinal);

        // The timeline and the record tell it in the reader's language; the recorded words are a click away.
        await quality.PostAsync("/language", [new("language", "de"), new("return", "/")]);
        foreach (var page in new[] { $"/orders/{order.Id}", $"/orders/{order.Id}/record" })
            Assert.Contains($"Beim Material dieses Auftrags wurde ein Etikett eines anderen Auftrags gefunden: {other.Id}#001.", WebUtility.HtmlDecode(await quality.TextAsync(page)), StringComparison.Ordinal);
        Assert.Contains($"<dd lang=\"en\">A label of another order was found among this order's material: {other.Id}#001.</dd>", WebUtility.HtmlDecode(await quality.TextAsync($"/orders/{order.Id}")), StringComparison.Ordinal);
        await quality.PostAsync("/language", [new("language", "en"), new("return", "/")]);

        // Of an order that they may not see, or that there is none of, they learn no more than the label says.
        foreach (var unknown in new[] { hidden, "0000-0000-0000" })
        {
            await browser.SubmitAsync($"/orders/{order.Id}/labels", Button, ("fate", "destroyed"), ("labels", $"{unknown}#001"), ("reason", "Not needed."));
            var unseen = await quality.TextAsync($"/orders/{order.Id}/holds/{order.Order.Holds[^1].Seq}");
            Assert.Contains($"{unknown}#001", unseen, StringComparison.Ordinal);
            Assert.Contains("No order that you may see has this label.", unseen, StringComparison.Ordinal);
            Assert.DoesNotContain("LYON-1", unseen, StringComparison.Ordinal);
            Assert.DoesNotContain($"/orders/{unknown}", unseen, StringComparison.Ordinal);
            Assert.DoesNotContain("LYON-1", await quality.TextAsync($"/find?text={unknown}%23001"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Sent_twice_it_is_recorded_once_and_an_older_page_records_nothing()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await PrintedAsync(server, copies: 2);
        using var browser = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf(Lab));
        var (path, seq) = ($"/orders/{order.Id}/labels", order.Order.Seq);
        var shown = await browser.GetAsync(path);
        (string, string)[] fields = [("fate", "destroyed"), ("labels", "001"), ("reason", "Torn.")];

        var first = await browser.GoOnAsync(shown, path, Button, fields);
        var again = await browser.GoOnAsync(shown, path, Button, fields);
        var stale = await browser.GoOnAsync(shown, path, Button, [("once", "another"), ("fate", "destroyed"), ("labels", "002"), ("reason", "Torn too.")]);

        Assert.Equal((HttpStatusCode.Redirect, HttpStatusCode.Redirect, HttpStatusCode.PreconditionFailed), (first.StatusCode, again.StatusCode, stale.StatusCode));
        Assert.Equal(seq + 1, order.Order.Seq);
        Assert.Contains("Torn too.", await stale.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quality_alone_says_that_a_label_is_missing_a_carrier_looks_and_strangers_see_nothing()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await PrintedAsync(server, copies: 1);
        var path = $"/orders/{order.Id}/labels";
        using var lab = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf(Lab));
        using var quality = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf("quality@karolinska"));
        using var courier = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf("courier@nordic-cryo"));
        using var stranger = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf("coordinator@stranger-clinic"));

        Assert.DoesNotContain("value=\"missing\"", await lab.TextAsync(path), StringComparison.Ordinal);
        var forged = await lab.SubmitAsync(path, Button, ("fate", "missing"), ("labels", "001"), ("reason", "Gone."));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, forged.StatusCode);
        Assert.DoesNotContain(Button, await courier.TextAsync(path), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(path)).StatusCode);
        Assert.DoesNotContain("001", Regex.Match(await stranger.TextAsync(path), "<main.*</main>", RegexOptions.Singleline).Value, StringComparison.Ordinal);

        var missing = await quality.SubmitAsync(path, Button, ("fate", "missing"), ("labels", "001"), ("reason", "<script>alert(1)</script>"));
        Assert.Equal(HttpStatusCode.Redirect, missing.StatusCode);
        Assert.DoesNotContain("<script>alert", await lab.TextAsync(path), StringComparison.Ordinal);
        Assert.Equal(LabelFate.Missing, order.Order.Labels[1].Fate!.Fate);
    }

    [Fact]
    public async Task A_form_that_grew_old_comes_back_with_what_was_scanned()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await PrintedAsync(server, copies: 2);
        using var browser = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf(Lab));
        var path = $"/orders/{order.Id}/labels";

        var old = await browser.SubmitAsync(path, Button, ("__RequestVerificationToken", "of-yesterday"), ("fate", "destroyed"), ("labels", "001\n002"), ("reason", "Not needed."));
        var opened = WebUtility.HtmlDecode(await browser.TextAsync(path));

        Assert.Equal(HttpStatusCode.BadRequest, old.StatusCode);
        Assert.Contains("What you typed is here again", opened, StringComparison.Ordinal);
        Assert.Contains("001\n002</textarea>", opened, StringComparison.Ordinal);
        Assert.Contains("Not needed.</textarea>", opened, StringComparison.Ordinal);
        Assert.All(order.Order.Labels.Values, label => Assert.Null(label.Fate));
    }

    private static async Task<HttpScenario> PrintedAsync(RunningServer server, int copies)
    {
        var order = await (await HttpScenario.BeginAsync(server)).AtAsync("frozen");
        var printed = await server.PostAsync(Lab, $"{order.Path}/labels", new { container = "frozen-bag", copies });
        Assert.True(printed.IsSuccessStatusCode);
        return order;
    }

    private static string[] Errors(string field, string html) =>
        [.. Error().Matches(html).Where(m => m.Groups["field"].Value == field).Select(m => m.Groups["words"].Value)];

    [GeneratedRegex("<p class=\"field-error\" id=\"(?<field>[^\"]+)-error\">(?<words>[^<]*)</p>")]
    private static partial Regex Error();
}
