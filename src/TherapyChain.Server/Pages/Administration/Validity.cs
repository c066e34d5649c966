using NodaTime;

namespace TherapyChain.Server.Pages.Administration;

/// <summary>How a last valid day stands to today, on the calendar of the site.</summary>
internal static class Validity
{
    /// <summary>Long enough to arrange an audit or a training.</summary>
    private const int SoonDays = 90;

    public enum Standing { Expired, Soon, Good }

    /// <summary>The last valid day itself is still valid.</summary>
    public static Standing Of(LocalDate last, LocalDate today) =>
        last < today ? Standing.Expired : last <= today.PlusDays(SoonDays) ? Standing.Soon : Standing.Good;

    public static LocalDate Today(Instant now, string zone) => now.InZone(DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) ?? DateTimeZone.Utc).Date;
}
