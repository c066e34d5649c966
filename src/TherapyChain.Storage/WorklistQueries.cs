using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace TherapyChain.Storage;

/// <summary>How many orders stand in a state of a workflow.</summary>
public sealed record StateCount(string Workflow, int Version, string State, int Orders);

/// <summary>Questions of a worklist: where all orders stand, and which limits fall soon.</summary>
public static class WorklistQueries
{
    public static Task<List<StateCount>> CountStatesAsync(this LedgerDb db, OrderFilter filter, CancellationToken ct) =>
        OrderQueries.Narrow(db, db.Orders, filter).GroupBy(order => new { order.Workflow, order.Version, order.State })
            .Select(group => new StateCount(group.Key.Workflow, group.Key.Version, group.Key.State, group.Count())).ToListAsync(ct);

    /// <summary>Running clocks whose limit falls before an instant, the earliest first, those that have passed included.</summary>
    public static async Task<List<(OrderRow Order, RunningClockRow Clock)>> ListLimitsAsync(this LedgerDb db, OrderFilter filter, Instant before, int size, CancellationToken ct) =>
    [
        .. (await OrderQueries.Narrow(db, db.Orders, filter).Join(db.RunningClocks, order => order.OrderId, clock => clock.OrderId, (order, clock) => new { order, clock })
            .Where(both => both.clock.LimitAt < before).OrderBy(both => both.clock.LimitAt).Take(size).ToListAsync(ct)).Select(both => (both.order, both.clock)),
    ];
}
