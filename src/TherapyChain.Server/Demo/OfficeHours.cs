using NodaTime;

namespace TherapyChain.Server.Demo;

/// <summary>When people are at work, on the wall clock of their site: 8 to 17, Monday to Friday.</summary>
internal static class OfficeHours
{
    private static readonly LocalTime Opens = new(8, 0);
    private static readonly LocalTime Closes = new(17, 0);

    /// <summary>The instant itself when people work then, otherwise the last hour before it at which they do.</summary>
    /// <param name="sitting">How long the work took that ends then: it too was done by day, unless it is longer than a day's work.</param>
    /// <param name="minutes">Spreads what is moved over the working day, so that not everything happens at the same minute: 0 to 55.</param>
    /// <param name="sevenDays">Whether weekends count as working days.</param>
    public static Instant AtOrBefore(Instant instant, string zone, Duration sitting, int minutes, bool sevenDays)
    {
        var rules = DateTimeZoneProviders.Tzdb[zone];
        var local = instant.InZone(rules).LocalDateTime;
        var earliest = Opens.PlusMinutes((long)Duration.Min(sitting, Duration.FromHours(9)).TotalMinutes);
        if (local.TimeOfDay < earliest) local = local.Date.PlusDays(-1) + Closes.PlusMinutes(-minutes / 2);
        else if (local.TimeOfDay >= Closes) local = local.Date + Closes.PlusMinutes(-minutes / 2);
        if (!sevenDays && local.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday)
            local = local.Date.PlusDays(local.DayOfWeek == IsoDayOfWeek.Saturday ? -1 : -2) + LocalTime.Max(earliest, Opens.PlusMinutes(20 + minutes * 9));
        return Instant.Min(instant, local.InZoneLeniently(rules).ToInstant());
    }
}
