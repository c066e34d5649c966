using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using TherapyChain.Cli;
using TherapyChain.Server.Tests.Cli;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests;

/// <summary>From any code to its order and container.</summary>
public sealed class IdentifierTests
{
    [Fact]
    [Requirement("P4-01", "SOHO-01")]
    public async Task Every_code_of_an_order_leads_to_it_and_to_its_container_with_who_gave_it_and_when()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await (await HttpScenario.BeginAsync(server)).AtAsync("infused");
        Assert.True(order.Order.Aliases.Count >= 5);

        foreach (var (code, alias) in order.Order.Aliases)
        {
            var link = Assert.Single((await Find(server, "coordinator@karolinska", code)).GetProperty("links").EnumerateArray());
            Assert.Equal((order.Id, alias.Name, code), (link.GetProperty("order").GetString(), link.GetProperty("kind").GetString(), link.GetProperty("value").GetString()));
            Assert.Equal(order.Workflow.Containers.ContainsKey(alias.Name), link.TryGetProperty("container", out _));
            var entry = (await (await server.GetAsync("coordinator@karolinska", $"{order.Path}/entries")).JsonAsync()).GetProperty("entries")[link.GetProperty("seq").GetInt32() - 1];
            Assert.Equal(entry.GetProperty("actor").GetString(), link.GetProperty("linkedBy").GetString());
            Assert.Contains(entry.GetProperty("data").GetProperty("assigned").EnumerateArray(), scan => scan.GetProperty("value").GetString() == code);
        }
        Assert.Equal("leipzig-cells", (await Find(server, "coordinator@karolinska", order.Order.Identifiers["batch-number"])).GetProperty("links")[0].GetProperty("issuer").GetString());
        // The symbol as a scanner reads it.
        Assert.Equal(order.Id, (await Find(server, "coordinator@karolinska", "&/" + order.Order.Identifiers["chain-of-identity"])).GetProperty("links")[0].GetProperty("order").GetString());
    }

    [Fact]
    public async Task A_code_of_an_order_that_one_may_not_see_is_no_code()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await (await HttpScenario.BeginAsync(server)).AtAsync("collected");
        var code = order.Order.Aliases.Keys.First();
        Assert.Equal(HttpStatusCode.NotFound, (await server.GetAsync("coordinator@stranger-clinic", $"/api/identifiers/{code}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("inspector@stranger-clinic", $"/api/identifiers/{code}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await server.GetAsync("inspector@stranger-clinic", "/api/identifiers/NOTHING-1")).StatusCode);
    }

    [Fact]
    [Requirement("P4-05")]
    public async Task Two_manufacturers_may_count_alike_and_the_wrong_orders_material_is_still_refused()
    {
        await using var server = await RunningServer.StartAsync();
        var (first, second) = (await Made(server, "2026-0001", "leipzig-cells", "B-2026-7"), await Made(server, "2026-0002", "leiden-bank", "B-2026-7"));

        Assert.Equal("B-2026-7", first.Order.Identifiers["batch-number"]);
        Assert.Equal("B-2026-7", second.Order.Identifiers["batch-number"]);
        var links = (await Find(server, "inspector@karolinska", "B-2026-7")).GetProperty("links").EnumerateArray().Select(l => $"{l.GetProperty("order").GetString()} {l.GetProperty("issuer").GetString()}");
        Assert.Equal([$"{first.Id} leipzig-cells", $"{second.Id} leiden-bank"], links);

        // Every next identity check of the second order, made with the first order's codes.
        var check = second.Workflow.Steps.First(s => s.From.Contains(second.Order.State) && s.Identity is { } identity && identity.Scan.Contains("culture"));
        var form = second.Form(check.Name);
        foreach (var scan in form["scans"]!.AsArray())
            if (first.Order.Expected(scan!["name"]!.GetValue<string>()) is [var wrong, ..]) scan["value"] = wrong;
        var refused = await second.PostAsync(check.Name, form);
        Assert.Contains("scan.mismatch", await refused.CodesAsync());
        Assert.True(second.Order.IsOnHold);
    }

    [Fact]
    public async Task One_manufacturer_gives_a_number_once()
    {
        await using var server = await RunningServer.StartAsync();
        await Made(server, "2026-0001", "leipzig-cells", "B-2026-7");
        var second = await HttpScenario.BeginAsync(server, reference: "2026-0002");
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => Made(server, second, "B-2026-7"));
        Assert.Contains("scan.other-order", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_line_finds_an_order_by_a_code()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await (await HttpScenario.BeginAsync(server)).AtAsync("collected");
        var bag = order.Order.Expected("apheresis-bag")[0];
        string[] asCoordinator = ["--server", server.Address.ToString(), "--key", TestNetwork.KeyOf("coordinator@karolinska")];

        var found = await Command.RunAsync(["orders", "find", "=" + bag + "00", .. asCoordinator]);
        var none = await Command.RunAsync(["orders", "find", "NOTHING-1", .. asCoordinator]);

        Assert.Equal(ExitCode.Good, found.Exit);
        Assert.Contains($"{bag} is the apheresis-bag of order {order.Id}", found.Output, StringComparison.Ordinal);
        Assert.Contains("held by the collection-site", found.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Finding, none.Exit);
    }

    private static async Task<JsonElement> Find(RunningServer server, string who, string code)
    {
        var answer = await server.GetAsync(who, $"/api/identifiers/{Uri.EscapeDataString(code)}");
        Assert.True(answer.IsSuccessStatusCode, $"{code}: {answer.StatusCode}");
        return await answer.JsonAsync();
    }

    private static async Task<HttpScenario> Made(RunningServer server, string reference, string manufacturer, string batch)
    {
        var workflow = Testing.Shipped.Workflow("car-t-autologous-cryo");
        var parties = Testing.Some.Parties(workflow).SetItem("manufacturer", manufacturer);
        var begun = await server.PostAsync("coordinator@karolinska", "/api/orders", new { workflow = workflow.Id, reference, parties });
        return await Made(server, new HttpScenario(server, workflow, (await begun.JsonAsync()).GetProperty("order").GetString()!), batch);
    }

    // To the step that gives the batch number, and through it with this one.
    private static async Task<HttpScenario> Made(RunningServer server, HttpScenario order, string batch)
    {
        var gives = order.Workflow.Steps.First(s => s.Assigns.Contains("batch-number"));
        await order.AtAsync(gives.From[0]);
        var form = order.Form(gives.Name);
        form["scans"]!.AsArray().Single(s => s!["name"]!.GetValue<string>() == "batch-number")!["value"] = batch;
        var answer = await order.PostAsync(gives.Name, form);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
        server.Clock.AdvanceMinutes(5);
        return order;
    }
}
