using System.Text.RegularExpressions;
using NodaTime.Text;
using NodaTime;
using TherapyChain.Domain;

namespace TherapyChain.Exchange.Loggers;

/// <summary>
/// Onset HOBOware exports: a plot title, then column names that carry offset, unit and serial numbers
/// (<c>"#","Date Time, GMT-05:00","Temp, °F (LGR S/N: …, SEN S/N: …)"</c>). The offset is fixed all year. Older versions write Latin-1.
/// </summary>
internal static partial class HoboWareFile
{
    public const string Format = "HOBOware CSV";

    private const string TimePrefix = "Date Time";

    // Two-digit years are 1980 to 2079.
    private static readonly LocalDateTimePattern[] Times =
    [
        .. new[] { "MM/dd/yy hh:mm:ss tt", "MM/dd/yy HH:mm:ss", "M/d/uuuu HH:mm:ss", "M/d/uuuu HH:mm", "uuuu-MM-dd HH:mm:ss" }
            .Select(text => LocalDateTimePattern.CreateWithInvariantCulture(text).WithTwoDigitYearMax(79)),
    ];

    public static bool Fits(LoggerText text) => text.Lines[0].TrimStart('"').StartsWith("Plot Title:", StringComparison.Ordinal);

    public static LoggerOutcome Read(LoggerText text, DateTimeZone? caller)
    {
        if (text.Count < 2) return new LoggerOutcome.Refused(LoggerFault.CutShort, 1, $"The file stops before its column names.");
        var names = LoggerTable.Split(text.Lines[1], ',');
        var time = names.FindIndex(name => name.StartsWith(TimePrefix, StringComparison.Ordinal));
        var temperature = names.FindIndex(name => Unit().IsMatch(name));
        if (time < 0 || temperature < 0)
            return new LoggerOutcome.Refused(text.Count == 2 ? LoggerFault.CutShort : LoggerFault.Malformed, 2,
                $"The column names lack the time, or a temperature with its unit.");
        var end = names.FindIndex(name => name.StartsWith("End Of File", StringComparison.OrdinalIgnoreCase));

        var said = names[time][TimePrefix.Length..].TrimStart(',', ' ');
        var claim = LoggerClock.TryParseZone(said, out var offset) ? new ZoneClaim(offset, true, said) : ZoneClaim.None;
        if (claim.Choose(caller) is not var (zone, source))
            return new LoggerOutcome.ZoneNeeded(Format, said.Length == 0
                ? (Sentence)$"The file does not tell the zone of its clock."
                : (Sentence)$"The file gives the zone of its clock as \"{said}\", which is no offset known here.");
        var isFahrenheit = Unit().Match(names[temperature]).Groups["unit"].Value == "F";
        var table = new LoggerTable(2, names.Count, time, temperature, ',', '.', isFahrenheit, Times, [], "Logged", end < 0 ? null : end);
        if (table.TryRead(text, zone, out var trace) is { } fault) return fault;

        var remarks = new List<string> { "The layout does not say the order of day and month; month first was assumed." };
        if (end < 0) remarks.Add(LoggerTable.NoEndMark);
        if (isFahrenheit) remarks.Add("The file is in Fahrenheit; values were converted and rounded to a thousandth of a degree Celsius.");
        if (names.Count(name => Unit().IsMatch(name)) > 1) remarks.Add("The file has several temperature columns; the first was read.");
        var serial = Serial().Match(names[temperature]) is { Success: true } match ? match.Groups["serial"].Value : null;
        return new LoggerOutcome.Parsed(LoggerRecord.OfTable(Format, "HOBO", serial, (zone, source), trace, remarks, text));
    }

    [GeneratedRegex(@"^Temp[^,]*,\s*[^A-Za-z]*(?<unit>[CF])\b", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Unit();

    [GeneratedRegex(@"LGR S/N: (?<serial>[0-9]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Serial();
}
