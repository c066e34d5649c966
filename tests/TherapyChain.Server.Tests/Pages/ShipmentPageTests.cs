using System.Net;
using System.Text.RegularExpressions;
using TherapyChain.Domain.Orders;
using TherapyChain.Server.Demo;
using TherapyChain.Server.Tests.Demo;

namespace TherapyChain.Server.Tests.Pages;

public sealed partial class ShipmentPageTests(DemoServer demo) : IClassFixture<DemoServer>
{
    private const string Password = "a bag for every patient";

    [Theory]
    [InlineData("emil-hagstrom")]
    [InlineData("nadine-kuhnert")]
    [InlineData("regula-zbinden")]
    [InlineData("jule-petersdorf")]
    public async Task A_site_finds_the_shipments_it_sends_carries_or_receives_and_no_other(string person)
    {
        using var browser = await new Browser(demo.Server.Address).SignInAsync(DemoKeys.Of(person));
        using var inspector = await new Browser(demo.Server.Address).SignInAsync(DemoKeys.Of("solveig-thaler"));
        var site = demo.Server.App.Services.GetService(typeof(TherapyChain.Server.Access.Keyring)) is TherapyChain.Server.Access.Keyring keys ? keys.Now.People[person].Site : "";
        var all = Links().Matches(await inspector.TextAsync("/shipments")).Select(m => m.Groups["order"].Value).ToHashSet(StringComparer.Ordinal);

        foreach (var page in new[] { "/shipments", "/map" })
        {
            var own = Links().Matches(await browser.TextAsync(page)).Select(m => m.Groups["order"].Value).ToHashSet(StringComparer.Ordinal);
            Assert.NotEmpty(own);
            Assert.True(own.Count < all.Count);
            Assert.All(own, order => Assert.Contains(site, demo.Server.Order(order).Parties.Values));
        }
        foreach (var order in all)
        {
            var answer = await browser.GetAsync($"/shipments/{order}");
            var isParty = demo.Server.Order(order).Parties.ContainsValue(site);
            Assert.Equal(isParty ? HttpStatusCode.OK : HttpStatusCode.NotFound, answer.StatusCode);
            if (!isParty) Assert.DoesNotContain(demo.Server.Order(order).Reference, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Who_only_carries_one_leg_sees_nothing_of_the_other()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await (await HttpScenario.BeginAsync(server)).AtAsync("in-transit-to-treatment-site");
        using var inbound = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf("courier@nordic-cryo"));
        using var outbound = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf("courier@spree-kurier"));

        var first = await inbound.TextAsync($"/shipments/{order.Id}");
        var second = await outbound.TextAsync($"/shipments/{order.Id}");

        Assert.Contains("Frozen bag", first, StringComparison.Ordinal);
        Assert.DoesNotContain("Drug product bag", first, StringComparison.Ordinal);
        Assert.Contains("Drug product bag", second, StringComparison.Ordinal);
        Assert.Contains("You deliver it to", second, StringComparison.Ordinal);
        // No courier enters anything in this therapy: who does is named.
        Assert.Matches("You deliver it to [^<]+</strong></p>\\s*<p>Recorded by [^<]+ when they receive it: you enter nothing.", second);
        Assert.DoesNotContain("Frozen bag", second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_shows_handovers_by_the_clock_of_each_site_and_the_temperature_as_chart_and_table()
    {
        using var browser = await new Browser(demo.Server.Address).SignInAsync(DemoKeys.Of("nadine-kuhnert"));

        var html = await browser.TextAsync($"/shipments/{await FindAsync(browser, "MOT-26-655")}");

        Assert.Contains("Europe/Prague", html, StringComparison.Ordinal);
        Assert.Contains("Motol University Hospital → Havelkurier", WebUtility.HtmlDecode(html), StringComparison.Ordinal);
        Assert.Contains("Outside the limits for 75 minutes: quality must judge it.", html, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(html, "class=\"outside\""));
        Assert.Contains("<td data-label=\"Limits\">Too warm</td>", html, StringComparison.Ordinal);
        Assert.Contains("Temperature rise on the way", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receipt_is_refused_with_every_reason_at_its_field_stops_at_a_wrong_code_and_is_recorded_when_all_is_right()
    {
        await using var server = await DemoServer.StartAsync();
        using var browser = await new Browser(server.Address).SignInAsync(DemoKeys.Of("nadine-kuhnert"));
        var id = await FindAsync(browser, "CHA-26-285");
        var (order, page) = (server.Order(id), $"/shipments/{id}/receive-starting-material");
        var codes = $"{order.Identifiers["chain-of-identity"]}\r\n{string.Join("\r\n", order.Containers["frozen-bag"].Labels)}";
        var seal = order.Containers["frozen-bag"].Seal!;
        Assert.Contains($"href=\"{page}\"", await browser.TextAsync("/shipments"), StringComparison.Ordinal);

        var blank = await browser.SubmitAsync(page, "Confirm", ("scans", ""), ("handovers.frozen-bag.seal", "<b>S</b>"));
        var reasons = await TextOf(blank);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, blank.StatusCode);
        foreach (var field in new[] { "scans", "handovers.frozen-bag.seal", "handovers.frozen-bag.condition", "evidence.logger-file", "credentials.password" })
        {
            Assert.Contains($"#{TherapyChain.Server.Pages.Forms.Fields.Id(field)}\">", reasons, StringComparison.Ordinal);
            Assert.Contains($"id=\"{TherapyChain.Server.Pages.Forms.Fields.Id(field)}-error\"", reasons, StringComparison.Ordinal);
        }
        Assert.Contains("&lt;b&gt;S&lt;/b&gt;</textarea>", reasons, StringComparison.Ordinal);
        Assert.Equal(order.Seq, server.Order(id).Seq);

        // With the logger's file: it joins the order, and stays chosen although the password is wrong.
        var unsigned = await browser.SubmitFileAsync(page, "Confirm", ("file.evidence.logger-file", "logger.csv", Logger), [.. Fields(codes, "not my password"), ("credentials.person", "nadine-kuhnert")]);
        var kept = await TextOf(unsigned);
        var logger = server.Order(id).Documents.Values.Last(d => d.Kind == "temperature-log").Sha256;
        Assert.Contains("This is not your password.", kept, StringComparison.Ordinal);
        Assert.Matches($"value=\"{logger}\" checked", kept);
        Assert.Contains($"{seal}</textarea>", kept, StringComparison.Ordinal);
        Assert.Matches("value=\"intact\" checked", kept);
        Assert.DoesNotContain("not my password", kept, StringComparison.Ordinal);

        var done = await browser.SubmitAsync(page, "Confirm", [.. Fields(codes, Password), ("credentials.person", "nadine-kuhnert"), ("evidence.logger-file", logger)]);
        Assert.Equal((HttpStatusCode.Redirect, $"/shipments/{id}?done=receive-starting-material"), (done.StatusCode, done.Headers.Location?.PathAndQuery()));
        Assert.Equal("manufacturer", server.Order(id).HolderOf("frozen-bag"));
        Assert.Contains("Recorded: Receive the starting material.", await browser.TextAsync(done.Headers.Location!.PathAndQuery()), StringComparison.Ordinal);
        Assert.Contains("cannot be done while the order is", WebUtility.HtmlDecode(await browser.TextAsync(page)), StringComparison.Ordinal);

        (string, string)[] Fields(string scans, string password) =>
            [("scans", scans), ("handovers.frozen-bag.seal", seal), ("handovers.frozen-bag.condition", Condition.Intact), ("credentials.password", password)];
    }

    [Fact]
    public async Task Both_forms_of_a_receipt_read_the_logger_say_what_they_kept_take_once_and_know_an_older_page()
    {
        await using var server = await DemoServer.StartAsync();
        using var browser = await new Browser(server.Address).SignInAsync(DemoKeys.Of("nadine-kuhnert"));
        var id = await FindAsync(browser, "CHA-26-285");
        var (order, full, shortForm) = (server.Order(id), $"/orders/{id}/steps/receive-starting-material", $"/shipments/{id}/receive-starting-material");
        var bags = string.Join("\r\n", order.Containers["frozen-bag"].Labels);
        (string, string)[] seen = [("handovers.frozen-bag.seal", order.Containers["frozen-bag"].Seal!), ("handovers.frozen-bag.condition", Condition.Intact), ("credentials.person", "nadine-kuhnert"), ("credentials.password", Password)];

        // The full form reads a logger's file too, and a print of the curve stays what it is.
        var printed = await browser.SubmitFileAsync(full, "Sign and record", ("file.evidence.logger-file", "curve.pdf", "%PDF-1.4", "application/pdf"), []);
        Assert.Equal("document", server.Order(id).Documents.Values.Single(d => d.Name == "curve.pdf").Kind);
        Assert.Matches($"value=\"{server.Order(id).Documents.Values.Single(d => d.Name == "curve.pdf").Sha256}\" checked", await TextOf(printed));
        var read = await browser.SubmitFileAsync(full, "Sign and record", ("file.evidence.logger-file", "logger.csv", Logger), []);
        var log = server.Order(id).Documents.Values.Last(d => d.Kind == "temperature-log");
        Assert.Equal(("logger.csv", "frozen-bag"), (log.Name, log.Summary["container"]));
        Assert.Matches($"value=\"{log.Sha256}\" checked", await TextOf(read));
        var unread = await browser.SubmitFileAsync(full, "Sign and record", ("file.evidence.logger-file", "notes.txt", "No readings here."), []);
        Assert.Contains("id=\"evidence-logger-file-error\"", await TextOf(unread), StringComparison.Ordinal);

        // The short form says that it gives back what was typed.
        var codes = $"{order.Identifiers["chain-of-identity"]}\r\n{bags}";
        var old = await browser.SubmitAsync(shortForm, "Confirm", [("__RequestVerificationToken", "old"), ("scans", codes), .. seen]);
        var opened = await browser.GetAsync(shortForm);
        var html = WebUtility.HtmlDecode(await TextOf(opened));
        Assert.Equal(HttpStatusCode.BadRequest, old.StatusCode);
        Assert.Contains("What you typed is here again", html, StringComparison.Ordinal);
        Assert.Contains(order.Identifiers["chain-of-identity"], html, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, html, StringComparison.Ordinal);

        var seq = server.Order(id).Seq;
        (string, string)[] fields = [("scans", codes), ("evidence.logger-file", log.Sha256), .. seen];
        var first = await browser.GoOnAsync(opened, shortForm, "Confirm", fields);
        var again = await browser.GoOnAsync(opened, shortForm, "Confirm", fields);
        var stale = await browser.GoOnAsync(opened, shortForm, "Confirm", [.. fields, ("once", "another")]);
        Assert.Equal((HttpStatusCode.Redirect, HttpStatusCode.Redirect, HttpStatusCode.PreconditionFailed), (first.StatusCode, again.StatusCode, stale.StatusCode));
        Assert.Single(server.Order(id).Steps, step => step.Key > seq);
        Assert.Contains("The order changed while you filled this in", WebUtility.HtmlDecode(await TextOf(stale)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_code_says_stop_and_what_to_do_and_the_order_waits_for_quality()
    {
        await using var server = await DemoServer.StartAsync();
        using var browser = await new Browser(server.Address).SignInAsync(DemoKeys.Of("nadine-kuhnert"));
        var id = await FindAsync(browser, "CHA-26-285");
        var order = server.Order(id);

        var answer = await browser.SubmitAsync($"/shipments/{id}/receive-starting-material", "Confirm",
            ("scans", $"{order.Identifiers["chain-of-identity"]}\r\nFB-ANOTHER<script>"), ("handovers.frozen-bag.condition", Condition.Intact));
        var html = await TextOf(answer);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("STOP. A code does not belong to this order.", html, StringComparison.Ordinal);
        Assert.Contains("Do not go on with this material.", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        Assert.True(server.Order(id).IsOnHold);
        Assert.Equal(HoldCode.IdentityMismatch, server.Order(id).Holds[0].Code);
        Assert.Contains("On hold", await browser.TextAsync($"/shipments/{id}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_that_asks_for_more_leads_to_the_full_form_and_a_stranger_is_told_of_nothing()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server, reference: "<b>R</b>&\"1\"");
        await order.AtAsync("starting-material-packed");
        using var lab = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf("cell-lab@karolinska"));
        using var stranger = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf("cell-lab@stranger-clinic"));

        var more = await lab.GetAsync($"/shipments/{order.Id}/confirm-eligibility");
        var form = await lab.GetAsync($"/shipments/{order.Id}/hand-over-starting-material");

        Assert.Equal((HttpStatusCode.Redirect, $"/orders/{order.Id}/steps/confirm-eligibility"), (more.StatusCode, more.Headers.Location?.PathAndQuery()));
        Assert.Equal(HttpStatusCode.OK, form.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/shipments/{order.Id}/hand-over-starting-material")).StatusCode);
        Assert.DoesNotContain("<b>R", await TextOf(form) + await lab.TextAsync("/shipments") + await lab.TextAsync($"/shipments/{order.Id}") + await lab.TextAsync("/map"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_network_calls_a_town_stands_on_the_map_as_text()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await (await HttpScenario.BeginAsync(server)).AtAsync("in-transit-to-manufacturer");
        using var browser = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf("operator@leipzig-cells"));
        Assert.Contains("nobody has said where they lie", await browser.TextAsync("/map"), StringComparison.Ordinal);

        var loaded = await server.As("administrator@operations").PostAsync("/api/network", new StringContent("""
            network: Places
            reason: Where the sites lie, for the map.
            sites:
              karolinska: { name: "Karolinska", kind: hospital, zone: Europe/Stockholm, city: "<script>alert(1)</script>", at: { latitude: 59.35, longitude: 18.03 } }
              leipzig-cells: { name: "Leipzig Cell Works", kind: manufacturer, zone: Europe/Berlin, city: "Leipzig", at: { latitude: 51.34, longitude: 12.37 } }
            """), TestContext.Current.CancellationToken);
        var html = await browser.TextAsync("/map");

        Assert.True(loaded.IsSuccessStatusCode, await TextOf(loaded));
        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;</text>", html, StringComparison.Ordinal);
        Assert.Contains("class=\"lane moving\"", html, StringComparison.Ordinal);
        Assert.Matches($"<a class=\"marker ?\" href=\"/shipments/{order.Id}\" aria-label=\"[^\"]*from Karolinska to Leipzig Cell Works", html);
    }

    private const string Logger = """
        "Plot Title: Frozen bag"
        "#","Date Time, GMT+00:00","Temp, °C (LGR S/N: 20480999, SEN S/N: 20480999)","End Of File (LGR S/N: 20480999)"
        1,11/19/26 06:00:00 AM,-188.1,
        2,11/19/26 06:15:00 AM,-188.0,
        3,11/19/26 06:30:00 AM,,Logged

        """;

    private static async Task<string> FindAsync(Browser browser, string reference) =>
        Links().Match(await browser.TextAsync($"/shipments?text={reference}")).Groups["order"].Value;

    private static Task<string> TextOf(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    [GeneratedRegex("/shipments/(?<order>[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})")]
    private static partial Regex Links();
}
