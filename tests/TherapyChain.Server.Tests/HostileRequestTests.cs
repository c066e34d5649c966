using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace TherapyChain.Server.Tests;

/// <summary>What a careless or hostile caller sends, over HTTP.</summary>
public sealed class HostileRequestTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Theory]
    [InlineData("9999-12-31T23:59:59Z")]
    [InlineData("9999-12-31T23:59:59-18:00")]
    [InlineData("9999-12-31T23:59")]
    [InlineData("-9998-01-01T00:00:00+18:00")]
    [InlineData("-9998-01-01T00:00:00Z")]
    [InlineData("-9998-01-01T00:00")]
    [InlineData("0001-01-01T00:00+14:00")]
    public async Task A_time_at_the_end_of_the_calendar_is_refused_and_nothing_fails(string at)
    {
        var order = await HttpScenario.BeginAsync(shared.Server);
        var form = order.Form("refer-patient");
        form["at"] = at;

        var answer = await order.PostAsync("refer-patient", form);
        var past = await shared.Server.GetAsync("coordinator@karolinska", $"{order.Path}?asOf={Uri.EscapeDataString(at)}");

        Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.BadRequest, HttpStatusCode.UnprocessableEntity });
        Assert.Contains(past.StatusCode, new[] { HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.BadRequest });
        Assert.Equal(1, order.Order.Seq);
    }

    [Fact]
    public async Task A_key_used_for_another_query_is_refused()
    {
        var server = shared.Server;
        var order = await HttpScenario.BeginAsync(server);
        async Task<HttpResponseMessage> Upload(string kind)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, $"{order.Path}/documents?name=a.txt&kind={kind}") { Content = new StringContent("A paper.", Encoding.UTF8, "text/plain") };
            request.Headers.Add("Idempotency-Key", "upload");
            return await server.As("coordinator@karolinska").SendAsync(request);
        }

        Assert.Equal(HttpStatusCode.Created, (await Upload("consent")).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await Upload("consent")).StatusCode);
        Assert.Equal(["idempotency.reused"], await (await Upload("customs")).CodesAsync());
    }

    [Theory]
    [InlineData("\\ud83d\\ude80 \\u0627\\u0644\\u062f\\u0645 \\u202egnp.exe \\ufeff\\u2028\\u0301")]
    [InlineData("line\\nline\\n\\n\\n")]
    public async Task Whatever_text_a_record_holds_it_can_be_printed(string text)
    {
        var server = shared.Server;
        var order = await HttpScenario.BeginAsync(server);
        var held = await server.PostAsync("coordinator@karolinska", $"{order.Path}/deviations", $"{{\"category\":\"other\",\"description\":\"{text}\"}}");
        var longest = await server.PostAsync("coordinator@karolinska", $"{order.Path}/deviations", new { category = "other", description = new string('W', 1000) });

        var printed = await server.PostAsync("coordinator@karolinska", $"{order.Path}/custody-record", new { });

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (held.StatusCode, longest.StatusCode));
        Assert.Equal(HttpStatusCode.OK, printed.StatusCode);
    }

    [Theory]
    [InlineData("{\"scans\":[{\"name\":\"chain-of-identity\",\"value\":\"\\ud800\"}]}")]
    [InlineData("{\"evidence\":{\"\\ud800\":\"1\"}}")]
    [InlineData("{\"evidence\":{\"indication\":\"\\ud800\"}}")]
    [InlineData("{\"handovers\":{\"a\":{\"seal\":\"\\ud800\"}}}")]
    [InlineData("{\"signature\":\"\\ud800\"}")]
    [InlineData("{\"lateReason\":\"\\ud800\"}")]
    [InlineData("{\"second\":{\"person\":\"\\ud800\",\"password\":\"\\ud800\"}}")]
    [InlineData("{\"at\":\"\\ud800\"}")]
    [InlineData("{\"scans\":[{\"name\":null,\"value\":\"1\"}]}")]
    [InlineData("{\"scans\":[{\"name\":\"a\",\"value\":null}]}")]
    [InlineData("{\"evidence\":{\"indication\":{\"value\":null}}}")]
    [InlineData("{\"second\":{\"key\":\"tc_x\"}}")]
    [InlineData("{\"evidence\":{\"patient-weight\":{\"value\":1e999999,\"unit\":\"kg\"}}}")]
    [InlineData("{\"evidence\":{\"patient-weight\":{\"value\":\"\\u0000\",\"unit\":\"k\\u0000g\"}}}")]
    public async Task A_broken_text_in_a_form_is_an_answer_and_never_a_failure(string body)
    {
        var order = await HttpScenario.BeginAsync(shared.Server);

        var answer = await shared.Server.PostAsync(order.DoerOf("refer-patient"), $"{order.Path}/steps/refer-patient", body);

        Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.BadRequest, HttpStatusCode.UnprocessableEntity });
        Assert.Equal(1, order.Order.Seq);
    }

    [Fact]
    public async Task A_body_nested_without_end_is_unreadable()
    {
        var order = await HttpScenario.BeginAsync(shared.Server);
        var deep = new string('[', 100_000);

        var answer = await shared.Server.PostAsync("coordinator@karolinska", $"{order.Path}/steps/refer-patient", $"{{\"evidence\":{{\"a\":{deep}");
        var network = await shared.Server.As("administrator@karolinska").PostAsync("/api/network", new StringContent($"network: {deep}", Encoding.UTF8, "application/yaml"), TestContext.Current.CancellationToken);
        var flow = await shared.Server.As("administrator@karolinska").PostAsync("/api/network", new StringContent("network: x\nsites: &a [*a, *a]", Encoding.UTF8, "application/yaml"), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, network.StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, flow.StatusCode);
    }

    [Theory]
    [InlineData("a\r\nSet-Cookie: x=1.txt")]
    [InlineData("\"; filename=evil.html; x=\"")]
    [InlineData("名前 ü \u202Etxt.exe")]
    public async Task A_hostile_file_name_reaches_no_header_raw(string name)
    {
        var server = shared.Server;
        var order = await HttpScenario.BeginAsync(server);
        var added = await server.As("coordinator@karolinska").PostAsync($"{order.Path}/documents?name={Uri.EscapeDataString(name)}", new StringContent($"{name}{order.Id}", Encoding.UTF8, "text/plain"), TestContext.Current.CancellationToken);
        if (added.StatusCode == HttpStatusCode.UnprocessableEntity) return;
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);

        var got = await server.GetAsync("coordinator@karolinska", $"{order.Path}/documents/{order.Order.Documents.Keys.Single()}");

        Assert.Equal(HttpStatusCode.OK, got.StatusCode);
        Assert.Equal("attachment", got.Content.Headers.ContentDisposition!.DispositionType);
        Assert.False(got.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task A_stranger_to_an_order_gets_the_answer_for_no_order_on_every_route()
    {
        var server = shared.Server;
        var order = await HttpScenario.BeginAsync(server, reference: "HIDDEN-77");
        var none = $"/api/orders/{(order.Id[0] == '0' ? '1' : '0')}{order.Id[1..]}";
        (string Method, string Path, JsonNode? Body)[] ways =
        [
            ("GET", "", null), ("GET", "?asOf=2026-01-01T00:00:00Z", null), ("GET", "/entries", null), ("GET", "/steps", null), ("GET", "/bundle", null),
            ("GET", "/documents", null), ("GET", $"/documents/{new string('0', 64)}", null), ("POST", "/steps/refer-patient", new JsonObject()),
            ("POST", "/hold", new JsonObject { ["reason"] = "x" }), ("POST", "/holds/2/resolve", new JsonObject { ["reason"] = "x" }),
            ("POST", "/corrections", new JsonObject { ["corrects"] = 2, ["field"] = "a", ["value"] = "b", ["reason"] = "c" }),
            ("POST", "/deviations", new JsonObject { ["category"] = "delay", ["description"] = "x" }), ("POST", "/workflow", new JsonObject { ["version"] = 2, ["reason"] = "x" }),
            ("POST", "/custody-record", null), ("POST", "/documents?name=a.txt", new JsonObject()), ("POST", "/traces?name=a.txt", new JsonObject()),
        ];
        foreach (var role in new[] { "quality", "physician", "partner-viewer", "coordinator" })
        foreach (var (method, path, body) in ways)
        {
            async Task<(HttpStatusCode, string)> Ask(string order)
            {
                var request = new HttpRequestMessage(new HttpMethod(method), order + path) { Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
                request.Headers.TryAddWithoutValidation("If-Match", "\"1-x\"");
                var answer = await server.As($"{role}@stranger-clinic").SendAsync(request);
                var text = await answer.Content.ReadAsStringAsync();
                return (answer.StatusCode, text.Length == 0 ? "" : JsonNode.Parse(text)!["detail"]!.GetValue<string>());
            }
            Assert.Equal(await Ask(none), await Ask(order.Path));
            Assert.Equal(HttpStatusCode.NotFound, (await Ask(order.Path)).Item1);
        }
        foreach (var query in new[] { "text=HIDDEN-77", "site=karolinska", $"text={order.Id}", "state=opened", "workflow=car-t-autologous-cryo", "held=false", "text=%25", "text=" })
            Assert.Empty((await (await server.GetAsync("quality@stranger-clinic", $"/api/orders?{query}")).JsonAsync()).GetProperty("orders").EnumerateArray());
        Assert.Equal(1, order.Order.Seq);
    }
}
