using NodaTime;

namespace TherapyChain.Server.Demo;

/// <summary>When people are at work, on the wall clock of their site: 8 to 17, Monday to Friday.</summary>
internal static class OfficeHours
{
    private static readonly LocalTime Opens = new(8, 0);
    private static readonly LocalTime Closes = new(17, 0);

    /// <summary>The instant itself when people work then, otherwise the end of the last working day before it.</summary>
    /// <param name="minutes">How long before closing time, so that not everything happens at the same minute.</param>
    /// <param name="sevenDays">Whether weekends count as working days.</param>
    public static Instant AtOrBefore(Instant instant, string zone, int minutes, bool sevenDays)
    {
        var rules = DateTimeZoneProviders.Tzdb[zone];
        var local = instant.InZone(rules).LocalDateTime;
        if (local.TimeOfDay < Opens) local = local.Date.PlusDays(-1) + Closes.PlusMinutes(-minutes);
        else if (local.TimeOfDay >= Closes) local = local.Date + Closes.PlusMinutes(-minutes);
        while (!sevenDays && local.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday) local = local.PlusDays(-1);
        return Instant.Min(instant, local.InZoneLeniently(rules).ToInstant());
    }
}
