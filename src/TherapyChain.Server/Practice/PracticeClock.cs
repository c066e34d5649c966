using NodaTime;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;
using TherapyChain.Server.Answers;
using TherapyChain.Server.Demo;
using TherapyChain.Server.Pages.Orders;

namespace TherapyChain.Server.Practice;

/// <summary>
/// The hour in a practice order. It stands still while somebody thinks, and after each act it is the hour at which the next one usually comes, so that the weeks of an
/// order pass in minutes. It follows from the record alone: nothing has to be kept, and it is the same after a restart.
/// </summary>
internal sealed class PracticeClock(Func<Instant> hour) : IClock
{
    public Instant GetCurrentInstant() => hour();

    /// <param name="workflow">The therapy.</param>
    /// <param name="order">The order as it stands.</param>
    /// <param name="entries">Its record, which has begun.</param>
    /// <param name="zone">Whose wall clock everybody of practice goes by.</param>
    public static Instant HourOf(Workflow workflow, Order order, IReadOnlyList<SealedEntry> entries, string zone)
    {
        // A paper joins the order a moment before the step that names it.
        var act = entries.Where(entry => entry.Envelope.Type != "document.added").Max(entry => entry.Envelope.Recorded);
        var next = order.IsOnHold ? null : PathToCome.Of(workflow, order).Select(workflow.FindStep).FirstOrDefault();
        var gap = next is null ? Duration.FromMinutes(5) : Pace.Before(workflow.Id, next.Name, order.Seq * 61);
        // What nobody has to do at night waits for the morning.
        if (gap > Pace.OneSitting) gap = Daytime(act + gap, DateTimeZoneProviders.Tzdb[zone]) - act;
        // Nobody loses an order to the clock because they practise.
        foreach (var clock in order.Clocks.Values.Where(clock => !clock.Exceeded && clock.Limit > act)) gap = Duration.Min(gap, (clock.Limit - act) / 2);
        foreach (var name in next?.After ?? [])
            if (order.Clocks.GetValueOrDefault(name)?.Earliest is { } earliest && earliest > act + gap) gap = earliest - act + Duration.FromMinutes(90);
        return Moment.Whole(Instant.Max(entries[^1].Envelope.Recorded + Duration.FromSeconds(1), act + gap));
    }

    private static Instant Daytime(Instant at, DateTimeZone zone)
    {
        var local = at.InZone(zone).LocalDateTime;
        var morning = local.Date + new NodaTime.LocalTime(8, 10).PlusMinutes(local.Minute / 2);
        return local.Hour < 8 ? morning.InZoneLeniently(zone).ToInstant() : local.Hour >= 17 ? morning.PlusDays(1).InZoneLeniently(zone).ToInstant() : at;
    }
}
