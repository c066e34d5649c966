using NodaTime;
using NodaTime.Text;

namespace TherapyChain.Domain.Orders;

/// <summary>Instants as people read them: the site's own clock with the zone named.</summary>
public static class LocalTime
{
    private static readonly ZonedDateTimePattern Pattern =
        ZonedDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss '('z o<g>')'", zoneProvider: null);

    // On the first and last day of the calendar not every zone has a wall clock: such an instant is told in UTC.
    public static string Show(Instant instant, string zone) =>
        instant > Instant.MinValue + Duration.FromDays(1) && instant < Instant.MaxValue - Duration.FromDays(1)
            ? Pattern.Format(instant.InZone(DateTimeZoneProviders.Tzdb[zone]))
            : InstantPattern.General.Format(instant);

    /// <summary>
    /// A wall-clock time at a site as an instant. A time that daylight saving skips or doubles is a problem told in words, never a silent
    /// shift: for a doubled one both readings are offered with their offsets.
    /// </summary>
    public static Instant? Resolve(LocalDateTime local, string zone, out Sentence? problem)
    {
        var mapping = DateTimeZoneProviders.Tzdb[zone].MapLocal(local);
        var shown = LocalDateTimePattern.ExtendedIso.Format(local);
        problem = mapping.Count switch
        {
            1 => null,
            0 => (Sentence)$"{shown} did not exist in {zone}: the clocks went forward over it.",
            _ => (Sentence)$"{shown} happened twice in {zone}. Say which: {Offset(mapping.First())} or {Offset(mapping.Last())}.",
        };
        return problem is null ? mapping.Single().ToInstant() : null;
    }

    private static string Offset(ZonedDateTime time) => OffsetDateTimePattern.Rfc3339.Format(time.ToOffsetDateTime());
}
