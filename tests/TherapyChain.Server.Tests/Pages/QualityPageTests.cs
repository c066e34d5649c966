using System.Net;
using System.Text.RegularExpressions;
using TherapyChain.Domain.Orders;
using TherapyChain.Server.Demo;
using TherapyChain.Server.Tests.Demo;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests.Pages;

public sealed partial class QualityPageTests
{
    private const string Evil = "<script>alert(1)</script> & \"so\"";

    [Fact]
    [Requirement("P11-04")]
    public async Task A_failed_identity_check_is_found_judged_with_its_codes_beside_it_and_resolved_once()
    {
        await using var server = await DemoServer.StartAsync();
        using var quality = await new Browser(server.Address).SignInAsync(DemoKeys.Of("ulrike-sandmann"));

        var list = await quality.TextAsync("/quality");
        var hold = HoldPath().Match(list).Value;
        var page = await quality.TextAsync(hold);
        var blank = await quality.SubmitAsync(hold, "Resolve this hold", ("reason", " "));
        var resolved = await quality.SubmitAsync(hold, "Resolve this hold", ("reason", "Both bracelets were compared again. " + Evil));
        var after = await quality.TextAsync(hold);

        Assert.Contains("Scanned", list, StringComparison.Ordinal);
        Assert.Contains("<mark>", page, StringComparison.Ordinal);
        Assert.Matches("They differ at ", page);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, blank.StatusCode);
        Assert.Contains("<p class=\"field-error\" id=\"reason-error\">Give a reason in words.</p>", await blank.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, resolved.StatusCode);
        Assert.Contains("This hold is resolved", after, StringComparison.Ordinal);
        Assert.DoesNotContain("<button class=\"main\">Resolve this hold", after, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", after, StringComparison.Ordinal);
        Assert.DoesNotContain(hold, await quality.TextAsync("/quality"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_failed_the_check_or_is_not_of_quality_is_told_so_and_finds_no_form()
    {
        await using var server = await DemoServer.StartAsync();
        using var quality = await new Browser(server.Address).SignInAsync(DemoKeys.Of("ulrike-sandmann"));
        using var nurse = await new Browser(server.Address).SignInAsync(DemoKeys.Of("kerstin-hagemann"));
        var hold = HoldPath().Match(await quality.TextAsync("/quality")).Value;

        var seen = await nurse.TextAsync(hold);

        Assert.Contains("The codes, letter by letter", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("Resolve this hold</button>", seen, StringComparison.Ordinal);
        Assert.Matches("<ul class=\"blocks\">\\s*<li>", seen);
        Assert.Equal(HttpStatusCode.Forbidden, (await nurse.GetAsync("/quality")).StatusCode);
        // The way back leads each of them where they may go.
        Assert.Contains("<a href=\"/quality\">Quality</a> <span", await quality.TextAsync(hold), StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"/quality\"", seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_correction_is_checked_by_the_limits_of_its_step_keeps_what_was_typed_and_stands_beside_the_old_value()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);
        await order.TakeAsync("refer-patient");
        var seq = order.Order.Evidence["patient-weight"].Seq;
        var old = order.Order.Evidence["patient-weight"].Value.Value;
        using var browser = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf("physician@karolinska"));
        var page = $"/orders/{order.Id}/corrections?entry={seq}&field=patient-weight";

        var wrong = await browser.SubmitAsync(page, "Record this correction", ("evidence.patient-weight", "heavy"), ("reason", ""));
        var text = await wrong.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var right = await browser.SubmitAsync(page, "Record this correction", ("evidence.patient-weight", "71,5"), ("reason", "Weighed again."));
        var after = await browser.TextAsync($"/orders/{order.Id}/corrections");

        Assert.True(wrong.StatusCode == HttpStatusCode.UnprocessableEntity, text);
        Assert.Contains("id=\"evidence-patient-weight-error\"", text, StringComparison.Ordinal);
        Assert.Contains("id=\"reason-error\"", text, StringComparison.Ordinal);
        Assert.Contains("value=\"heavy\"", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, right.StatusCode);
        Assert.Equal("71.5", order.Order.Evidence["patient-weight"].Value.Value);
        Assert.Matches($"<del>{Regex.Escape(old)}[^<]*</del> <ins>71.5 kg</ins>", after);
    }

    [Fact]
    public async Task A_form_filled_in_for_an_older_state_of_the_order_changes_nothing_and_one_sent_twice_changes_once()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);
        using var browser = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf("coordinator@karolinska"));
        var path = $"/orders/{order.Id}/deviations";
        var sent = Hidden().Matches(DeviationForm().Match(await browser.TextAsync(path)).Value).Select(h => KeyValuePair.Create(h.Groups["name"].Value, WebUtility.HtmlDecode(h.Groups["value"].Value)))
            .Append(KeyValuePair.Create("category", "delay")).Append(KeyValuePair.Create("description", Evil)).ToList();

        var first = await browser.PostAsync(path, sent);
        var again = await browser.PostAsync(path, sent);
        var stale = await browser.PostAsync(path, sent.Select(f => f.Key == "once" ? KeyValuePair.Create("once", "another") : f));

        Assert.Equal((HttpStatusCode.Redirect, HttpStatusCode.Redirect, HttpStatusCode.PreconditionFailed), (first.StatusCode, again.StatusCode, stale.StatusCode));
        Assert.Contains(WebUtility.HtmlEncode("The order changed while you filled this in."), await stale.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var record = await browser.TextAsync($"/orders/{order.Id}/record");
        Assert.DoesNotContain("<script>alert", record + await browser.TextAsync(path), StringComparison.Ordinal);
        Assert.Equal(2, order.Order.Seq);
    }

    [Fact]
    public async Task The_record_on_screen_says_what_the_paper_says_in_the_language_asked_for()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);
        await order.AtAsync("collected");
        using var browser = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf("quality@karolinska"));

        var english = WebUtility.HtmlDecode(await browser.TextAsync($"/orders/{order.Id}/record"));
        var german = WebUtility.HtmlDecode(await browser.TextAsync($"/orders/{order.Id}/record?language=de"));
        var json = await (await server.GetAsync("quality@karolinska", $"/api/orders/{order.Id}/documents/custody-record?format=json")).JsonAsync();
        var before = order.Order.Seq;

        Assert.Contains("<h2 id=\"chronology\">3", english, StringComparison.Ordinal);
        Assert.Contains("<article class=\"record-sheet\" lang=\"de\">", german, StringComparison.Ordinal);
        foreach (var entry in json.GetProperty("content").GetProperty("entries").EnumerateArray())
        {
            Assert.Contains(entry.GetProperty("hash").GetString()!, english, StringComparison.Ordinal);
            Assert.Contains(entry.GetProperty("what").GetString()!, english, StringComparison.Ordinal);
        }
        Assert.Equal(before, order.Order.Seq);
    }

    [Fact]
    public async Task The_release_page_leads_the_qualified_person_to_the_form_and_shows_everybody_else_why_not()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);
        await order.AtAsync("reviewed");
        var who = order.DoerOf("release-product");
        using var certifier = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf(who));
        using var clinic = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf("quality@karolinska"));
        var page = $"/orders/{order.Id}/release";
        var form = $"href=\"/orders/{order.Id}/steps/release-product\"";

        Assert.Contains(form, await certifier.TextAsync(page), StringComparison.Ordinal);
        Assert.Contains(order.Id, await certifier.TextAsync("/quality"), StringComparison.Ordinal);
        Assert.DoesNotContain(form, await clinic.TextAsync(page), StringComparison.Ordinal);
        await order.TakeAsync("release-product");
        Assert.Contains("Release certificate (PDF)", await certifier.TextAsync(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_finds_codes_in_any_form_and_entries_by_kind_person_and_day_page_by_page_in_own_orders_alone()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);
        await order.AtAsync("collected");
        for (var i = 0; i < 30; i++) await server.PostAsync("coordinator@karolinska", $"{order.Path}/deviations", new { category = "delay", description = $"Late {i}." });
        using var browser = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf("quality@karolinska"));
        using var stranger = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf("quality@stranger-clinic"));
        var code = order.Order.Aliases.Keys.First();

        Assert.Contains($"/orders/{order.Id}", await browser.TextAsync($"/find?text={Uri.EscapeDataString(code)}"), StringComparison.Ordinal);
        Assert.Contains($"/orders/{order.Id}", await browser.TextAsync("/find?text=2026-0001"), StringComparison.Ordinal);
        var first = await browser.TextAsync("/find?type=deviation.recorded&person=" + TestNetwork.IdOf("coordinator@karolinska"));
        Assert.Equal(25, Rows().Count(first));
        var next = WebUtility.HtmlDecode(Next().Match(first).Groups["path"].Value);
        Assert.Equal(5, Rows().Count(await browser.TextAsync(next)));
        Assert.Equal(0, Rows().Count(await browser.TextAsync("/find?type=deviation.recorded&to=2026-01-01")));
        foreach (var path in new[] { $"/find?text={Uri.EscapeDataString(code)}", "/find?text=2026-0001", "/find?type=deviation.recorded" })
            Assert.DoesNotContain(order.Id, await stranger.TextAsync(path), StringComparison.Ordinal);
        var wrong = await browser.GetAsync("/find?person=nobody&from=yesterday");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Equal(2, FieldErrors().Count(await wrong.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task The_audit_page_shows_a_trail_of_order_person_and_day_and_no_other_sites_people()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);
        using var browser = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf("quality@karolinska"));
        using var stranger = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf("quality@stranger-clinic"));
        using var administrator = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf("administrator@stranger-clinic"));
        var day = "2026-01-12";
        var person = TestNetwork.IdOf("coordinator@karolinska");

        foreach (var path in new[] { $"/audit?order={order.Id}", $"/audit?person={person}&from={day}&to={day}", $"/audit?day={day}" })
        {
            Assert.Contains("Order created", await browser.TextAsync(path), StringComparison.Ordinal);
            Assert.DoesNotContain($"{order.Id}#entry-1", await stranger.TextAsync(path), StringComparison.Ordinal);
        }
        Assert.Contains("There is nobody of that id", await administrator.TextAsync($"/audit?person={person}&from={day}&to={day}"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.GetAsync($"/audit?person={person}&from={day}&to=2026-01-02")).StatusCode);
    }

    [Fact]
    public async Task The_ledger_is_verified_at_the_press_of_a_button_and_said_to_be_whole()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);
        await order.AtAsync("collected");
        using var browser = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf("quality@karolinska"));
        Assert.Contains("Not verified since the server was started", await browser.TextAsync("/ledger"), StringComparison.Ordinal);

        var begun = await browser.SubmitAsync("/ledger", "Verify now");
        while ((await browser.TextAsync("/ledger")).Contains("Verifying: ", StringComparison.Ordinal)) await Task.Delay(20, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Redirect, begun.StatusCode);
        Assert.Contains($"All {order.Order.Seq} entries are as they were sealed", await browser.TextAsync("/ledger"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_order_is_moved_to_a_newer_version_after_the_page_has_shown_what_it_changes()
    {
        var folder = TempFolder.New();
        foreach (var file in Directory.GetFiles(Path.Combine(Shipped.Root, "workflows"))) File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
        var old = await File.ReadAllTextAsync(Path.Combine(folder.FullName, "car-t-autologous-cryo.yaml"), TestContext.Current.CancellationToken);
        var version = Shipped.Workflow("car-t-autologous-cryo").Version;
        await File.WriteAllTextAsync(
            Path.Combine(folder.FullName, "next.yaml"),
            old.Replace($"\nversion: {version}\n", $"\nversion: {version + 1}\n", StringComparison.Ordinal).Replace("patient-weight: { unit: kg, min: 2, max: 300", "patient-weight: { unit: kg, min: 3, max: 300", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
        await using var server = await RunningServer.StartAsync(settings: ("Workflows", folder.FullName));
        var begun = await server.PostAsync("coordinator@karolinska", "/api/orders", new { workflow = "car-t-autologous-cryo", version, reference = "2026-0001", parties = Some.Parties(Shipped.Workflow("car-t-autologous-cryo")) });
        var order = (await begun.JsonAsync()).GetProperty("order").GetString()!;
        using var browser = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf("quality@karolinska"));
        var page = $"/orders/{order}/workflow";

        var seen = WebUtility.HtmlDecode(await browser.TextAsync(page));
        var blank = await browser.SubmitAsync(page, "Move this order", ("reason", ""));
        var moved = await browser.SubmitAsync(page, "Move this order", ("reason", "The safety board asks for it."), ("version", $"{version + 1}"));

        Assert.Matches("<del>Patient's weight: Give it in kg, from 2 to 300.</del>", seen);
        Assert.Matches("<ins>Patient's weight: Give it in kg, from 3 to 300.</ins>", seen);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, blank.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, moved.StatusCode);
        Assert.Equal(version + 1, server.Order(order).WorkflowVersion);
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("holds/1")]
    [InlineData("corrections")]
    [InlineData("deviations")]
    [InlineData("record")]
    [InlineData("release")]
    [InlineData("workflow")]
    public async Task Another_sites_order_is_not_there(string page)
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);
        using var stranger = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf("quality@stranger-clinic"));

        var answer = await stranger.GetAsync($"/orders/{order.Id}/{page}");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("There is no such order here", text, StringComparison.Ordinal);
        Assert.DoesNotContain("2026-0001", text, StringComparison.Ordinal);
    }

    [GeneratedRegex("/orders/[0-9A-Z-]{14}/holds/[0-9]+")]
    private static partial Regex HoldPath();

    [GeneratedRegex("<form method=\"post\".*?Record this deviation.*?</form>", RegexOptions.Singleline)]
    private static partial Regex DeviationForm();

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]*)\" value=\"(?<value>[^\"]*)\"")]
    private static partial Regex Hidden();

    [GeneratedRegex("<th scope=\"row\"")]
    private static partial Regex Rows();

    [GeneratedRegex("<a href=\"(?<path>[^\"]+)\" rel=\"next\"")]
    private static partial Regex Next();

    [GeneratedRegex("class=\"field-error\"")]
    private static partial Regex FieldErrors();
}
