using Microsoft.EntityFrameworkCore;
using NodaTime;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;
using TherapyChain.Server.Access;
using TherapyChain.Server.Words;
using TherapyChain.Server.Workflows;
using TherapyChain.Storage;

namespace TherapyChain.Server.Pages.Worklist;

/// <summary>An order in one line, from the read tables alone: no order is folded for a list.</summary>
public sealed record OrderLine(string Order, string Reference, string Therapy, string State, string Phase, bool Held, bool Final, string Site, Limit? Limit, Instant Updated)
{
    public static async Task<IReadOnlyList<OrderLine>> OfAsync(
        LedgerDb db, IReadOnlyCollection<OrderRow> rows, WorkflowShelf shelf, Roll network, PageTongue words, Instant now, CancellationToken ct)
    {
        var ids = rows.Select(row => row.OrderId).ToList();
        var clocks = (await db.RunningClocks.Where(clock => ids.Contains(clock.OrderId)).ToListAsync(ct)).ToLookup(clock => clock.OrderId);
        var sites = (await db.OrderParties.Where(party => ids.Contains(party.OrderId) && party.Party == "treatment-site").ToListAsync(ct)).ToDictionary(party => party.OrderId, party => party.SiteId);
        return
        [
            .. rows.Select(row =>
            {
                var workflow = shelf.Find(row.Workflow, row.Version)?.Workflow;
                var next = clocks[row.OrderId].MinBy(clock => clock.LimitAt);
                return new OrderLine(
                    row.OrderId.ToString(), row.Reference, Say(workflow, row.Workflow, words), Say(workflow, row.State, words), Places.PhaseOf(shelf, row), row.Held, row.Final,
                    network.SiteName(sites.GetValueOrDefault(row.OrderId, "")), next is null ? null : new Limit(Say(workflow, next.Clock, words), next.LimitAt, now, ClockUrgency.Of(next.LimitAt, IsWarned(next, workflow, now), now)), row.Updated);
            }),
        ];
    }

    // The row holds the next mark to watch for: the limit itself once the warning has passed, and for a clock that warns of nothing.
    private static bool IsWarned(RunningClockRow clock, Workflow? workflow, Instant now) =>
        clock.WarnAt is not { } mark || mark <= now || mark == clock.LimitAt && workflow?.Clocks.GetValueOrDefault(clock.Clock)?.Warn is not null;

    private static string Say(Workflow? workflow, string name, PageTongue words) => workflow?.Say(name, words.Language) ?? name;
}

/// <summary>A limit in words, and what is left of it.</summary>
public sealed record Limit(string Words, Instant At, Instant Now, Urgency Urgency)
{
    public Duration Left => At - Now;

    public bool IsOver => Urgency == Urgency.Over;

    public bool IsSoon => Urgency == Urgency.Soon;
}
