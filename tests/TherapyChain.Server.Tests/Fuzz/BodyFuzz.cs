using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests.Fuzz;

/// <summary>Bodies of every address that takes JSON, damaged. Each gets a problem with a documented status; none is our fault and none is recorded.</summary>
public sealed class BodyFuzz
{
    private static readonly string[] Words =
        ["\"reason\":", "\"evidence\":{", "\"scans\":[", "\"value\":", "\"unit\":\"mL\"", "\"at\":\"2026-03-29T02:30\"", "\"second\":{\"key\":\"tc_\"}", "\"version\":", "\"parties\":{", "{}", "[]", "null", "true", "1e400", "\"\\u0000\"", "\"\\ud800\""];

    private static readonly HttpStatusCode[] Documented =
        [HttpStatusCode.BadRequest, HttpStatusCode.PreconditionFailed, HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.UnprocessableEntity];

    [Fact]
    [Requirement("A11-01")]
    public async Task Damaged_bodies_are_refused_and_never_our_fault()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);
        var before = order.Order.Seq;
        (string Path, string Body)[] forms =
        [
            ($"{order.Path}/steps/refer-patient", order.Form("refer-patient").ToJsonString()),
            ($"{order.Path}/hold", """{ "reason": "The courier is late." }"""),
            ($"{order.Path}/holds/1/resolve", """{ "reason": "Label read again." }"""),
            ($"{order.Path}/corrections", """{ "corrects": 2, "field": "volume", "value": { "value": "181", "unit": "mL" }, "reason": "Misread." }"""),
            ($"{order.Path}/deviations", """{ "category": "delay", "description": "Fog in Arlanda." }"""),
            ($"{order.Path}/workflow", """{ "version": 2, "reason": "Newer." }"""),
            // No workflow of that name: a body that survived its damage begins nothing either.
            ("/api/orders", """{ "workflow": "nowhere", "reference": "2026-1", "parties": { "courier": "nordic-cryo" }, "version": 3 }"""),
        ];
        var client = server.As("quality@karolinska");
        var turn = 0;

        Fuzzing.Run([.. forms.Select(f => Encoding.UTF8.GetBytes(f.Body))], Words, bytes =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, forms[turn++ % forms.Length].Path) { Content = new ByteArrayContent(bytes) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            // Meant for a state the order never had, so that what can be read is still not recorded.
            request.Headers.TryAddWithoutValidation("If-Match", "\"0-never\"");
            using var answer = client.Send(request);
            using var text = answer.Content.ReadAsStream();
            using var problem = JsonDocument.Parse(text);
            if (!Documented.Contains(answer.StatusCode)) throw new InvalidOperationException($"{request.RequestUri} answered {(int)answer.StatusCode}: {problem.RootElement}");
            if (problem.RootElement.GetProperty("detail").GetString() is not { Length: > 0 }) throw new InvalidOperationException("A problem that says nothing.");
        }, allowance: 1 << 20, perByte: 400);

        Assert.Equal(before, order.Order.Seq);
    }
}
