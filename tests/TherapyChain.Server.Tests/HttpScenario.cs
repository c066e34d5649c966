using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests;

/// <summary>An order walked over HTTP as people on a good day would, to the state a test is about.</summary>
public sealed class HttpScenario(RunningServer server, Workflow workflow, string id)
{
    public string Id { get; } = id;

    public Workflow Workflow { get; } = workflow;

    public string Path => $"/api/orders/{Id}";

    public Order Order => server.Order(Id);

    public static async Task<HttpScenario> BeginAsync(RunningServer server, string workflow = "car-t-autologous-cryo", string reference = "2026-0001")
    {
        var read = Shipped.Workflow(workflow);
        var begin = server.As($"coordinator@{Some.Parties(read)[read.Parties[0]]}");
        var answer = await begin.PostAsJsonAsync("/api/orders", Body(read, reference));
        var text = await answer.Content.ReadAsStringAsync();
        if (answer.StatusCode != HttpStatusCode.Created) throw new InvalidOperationException(text);
        return new HttpScenario(server, read, JsonDocument.Parse(text).RootElement.GetProperty("order").GetString()!);
    }

    public static object Body(Workflow workflow, string reference) => new { workflow = workflow.Id, reference, parties = Some.Parties(workflow) };

    /// <summary>Walks the shortest way to a state.</summary>
    public async Task<HttpScenario> AtAsync(string state)
    {
        foreach (var step in RehearsalPath.To(Workflow, Order, state) ?? throw new InvalidOperationException($"No path from {Order.State} to {state}."))
            await TakeAsync(step.Name);
        return this;
    }

    /// <summary>Takes a step, five minutes after the last.</summary>
    public async Task<HttpScenario> TakeAsync(string step)
    {
        var declared = Workflow.FindStep(step) ?? throw new InvalidOperationException($"{Workflow.Id} has no step {step}.");
        foreach (var clock in declared.After)
            if (Order.Clocks[clock].Earliest is { } earliest && earliest > server.Clock.GetCurrentInstant()) server.Clock.Reset(earliest);
        if (declared.Evidence.Any(e => e is { Required: true, Kind: EvidenceKind.Document })) await AddDocumentAsync(step);
        var answer = await PostAsync(step, Form(step));
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{step}: {await answer.Content.ReadAsStringAsync()}");
        server.Clock.AdvanceMinutes(5);
        return this;
    }

    /// <summary>The filled form of a step, to be spoilt by a test.</summary>
    public JsonObject Form(string step) => Json(Rehearsal.Fill(Workflow, Order, Workflow.FindStep(step)!, server.Clock.GetCurrentInstant(), "Europe/Stockholm"), SecondOf(step));

    public HttpClient Doer(string step) => server.As(DoerOf(step));

    public string DoerOf(string step) => $"{Workflow.FindStep(step)!.By.Roles[0]}@{Order.Parties[Workflow.FindStep(step)!.By.At]}";

    /// <summary>Sends a form as who does the step; where it carries a signature, they sign with id and password.</summary>
    public Task<HttpResponseMessage> PostAsync(string step, JsonNode form)
    {
        var sent = form.DeepClone().AsObject();
        if (Workflow.FindStep(step)!.Sign is not null && !sent.ContainsKey("credentials")) sent["credentials"] = TestCredentials.Of(server, DoerOf(step));
        return Doer(step).PostAsync($"{Path}/steps/{step}", new StringContent(sent.ToJsonString(), Encoding.UTF8, "application/json"));
    }

    public async Task<string> AddDocumentAsync(string step, string text = "A paper.")
    {
        var answer = await Doer(step).PostAsync($"{Path}/documents?name=paper-{Order.Seq}.txt&kind=document", new StringContent($"{text} {Order.Seq}", Encoding.UTF8, "text/plain"));
        if (answer.StatusCode != HttpStatusCode.Created) throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
        return Order.Documents.Keys.First();
    }

    private string? SecondOf(string step) =>
        Workflow.FindStep(step)!.Identity is { People: > 1 } check ? $"{check.SecondRoles[0]}-2@{Order.Parties[Workflow.FindStep(step)!.By.At]}" : null;

    private JsonObject Json(StepRequest request, string? second)
    {
        var form = new JsonObject
        {
            ["at"] = InstantPattern.ExtendedIso.Format(request.At ?? Instant.MinValue),
            ["scans"] = new JsonArray([.. request.Scans.Select(s => new JsonObject { ["name"] = s.Name, ["value"] = s.Value })]),
            ["evidence"] = new JsonObject(request.Evidence.Select(e => KeyValuePair.Create<string, JsonNode?>(e.Key, new JsonObject { ["value"] = e.Value.Value, ["unit"] = e.Value.Unit }))),
            ["handovers"] = new JsonObject(request.Handovers.Select(h => KeyValuePair.Create<string, JsonNode?>(h.Key, new JsonObject { ["seal"] = h.Value.Seal, ["condition"] = h.Value.Condition }))),
            ["signature"] = request.Signature,
            ["lateReason"] = request.LateReason,
        };
        if (second is not null) form["second"] = TestCredentials.Of(server, second);
        return form;
    }
}

internal static class Answers
{
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage answer) => JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;

    /// <summary>The codes of every reason of a problem.</summary>
    public static async Task<string[]> CodesAsync(this HttpResponseMessage answer) =>
        [.. (await answer.JsonAsync()).GetProperty("reasons").EnumerateArray().Select(r => r.GetProperty("code").GetString()!)];
}
