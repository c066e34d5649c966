using System.Globalization;
using NodaTime;
using NodaTime.Text;
using TherapyChain.Domain.Shipping;

namespace TherapyChain.Cli.Traces;

/// <summary>How times, lengths and temperatures are written for people.</summary>
internal static class TraceText
{
    private static readonly ZonedDateTimePattern LocalPattern = ZonedDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss o<+HH:mm>", null);

    public static string Local(Instant at, DateTimeZone zone) => LocalPattern.Format(at.InZone(zone));

    public static string Utc(Instant at) => at.ToString("uuuu-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Date(LocalDate date) => LocalDatePattern.Iso.Format(date);

    /// <summary>Days, hours and minutes; seconds only where they are not zero.</summary>
    public static string Length(Duration length)
    {
        var parts = new List<string>();
        if (length.Days > 0) parts.Add($"{length.Days} d");
        if (length.Hours > 0) parts.Add($"{length.Hours} h");
        if (length.Minutes > 0) parts.Add($"{length.Minutes} min");
        if (length.Seconds > 0) parts.Add($"{length.Seconds} s");
        return parts.Count == 0 ? "0 min" : string.Join(' ', parts);
    }

    public static string Share(Duration part, Duration whole) =>
        whole == Duration.Zero ? "" : (100 * part.TotalSeconds / whole.TotalSeconds).ToString("0.0 '%'", CultureInfo.InvariantCulture);

    public static string Value(MilliCelsius? value) => value?.ToString() ?? "missing";

    public static string Limits(TemperatureLimits limits) => (limits.Low, limits.High) switch
    {
        ({ } low, { } high) => $"{low} to {high}",
        ({ } low, null) => $"{low} or warmer",
        (null, { } high) => $"{high} or colder",
        _ => "none given",
    };

    public static string Kind(RangeState kind) => kind switch
    {
        RangeState.Above => "above",
        RangeState.Below => "below",
        RangeState.NoData => "no data",
        _ => "in range",
    };
}
