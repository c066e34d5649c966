using System.Net;
using System.Net.Http.Headers;
using System.Text;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests;

public sealed class BadInputTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Theory]
    [InlineData("", 1, 1, "empty")]
    [InlineData("{\n  \"reason\" 1 }", 2, 12, "not JSON")]
    [InlineData("{\n\"reason\": \"a\",\n", 3, 1, "not JSON")]
    [InlineData("{\"reason\": 5}", 1, 13, "a text in quotes")]
    [InlineData("{\"reason\": null}", 1, 16, "a text in quotes")]
    [InlineData("{}", 1, 3, "lacks: \"reason\"")]
    [InlineData("[]", 1, 2, "an object")]
    [InlineData("null", 1, 1, "a JSON object")]
    [InlineData("{\"reason\": \"a\", \"why\": 1}", 1, 23, "Known here: reason")]
    [InlineData("{\"reason\": \"a\", \"reason\": \"b\"}", 1, 26, "reason")]
    [Requirement("A11-01")]
    public async Task A_body_that_cannot_be_read_is_refused_with_its_place_and_what_was_expected(string body, int line, int column, string words)
    {
        var server = shared.Server;
        var order = await HttpScenario.BeginAsync(server);

        var answer = await server.PostAsync("coordinator@karolinska", $"{order.Path}/hold", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await answer.JsonAsync();
        Assert.Contains(words, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal((line, column), (problem.GetProperty("line").GetInt32(), problem.GetProperty("column").GetInt32()));
        Assert.Equal(1, order.Order.Seq);
    }

    [Theory]
    [InlineData("{\"evidence\": {\"volume\": {\"value\": 1, \"units\": \"mL\"}}}", "units")]
    [InlineData("{\"evidence\": {\"volume\": [1]}}", "A value is")]
    [InlineData("{\"evidence\": {\"volume\": null}}", "evidence")]
    [InlineData("{\"scans\": [null]}", "scans")]
    [InlineData("{\"scans\": [{\"name\": \"a\"}]}", "value")]
    [InlineData("{\"at\": \"yesterday\"}", "is not a time")]
    [InlineData("{\"at\": \"2026-02-30T10:00:00Z\"}", "is not a time")]
    public async Task A_form_that_cannot_be_read_is_refused_by_name(string body, string words)
    {
        var server = shared.Server;
        var order = await HttpScenario.BeginAsync(server);

        var answer = await server.PostAsync(order.DoerOf("refer-patient"), $"{order.Path}/steps/refer-patient", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(words, (await answer.JsonAsync()).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_step_and_one_from_another_state_are_answered_with_what_is_possible()
    {
        var server = shared.Server;
        var order = await HttpScenario.BeginAsync(server);

        var unknown = await server.PostAsync("coordinator@karolinska", $"{order.Path}/steps/fly", new { });
        var early = await server.PostAsync("coordinator@karolinska", $"{order.Path}/steps/complete-infusion", new { credentials = TestCredentials.Of(server, "coordinator@karolinska") });

        Assert.Equal(["step.unknown"], await unknown.CodesAsync());
        Assert.Contains("refer-patient", (await unknown.JsonAsync()).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(["step.not-from-here"], await early.CodesAsync());
    }

    [Fact]
    public async Task A_form_that_is_too_long_is_refused()
    {
        var server = shared.Server;
        var order = await HttpScenario.BeginAsync(server);

        var answer = await server.PostAsync("coordinator@karolinska", $"{order.Path}/hold", new { reason = new string('x', 300_000) });

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("/problems/too-long", (await answer.JsonAsync()).GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_body_that_is_no_json_is_refused_by_its_kind()
    {
        var server = shared.Server;
        var order = await HttpScenario.BeginAsync(server);

        var answer = await server.As("coordinator@karolinska").PostAsync($"{order.Path}/hold", new StringContent("reason=x", Encoding.UTF8, "text/plain"), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("GET", "/api/nowhere", 404)]
    [InlineData("PUT", "/api/orders", 405)]
    [InlineData("GET", "/api/orders?limit=0", 400)]
    [InlineData("GET", "/api/orders?limit=201", 400)]
    [InlineData("GET", "/api/orders?limit=many", 400)]
    [InlineData("GET", "/api/orders?cursor=abc", 400)]
    [InlineData("GET", "/api/orders/7KQ4", 404)]
    public async Task Every_refusal_of_the_api_is_a_problem(string method, string path, int status)
    {
        var server = shared.Server;

        var answer = await server.As("coordinator@karolinska").SendAsync(new HttpRequestMessage(new HttpMethod(method), path), TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.NotEmpty((await answer.JsonAsync()).GetProperty("traceId").GetString()!);
    }

    [Fact]
    public async Task All_that_stands_against_a_step_comes_at_once_also_what_only_the_edge_can_say()
    {
        await using var server = await RunningServer.StartAsync(now: NodaTime.Instant.FromUtc(2026, 11, 1, 12, 0));
        var order = await (await HttpScenario.BeginAsync(server)).AtAsync("kit-ready");

        var answer = await server.PostAsync(order.DoerOf("start-collection"), $"{order.Path}/steps/start-collection",
            new { at = "2026-03-29T02:30", second = new { person = "nobody", password = "nothing" }, evidence = new { nonsense = 1 } });

        var codes = await answer.CodesAsync();
        Assert.Equal(["time.skipped", "second-person.credentials"], codes[..2]);
        Assert.Contains("scan.missing", codes);
        Assert.Contains("evidence.unexpected", codes);
        Assert.DoesNotContain("second-person.missing", codes);
        var seq = order.Order.Seq;
        var good = order.Form("start-collection");
        good["at"] = "2026-10-25T02:30";
        Assert.Equal(["time.doubled"], await (await order.PostAsync("start-collection", good)).CodesAsync());
        Assert.Equal(seq, order.Order.Seq);
    }

    [Fact]
    public async Task Answers_carry_safe_headers()
    {
        var server = shared.Server;

        var answer = await server.GetAsync("coordinator@karolinska", "/api/me");

        Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("DENY", answer.Headers.GetValues("X-Frame-Options").Single());
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task An_upload_beyond_the_limit_is_refused_whether_its_length_is_said_or_not()
    {
        await using var server = await RunningServer.StartAsync(settings: ("UploadLimit", "1000"));
        var order = await HttpScenario.BeginAsync(server);
        var path = $"{order.Path}/documents?name=a.txt";
        var said = new ByteArrayContent(new byte[1001]);
        said.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
        var unsaid = new StreamContent(new Unsized(new byte[5000]));
        unsaid.Headers.ContentType = new MediaTypeHeaderValue("text/plain");

        foreach (var content in new HttpContent[] { said, unsaid })
        {
            var answer = await server.As("coordinator@karolinska").PostAsync(path, content, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        }
        Assert.Equal(1, order.Order.Seq);
    }

    private sealed class Unsized(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
