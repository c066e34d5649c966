using NodaTime;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Domain.Orders;

/// <summary>
/// What the passing of time does to an order: warnings and exceedances, once each, filed at the instants at which they fell, also those
/// that fell while nobody was looking. Every decision begins with it, so that no step can slip past a clock that the watch has not seen yet.
/// </summary>
public static class WatchClocks
{
    public static Decision.Accepted Decide(Workflow workflow, Order order, Context context)
    {
        var journal = new Journal(order, context);
        Record(journal, workflow, context.Now);
        return journal.Accept();
    }

    /// <summary>When the watch must look at this order again, or null when nothing will fall due.</summary>
    public static Instant? NextDue(Order order)
    {
        Instant? next = null;
        foreach (var clock in order.Clocks.Values)
        {
            var due = clock.Exceeded ? null : clock is { Warned: false, Warn: { } warn } ? (Instant?)warn : clock.Limit;
            if (due is { } at && (next is null || at < next)) next = at;
        }
        return next;
    }

    internal static void Record(Journal journal, Workflow workflow, Instant now)
    {
        if (NextDue(journal.Order) is not { } next || next > now) return;
        foreach (var (name, clock) in journal.Order.Clocks.OrderBy(c => c.Value.Limit))
        {
            if (clock is { Warned: false, Exceeded: false, Warn: { } warn } && warn <= now) journal.WriteAsSystem(new ClockWarned(name, clock.Limit), warn);
            if (clock.Exceeded || clock.Limit >= now) continue;
            journal.WriteAsSystem(new ClockExceeded(name, clock.Limit), clock.Limit);
            if (clock.Holds)
                journal.WriteAsSystem(new OrderHeld(
                    HoldCode.ClockExceeded, HoldReason.RanOut(workflow.Say(name, "en"), LocalTime.Show(clock.Limit, "Etc/UTC")), name), clock.Limit);
        }
    }
}
