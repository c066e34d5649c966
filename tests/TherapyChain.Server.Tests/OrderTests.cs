using System.Net;
using NodaTime;
using NodaTime.Text;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests;

public sealed class OrderTests
{
    [Fact]
    [Requirement("P4-05")]
    public async Task A_wrong_bag_is_refused_recorded_and_holds_the_order_until_quality_resolves_it()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await (await HttpScenario.BeginAsync(server)).AtAsync("kit-ready");
        var wrong = order.Form("start-collection");
        wrong["scans"]![0]!["value"] = "ANOTHER-PATIENT";

        var refused = await order.PostAsync("start-collection", wrong);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("scan.mismatch", await refused.CodesAsync());
        var hold = Assert.Single(order.Order.Holds);
        var blocked = await order.PostAsync("start-collection", order.Form("start-collection"));
        Assert.Equal(["order.on-hold"], await blocked.CodesAsync());
        var path = $"{order.Path}/holds/{hold.Seq}/resolve";
        var roles = order.Workflow.Anywhere["resume"].Where(role => role != "quality").ToList();
        foreach (var role in roles) Assert.Equal(["hold.quality-only"], await (await server.PostAsync($"{role}@karolinska", path, new { reason = "Label read again." })).CodesAsync());
        Assert.Contains("actor.carrier", await (await server.PostAsync("courier@nordic-cryo", path, new { reason = "Label read again." })).CodesAsync());
        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync("quality@karolinska", path, new { reason = "Another patient's label was in the folder; destroyed." })).StatusCode);
        await order.TakeAsync("start-collection");
    }

    [Fact]
    public async Task An_order_can_be_seen_as_it_was_at_a_past_instant()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);
        var begun = server.Clock.GetCurrentInstant();
        server.Clock.AdvanceMinutes(1);
        await order.AtAsync("eligible");

        var past = await (await server.GetAsync("coordinator@karolinska", $"{order.Path}?asOf={InstantPattern.ExtendedIso.Format(begun)}")).JsonAsync();
        var local = await (await server.GetAsync("coordinator@karolinska", $"{order.Path}?asOf=2026-01-12T09:00")).JsonAsync();
        var before = await server.GetAsync("coordinator@karolinska", $"{order.Path}?asOf=2026-01-12T07:59:59Z");

        Assert.Equal("opened", past.GetProperty("state").GetProperty("name").GetString());
        Assert.Equal(1, local.GetProperty("seq").GetInt32());
        Assert.Equal(HttpStatusCode.NotFound, before.StatusCode);
    }

    [Fact]
    public async Task What_a_step_demands_is_told_in_the_language_asked_for()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await (await HttpScenario.BeginAsync(server)).AtAsync("kit-ready");

        foreach (var language in new[] { "en", "de", "sv", "fr" })
        {
            var steps = (await (await server.GetAsync(order.DoerOf("start-collection"), $"{order.Path}/steps?language={language}")).JsonAsync()).GetProperty("steps");
            var step = steps.EnumerateArray().Single(s => s.GetProperty("step").GetString() == "start-collection");
            Assert.Equal(order.Workflow.Say("start-collection", language), step.GetProperty("words").GetString());
            Assert.NotEmpty(step.GetProperty("scans").EnumerateArray());
            Assert.Empty(step.GetProperty("blocked").EnumerateArray());
        }
        var others = (await (await server.GetAsync("courier@nordic-cryo", $"{order.Path}/steps")).JsonAsync()).GetProperty("steps");
        Assert.All(others.EnumerateArray(), s => Assert.NotEmpty(s.GetProperty("blocked").EnumerateArray()));
    }

    [Fact]
    [Requirement("P11-05")]
    public async Task A_correction_keeps_the_old_value_in_the_record_and_the_new_one_counts()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await (await HttpScenario.BeginAsync(server)).AtAsync("collected");
        var (name, given) = order.Order.Evidence.First(e => e.Value.Value.Unit is not null && decimal.TryParse(e.Value.Value.Value, out _));
        var better = (decimal.Parse(given.Value.Value, System.Globalization.CultureInfo.InvariantCulture) + 0.25m).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var roles = order.Workflow.Anywhere["correct"];
        var who = $"{roles[0]}@karolinska";

        var answer = await server.PostAsync(who, $"{order.Path}/corrections", new { corrects = given.Seq, field = name, value = new { value = better, unit = given.Value.Unit }, reason = "Misread." });

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(better, order.Order.Evidence[name].Value.Value);
        var last = (await (await server.GetAsync(who, $"{order.Path}/entries")).JsonAsync()).GetProperty("entries").EnumerateArray().Last();
        Assert.Equal(given.Value.Value, last.GetProperty("data").GetProperty("old").GetProperty("value").GetString());
    }

    [Fact]
    [Requirement("A11-09", "ALCOA-01")]
    public async Task An_entry_made_late_needs_a_reason_and_shows_both_times()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);
        var form = order.Form("refer-patient");
        server.Clock.AdvanceHours(5);
        form["lateReason"] = null;

        Assert.Equal(["time.late-reason"], await (await order.PostAsync("refer-patient", form)).CodesAsync());
        form["lateReason"] = "The system was down.";
        Assert.Equal(HttpStatusCode.OK, (await order.PostAsync("refer-patient", form)).StatusCode);

        var entry = (await (await server.GetAsync("coordinator@karolinska", $"{order.Path}/entries")).JsonAsync()).GetProperty("entries").EnumerateArray().Last();
        Assert.True(entry.GetProperty("late").GetBoolean());
        Assert.Equal("2026-01-12 09:00:00 (Europe/Stockholm +01)", entry.GetProperty("at").GetProperty("local").GetString());
        Assert.Equal("2026-01-12T13:00:00Z", entry.GetProperty("recorded").GetProperty("utc").GetString());
        form["at"] = "2026-01-13T00:00:00Z";
        form["lateReason"] = null;
        Assert.Contains("step.not-from-here", await (await order.PostAsync("refer-patient", form)).CodesAsync());
    }

    [Fact]
    public async Task Marks_that_fell_while_the_server_was_down_are_recorded_once_at_their_own_time()
    {
        var server = await RunningServer.StartAsync();
        var order = await (await HttpScenario.BeginAsync(server)).AtAsync("waiting-for-slot");
        var (name, clock) = order.Order.Clocks.First();
        await server.StopAsync();

        await using var again = await RunningServer.StartAsync(server.Folder, clock.Limit + Duration.FromHours(1), network: false);
        var watch = again.App.Services.GetService(typeof(Clocks.ClockWatch)) as Clocks.ClockWatch;
        await watch!.RoundAsync(TestContext.Current.CancellationToken);
        await watch.RoundAsync(TestContext.Current.CancellationToken);

        var entries = (await (await again.GetAsync("coordinator@karolinska", $"{order.Path}/entries")).JsonAsync()).GetProperty("entries").EnumerateArray()
            .Where(e => e.GetProperty("type").GetString()!.StartsWith("clock.", StringComparison.Ordinal)).ToList();
        Assert.Equal(["clock.warned", "clock.exceeded"], entries.Select(e => e.GetProperty("type").GetString()));
        Assert.Equal(InstantPattern.ExtendedIso.Format(clock.Limit), entries[1].GetProperty("at").GetProperty("utc").GetString());
        Assert.Equal("system", entries[1].GetProperty("actor").GetString());
        Assert.True(again.Order(order.Id).Clocks[name].Exceeded);
        var view = await (await again.GetAsync("coordinator@karolinska", order.Path)).JsonAsync();
        Assert.Equal("-PT1H", view.GetProperty("clocks").EnumerateArray().Single(c => c.GetProperty("clock").GetString() == name).GetProperty("left").GetString());
    }

    [Fact]
    public async Task The_list_is_filtered_and_paged()
    {
        await using var server = await RunningServer.StartAsync();
        var orders = new List<HttpScenario>();
        for (var i = 0; i < 5; i++)
        {
            orders.Add(await HttpScenario.BeginAsync(server, reference: $"Ref-{i}"));
            server.Clock.AdvanceMinutes(1);
        }
        await orders[0].AtAsync("identified");
        await server.PostAsync("coordinator@karolinska", $"{orders[1].Path}/hold", new { reason = "Wait." });
        var seen = new List<string>();
        string? cursor = "";
        while (cursor is not null)
        {
            var page = await (await server.GetAsync("coordinator@karolinska", $"/api/orders?limit=2&cursor={cursor}")).JsonAsync();
            seen.AddRange(page.GetProperty("orders").EnumerateArray().Select(o => o.GetProperty("reference").GetString()!));
            cursor = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        }

        Assert.Equal(["Ref-4", "Ref-3", "Ref-2", "Ref-1", "Ref-0"], seen);
        Assert.Equal(["Ref-0"], await Found(server, "state=identified"));
        Assert.Equal(["Ref-1"], await Found(server, "held=true"));
        Assert.Equal(["Ref-2"], await Found(server, "text=ref-2"));
        Assert.Equal(["Ref-0"], await Found(server, $"identifier={Uri.EscapeDataString(orders[0].Order.Identifiers["chain-of-identity"])}"));
        Assert.Equal(5, (await Found(server, "site=charite&final=false&workflow=car-t-autologous-cryo")).Length);
        Assert.Empty(await Found(server, "clock=post-thaw"));
    }

    private static async Task<string?[]> Found(RunningServer server, string query) =>
        [.. (await (await server.GetAsync("coordinator@karolinska", $"/api/orders?{query}")).JsonAsync()).GetProperty("orders").EnumerateArray().Select(o => o.GetProperty("reference").GetString())];
}
