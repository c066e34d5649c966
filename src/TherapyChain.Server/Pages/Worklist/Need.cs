using System.Collections.Immutable;
using NodaTime;
using TherapyChain.Domain;
using TherapyChain.Domain.Access;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;
using TherapyChain.Server.Access;
using TherapyChain.Server.Orders;
using TherapyChain.Server.Words;
using TherapyChain.Server.Workflows;
using TherapyChain.Storage;

namespace TherapyChain.Server.Pages.Worklist;

/// <summary>An order that cannot wait: why, and the one thing to do about it.</summary>
/// <param name="Weight">How it is drawn: stop, soon or yours.</param>
/// <param name="Tag">The reason in two words.</param>
/// <param name="Address">Where the next action is taken, or the order when it is somebody else's.</param>
/// <param name="Waits">Who is waited for; null when it is the person who looks.</param>
public sealed record Need(
    string Order, string Reference, string Therapy, string State, string Site, string Weight, string Tag, string Why, string Address, string Action, string? Waits);

/// <summary>Needs of one kind, the most urgent first.</summary>
/// <param name="More">The list with all of them; null when these are all.</param>
public sealed record NeedGroup(string Id, Sentence Title, IReadOnlyList<Need> Needs, string? More);

/// <summary>Finds what cannot wait: a few limits, holds and waiting orders by their indexes, and only the orders shown are folded.</summary>
internal sealed class NeedSearch(LedgerDb db, OrderDesk desk, WorkflowShelf shelf, Roll network, CurrentPerson who, PageTongue words, Instant now)
{
    private const int Shown = 6;

    // Orders that wait for somebody else's act first are passed over; so many are looked at.
    private const int Candidates = 30;

    private readonly HashSet<OrderId> _told = [];

    public async Task<IReadOnlyList<NeedGroup>> FindAsync(CancellationToken ct)
    {
        var site = who.SeesAllOrders ? null : who.Person.Site;
        var visible = new OrderFilter { VisibleTo = site is null ? null : [site], Final = false };
        var coming = await db.ListComingLimitsAsync(site, now, now + ClockUrgency.LastHours, Candidates, ct);
        var passed = await db.ListPassedLimitsAsync(site, now, Candidates, ct);
        var held = await db.ListOrdersAsync(visible with { Held = true }, null, Shown, ct);
        var mine = Places.For(shelf, who.Person);
        var waiting = mine.Parts.Count == 0 || !PermissionTable.Shipped.AllowsSomewhere(Acts.TakeStep, who.Person.Roles) ? []
            : await db.ListOldestAsync(new OrderFilter { VisibleTo = [who.Person.Site], Held = false, Final = false, Awaiting = mine }, Candidates, ct);
        // In the order of urgency: an order is told once, where it is most urgent.
        return
        [
            .. new[]
            {
                Group("running-out", $"Time is running out", "due", coming.Select(Urgent)),
                Group("passed", $"Past a limit", "passed", passed.Select(Urgent)),
                Group("on-hold", $"On hold", "held", held.Orders.Select(Held), isMore: held.Next is not null),
                Group("your-step", $"Your step is next", "mine", waiting.Select(Waiting)),
            }.Where(group => group.Needs.Count > 0),
        ];
    }

    private static NeedGroup Group(string id, Sentence title, string show, IEnumerable<Need?> needs, bool isMore = false)
    {
        var found = needs.OfType<Need>().Take(Shown + 1).ToList();
        return new NeedGroup(id, title, [.. found.Take(Shown)], isMore || found.Count > Shown ? $"/?show={show}#orders" : null);
    }

    private Need? Urgent(DueLimit due) => Opened(due.Order) is not var (order, shelved) ? null : Of(order, shelved, due.Clock,
        due.At < now ? "stop" : "soon",
        IsHandover(shelved.Workflow, due.Clock) ? due.At < now ? words[$"Late handover"] : words[$"Handover due"] : words.Left(due.At - now),
        IsHandover(shelved.Workflow, due.Clock) ? words[$"{shelved.Workflow.Say(due.Clock, words.Language)}: {words.Left(due.At - now)}"] : shelved.Workflow.Say(due.Clock, words.Language));

