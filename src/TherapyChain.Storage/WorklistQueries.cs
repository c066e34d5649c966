using System.Globalization;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace TherapyChain.Storage;

/// <summary>A limit of an order that has not ended.</summary>
public sealed record DueLimit(OrderRow Order, string Clock, Instant At);

/// <summary>Questions of a worklist: which limits fall next, and which passed last.</summary>
public static class WorklistQueries
{
    /// <summary>Limits from an instant on, the next first.</summary>
    public static Task<List<DueLimit>> ListComingLimitsAsync(this LedgerDb db, string? visibleTo, Instant from, Instant before, int size, CancellationToken ct) =>
        ListAsync(db, visibleTo, "limit_at >= @from AND c.limit_at < @before", "", from, before, size, ct);

    /// <summary>Limits that had passed at an instant, the last first.</summary>
    public static Task<List<DueLimit>> ListPassedLimitsAsync(this LedgerDb db, string? visibleTo, Instant now, int size, CancellationToken ct) =>
        ListAsync(db, visibleTo, "limit_at < @before", " DESC", Instant.MinValue, now, size, ct);

    /// <summary>The sites that take part in a site's newest orders, so many of them.</summary>
    public static Task<List<string>> ListPartnersAsync(this LedgerDb db, string site, int orders, CancellationToken ct)
    {
        var sql = $"SELECT DISTINCT b.site_id FROM (SELECT DISTINCT a.created, a.order_id FROM order_parties AS a INDEXED BY {OrderWalk.BySite} WHERE a.site_id = @site "
            + $"ORDER BY a.created DESC, a.order_id DESC LIMIT {orders.ToString(CultureInfo.InvariantCulture)}) AS d CROSS JOIN order_parties AS b ON b.order_id = d.order_id";
        return db.PlainAsync(sql, [new SqliteParameter("@site", site)], row => row.GetString(0), ct);
    }

    // Along the limits as they fall, or along the orders of a site that has few.
    private static async Task<List<DueLimit>> ListAsync(LedgerDb db, string? site, string when, string direction, Instant from, Instant before, int size, CancellationToken ct)
    {
        var few = site is not null && await OrderWalk.HasFewAsync(db, site, ct);
        var source = few
            ? $"(SELECT DISTINCT p.order_id FROM order_parties AS p INDEXED BY {OrderWalk.BySite} WHERE p.site_id = @site) AS d CROSS JOIN running_clocks AS c ON c.order_id = d.order_id"
            : $"running_clocks AS c INDEXED BY {OrderWalk.ByLimit}";
        var mine = site is null || few ? "" : " AND EXISTS (SELECT 1 FROM order_parties AS p WHERE p.order_id = c.order_id AND p.site_id = @site)";
        var sql = $"SELECT {PlainQuery.OrderColumns}, c.clock, c.limit_at FROM {source} CROSS JOIN orders AS o ON o.order_id = c.order_id "
            + $"WHERE c.{when} AND o.final = 0{mine} ORDER BY c.limit_at{direction} LIMIT {size.ToString(CultureInfo.InvariantCulture)}";
        return await db.PlainAsync(sql,
            [new SqliteParameter("@from", from == Instant.MinValue ? long.MinValue : from.ToUnixTimeTicks()), new SqliteParameter("@before", before.ToUnixTimeTicks()), new SqliteParameter("@site", site ?? "")],
            row => new DueLimit(PlainQuery.OrderOf(row), row.GetString(13), Instant.FromUnixTimeTicks(row.GetInt64(14))), ct);
    }
}
