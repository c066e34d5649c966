using System.Net;
using System.Text.Json;
using NodaTime;
using TherapyChain.Cli;
using TherapyChain.Server.Tests.Cli;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests;

/// <summary>Chain of identity identifiers that a site of the network issues itself.</summary>
public sealed class ChainOfIdentityRouteTests
{
    private const string Step = "issue-chain-of-identity";
    private const string Issuer = "case-manager@leipzig-cells";

    [Fact]
    public async Task What_is_offered_is_recorded_by_the_step_and_nothing_before_it()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await (await HttpScenario.BeginAsync(server)).AtAsync("approved");
        var before = order.Order.Seq;

        var offer = await OfferAsync(server, order);
        Assert.Equal(before, order.Order.Seq);
        Assert.Equal((Step, "chain-of-identity"), (offer.GetProperty("step").GetString(), offer.GetProperty("name").GetString()));
        Assert.Equal("&/" + Value(offer), offer.GetProperty("symbol").GetString());
        Assert.Equal(Value(offer), offer.GetProperty("printed").GetString()!.Replace(" ", "", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.OK, (await TakeAsync(order, offer.GetProperty("symbol").GetString()!)).StatusCode);
        Assert.Equal(Value(offer), order.Order.Identifiers["chain-of-identity"]);
        Assert.Equal(["coi.given"], await (await AskAsync(server, order)).CodesAsync());
    }

