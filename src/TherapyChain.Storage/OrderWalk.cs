using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;

namespace TherapyChain.Storage;

/// <summary>
/// How a filtered list is read: by the one of a few ways along an index that is short for this filter, so that no list walks all orders. Few orders of a site, few of a text,
/// a clock or a hold are walked from there; else the orders that stand in a state, or the newest, until a page is full (docs/decisions/0016-lists-of-many-orders.md).
/// </summary>
internal sealed class OrderWalk
{
    public const string ByStanding = "ix_orders_standing";
    public const string ByHold = "ix_orders_hold";
    public const string ByOpen = "ix_orders_open";
    public const string BySite = "ix_order_parties_site_created";
    public const string ByLimit = "ix_running_clocks_limit";
    public const string ByClock = "ix_running_clocks_clock";
    private const string ByCreated = "IX_orders_created_order_id";

    // Up to so many are read and sorted without asking for a better way.
    private const int Few = 1000;

    // Parts that a site plays, up to three in an order: they stand side by side in its index, and most lists of a site have a further condition, so this way stays the short one for longer.
    private const int FewOfSite = 5000;

    private readonly List<SqliteParameter> _given = [];
    private readonly List<string> _sources = [];
    private readonly string _where;

    private OrderWalk(OrderFilter filter, OrderCursor? after)
    {
        var where = new StringBuilder("1");
        if (filter.VisibleTo is { } sites) where.Append(" AND ").Append(PartyAt(sites));
        if (filter.Site is { } site) where.Append(" AND ").Append(PartyAt([site]));
        if (filter.RunningClock is { } clock)
            where.Append(" AND EXISTS (SELECT 1 FROM running_clocks AS c WHERE c.order_id = o.order_id AND c.clock = ").Append(Give(clock)).Append(')');
        if (filter.DueBefore is { } due)
            where.Append(" AND EXISTS (SELECT 1 FROM running_clocks AS c WHERE c.order_id = o.order_id AND c.limit_at < ").Append(Give(due.ToUnixTimeTicks())).Append(')');
        if (filter.Identifiers is { } values)
            where.Append(" AND EXISTS (SELECT 1 FROM identifiers AS i WHERE i.order_id = o.order_id AND i.value IN (").Append(List(values)).Append("))");
        if (filter.UpdatedSince is { } since) where.Append(" AND o.updated >= ").Append(Give(since.ToUnixTimeTicks()));
        if (filter.Held is { } held) where.Append(held ? " AND o.held = 1" : " AND o.held = 0");
        if (filter.Text is { } text) where.Append(" AND o.search LIKE ").Append(Give(OrderQueries.Pattern(text))).Append(" ESCAPE '\\'");
        if (after is not null) where.Append(" AND (o.created, o.order_id) < (").Append(Give(after.CreatedTicks)).Append(", ").Append(Give(after.Order.Value)).Append(')');
        _where = where.ToString();
    }

    /// <summary>Chooses the way.</summary>
    public static async Task<OrderWalk> OfAsync(LedgerDb db, OrderFilter filter, OrderCursor? after, CancellationToken ct)
    {
        var walk = new OrderWalk(filter, after);
        await walk.ChooseAsync(db, filter, ct);
        return walk;
    }

    // What depends on where an order stands: asked of each order, unless the walk goes along the standings themselves.
    private string ByPlace(OrderFilter filter)
    {
        var where = new StringBuilder();
        if (filter.State is { } state) where.Append(" AND o.state = ").Append(Give(state));
        if (filter.Workflow is { } workflow) where.Append(" AND o.workflow = ").Append(Give(workflow));
        if (filter.Final is { } final) where.Append(final ? " AND o.final = 1" : " AND o.final = 0");
        if (filter.Standing is { } standings)
            where.Append(" AND ").Append(In(standings));
        // By party, so that each list of places stands outside what is asked again of every order: in there the engine would build it anew each time.
        if (filter.Awaiting is { } awaiting)
            where.Append(" AND (").AppendJoin(" OR ", awaiting.Parts.GroupBy(part => part.Party, part => part.Standing, StringComparer.Ordinal)
                .Select(part => $"({In(part)} AND EXISTS (SELECT 1 FROM order_parties AS w WHERE w.order_id = o.order_id AND w.party = {Give(part.Key)} AND w.site_id = {Give(awaiting.Site)}))").DefaultIfEmpty("0")).Append(')');
        return where.ToString();

        string In(IEnumerable<Standing> places) =>
            $"(o.workflow, o.version, o.state) IN (VALUES {string.Join(", ", places.Select(s => $"({Give(s.Workflow)}, {Give(s.Version)}, {Give(s.State)})").DefaultIfEmpty("(NULL, NULL, NULL)"))})";
    }

    private string Along(Standing s, OrderFilter filter)
    {
        var source = $"orders AS o INDEXED BY {ByStanding} WHERE o.workflow = {Give(s.Workflow)} AND o.version = {Give(s.Version)} AND o.state = {Give(s.State)}";
        return filter.Awaiting is not { } awaiting ? source
            : $"{source} AND EXISTS (SELECT 1 FROM order_parties AS w WHERE w.order_id = o.order_id AND w.site_id = {Give(awaiting.Site)} AND w.party IN ({List(awaiting.Parts.Where(p => p.Standing == s).Select(p => p.Party))}))";
    }

