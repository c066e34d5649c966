using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using TherapyChain.Domain;

namespace TherapyChain.Storage;

/// <summary>Which entries a search shows; a member left null does not narrow it.</summary>
public sealed record EntryFilter
{
    /// <summary>Only entries of orders to which one of these sites is a party; null for someone who may see all.</summary>
    public IReadOnlyCollection<string>? VisibleTo { get; init; }

    /// <summary>The stable name of a kind of entry, <c>deviation.recorded</c>.</summary>
    public string? Type { get; init; }

    /// <summary>Who recorded it, or checked beside whoever did.</summary>
    public string? Person { get; init; }

    /// <summary>Where it was recorded.</summary>
    public string? Site { get; init; }

    /// <summary>Recorded at or after this whole second.</summary>
    public Instant? From { get; init; }

    /// <summary>Recorded before this whole second.</summary>
    public Instant? Until { get; init; }

    /// <summary>Only those that stand before this position: where the page before ended.</summary>
    public long? Before { get; init; }
}

/// <summary>An entry that a search found: where it stands. What it says is read from the order.</summary>
public sealed record FoundEntry(long Position, OrderId Order, int Seq);

/// <summary>Searches over the entries of all orders, the last recorded first: those that have been marked by their marks, the newest ones by reading them.</summary>
public static class EntryQueries
{
    private static readonly InstantPattern Seconds = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss");

    public static Task<List<FoundEntry>> FindEntriesAsync(this LedgerDb db, EntryFilter filter, int size, CancellationToken ct) =>
        // Each by its own index, and no more of any than a page: "or" in one question would sort all that a person ever did.
        Last(Parts(db, filter).Select(part => Last(part, size)).Aggregate(Queryable.Union), size)
            .Select(mark => new FoundEntry(mark.Position, mark.OrderId, mark.Seq)).ToListAsync(ct);

    /// <summary>How many entries there are.</summary>
    public static Task<int> CountEntriesAsync(this LedgerDb db, EntryFilter filter, CancellationToken ct) => Parts(db, filter).Select(part => part.Select(mark => mark.Position)).Aggregate(Queryable.Union).CountAsync(ct);

    /// <summary>The orders that have such an entry.</summary>
    public static Task<List<OrderId>> OrdersOfEntriesAsync(this LedgerDb db, EntryFilter filter, CancellationToken ct) =>
        Parts(db, filter).Select(part => part.Select(mark => mark.OrderId)).Aggregate(Queryable.Union).ToListAsync(ct);

    // One statement joins them, so that an entry marked this moment is in one part or the other.
    private static IEnumerable<IQueryable<EntryMark>> Parts(LedgerDb db, EntryFilter filter) =>
        new[] { db.EntryMarks, db.EntryMarks.FromSqlRaw(EntryMarks.NotMarkedYet) }.SelectMany(marks => Matching(db, marks, filter) is var some && filter.Person is { } person
            ? [some.Where(mark => mark.Actor == person), some.Where(mark => mark.Second == person)] : new[] { some });

    private static IQueryable<EntryMark> Last(IQueryable<EntryMark> marks, int size) => marks.OrderByDescending(mark => mark.Position).Take(size);

    /// <summary>All that the filter asks but who it was.</summary>
    private static IQueryable<EntryMark> Matching(LedgerDb db, IQueryable<EntryMark> marks, EntryFilter filter)
    {
        if (filter.Type is { } type) marks = marks.Where(mark => mark.Type == type);
        if (filter.Site is { } site) marks = marks.Where(mark => mark.Site == site);
        // Without the Z: "10:00:00.5Z" sorts before "10:00:00Z", and both after "10:00:00".
        if (filter.From is { } from && Seconds.Format(from) is var first) marks = marks.Where(mark => mark.Recorded!.CompareTo(first) >= 0);
        if (filter.Until is { } until && Seconds.Format(until) is var end) marks = marks.Where(mark => mark.Recorded!.CompareTo(end) < 0);
        if (filter.Before is { } before) marks = marks.Where(mark => mark.Position < before);
        if (filter.VisibleTo is { } sites) marks = marks.Where(mark => db.OrderParties.Any(party => party.OrderId == mark.OrderId && sites.Contains(party.SiteId)));
        return marks;
    }
}