    private Need? Held(OrderRow row) => Opened(row) is not var (order, shelved) || order.Holds.IsEmpty ? null
        : Of(order, shelved, null, "stop", words[$"On hold"], words[HoldReason.Told(shelved.Workflow, order.Holds[0].Code, order.Holds[0].Reason)]);

    private Need? Waiting(OrderRow row) => Opened(row) is not var (order, shelved) || Of(order, shelved, null, "yours", words[$"Yours to do"], "") is not { Waits: null } need ? null
        : need with { Why = words[$"Last entry {words.Span(now - order.Updated)} ago"] };

    private (Order Order, Shelved Workflow)? Opened(OrderRow row) =>
        _told.Contains(row.OrderId) || desk.Open(row.OrderId) is not { } opened ? null : (opened.Order, shelf.For(opened.Order));

    private Need Of(Order order, Shelved shelved, string? clock, string weight, string tag, string why)
    {
        var workflow = shelved.Workflow;
        var (address, action, waits) = Next(order, shelved, clock);
        if (weight != "yours" || waits is null) _told.Add(order.Id);
        return new Need(
            order.Id.ToString(), order.Reference, workflow.Say(order.Workflow, words.Language), workflow.Say(order.State, words.Language),
            network.SiteName(order.Parties.GetValueOrDefault("treatment-site", "")), weight, tag, why, address, action, waits);
    }

    // The hold first, for nothing else goes on; then a step of the person who looks; then whom the order waits for.
    private (string Address, string Action, string? Waits) Next(Order order, Shelved shelved, string? clock)
    {
        var (workflow, path) = (shelved.Workflow, $"/orders/{order.Id}");
        if (order.Holds.FirstOrDefault() is { } hold)
        {
            var resumers = workflow.Anywhere.GetValueOrDefault("resume", []);
            var mayResolve = who.May(Acts.Resume, order) && resumers.Any(who.Person.Roles.Contains) && (hold.Code != HoldCode.IdentityMismatch || who.May(Acts.JudgeIdentity, order));
            return ($"{path}#hold-{hold.Seq}", mayResolve ? words[$"Resolve the hold"] : words[$"See the hold"], mayResolve ? null : words[$"Waits for: {words.Names("role", resumers)}"]);
        }
        var next = shelved.Next.GetValueOrDefault(order.State, []);
        if (clock is not null && workflow.Clocks.TryGetValue(clock, out var limit)) next = [.. next.OrderByDescending(step => limit.Stops.Contains(step.Name))];
        var context = new Context(now, who.Person);
        var open = who.May(Acts.TakeStep, order)
            ? OpenSteps.Of(workflow, WatchClocks.Decide(workflow, order, context).After, context).Where(step => step.Blocked.IsEmpty && !IsDone(step.Step, order)).Select(step => step.Step.Name).ToHashSet(StringComparer.Ordinal) : [];
        if (next.FirstOrDefault(step => open.Contains(step.Name)) is { } mine) return ($"{path}/steps/{mine.Name}", workflow.Say(mine.Name, words.Language), null);
        var theirs = next.FirstOrDefault(step => !IsDone(step, order));
        return (path, words[$"Open the order"],
            theirs is null ? words[$"Nobody can go on from here"]
            : words[$"Waits for: {workflow.Say(theirs.Name, words.Language)}, {words.Names("role", theirs.By.Roles)}, {network.SiteName(order.Parties.GetValueOrDefault(theirs.By.At, ""))}"]);
    }

    // A step that leaves the order where it is is not waited for twice.
    private static bool IsDone(Step step, Order order) => step.To is null && step.Records.All(order.Acts.ContainsKey);

    private static bool IsHandover(Workflow workflow, string clock) =>
        workflow.Clocks.TryGetValue(clock, out var limit) && limit.Stops.Any(step => workflow.FindStep(step)?.Custody.Any(move => move.FromCarrier || move.ToCarrier) ?? false);
}
