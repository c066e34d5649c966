using System.Collections.Immutable;
using NodaTime;
using TherapyChain.Domain;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;
using TherapyChain.Storage;
using TherapyChain.Testing;

namespace TherapyChain.Benchmarks;

/// <summary>
/// A ledger of many orders: each walked once for every state it can stand in, then sealed again under a name, a reference and sites of its own. The labels in the entries
/// repeat from order to order, so the index of codes holds one code of each order's own instead.
/// </summary>
internal static class ManyOrders
{
    public const int Hospitals = 40;
    private static readonly string[] Workflows = ["car-t-autologous-cryo", "car-t-autologous-fresh", "til-autologous", "gene-edited-stem-cells", "in-vivo-gene-therapy"];

    public static string SiteOf(int order) => $"hospital-{order * 7 % Hospitals}";

    public static string CodeOf(int order) => $"B-{order:D6}";

    /// <param name="path">The file to make.</param>
    /// <param name="orders">How many.</param>
    /// <param name="now">When the youngest of them changed last.</param>
    public static async Task WriteAsync(string path, int orders, Instant now)
    {
        var patterns = Workflows.SelectMany(Patterns).ToList();
        using var ledger = Ledger.Open(path);
        foreach (var batch in Enumerable.Range(0, orders).Chunk(2000))
            foreach (var outcome in await Task.WhenAll(batch.AsParallel().Select(n => Append(patterns[n % patterns.Count], n, now)).ToList().Select(append => ledger.RecordAsync(append, CancellationToken.None))))
                if (outcome is not RecordOutcome.Recorded) throw new InvalidOperationException($"{outcome}");
    }

    // The states that can be reached in few steps, so that 50,000 orders stay a file of a few hundred megabytes.
    private static IEnumerable<Scenario> Patterns(string workflow) => Shipped.Workflow(workflow).States
        .Select(state => (state, Path: RehearsalPath.To(Shipped.Workflow(workflow), Scenario.Of(workflow).Order, state.Name)))
        .Where(found => found.Path is { Length: < 22 }).Select(found => Scenario.Of(workflow).At(found.state.Name));

    private static Append Append(Scenario pattern, int n, Instant now)
    {
        var id = OrderId.From((n + 1) * 1_000_003L);
        // The last thing that happened to it lies up to a day back: most limits run, some have passed.
        var shift = now - pattern.Entries[^1].Recorded - Duration.FromMinutes(n * 131L % (24 * 60));
        var created = (OrderCreated)pattern.Entries[0].Event;
        var parties = created.Parties.ToImmutableSortedDictionary(p => p.Key, p => p.Key switch { "manufacturer" or "stock-site" => "maker", "courier" or "return-courier" => "carrier", _ => SiteOf(n) }, StringComparer.Ordinal);
        var sealedEntries = new List<SealedEntry>();
        var order = new Order(id);
        foreach (var entry in pattern.Entries)
        {
            var moved = entry with
            {
                Order = id, At = entry.At + shift, Recorded = entry.Recorded + shift,
                Event = entry.Seq == 1 ? created with { Reference = $"REF-{n:D6}", Parties = parties } : Shifted(entry.Event, shift),
            };
            sealedEntries.Add(Seal.Close(moved, sealedEntries.Count == 0 ? null : sealedEntries[^1].Hash));
            order = order.Evolve(moved);
        }
        return new Append(id, 0, sealedEntries, OrderIndexing.IndexOf(order, pattern.Workflow))
        {
            Parties = OrderIndexing.PartiesOf(order),
            Clocks = OrderIndexing.ClocksOf(order),
            Identifiers = [new Identifier("batch-number", CodeOf(n))],
        };
    }

    // The hours of clocks stand inside the entries that start them.
    private static OrderEvent Shifted(OrderEvent what, Duration shift) => what is not StepCompleted step ? what
        : step with { ClocksStarted = [.. step.ClocksStarted.Select(c => c with { Limit = c.Limit + shift, Warn = c.Warn + shift, Earliest = c.Earliest + shift })] };
}
