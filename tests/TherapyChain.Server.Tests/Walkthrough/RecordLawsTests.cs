using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;
using TherapyChain.Domain.Custody;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests.Walkthrough;

/// <summary>What holds of every record, whatever the workflow, seen from outside: an order of each is walked to its close over HTTP.</summary>
public sealed class RecordLawsTests
{
    private const string Inspector = "inspector@stranger-clinic";

    public static TheoryData<string> Ids => [.. Shipped.WorkflowIds];

    [Theory]
    [MemberData(nameof(Ids))]
    [Requirement("P11-01")]
    public async Task Every_hash_is_that_of_its_entry_and_stands_in_the_next(string workflow)
    {
        await using var server = await RunningServer.StartAsync();
        var order = await ClosedAsync(server, workflow);
        var entries = await EntriesAsync(server, order);
        var bundle = await (await server.GetAsync(Inspector, $"{order.Path}/bundle")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var sealedBytes = bundle.Split('\n').Where(line => line.StartsWith("{\"entry\":", StringComparison.Ordinal))
            .Select(line => line["{\"entry\":".Length..line.LastIndexOf(",\"hash\"", StringComparison.Ordinal)]).ToList();

        Assert.Equal(entries.Count, sealedBytes.Count);
        string? before = null;
        var recorded = Instant.MinValue;
        for (var i = 0; i < entries.Count; i++)
        {
            Assert.Equal(i + 1, entries[i].GetProperty("seq").GetInt32());
            Assert.Equal(Hash.Of(Encoding.UTF8.GetBytes(sealedBytes[i])).ToString(), entries[i].GetProperty("hash").GetString());
            Assert.Equal(before, entries[i].TryGetProperty("prev", out var prev) ? prev.GetString() : null);
            var (at, entered) = (Utc(entries[i], "at"), Utc(entries[i], "recorded"));
            Assert.True(at <= entered && recorded <= entered);
            (before, recorded) = (entries[i].GetProperty("hash").GetString(), entered);
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task An_order_as_of_a_past_instant_is_what_it_was_then(string workflow)
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server, workflow);
        var then = new List<(string At, string View)>();
        foreach (var step in Path(order).Take(20))
        {
            then.Add((InstantPattern.ExtendedIso.Format(server.Clock.GetCurrentInstant()), await ViewAsync(server, order, null)));
            // Five minutes pass before what comes next is recorded.
            server.Clock.AdvanceMinutes(5);
            await order.TakeAsync(step);
        }

        foreach (var (at, view) in then) Assert.Equal(view, await ViewAsync(server, order, at));
    }

    [Fact]
    [Requirement("P11-02")]
    public async Task A_printed_record_shows_its_order_on_every_page_and_each_of_its_entries()
    {
        Assert.SkipUnless(ExternalTool.MustBeThere || ExternalTool.IsThere("pdftotext"), "Reading a PDF needs pdftotext.");
        await using var server = await RunningServer.StartAsync();
        var order = await ClosedAsync(server, "car-t-autologous-cryo");
        var printed = await server.PostAsync(Inspector, $"{order.Path}/custody-record", "");
        var file = System.IO.Path.Combine(server.Folder, "record.pdf");
        var ct = TestContext.Current.CancellationToken;
        await File.WriteAllBytesAsync(file, await printed.Content.ReadAsByteArrayAsync(ct), ct);

        var pages = ExternalTool.Run("pdftotext", "-layout", file, "-").Output.Split('\f', StringSplitOptions.RemoveEmptyEntries);

        Assert.All(pages, page => Assert.Contains(order.Id, page, StringComparison.Ordinal));
        var all = string.Join(' ', string.Concat(pages).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var entries = await EntriesAsync(server, order);
        Assert.Contains($"TC1:{order.Id}:{entries.Count}:{entries[^1].GetProperty("hash").GetString()}", all, StringComparison.Ordinal);
        foreach (var entry in entries.Where(e => e.GetProperty("type").GetString() == "step.completed"))
        {
            Assert.Contains(order.Workflow.Say(entry.GetProperty("data").GetProperty("step").GetString()!, "en"), all, StringComparison.Ordinal);
            Assert.Contains(Utc(entry, "at").ToString("HH':'mm':'ss'Z'", CultureInfo.InvariantCulture), all, StringComparison.Ordinal);
        }
    }

    [Fact]
    [Requirement("GDPR-01")]
    public void Nothing_asks_for_what_names_a_patient()
    {
        string[] naming = ["name", "surname", "initials", "birth", "born", "birthday", "address", "street", "phone", "telephone", "email",
            "insurance", "personnummer", "passport"];
        foreach (var workflow in Shipped.WorkflowIds.Select(Shipped.Workflow))
        {
            var asked = workflow.Steps.SelectMany(step => step.Evidence.Select(e => e.Name)).Concat(workflow.Identifiers.Keys)
                .Concat(workflow.Containers.Keys);
            Assert.All(asked.SelectMany(name => name.Split('-')), word => Assert.DoesNotContain(word, naming));
        }
        Type[] bodies = [typeof(Orders.CreateBody), typeof(Orders.StepBody), typeof(Orders.ReasonBody), typeof(Orders.DeviationBody), typeof(Orders.CorrectionBody)];
        foreach (var body in bodies)
            Assert.DoesNotContain(body.GetProperties(), p => p.Name.Contains("Patient", StringComparison.Ordinal)
                || p.Name.Contains("Birth", StringComparison.Ordinal));
    }

    private static async Task<HttpScenario> ClosedAsync(RunningServer server, string workflow)
    {
        var order = await HttpScenario.BeginAsync(server, workflow);
        return await order.AtAsync(End(order));
    }

    private static string End(HttpScenario order) =>
        order.Workflow.States.Last(s => s.IsFinal && s.Name.StartsWith("closed", StringComparison.Ordinal)).Name;

    private static IEnumerable<string> Path(HttpScenario order) =>
        (Domain.Orders.RehearsalPath.To(order.Workflow, order.Order, End(order)) ?? throw new InvalidOperationException("No path."))
            .Select(step => step.Name);

    private static async Task<List<JsonElement>> EntriesAsync(RunningServer server, HttpScenario order) =>
        [.. (await (await server.GetAsync(Inspector, $"{order.Path}/entries")).JsonAsync()).GetProperty("entries").EnumerateArray()];

    private static async Task<string> ViewAsync(RunningServer server, HttpScenario order, string? asOf)
    {
        var answer = await server.GetAsync(Inspector, order.Path + (asOf is null ? "" : $"?asOf={Uri.EscapeDataString(asOf)}"));
        Assert.True(answer.IsSuccessStatusCode);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!.ToJsonString();
    }

    private static Instant Utc(JsonElement entry, string name) =>
        InstantPattern.ExtendedIso.Parse(entry.GetProperty(name).GetProperty("utc").GetString()!).Value;
}
