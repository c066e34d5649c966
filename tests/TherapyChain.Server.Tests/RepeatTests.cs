using System.Net;

namespace TherapyChain.Server.Tests;

public sealed class RepeatTests
{
    private static readonly object Hold = new { reason = "The courier is late." };

    [Fact]
    public async Task The_same_request_with_the_same_key_takes_effect_once_and_is_answered_alike()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);

        var first = await server.PostAsync("coordinator@karolinska", $"{order.Path}/hold", Hold, ("Idempotency-Key", "k 1"));
        var second = await server.PostAsync("coordinator@karolinska", $"{order.Path}/hold", Hold, ("Idempotency-Key", "k 1"));

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(await first.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), await second.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(first.Headers.ETag, second.Headers.ETag);
        Assert.Equal("true", second.Headers.GetValues("Idempotency-Replayed").Single());
        Assert.Equal(2, order.Order.Seq);
    }

    [Fact]
    public async Task An_order_begun_twice_with_one_key_is_one_order()
    {
        await using var server = await RunningServer.StartAsync();
        var body = HttpScenario.Body(Testing.Shipped.Workflow("car-t-autologous-cryo"), "2026-0007");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => server.PostAsync("coordinator@karolinska", "/api/orders", body, ("Idempotency-Key", "begin"))));

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.Created, a.StatusCode));
        Assert.Single(answers.Select(a => a.Headers.Location).Distinct());
        var list = await (await server.GetAsync("coordinator@karolinska", "/api/orders?text=2026-0007")).JsonAsync();
        Assert.Single(list.GetProperty("orders").EnumerateArray());
    }

    [Fact]
    public async Task A_key_used_for_another_request_is_refused()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);
        await server.PostAsync("coordinator@karolinska", $"{order.Path}/hold", Hold, ("Idempotency-Key", "k"));

        var body = await server.PostAsync("coordinator@karolinska", $"{order.Path}/hold", new { reason = "Something else." }, ("Idempotency-Key", "k"));
        var address = await server.PostAsync("coordinator@karolinska", $"{order.Path}/holds/2/resolve", Hold, ("Idempotency-Key", "k"));
        var person = await server.PostAsync("coordinator-2@karolinska", $"{order.Path}/hold", Hold, ("Idempotency-Key", "k"));

        Assert.Equal(["idempotency.reused"], await body.CodesAsync());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, address.StatusCode);
        Assert.Equal(HttpStatusCode.OK, person.StatusCode);
    }

    [Fact]
    public async Task Stored_answers_survive_a_restart_and_so_does_a_refusal_that_was_recorded()
    {
        var server = await RunningServer.StartAsync();
        var ct = TestContext.Current.CancellationToken;
        var order = await (await HttpScenario.BeginAsync(server)).AtAsync("kit-ready");
        var wrong = order.Form("start-collection");
        wrong["scans"]![0]!["value"] = "ANOTHER-PATIENT";
        var doer = order.DoerOf("start-collection");

        var refused = await server.PostAsync(doer, $"{order.Path}/steps/start-collection", wrong.ToJsonString(), ("Idempotency-Key", "b"));
        Assert.Contains("scan.mismatch", await refused.CodesAsync());
        var seq = order.Order.Seq;
        await server.StopAsync();
        await using var again = await RunningServer.StartAsync(server.Folder, server.Clock.GetCurrentInstant(), network: false);

        var repeated = await again.PostAsync(doer, $"{order.Path}/steps/start-collection", wrong.ToJsonString(), ("Idempotency-Key", "b"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, repeated.StatusCode);
        Assert.Equal(await refused.Content.ReadAsStringAsync(ct), await repeated.Content.ReadAsStringAsync(ct));
        Assert.Equal(seq, again.Order(order.Id).Seq);
    }

    [Theory]
    [InlineData("")]
    [InlineData("tab\tkey")]
    [InlineData("long")]
    public async Task A_key_that_is_no_key_is_refused(string key)
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);

        var answer = await server.PostAsync("coordinator@karolinska", $"{order.Path}/hold", Hold, ("Idempotency-Key", key == "long" ? new string('x', 201) : key));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(1, order.Order.Seq);
    }
}