    [Fact]
    public async Task The_year_is_that_of_the_issuing_sites_wall_clock()
    {
        await using var server = await RunningServer.StartAsync(now: Instant.FromUtc(2026, 12, 31, 20, 0));
        var order = await (await HttpScenario.BeginAsync(server)).AtAsync("approved");
        server.Clock.Reset(Instant.FromUtc(2026, 12, 31, 22, 59, 59));
        Assert.StartsWith("CHA999926", Value(await OfferAsync(server, order)), StringComparison.Ordinal);
        server.Clock.Reset(Instant.FromUtc(2026, 12, 31, 23, 0));
        Assert.StartsWith("CHA999927", Value(await OfferAsync(server, order)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_offered_where_the_step_would_be_refused()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);
        Assert.Equal(["coi.not-now"], await (await AskAsync(server, order)).CodesAsync());
        await order.AtAsync("approved");

        Assert.NotEmpty(await (await AskAsync(server, order, "coordinator@karolinska")).CodesAsync());
        Assert.Contains("coi.no-fin", await (await AskAsync(server, order, "coordinator@charite")).CodesAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(server, order, "coordinator@stranger-clinic")).StatusCode);
        await server.PostAsync("quality@karolinska", $"{order.Path}/hold", new { reason = "Something is amiss." });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await AskAsync(server, order)).StatusCode);
    }

    [Fact]
    public async Task Many_orders_at_once_are_offered_different_ones_and_each_the_same_again_after_a_restart()
    {
        var folder = TempFolder.New().FullName;
        try
        {
            string[] first, again;
            var orders = new List<HttpScenario>();
            await using (var server = await RunningServer.StartAsync(folder))
            {
                for (var i = 0; i < 6; i++) orders.Add(await (await HttpScenario.BeginAsync(server, reference: $"R-{i}")).AtAsync("approved"));
                first = [.. (await Task.WhenAll(orders.Concat(orders).Select(o => OfferAsync(server, o)))).Select(Value)];
            }
            await using (var server = await RunningServer.StartAsync(folder, now: Some.Start + Duration.FromHours(5)))
                again = [.. (await Task.WhenAll(orders.Select(o => OfferAsync(server, o)))).Select(Value)];

            Assert.Equal(6, first.Distinct().Count());
            Assert.Equal(first[..6], first[6..]);
            Assert.Equal(first[..6], again);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Of_two_orders_that_were_offered_the_same_one_keeps_it_and_the_other_is_refused_and_gets_another()
    {
        await using var server = await RunningServer.StartAsync();
        var one = await (await HttpScenario.BeginAsync(server, reference: "A")).AtAsync("approved");
        var two = await (await HttpScenario.BeginAsync(server, reference: "B")).AtAsync("approved");
        var same = Value(await OfferAsync(server, two));

        var answers = await Task.WhenAll(TakeAsync(one, same), TakeAsync(two, same));

        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.OK);
        var (kept, refused) = one.Order.State == "identified" ? (one, two) : (two, one);
        Assert.Equal(same, kept.Order.Identifiers["chain-of-identity"]);
        Assert.False(refused.Order.Identifiers.ContainsKey("chain-of-identity"));
        var hold = Assert.Single(refused.Order.Holds);
        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync("quality@leipzig-cells", $"{refused.Path}/holds/{hold.Seq}/resolve", new { reason = "The label was destroyed." })).StatusCode);
        var other = Value(await OfferAsync(server, refused));
        Assert.NotEqual(same, other);
        Assert.Equal(HttpStatusCode.OK, (await TakeAsync(refused, other)).StatusCode);
    }

    [Fact]
    public async Task What_another_order_has_already_is_never_offered()
    {
        await using var server = await RunningServer.StartAsync();
        var one = await (await HttpScenario.BeginAsync(server, reference: "A")).AtAsync("approved");
        var two = await (await HttpScenario.BeginAsync(server, reference: "B")).AtAsync("approved");
        var offered = Value(await OfferAsync(server, two));
        Assert.Equal(HttpStatusCode.OK, (await TakeAsync(one, offered)).StatusCode);

        var next = Value(await OfferAsync(server, two));

        Assert.NotEqual(offered, next);
        Assert.Equal(HttpStatusCode.OK, (await TakeAsync(two, next)).StatusCode);
    }

    [Fact]
    public async Task The_command_line_names_the_step_that_records_it()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await (await HttpScenario.BeginAsync(server)).AtAsync("approved");

        var run = await Command.RunAsync("orders", "issue-coi", order.Id, "--server", server.Address.ToString(), "--key", TestNetwork.KeyOf(Issuer));

        Assert.Equal(ExitCode.Good, run.Exit);
        Assert.Contains($"--scan chain-of-identity={Value(await OfferAsync(server, order))}", run.Output, StringComparison.Ordinal);
        Assert.Contains($"orders advance {order.Id} {Step}", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_that_is_no_facilitys_is_not_taken_up_and_one_number_belongs_to_one_site()
    {
        await using var server = await RunningServer.StartAsync();

        foreach (var wrong in new[] { "O9999", "A999", "A99999", "a9999", "A-999" }) Assert.Equal(["malformed-value"], await (await LoadAsync(server, "charite", wrong)).CodesAsync());
        Assert.Equal(["network.fin-taken"], await (await LoadAsync(server, "charite", "A9999")).CodesAsync());
        Assert.Equal(HttpStatusCode.OK, (await LoadAsync(server, "charite", "C4711")).StatusCode);
        var sites = (await (await server.GetAsync("coordinator@karolinska", "/api/network")).JsonAsync()).GetProperty("sites").EnumerateArray();
        Assert.Equal("C4711", sites.Single(s => s.GetProperty("id").GetString() == "charite").GetProperty("fin").GetString());
    }

    private static Task<HttpResponseMessage> LoadAsync(RunningServer server, string site, string fin) => server.As($"administrator@{site}").PostAsync(
        "/api/network?reason=ICCBBA", new StringContent($"network: N\nsites:\n  {site}: {{ name: Charité Universitätsmedizin Berlin, kind: hospital, zone: Europe/Berlin, city: A city, country: SE, fin: {fin} }}\n"), TestContext.Current.CancellationToken);

    private static Task<HttpResponseMessage> AskAsync(RunningServer server, HttpScenario order, string who = Issuer) => server.PostAsync(who, $"{order.Path}/chain-of-identity", "{}");

    private static async Task<JsonElement> OfferAsync(RunningServer server, HttpScenario order)
    {
        var answer = await AskAsync(server, order);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return await answer.JsonAsync();
    }

    private static Task<HttpResponseMessage> TakeAsync(HttpScenario order, string code)
    {
        var form = order.Form(Step);
        form["scans"]![0]!["value"] = code;
        return order.PostAsync(Step, form);
    }

    private static string Value(JsonElement offer) => offer.GetProperty("value").GetString()!;
}
