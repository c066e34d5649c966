using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using TherapyChain.Server.Access;
using TherapyChain.Server.Answers;
using TherapyChain.Server.Orders;
using TherapyChain.Server.Workflows;
using TherapyChain.Storage;

namespace TherapyChain.Server.Pages;

/// <summary>What the start page shows to one person: what cannot wait, where all orders stand, and a page of the list.</summary>
internal sealed record Worklist(
    IReadOnlyList<Attention> Urgent, IReadOnlyDictionary<string, int> Phases, IReadOnlyList<WorkflowChoice> Therapies, IReadOnlyList<SiteChoice> Sites,
    IReadOnlyList<WorkLine> Orders, string? Next, int Total)
{
    public const int PageSize = 20;

    private static readonly Duration Soon = Duration.FromHours(24);

    /// <param name="ask">The filters of the address.</param>
    /// <param name="phase">A phase, or null.</param>
    /// <param name="after">Where the page before ended.</param>
    public static async Task<Worklist> ReadAsync(
        Ledger ledger, OrderDesk desk, WorkflowShelf shelf, Keyring keys, CurrentPerson who, ListOrders.Filters ask, string? phase, OrderCursor? after, Instant now, CancellationToken ct)
    {
        await using var db = ledger.CreateDb();
        var visible = new OrderFilter { VisibleTo = who.SeesAllOrders ? null : [who.Person.Site] };
        var counts = await db.CountStatesAsync(visible, ct);
        var filter = ListOrders.FilterOf(ask, who) with { Standing = phase is null ? null : StatesOf(phase, counts, shelf) };
        var page = await ListOrders.ReadAsync(db, filter, after, PageSize, who, shelf, now, ct);
        var total = (await db.CountStatesAsync(filter, ct)).Sum(c => c.Orders);
        // Only the sites of orders that this person sees: who else takes part in what is nobody's business.
        var mine = db.OrderParties.Where(p => who.SeesAllOrders || db.OrderParties.Any(o => o.OrderId == p.OrderId && o.SiteId == who.Person.Site));
        var sites = await mine.Select(p => p.SiteId).Distinct().ToListAsync(ct);
        return new Worklist(
            await UrgentAsync(db, desk, shelf, keys, visible, now, ct),
            counts.GroupBy(c => PhaseOf(c, shelf)).ToDictionary(g => g.Key, g => g.Sum(c => c.Orders), StringComparer.Ordinal),
            [.. counts.DistinctBy(c => c.Workflow).Select(c => new WorkflowChoice(c.Workflow, TitleOf(shelf, c.Workflow, c.Version), StatesIn(shelf, counts, c.Workflow))).OrderBy(w => w.Title, StringComparer.Ordinal)],
            [.. sites.Select(s => new SiteChoice(s, keys.Now.Sites.GetValueOrDefault(s)?.Name ?? s)).OrderBy(s => s.Name, StringComparer.Ordinal)],
            [.. page.Orders.Select(o => LineOf(o, shelf, keys, now))], page.Next, total);
    }

    private static async Task<IReadOnlyList<Attention>> UrgentAsync(
        LedgerDb db, OrderDesk desk, WorkflowShelf shelf, Keyring keys, OrderFilter visible, Instant now, CancellationToken ct)
    {
        var held = await db.ListOrdersAsync(visible with { Held = true, Final = false }, null, 50, ct);
        var limits = await db.ListLimitsAsync(visible with { Final = false }, now + Soon, 100, ct);
        return
        [
            .. held.Orders.Select(o => o.OrderId).Concat(limits.Select(l => l.Order.OrderId)).Distinct().Select(id => desk.Open(id)).OfType<OpenOrder>()
                .Select(opened => Attention.Of(opened.Order, shelf.For(opened.Order).Workflow, keys.Now, now, now + Soon))
                .OrderByDescending(a => a.Holds.Count > 0).ThenBy(a => a.Limits.Count > 0 ? a.Limits[0].At : Instant.MaxValue),
        ];
    }

    private static WorkLine LineOf(OrderLine o, WorkflowShelf shelf, Keyring keys, Instant now)
    {
        var workflow = shelf.Find(o.Workflow, o.Version)?.Workflow;
        var next = o.Clocks.Count > 0 ? o.Clocks[0] : null;
        Limit? limit = next is null ? null : new Limit(workflow?.Say(next.Clock, "en") ?? next.Clock, InstantPattern.ExtendedIso.Parse(next.Limit.Utc).Value, now);
        var site = o.Parties.GetValueOrDefault("treatment-site") ?? "";
        return new WorkLine(o.Order, o.Reference, workflow?.Say(o.Workflow, "en") ?? o.Workflow, workflow?.Say(o.State, "en") ?? o.State, o.Phase, o.Held, o.Final,
            keys.Now.Sites.GetValueOrDefault(site)?.Name ?? site, limit, InstantPattern.ExtendedIso.Parse(o.Updated.Utc).Value);
    }

    private static List<string> StatesOf(string phase, List<StateCount> counts, WorkflowShelf shelf) =>
        [.. counts.Where(c => PhaseOf(c, shelf) == phase).Select(c => $"{c.Workflow}/{c.State}")];

    private static List<StateChoice> StatesIn(WorkflowShelf shelf, List<StateCount> counts, string workflow) =>
        [.. counts.Where(c => c.Workflow == workflow).DistinctBy(c => c.State).Select(c => new StateChoice(c.State, shelf.Find(c.Workflow, c.Version)?.Workflow.Say(c.State, "en") ?? c.State))];

    private static string PhaseOf(StateCount c, WorkflowShelf shelf) => shelf.Find(c.Workflow, c.Version)?.Workflow.FindState(c.State)?.Phase ?? "";

    private static string TitleOf(WorkflowShelf shelf, string id, int version) => shelf.Find(id, version)?.Workflow.Say(id, "en") ?? id;
}

internal sealed record WorkflowChoice(string Id, string Title, IReadOnlyList<StateChoice> States);

internal sealed record StateChoice(string Name, string Words);

internal sealed record SiteChoice(string Id, string Name);

internal sealed record WorkLine(
    string Order, string Reference, string Therapy, string State, string Phase, bool Held, bool Final, string Site, Limit? Limit, Instant Updated);

/// <summary>A limit in words, and what is left of it.</summary>
internal sealed record Limit(string Words, Instant At, Instant Now)
{
    public Duration Left => At - Now;

    public bool IsOver => At < Now;
}

/// <summary>An order that cannot wait: its holds, and its limits that fall within a day or have passed.</summary>
internal sealed record Attention(string Order, string Reference, string Therapy, string State, string Site, IReadOnlyList<string> Holds, IReadOnlyList<Limit> Limits)
{
    public static Attention Of(Domain.Orders.Order order, Domain.Workflows.Workflow workflow, Roll network, Instant now, Instant until)
    {
        var site = order.Parties.GetValueOrDefault("treatment-site") ?? "";
        return new Attention(
            order.Id.ToString(), order.Reference, workflow.Say(order.Workflow, "en"), workflow.Say(order.State, "en"), network.Sites.GetValueOrDefault(site)?.Name ?? site,
            [.. order.Holds.Select(h => h.Reason)],
            [.. order.Clocks.Where(c => c.Value.Limit < until).OrderBy(c => c.Value.Limit).Select(c => new Limit(workflow.Say(c.Key, "en"), c.Value.Limit, now))]);
    }
}
