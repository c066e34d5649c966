using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace TherapyChain.Exchange.Loggers;

/// <summary>The zone a file claims for its clock.</summary>
/// <param name="Zone">Null when the file tells none that is known.</param>
/// <param name="IsExact">An offset in so many words, which nobody overrules; otherwise a caller who knows better may.</param>
/// <param name="Said">The file's own words.</param>
internal sealed record ZoneClaim(DateTimeZone? Zone, bool IsExact, string Said)
{
    public static readonly ZoneClaim None = new(null, false, "");

    /// <summary>The zone to read the clock in; null when neither the file nor the caller knows.</summary>
    public (DateTimeZone Zone, ZoneSource Source)? Choose(DateTimeZone? caller) =>
        Zone is not null && (IsExact || caller is null) ? (Zone, ZoneSource.File)
        : caller is not null ? (caller, ZoneSource.Caller)
        : null;
}

/// <summary>From the wall clock of a logger to instants.</summary>
public static partial class LoggerClock
{
    /// <summary>Reads an offset (<c>UTC+01:00</c>, <c>GMT-05:00</c>, <c>UTC</c>) or an IANA name.</summary>
    public static bool TryParseZone(string text, out DateTimeZone zone)
    {
        zone = DateTimeZone.Utc;
        if (text is "UTC" or "GMT" or "Z") return true;
        if (OffsetText().Match(text) is { Success: true } match)
        {
            var minutes = int.Parse(match.Groups["h"].ValueSpan, CultureInfo.InvariantCulture) * 60
                + (match.Groups["m"].Success ? int.Parse(match.Groups["m"].ValueSpan, CultureInfo.InvariantCulture) : 0);
            if (minutes > 18 * 60) return false;
            zone = DateTimeZone.ForOffset(Offset.FromSeconds((match.Groups["sign"].Value == "-" ? -60 : 60) * minutes));
            return true;
        }
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(text) is not { } named) return false;
        zone = named;
        return true;
    }

    /// <summary>
    /// Gives each row its instant. Where summer time ends, the hour that occurs twice is told apart only by the clock's own step back;
    /// without one the clock did not follow the zone, and guessing would shift the trace by an hour.
    /// </summary>
    internal static LoggerOutcome.Refused? Resolve(
        DateTimeZone zone, IReadOnlyList<(LocalDateTime Local, int Line)> rows, out Instant[] instants)
    {
        instants = new Instant[rows.Count];
        for (var i = 0; i < rows.Count; i++)
        {
            // Damage, and the ends of the calendar, where an offset would lead out of it.
            if (rows[i].Local.Year is < 1980 or > 2100)
                return new(LoggerFault.Malformed, rows[i].Line, $"{Text(rows[i].Local)} is no time at which a logger ran.");
            var mapping = zone.MapLocal(rows[i].Local);
            if (mapping.Count == 0)
                return new(LoggerFault.LocalTimeSkipped, rows[i].Line,
                    $"{Text(rows[i].Local)} does not exist in {zone.Id}: the clock did not follow summer time. Give the fixed offset it ran on, such as UTC+01:00.");
            if (mapping.Count == 1)
            {
                instants[i] = mapping.Single().ToInstant();
                continue;
            }
            var end = i;
            while (end + 1 < rows.Count && zone.MapLocal(rows[end + 1].Local).Count == 2) end++;
            var step = Enumerable.Range(i + 1, end - i).FirstOrDefault(k => rows[k].Local <= rows[k - 1].Local, -1);
            if (step < 0)
                return new(LoggerFault.LocalTimeDoubled, rows[i].Line,
                    $"{Text(rows[i].Local)} occurs twice in {zone.Id} and the rows do not show which is meant. Give the fixed offset the clock ran on, such as UTC+01:00.");
            for (var k = i; k <= end; k++)
            {
                var doubled = zone.MapLocal(rows[k].Local);
                instants[k] = (k < step ? doubled.First() : doubled.Last()).ToInstant();
            }
            i = end;
        }
        for (var i = 1; i < rows.Count; i++)
        {
            if (instants[i] == instants[i - 1])
                return new(LoggerFault.Duplicate, rows[i].Line, $"{Text(rows[i].Local)} stands in the file twice (before, in line {rows[i - 1].Line}).");
            if (instants[i] < instants[i - 1])
                return new(LoggerFault.OutOfOrder, rows[i].Line, $"{Text(rows[i].Local)} is earlier than the row before it, {Text(rows[i - 1].Local)}.");
        }
        return null;
    }

    private static string Text(LocalDateTime local) => local.ToString("uuuu-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(UTC|GMT)?(?<sign>[+-])(?<h>[0-9]{1,2})(:?(?<m>[0-5][0-9]))?$", RegexOptions.CultureInvariant)]
    private static partial Regex OffsetText();
}
