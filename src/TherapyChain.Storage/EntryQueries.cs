using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
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

/// <summary>
/// Searches over the entries of all orders, the last recorded first. Kind, person, site and time are read out of each sealed body by the engine itself into columns that
/// are stored nowhere but in their index: nothing of it can part from what was sealed.
/// </summary>
public static class EntryQueries
{
    private const string Type = "Type", Actor = "Actor", Second = "Second", Site = "Site", Recorded = "Recorded";

    private static readonly InstantPattern Seconds = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss");

    public static Task<List<FoundEntry>> FindEntriesAsync(this LedgerDb db, EntryFilter filter, int size, CancellationToken ct)
    {
        var found = filter.Person is not { } person
            ? Last(Matching(db, filter), size)
            // Each by its own index, and no more of either than a page: "or" in one question would sort all that a person ever did.
            : Last(Last(Matching(db, filter).Where(Is(Actor, person)), size).Union(Last(Matching(db, filter).Where(Is(Second, person)), size)), size);
        return found.Select(entry => new FoundEntry(entry.Position, entry.OrderId, entry.Seq)).ToListAsync(ct);
    }

    /// <summary>How many entries there are.</summary>
    public static Task<int> CountEntriesAsync(this LedgerDb db, EntryFilter filter, CancellationToken ct) => Meant(db, filter).CountAsync(ct);

    /// <summary>The orders that have such an entry.</summary>
    public static Task<List<OrderId>> OrdersOfEntriesAsync(this LedgerDb db, EntryFilter filter, CancellationToken ct) =>
        Meant(db, filter).Select(entry => entry.OrderId).Distinct().ToListAsync(ct);

    private static IQueryable<EntryRow> Meant(LedgerDb db, EntryFilter filter) => filter.Person is not { } person ? Matching(db, filter)
        : Matching(db, filter).Where(Is(Actor, person)).Union(Matching(db, filter).Where(Is(Second, person)));

    private static IQueryable<EntryRow> Last(IQueryable<EntryRow> entries, int size) => entries.OrderByDescending(entry => entry.Position).Take(size);

    /// <summary>All that the filter asks but who it was.</summary>
    private static IQueryable<EntryRow> Matching(LedgerDb db, EntryFilter filter)
    {
        IQueryable<EntryRow> entries = db.Entries;
        if (filter.Type is { } type) entries = entries.Where(Is(Type, type));
        if (filter.Site is { } site) entries = entries.Where(Is(Site, site));
        // Without the Z: "10:00:00.5Z" sorts before "10:00:00Z", and both after "10:00:00".
        if (filter.From is { } from && Seconds.Format(from) is var first) entries = entries.Where(entry => EF.Property<string>(entry, Recorded).CompareTo(first) >= 0);
        if (filter.Until is { } until && Seconds.Format(until) is var end) entries = entries.Where(entry => EF.Property<string>(entry, Recorded).CompareTo(end) < 0);
        if (filter.Before is { } before) entries = entries.Where(entry => entry.Position < before);
        if (filter.VisibleTo is { } sites) entries = entries.Where(entry => db.OrderParties.Any(party => party.OrderId == entry.OrderId && sites.Contains(party.SiteId)));
        return entries;
    }

    internal static void Expose(EntityTypeBuilder<EntryRow> row)
    {
        foreach (var (name, path) in new[] { (Type, "$.type"), (Actor, "$.actor"), (Second, "$.data.second.actor"), (Site, "$.site"), (Recorded, "$.recorded") })
        {
            // A body that is no JSON any more, in a file that was worked on, is for the check to find; here it merely is not found.
            row.Property<string>(name).HasComputedColumnSql($"CASE WHEN json_valid(CAST(body AS TEXT)) THEN json_extract(CAST(body AS TEXT), '{path}') END", stored: false);
            // The engine ends every index with the position, so each of these is in the order of commits.
            row.HasIndex(name);
        }
    }

    private static Expression<Func<EntryRow, bool>> Is(string column, string value) => entry => EF.Property<string>(entry, column) == value;
}
