using System.Collections.Immutable;
using NodaTime;
using TherapyChain.Domain;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;

namespace TherapyChain.Testing;

/// <summary>Believable sealed entries for tests of the ledger: a custody chain between Stockholm and Berlin, no workflow needed.</summary>
public static class SealedRecords
{
    public static readonly OrderId Order = OrderId.TryParse("7KQ4-M9TD-22XH", out var id) ? id : throw new InvalidOperationException();
    public static readonly Instant Start = Instant.FromUtc(2026, 3, 2, 6, 5, 10);
    public const string WorkflowSha256 = "2b4c342f5433ebe591a1da77e013d1b72475562d48578dca8b84bac6651c3cb9";

    /// <summary>An order's first entries, sealed one behind the other, one a minute.</summary>
    public static List<SealedEntry> Of(OrderId order, int count, string workflowSha256 = WorkflowSha256)
    {
        var entries = new List<SealedEntry>(count);
        for (var seq = 1; seq <= count; seq++) entries.Add(Next(order, entries.LastOrDefault(), workflowSha256));
        return entries;
    }

    /// <summary>The entry that follows another, or an order's first.</summary>
    public static SealedEntry Next(OrderId order, SealedEntry? last, string workflowSha256 = WorkflowSha256)
    {
        var seq = (last?.Envelope.Seq ?? 0) + 1;
        return Seal.Close(EntryOf(order, seq, seq == 1 ? Created(workflowSha256) : EventOf(seq)), last?.Hash);
    }

    public static Entry EntryOf(OrderId order, int seq, OrderEvent what)
    {
        var at = Start + Duration.FromMinutes(seq);
        return new Entry(order, seq, at, "Europe/Stockholm", at + Duration.FromMilliseconds(120), "karolinska", "p-lindqvist", "apheresis-nurse", what);
    }

    private static OrderCreated Created(string workflowSha256) => new(
        "car-t-autologous-cryo", 3, workflowSha256, "referred", "NK-2026-0117",
        Texts(("collection-site", "karolinska"), ("treatment-site", "charite"), ("manufacturer", "leipzig-cell-therapies")));

    private static OrderEvent EventOf(int seq) => (seq % 5) switch
    {
        0 => new DocumentAdded(
            new string("0123456789abcdef"[seq % 16], 64), $"logger leg {seq}.csv", "text/csv", 18_204 + seq, "temperature-log", Texts(("max", "-187.4 °C"), ("readings", "412"))),
        1 => new IdentityRefused("receive-at-manufacturer", [new Mismatch("donation-number", "S0000 26 000002 00", ["S0000 26 000001 00"])], null),
        2 => new DeviationRecorded("temperature", "Lid opened for 40 s at the airport; no reading above −150 °C."),
        _ => new StepCompleted("hand-over-to-courier", "packed", "in-transit-to-manufacturer")
        {
            Scanned = [new Scan("chain-of-identity", "A9999 26 000123"), new Scan("donation-number", "S0000 26 000001 00")],
            Moved = [new Moved("apheresis-bag", "collection-site", "courier", $"S-{seq:D7}", "intact, dry, no frost on the lid")],
            Second = new SecondPerson("p-weber", "courier", "T. Weber"),
            Signature = new Signature("R. Lindqvist", "handed over", Start + Duration.FromMinutes(seq)),
        },
    };

    private static ImmutableSortedDictionary<string, string> Texts(params ReadOnlySpan<(string Key, string Value)> texts)
    {
        var map = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in texts) map.Add(key, value);
        return map.ToImmutable();
    }
}
