using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace TherapyChain.Server.Pages;

/// <summary>How the pages write times, spans and names. The site's wall clock first, its zone named, UTC beside it.</summary>
internal static class Say
{
    private static readonly LocalDateTimePattern Wall = LocalDateTimePattern.CreateWithInvariantCulture("ddd d MMM uuuu, HH:mm");
    private static readonly LocalDateTimePattern Time = LocalDateTimePattern.CreateWithInvariantCulture("HH:mm'Z'");
    private static readonly LocalDateTimePattern DayAndTime = LocalDateTimePattern.CreateWithInvariantCulture("d MMM HH:mm'Z'");

    public static string Local(Instant at, string zone) => Wall.Format(at.InZone(Zone(zone)).LocalDateTime);

    /// <summary>UTC to stand beside a local time: with the day when it is another one there.</summary>
    public static string Utc(Instant at, string zone)
    {
        var utc = at.InUtc().LocalDateTime;
        return (utc.Date == at.InZone(Zone(zone)).Date ? Time : DayAndTime).Format(utc);
    }

    public static string Iso(Instant at) => InstantPattern.General.Format(at);

    /// <summary>What is left of a limit, or how long ago it passed, in its two largest units.</summary>
    public static string Left(Duration left) => left >= Duration.Zero ? $"{Span(left)} left" : $"{Span(-left)} over";

    public static string Span(Duration span) => span switch
    {
        { TotalMinutes: < 1 } => "under a minute",
        { TotalHours: < 1 } => $"{span.Minutes} min",
        { TotalDays: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours} h {span.Minutes:00} min"),
        { TotalDays: < 100 } => $"{span.Days} days {span.Hours} h",
        _ => $"{span.Days} days",
    };

    /// <summary>A kebab-case name as words: <c>cell-lab</c> is "Cell lab".</summary>
    public static string Name(string name) => name.Length == 0 ? "" : char.ToUpperInvariant(name[0]) + name[1..].Replace('-', ' ');

    public static string Names(IEnumerable<string> names) => string.Join(", ", names.Select(Name));

    private static DateTimeZone Zone(string zone) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) ?? DateTimeZone.Utc;
}
