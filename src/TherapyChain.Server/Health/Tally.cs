using System.Collections.Concurrent;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;

namespace TherapyChain.Server.Health;

/// <summary>What this process has counted since it started.</summary>
public sealed class Tally
{
    private readonly ConcurrentDictionary<string, long> _entries = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _refusals = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _notices = new(StringComparer.Ordinal);
    private long _races;

    /// <summary>Entries recorded, by type.</summary>
    public IEnumerable<KeyValuePair<string, long>> Entries => _entries.OrderBy(e => e.Key, StringComparer.Ordinal);

    /// <summary>Reasons given for a "no", by code.</summary>
    public IEnumerable<KeyValuePair<string, long>> Refusals => _refusals.OrderBy(e => e.Key, StringComparer.Ordinal);

    /// <summary>Security notices raised, by kind.</summary>
    public IEnumerable<KeyValuePair<string, long>> Notices => _notices.OrderBy(e => e.Key, StringComparer.Ordinal);

    /// <summary>Decisions taken again because someone was faster.</summary>
    public long Races => Interlocked.Read(ref _races);

    public void Recorded(IReadOnlyList<SealedEntry> entries)
    {
        for (var i = 0; i < entries.Count; i++) Add(_entries, entries[i].Envelope.Type);
    }

    public void Refused(IReadOnlyList<Reason> reasons)
    {
        for (var i = 0; i < reasons.Count; i++) Add(_refusals, reasons[i].Code);
    }

    public void Noticed(string kind) => Add(_notices, kind);

    public void LostRace() => Interlocked.Increment(ref _races);

    private static void Add(ConcurrentDictionary<string, long> counts, string key) => counts.AddOrUpdate(key, 1, static (_, n) => n + 1);
}
