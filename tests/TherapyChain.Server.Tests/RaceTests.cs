using System.Net;
using System.Text.Json;

namespace TherapyChain.Server.Tests;

public sealed class RaceTests
{
    [Fact]
    public async Task Whoever_names_an_older_state_is_told_that_someone_was_faster()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);
        var read = (await server.GetAsync("coordinator@karolinska", order.Path)).Headers.ETag!.ToString();

        var first = await server.PostAsync("coordinator@karolinska", $"{order.Path}/deviations", new { category = "delay", description = "One." }, ("If-Match", read));
        var second = await server.PostAsync("coordinator@karolinska", $"{order.Path}/deviations", new { category = "delay", description = "Two." }, ("If-Match", read));

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, second.StatusCode);
        Assert.Equal(2, order.Order.Seq);
        Assert.Equal(first.Headers.ETag!.ToString(), (await server.GetAsync("coordinator@karolinska", order.Path)).Headers.ETag!.ToString());
    }

    [Fact]
    public async Task A_wrong_bag_is_recorded_also_when_the_page_it_was_scanned_on_was_old()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await (await HttpScenario.BeginAsync(server)).AtAsync("kit-ready");
        var (form, doer) = (order.Form("start-collection"), order.DoerOf("start-collection"));
        Assert.Equal(HttpStatusCode.PreconditionFailed,
            (await server.PostAsync(doer, $"{order.Path}/steps/start-collection", form.ToJsonString(), ("If-Match", "\"1-old\""))).StatusCode);
        Assert.False(order.Order.IsOnHold);

        form["scans"]![0]!["value"] = "ANOTHER-PATIENT";
        var refused = await server.PostAsync(doer, $"{order.Path}/steps/start-collection", form.ToJsonString(), ("If-Match", "\"1-old\""));

        Assert.Contains("scan.mismatch", await refused.CodesAsync());
        Assert.True(order.Order.IsOnHold);
    }

    [Fact]
    public async Task A_step_taken_by_many_at_once_is_taken_once()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);
        var form = order.Form("refer-patient").ToJsonString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => server.PostAsync(order.DoerOf("refer-patient"), $"{order.Path}/steps/refer-patient", form)));

        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.OK);
        Assert.Equal(15, answers.Count(a => a.StatusCode == HttpStatusCode.UnprocessableEntity));
        Assert.Equal(2, order.Order.Seq);
    }

    [Fact]
    public async Task Notes_written_by_many_at_once_are_all_kept_one_behind_the_other()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(n =>
            server.PostAsync("coordinator@karolinska", $"{order.Path}/deviations", new { category = "delay", description = $"Note {n}." })));

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
        var entries = (await (await server.GetAsync("coordinator@karolinska", $"{order.Path}/entries")).JsonAsync()).GetProperty("entries").EnumerateArray().ToList();
        Assert.Equal(9, entries.Count);
        for (var i = 1; i < entries.Count; i++) Assert.Equal(entries[i - 1].GetProperty("hash").GetString(), entries[i].GetProperty("prev").GetString());
    }

    [Fact]
    public async Task A_code_given_to_two_orders_at_once_belongs_to_one_and_is_refused_for_the_other()
    {
        await using var server = await RunningServer.StartAsync();
        var one = await (await HttpScenario.BeginAsync(server, reference: "A")).AtAsync("approved");
        var two = await (await HttpScenario.BeginAsync(server, reference: "B")).AtAsync("approved");
        var (first, second) = (one.Form("issue-chain-of-identity"), two.Form("issue-chain-of-identity"));
        second["scans"]![0]!["value"] = first["scans"]![0]!["value"]!.GetValue<string>();

        var answers = await Task.WhenAll(one.PostAsync("issue-chain-of-identity", first), two.PostAsync("issue-chain-of-identity", second));

        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.OK);
        var refused = answers.Single(a => a.StatusCode == HttpStatusCode.UnprocessableEntity);
        Assert.Contains("scan.other-order", await refused.CodesAsync());
        var held = one.Order.State == "approved" ? one : two;
        Assert.Equal("identity-mismatch", held.Order.Holds.Single().Code);
        Assert.Equal(JsonValueKind.Array, (await (await server.GetAsync("coordinator@karolinska", "/api/orders?held=true")).JsonAsync()).GetProperty("orders").ValueKind);
    }
}