    /// <summary>The orders, in the order of their creation.</summary>
    public Task<List<OrderRow>> ReadAsync(LedgerDb db, int size, bool oldestFirst, CancellationToken ct)
    {
        if (_sources.Count == 0) return Task.FromResult<List<OrderRow>>([]);
        var by = oldestFirst ? "created, order_id" : "created DESC, order_id DESC";
        var size1 = size.ToString(CultureInfo.InvariantCulture);
        var inOrder = oldestFirst ? "o.created, o.order_id" : "o.created DESC, o.order_id DESC";
        var sql = _sources.Count == 1
            ? $"SELECT {PlainQuery.OrderColumns} FROM {_sources[0]} AND {_where} ORDER BY {inOrder} LIMIT {size1}"
            : $"{string.Join(" UNION ALL ", _sources.Select(source => $"SELECT * FROM (SELECT {PlainQuery.OrderColumns} FROM {source} AND {_where} ORDER BY {inOrder} LIMIT {size1})"))} ORDER BY {by} LIMIT {size1}";
        return db.PlainAsync(sql, _given, PlainQuery.OrderOf, ct);
    }

    /// <summary>How many there are, counted up to <paramref name="most"/>.</summary>
    public async Task<int> CountAsync(LedgerDb db, int most, CancellationToken ct) => _sources.Count == 0 ? 0
        : await CountAsync(db, string.Join(" UNION ALL ", _sources.Select(source => $"SELECT 1 FROM {source} AND {_where}")), most, ct);

    private async Task ChooseAsync(LedgerDb db, OrderFilter filter, CancellationToken ct)
    {
        if (filter.Identifiers is { } values)
        {
            _sources.Add($"(SELECT DISTINCT i.order_id FROM identifiers AS i WHERE i.value IN ({List(values)})) AS d CROSS JOIN orders AS o WHERE o.order_id = d.order_id{ByPlace(filter)}");
            return;
        }
        if (filter.Text is { Length: >= OrderSearch.Shortest } text)
        {
            var found = $"SELECT rowid AS order_id FROM orders_search WHERE orders_search MATCH {Give(OrderSearch.Phrase(text.ToLowerInvariant()))}";
            if (await IsFewAsync(db, found, ct))
            {
                _sources.Add($"({found}) AS d CROSS JOIN orders AS o WHERE o.order_id = d.order_id{ByPlace(filter)}");
                return;
            }
        }
        if (filter.Held is true)
        {
            _sources.Add($"orders AS o INDEXED BY {ByHold} WHERE o.held = 1{ByPlace(filter)}");
            return;
        }
        foreach (var site in new[] { filter.Site, filter.VisibleTo is { Count: 1 } only ? only.Single() : null }.OfType<string>())
        {
            if (!await HasFewAsync(db, site, ct)) continue;
            _sources.Add($"(SELECT DISTINCT p.order_id FROM order_parties AS p INDEXED BY {BySite} WHERE p.site_id = {Give(site)}) AS d CROSS JOIN orders AS o WHERE o.order_id = d.order_id{ByPlace(filter)}");
            return;
        }
        if (filter.RunningClock is { } clock)
        {
            var running = $"SELECT order_id FROM running_clocks INDEXED BY {ByClock} WHERE clock = {Give(clock)}";
            if (await IsFewAsync(db, running, ct))
            {
                _sources.Add($"({running}) AS d CROSS JOIN orders AS o WHERE o.order_id = d.order_id{ByPlace(filter)}");
                return;
            }
        }
        if (filter.DueBefore is { } due)
        {
            var falling = $"SELECT DISTINCT order_id FROM running_clocks INDEXED BY {ByLimit} WHERE limit_at < {Give(due.ToUnixTimeTicks())}";
            if (await IsFewAsync(db, falling, ct))
            {
                _sources.Add($"({falling}) AS d CROSS JOIN orders AS o WHERE o.order_id = d.order_id{ByPlace(filter)}");
                return;
            }
        }
        if (filter.State is null && filter.Workflow is null && filter.Standing is null && filter.Awaiting is null && filter.Final is null)
        {
            _sources.Add($"orders AS o INDEXED BY \"{ByCreated}\" WHERE 1");
            return;
        }
        // Of many years most orders have ended.
        if (filter is { Final: false, State: null, Workflow: null, Standing: null })
        {
            _sources.Add($"orders AS o INDEXED BY {ByOpen} WHERE o.final = 0{ByPlace(filter)}");
            return;
        }
        foreach (var (standing, isFinal) in await db.ListStandingsAsync(ct))
            if (filter.Includes(standing, isFinal)) _sources.Add(Along(standing, filter));
    }

    /// <summary>Whether a site plays so few parts that all its orders can be looked at.</summary>
    public static async Task<bool> HasFewAsync(LedgerDb db, string site, CancellationToken ct) => (await db.PlainAsync(
        $"SELECT COUNT(*) FROM (SELECT 1 FROM order_parties INDEXED BY {BySite} WHERE site_id = @site LIMIT {(FewOfSite + 1).ToString(CultureInfo.InvariantCulture)})",
        [new SqliteParameter("@site", site)], row => row.GetInt32(0), ct))[0] <= FewOfSite;

    private async Task<bool> IsFewAsync(LedgerDb db, string select, CancellationToken ct) => await CountAsync(db, select, Few + 1, ct) <= Few;

    private async Task<int> CountAsync(LedgerDb db, string select, int most, CancellationToken ct)
    {
        var sql = $"SELECT COUNT(*) FROM (SELECT * FROM ({select}) LIMIT {most.ToString(CultureInfo.InvariantCulture)})";
        return (await db.PlainAsync(sql, _given, row => row.GetInt32(0), ct))[0];
    }

    private string PartyAt(IReadOnlyCollection<string> sites) =>
        $"EXISTS (SELECT 1 FROM order_parties AS p WHERE p.order_id = o.order_id AND p.site_id IN ({List(sites)}))";

    private string List(IEnumerable<string> values) => string.Join(", ", values.Select(v => Give(v)));

    private string Give(object value)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"@p{_given.Count}");
        _given.Add(new SqliteParameter(name, value));
        return name;
    }
}
