using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;

namespace TherapyChain.Storage;

/// <summary>How many orders stand in each of some groups of places.</summary>
public static class PhaseCounts
{
    /// <param name="db">The ledger's tables.</param>
    /// <param name="site">Only orders to which this site is a party; null for all.</param>
    /// <param name="groups">The places of each group; no place is in two.</param>
    /// <param name="most">No group is counted further.</param>
    public static async Task<IReadOnlyList<int>> CountPlacesAsync(this LedgerDb db, string? site, IReadOnlyList<IReadOnlyList<Standing>> groups, int most, CancellationToken ct)
    {
        var present = (await db.ListStandingsAsync(ct)).Select(place => place.Standing).ToHashSet();
        var given = new List<SqliteParameter>();
        var mine = site is null ? "" : $" AND EXISTS (SELECT 1 FROM order_parties AS p WHERE p.order_id = o.order_id AND p.site_id = {Give(site)})";
        var few = site is not null && await OrderWalk.HasFewAsync(db, site, ct);
        var sql = new StringBuilder();
        if (few)
        {
            var own = await db.PlainAsync(
                $"SELECT o.workflow, o.version, o.state, COUNT(*) FROM (SELECT DISTINCT p.order_id FROM order_parties AS p INDEXED BY {OrderWalk.BySite} "
                + "WHERE p.site_id = @p0) AS d CROSS JOIN orders AS o ON o.order_id = d.order_id GROUP BY o.workflow, o.version, o.state", given,
                row => (Place: new Standing(row.GetString(0), row.GetInt32(1), row.GetString(2)), Orders: row.GetInt32(3)), ct);
            return [.. groups.Select(group => Math.Min(most, own.Where(here => group.Contains(here.Place)).Sum(here => here.Orders)))];
        }
        foreach (var (number, group) in groups.Index())
        {
            var places = group.Where(present.Contains).Select(s =>
                $"SELECT 1 FROM orders AS o INDEXED BY {OrderWalk.ByStanding} WHERE o.workflow = {Give(s.Workflow)} AND o.version = {Give(s.Version)} AND o.state = {Give(s.State)}{mine}").ToList();
            if (places.Count == 0) continue;
            sql.Append(CultureInfo.InvariantCulture, $"{(sql.Length == 0 ? "" : " UNION ALL ")}SELECT {number}, (SELECT COUNT(*) FROM (SELECT * FROM ({string.Join(" UNION ALL ", places)}) LIMIT {most}))");
        }
        var text = sql.ToString();
        var counted = text.Length == 0 ? [] : await db.PlainAsync(text, given, row => (Number: row.GetInt32(0), Orders: row.GetInt32(1)), ct);
        return [.. groups.Select((_, number) => counted.Find(c => c.Number == number).Orders)];

        string Give(object value)
        {
            given.Add(new SqliteParameter(string.Create(CultureInfo.InvariantCulture, $"@p{given.Count}"), value));
            return given[^1].ParameterName;
        }
    }
}
