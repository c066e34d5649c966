using System.Buffers.Binary;
using System.Buffers.Text;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using TherapyChain.Domain;

namespace TherapyChain.Storage;

/// <summary>Which orders a list shows; a member left null does not narrow it.</summary>
public sealed record OrderFilter
{
    /// <summary>Only orders to which one of these sites is a party; null for someone who may see all.</summary>
    public IReadOnlyCollection<string>? VisibleTo { get; init; }

    public string? State { get; init; }
    public string? Workflow { get; init; }
    public string? Site { get; init; }
    public bool? Held { get; init; }
    public bool? Final { get; init; }

    /// <summary>Only orders that stand in one of these places.</summary>
    public IReadOnlyCollection<Standing>? Standing { get; init; }

    /// <summary>Only orders that wait for somebody.</summary>
    public Awaiting? Awaiting { get; init; }

    /// <summary>Only orders on which a limit falls before this instant, or has passed.</summary>
    public Instant? DueBefore { get; init; }

    /// <summary>Only orders with an entry recorded at this instant or later.</summary>
    public Instant? UpdatedSince { get; init; }

    /// <summary>Only orders on which this clock runs.</summary>
    public string? RunningClock { get; init; }

    /// <summary>Only orders that own one of these identifiers, of whatever kind.</summary>
    public IReadOnlyCollection<string>? Identifiers { get; init; }

    /// <summary>Only orders in whose reference, name or identifiers this stands, in either case.</summary>
    public string? Text { get; init; }

    /// <summary>Whether orders that stand here can be in the list.</summary>
    internal bool Includes(Standing standing, bool isFinal) =>
        (State is null || State == standing.State) && (Workflow is null || Workflow == standing.Workflow) && (Final is null || Final == isFinal)
        && (Standing is null || Standing.Contains(standing)) && (Awaiting is null || Awaiting.Parts.Any(part => part.Standing == standing));
}

/// <summary>A state of one version of a workflow.</summary>
public sealed record Standing(string Workflow, int Version, string State);

/// <summary>Orders that wait for a site: those that stand where the site, as one of these parties, has the next word.</summary>
public sealed record Awaiting(string Site, IReadOnlyList<(Standing Standing, string Party)> Parts);

/// <summary>One page of a list.</summary>
/// <param name="Next">Where the next page begins; null on the last.</param>
public sealed record OrderPage(IReadOnlyList<OrderRow> Orders, OrderCursor? Next);

/// <summary>The last order of a page. Pages stay stable while orders are added and changed, for an order's creation never changes.</summary>
public sealed record OrderCursor(long CreatedTicks, OrderId Order)
{
    public static bool TryParse(string text, out OrderCursor? cursor)
    {
        Span<byte> bytes = stackalloc byte[16];
        var sound = text.Length is 22 && Base64Url.IsValid(text) && Base64Url.DecodeFromChars(text, bytes) == 16;
        cursor = sound ? new OrderCursor(BinaryPrimitives.ReadInt64BigEndian(bytes), new OrderId(BinaryPrimitives.ReadInt64BigEndian(bytes[8..]))) : null;
        return sound;
    }

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, CreatedTicks);
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], Order.Value);
        return Base64Url.EncodeToString(bytes);
    }
}

/// <summary>Questions to the order list.</summary>
public static class OrderQueries
{
    /// <summary>Orders by creation, the newest first.</summary>
    /// <param name="after">The last order of the page before; null for the first page.</param>
    /// <param name="size">How many at most.</param>
    public static async Task<OrderPage> ListOrdersAsync(this LedgerDb db, OrderFilter filter, OrderCursor? after, int size, CancellationToken ct)
    {
        var walk = await OrderWalk.OfAsync(db, filter, after, ct);
        var page = await walk.ReadAsync(db, size + 1, oldestFirst: false, ct);
        if (page.Count <= size) return new OrderPage(page, null);
        page.RemoveAt(size);
        return new OrderPage(page, new OrderCursor(page[^1].Created.ToUnixTimeTicks(), page[^1].OrderId));
    }

    /// <summary>The order an identifier belongs to, once for each name the order gave it.</summary>
    public static Task<List<IdentifierRow>> FindIdentifierAsync(this LedgerDb db, string value, CancellationToken ct) =>
        db.Identifiers.Where(identifier => identifier.Value == value).OrderBy(identifier => identifier.Kind).ToListAsync(ct);

    /// <summary>Those who began first, at most so many.</summary>
    public static async Task<List<OrderRow>> ListOldestAsync(this LedgerDb db, OrderFilter filter, int size, CancellationToken ct) =>
        await (await OrderWalk.OfAsync(db, filter, null, ct)).ReadAsync(db, size, oldestFirst: true, ct);

    /// <summary>How many orders a list holds, counted no further than <paramref name="most"/>: who asks need not wait until all are counted.</summary>
    public static async Task<int> CountOrdersAsync(this LedgerDb db, OrderFilter filter, int most, CancellationToken ct) =>
        await (await OrderWalk.OfAsync(db, filter, null, ct)).CountAsync(db, most, ct);

    /// <summary>Every place where orders stand, and whether it is an end: one look into the index for each place, however many orders stand there.</summary>
    public static async Task<IReadOnlyList<(Standing Standing, bool IsFinal)>> ListStandingsAsync(this LedgerDb db, CancellationToken ct) =>
    [
        // The next place is looked for column by column: compared as one row, the index would be used for its first column only.
        .. await db.PlainAsync($"""
            WITH RECURSIVE place (workflow, version, state, final) AS (
              SELECT * FROM (SELECT workflow, version, state, final FROM orders INDEXED BY {OrderWalk.ByStanding} ORDER BY workflow, version, state LIMIT 1)
              UNION ALL
              SELECT o.workflow, o.version, o.state, o.final FROM place CROSS JOIN orders AS o ON o.order_id = COALESCE(
                (SELECT n.order_id FROM orders AS n INDEXED BY {OrderWalk.ByStanding} WHERE n.workflow = place.workflow AND n.version = place.version AND n.state > place.state ORDER BY n.state LIMIT 1),
                (SELECT n.order_id FROM orders AS n INDEXED BY {OrderWalk.ByStanding} WHERE n.workflow = place.workflow AND n.version > place.version ORDER BY n.version, n.state LIMIT 1),
                (SELECT n.order_id FROM orders AS n INDEXED BY {OrderWalk.ByStanding} WHERE n.workflow > place.workflow ORDER BY n.workflow, n.version, n.state LIMIT 1)))
            SELECT workflow, version, state, final FROM place
            """, [], row => (new Standing(row.GetString(0), row.GetInt32(1), row.GetString(2)), row.GetInt64(3) != 0), ct),
    ];

    /// <summary>A piece of text wherever it stands, none of its signs a joker.</summary>
    internal static string Pattern(string text) =>
        $"%{text.ToLowerInvariant().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";
}
