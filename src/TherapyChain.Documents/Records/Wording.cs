using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace TherapyChain.Documents.Records;

/// <summary>How instants and sizes are written on paper: the site's own clock with the zone named, and UTC beside it.</summary>
internal static class Wording
{
    private static readonly LocalDateTimePattern Wall = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss");
    private static readonly OffsetPattern Signed = OffsetPattern.CreateWithInvariantCulture("+HH:mm");

    public static When Moment(Instant at, string zone)
    {
        var local = at.InZone(DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) ?? DateTimeZone.Utc);
        return new When(Wall.Format(local.LocalDateTime), $"{zone} {Signed.Format(local.Offset)}", Wall.Format(at.InUtc().LocalDateTime) + "Z");
    }

    public static string Size(long bytes) => bytes switch
    {
        < 10_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"),
        < 10_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1000.0:0.0} kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000_000.0:0.0} MB"),
    };

    /// <summary>A kebab-case name as words, for names the workflow has no words for.</summary>
    public static string Plain(string name) => name.Length == 0 ? "" : char.ToUpperInvariant(name[0]) + name[1..].Replace('-', ' ');
}
