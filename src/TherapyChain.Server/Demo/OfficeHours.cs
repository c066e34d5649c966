using NodaTime;

namespace TherapyChain.Server.Demo;

/// <summary>When people are at work, on the wall clock of their site: 8 to 17, Monday to Friday.</summary>
internal static class OfficeHours
{
    private static readonly LocalTime Opens = new(8, 0);
    private static readonly LocalTime Closes = new(17, 0);

    /// <summary>The instant itself when people work then, otherwise the end of the last working day before it.</summary>
    /// <param name="minutes">Spreads what is moved over the working day, so that not everything happens at the same minute: 0 to 55.</param>
    /// <param name="sevenDays">Whether weekends count as working days.</param>
    public static Instant AtOrBefore(Instant instant, string zone, int minutes, bool sevenDays)
    {
        var rules = DateTimeZoneProviders.Tzdb[zone];
        var local = instant.InZone(rules).LocalDateTime;
        if (local.TimeOfDay < Opens) local = local.Date.PlusDays(-1) + Closes.PlusMinutes(-minutes);
        else if (local.TimeOfDay >= Closes) local = local.Date + Closes.PlusMinutes(-minutes);
        if (!sevenDays && local.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday)
            local = local.Date.PlusDays(local.DayOfWeek == IsoDayOfWeek.Saturday ? -1 : -2) + Opens.PlusMinutes(20 + minutes * 9);
        return Instant.Min(instant, local.InZoneLeniently(rules).ToInstant());
    }
}
