using NodaTime;
using NodaTime.Text;
using NodaTime.TimeZones;

namespace TherapyChain.Exchange.Loggers;

/// <summary>
/// Onset HOBO MX exports: column names in line 1, month first, and the zone only as a name inside the time column's name. That name is the
/// zone, not the offset: a file of "Pacific Standard Time" read out in summer runs on daylight time.
/// </summary>
internal static class HoboMxFile
{
    public const string Format = "HOBO MX CSV";

    private const string TimePrefix = "Date-Time (";

    private static readonly LocalDateTimePattern Time = LocalDateTimePattern.CreateWithInvariantCulture("MM-dd-uuuu HH:mm:ss");

    public static bool Fits(LoggerText text) =>
        text.Lines[0].TrimStart('"').StartsWith('#') && text.Lines[0].Contains(TimePrefix, StringComparison.Ordinal);

    public static LoggerOutcome Read(LoggerText text, DateTimeZone? caller)
    {
        if (text.FirstLineNotUtf8 is { } bad) return new LoggerOutcome.Refused(LoggerFault.NotText, bad, $"A byte is not text; the file is damaged.");
        var names = LoggerTable.Split(text.Lines[0], ',');
        var time = names.FindIndex(name => name.StartsWith(TimePrefix, StringComparison.Ordinal));
        // "Temperature Max : Max" and its kin are statistics over the interval, not readings.
        var temperatures = names.Where(name => name.Contains("Temperature", StringComparison.Ordinal) && !name.Contains(" : ", StringComparison.Ordinal)).ToList();
        var end = names.FindIndex(name => name == "End of File");
        if (time < 0 || temperatures.Count == 0 || end < 0)
            return new LoggerOutcome.Refused(text.Count == 1 ? LoggerFault.CutShort : LoggerFault.Malformed, 1,
                $"The column names lack the time, a temperature, or End of File.");
        var isFahrenheit = temperatures[0].EndsWith("F)", StringComparison.Ordinal);
        if (!isFahrenheit && !temperatures[0].EndsWith("C)", StringComparison.Ordinal))
            return new LoggerOutcome.Refused(LoggerFault.Malformed, 1, $"The column \"{temperatures[0]}\" does not say Celsius or Fahrenheit.");

        var said = names[time][TimePrefix.Length..].TrimEnd(')');
        var claim = Zone(said);
        if (claim.Choose(caller) is not var (zone, source))
            return new LoggerOutcome.ZoneNeeded(Format, $"The file names the zone of its clock as \"{said}\", which is no zone known here.");
        var table = new LoggerTable(1, names.Count, time, names.IndexOf(temperatures[0]), ',', '.', isFahrenheit, [Time], [], "Logged", end);
        if (table.TryRead(text, zone, out var trace) is { } fault) return fault;

        var remarks = new List<string>();
        if (source == ZoneSource.Caller) remarks.Add($"The file names its zone \"{said}\"; the clock was read in the zone given with the file.");
        else if (!claim.IsExact) remarks.Add($"The file names its zone \"{said}\"; the clock was read as local time there, summer time included.");
        if (temperatures.Count > 1) remarks.Add($"The file has {temperatures.Count} temperature channels; the first was read.");
        return new LoggerOutcome.Parsed(LoggerRecord.OfTable(Format, "HOBO MX", null, (zone, source), trace, remarks, text));
    }

    private static ZoneClaim Zone(string said)
    {
        if (LoggerClock.TryParseZone(said, out var exact)) return new ZoneClaim(exact, true, said);
        return TzdbDateTimeZoneSource.Default.WindowsMapping.PrimaryMapping.TryGetValue(said, out var id)
            ? new ZoneClaim(DateTimeZoneProviders.Tzdb[id], false, said)
            : new ZoneClaim(null, false, said);
    }
}
