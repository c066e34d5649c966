using NodaTime;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Domain.Orders;

/// <summary>
/// When a clock's marks fall. A period of hours and less is elapsed time; one with days, weeks or months is counted on the calendar of the
/// site where the clock started and ends at the same time of day there (a skipped hour moves forward, a doubled one takes the earlier).
/// </summary>
public static class ClockLimits
{
    public static ClockStarted Start(Clock clock, Instant at, string zone) => new(
        clock.Name,
        clock.Earliest is { } earliest ? Add(at, earliest, zone) : null,
        clock.Warn is { } warn ? Add(at, warn, zone) : null,
        Add(at, clock.Limit, zone),
        clock.HoldsWhenExceeded);

    public static Instant Add(Instant start, Period period, string zone) => period.HasDateComponent
        ? start.InZone(DateTimeZoneProviders.Tzdb[zone]).LocalDateTime.Plus(period).InZoneLeniently(DateTimeZoneProviders.Tzdb[zone]).ToInstant()
        : start + period.ToDuration();
}
