using NodaTime;
using TherapyChain.Domain;

namespace TherapyChain.Storage.Tests;

/// <summary>More orders than are read at once: every way through the index must tell the same as asking each order.</summary>
public sealed class OrderWalkTests(OrderWalkTests.Many many) : IClassFixture<OrderWalkTests.Many>
{
    private static readonly string[] States = ["referred", "packed", "in-transit", "infused", "closed"];
    private static readonly string[] Workflows = ["car-t", "til", "in-vivo"];
    private static readonly string[] Hospitals = ["charite", "karolinska", "motol"];
    private static readonly string[] Needles = ["NK-0", "nk-1234", "nk-12", "zz", "%", "2345 s"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public sealed record Known(OrderId Id, OrderIndex Index, IReadOnlyList<PartySite> Parties, IReadOnlyList<RunningClock> Clocks);

    public sealed class Many : IDisposable
    {
        private readonly LedgerFolder _folder = new();

        public Ledger Ledger { get; }
        public IReadOnlyList<Known> Orders { get; }

        public Many()
        {
            Ledger = Ledger.Open(_folder.File);
            Orders = [.. Enumerable.Range(1, 2600).Select(Make)];
            Task.WhenAll(Orders.Select(o => Ledger.RecordAsync(Appends.Next(o.Id) with { Index = o.Index, Parties = o.Parties, Clocks = o.Clocks }, CancellationToken.None))).GetAwaiter().GetResult();
        }

        private static Known Make(int i)
        {
            var state = States[i * 7 % 11 % States.Length];
            var index = Appends.Index($"NK-{i:D4}", state) with
            {
                Workflow = Workflows[i % 13 % Workflows.Length], Version = 1 + i % 2, Held = i % 40 == 0, Final = state == "closed",
                // Four share each instant, so that pages end between equals.
                Created = Appends.Created + Duration.FromMinutes(i / 4),
            };
            // One site in nearly all, one in few, and hospitals that play two parts.
            var hospital = i % 200 == 0 ? "rare" : Hospitals[i % 3];
            return new Known(OrderId.From(i * 7919L % 100_003), index,
                [new PartySite("collection-site", hospital), new PartySite("treatment-site", hospital), new PartySite("manufacturer", i % 100 == 1 ? "other-maker" : "maker")],
                i % 5 == 0 ? [] : [new RunningClock(i % 50 == 1 ? "rare-clock" : "fresh", null, Appends.Created + Duration.FromHours(i))]);
        }

        public void Dispose()
        {
            Ledger.Dispose();
            _folder.Dispose();
        }
    }

    public static TheoryData<string> Filters => [.. All.Keys];

    private static readonly Dictionary<string, (OrderFilter Filter, Func<Known, bool> Fits)> All = Build();

    private static Dictionary<string, (OrderFilter, Func<Known, bool>)> Build()
    {
        var single = new List<(string Name, Func<OrderFilter, OrderFilter> With, Func<Known, bool> Fits)>
        {
            ("state", f => f with { State = "packed" }, o => o.Index.State == "packed"),
            ("workflow", f => f with { Workflow = "til" }, o => o.Index.Workflow == "til"),
            ("final", f => f with { Final = true }, o => o.Index.Final),
            ("open", f => f with { Final = false }, o => !o.Index.Final),
            ("held", f => f with { Held = true }, o => o.Index.Held),
            ("standing", f => f with { Standing = [new Standing("til", 1, "packed"), new Standing("car-t", 2, "closed")] },
                o => (o.Index.Workflow, o.Index.Version, o.Index.State) is ("til", 1, "packed") or ("car-t", 2, "closed")),
            ("nowhere", f => f with { Standing = [] }, _ => false),
            ("large site", f => f with { VisibleTo = ["maker"] }, o => o.Parties.Any(p => p.SiteId == "maker")),
            ("small site", f => f with { VisibleTo = ["rare"] }, o => o.Parties.Any(p => p.SiteId == "rare")),
            ("two sites", f => f with { VisibleTo = ["rare", "motol"] }, o => o.Parties.Any(p => p.SiteId is "rare" or "motol")),
            ("no site", f => f with { VisibleTo = [] }, _ => false),
            ("with a site", f => f with { Site = "charite" }, o => o.Parties.Any(p => p.SiteId == "charite")),
            ("clock", f => f with { RunningClock = "fresh" }, o => o.Clocks.Any(c => c.Clock == "fresh")),
            ("rare clock", f => f with { RunningClock = "rare-clock" }, o => o.Clocks.Any(c => c.Clock == "rare-clock")),
            ("due soon", f => f with { DueBefore = Appends.Created + Duration.FromHours(100) }, o => o.Clocks.Any(c => c.LimitAt < Appends.Created + Duration.FromHours(100))),
            ("due some day", f => f with { DueBefore = Appends.Created + Duration.FromHours(9000) }, o => o.Clocks.Count > 0),
            ("awaiting", f => f with { Awaiting = new Awaiting("maker", [(new Standing("til", 1, "packed"), "manufacturer"), (new Standing("til", 2, "packed"), "treatment-site"), (new Standing("in-vivo", 1, "referred"), "manufacturer")]) },
                o => o.Parties.Contains(new PartySite("manufacturer", "maker")) && (o.Index.Workflow, o.Index.Version, o.Index.State) is ("til", 1, "packed") or ("in-vivo", 1, "referred")
                    && o.Parties.Contains(new PartySite("manufacturer", "maker"))),
        };
        single.AddRange(Needles.Select(n => ($"text {n}", (Func<OrderFilter, OrderFilter>)(f => f with { Text = n }), (Func<Known, bool>)(o => o.Index.Search.Contains(n, StringComparison.OrdinalIgnoreCase)))));
        var all = new Dictionary<string, (OrderFilter, Func<Known, bool>)> { ["all"] = (new OrderFilter(), _ => true) };
        foreach (var one in single)
        {
            all[one.Name] = (one.With(new OrderFilter()), one.Fits);
            foreach (var other in single.TakeWhile(o => o.Name != one.Name))
                // A filter of one member cannot hold two values of it.
                if (other.With(one.With(new OrderFilter())) == one.With(other.With(new OrderFilter())))
                    all[$"{other.Name} and {one.Name}"] = (one.With(other.With(new OrderFilter())), o => one.Fits(o) && other.Fits(o));
        }
        return all;
    }

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task A_list_holds_the_same_as_asking_each_order(string name)
    {
        var (filter, fits) = All[name];
        var expected = many.Orders.Where(fits).OrderByDescending(o => o.Index.Created).ThenByDescending(o => o.Id.Value).Select(o => o.Id).ToList();
        await using var db = many.Ledger.CreateDb();

        var seen = new List<OrderId>();
        for (OrderCursor? after = null; ;)
        {
            // Three pages by their cursors are enough of a walk; the last holds all that is left.
            var page = await db.ListOrdersAsync(filter, after, seen.Count < 60 ? 30 : 5000, Ct);
            seen.AddRange(page.Orders.Select(o => o.OrderId));
            if ((after = page.Next) is null) break;
        }

        Assert.Equal(expected, seen);
        Assert.Equal(Math.Min(expected.Count, 500), await db.CountOrdersAsync(filter, 500, Ct));
        Assert.Equal(expected.AsEnumerable().Reverse().Take(9), (await db.ListOldestAsync(filter, 9, Ct)).Select(o => o.OrderId));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("maker")]
    [InlineData("rare")]
    public async Task Limits_come_as_they_fall_and_passed_ones_the_last_first(string? site)
    {
        var now = Appends.Created + Duration.FromHours(400);
        var open = many.Orders.Where(o => !o.Index.Final && (site is null || o.Parties.Any(p => p.SiteId == site))).SelectMany(o => o.Clocks.Select(c => (o.Id, c.LimitAt))).ToList();
        await using var db = many.Ledger.CreateDb();

        var coming = await db.ListComingLimitsAsync(site, now, now + Duration.FromHours(500), 12, Ct);
        var passed = await db.ListPassedLimitsAsync(site, now, 12, Ct);

        Assert.Equal(open.Where(c => c.LimitAt >= now && c.LimitAt < now + Duration.FromHours(500)).OrderBy(c => c.LimitAt).Take(12), coming.Select(d => (d.Order.OrderId, d.At)));
        Assert.Equal(open.Where(c => c.LimitAt < now).OrderByDescending(c => c.LimitAt).Take(12), passed.Select(d => (d.Order.OrderId, d.At)));
    }

    [Fact]
    public async Task Each_place_where_orders_stand_is_told_once()
    {
        await using var db = many.Ledger.CreateDb();
        Assert.Equal(
            many.Orders.Select(o => (new Standing(o.Index.Workflow, o.Index.Version, o.Index.State), o.Index.Final)).Distinct().OrderBy(s => $"{s.Item1}", StringComparer.Ordinal),
            (await db.ListStandingsAsync(Ct)).OrderBy(s => $"{s.Standing}", StringComparer.Ordinal));
    }

    [Fact]
    public async Task Text_is_found_where_an_order_has_it_now()
    {
        using var folder = new LedgerFolder();
        using var ledger = Ledger.Open(folder.File);
        var first = Appends.Next(OrderId.From(1)) with { Index = Appends.Index("OLD-77") };
        await ledger.RecordAsync(first, Ct);
        await ledger.RecordAsync(Appends.Next(OrderId.From(1), first.Entries[0]) with { Index = Appends.Index("NEW-88") }, Ct);
        await using var db = ledger.CreateDb();

        Assert.Empty((await db.ListOrdersAsync(new OrderFilter { Text = "old-7" }, null, 5, Ct)).Orders);
        Assert.Single((await db.ListOrdersAsync(new OrderFilter { Text = "new-8" }, null, 5, Ct)).Orders);
    }
}
