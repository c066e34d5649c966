using NodaTime.Text;
using NodaTime;
using TherapyChain.Domain;

namespace TherapyChain.Exchange.Loggers;

/// <summary>
/// A layout of delimited text as data, for loggers that are not built in: lines of <c>label, value</c> first, then a row of column names,
/// then one reading a row. Times are NodaTime patterns, so the order of day and month and 12 or 24 hours are said, not guessed.
/// </summary>
public sealed record LoggerProfile
{
    public required string Name { get; init; }

    public required char Delimiter { get; init; }

    public char DecimalSign { get; init; } = '.';

    /// <summary>Bytes that are not UTF-8 are read as Latin-1. A byte order mark always decides.</summary>
    public bool AllowLatin1 { get; init; }

    /// <summary>The line of the column names, from 1.</summary>
    public required int HeaderRow { get; init; }

    public required string TimeColumn { get; init; }

    public required string TemperatureColumn { get; init; }

    /// <summary>Such as <c>dd.MM.uuuu HH:mm:ss</c>.</summary>
    public required string TimePattern { get; init; }

    public bool IsFahrenheit { get; init; }

    /// <summary>The label whose value is an offset or an IANA name; null when the layout has none and the caller must know.</summary>
    public string? ZoneLabel { get; init; }

    public string? DeviceLabel { get; init; }

    public string? SerialLabel { get; init; }

    /// <summary>What stands for a reading that is missing; an empty cell always does.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>A cell of this text makes a row without a temperature an event of the device.</summary>
    public string? EventMark { get; init; }

    /// <summary>What is wrong with the profile itself, in words; null when it can be used.</summary>
    public string? Problem() =>
        HeaderRow < 1 ? "headerRow counts from 1."
        : Delimiter == DecimalSign ? "The delimiter and the decimal sign are the same."
        : DecimalSign is not ('.' or ',') ? "The decimal sign is a point or a comma."
        : Pattern() is null ? $"\"{TimePattern}\" is no pattern for a time."
        : null;

    internal bool Fits(LoggerText text) =>
        Problem() is null && text.Count >= HeaderRow && Header(text) is var names && names.Contains(TimeColumn) && names.Contains(TemperatureColumn);

    internal LoggerOutcome Read(LoggerText text, DateTimeZone? caller)
    {
        if (text.FirstLineNotUtf8 is { } bad && !AllowLatin1)
            return new LoggerOutcome.Refused(LoggerFault.NotText, bad, $"A byte is not UTF-8; the profile does not allow Latin-1.");
        var names = Header(text);
        if (names.Count(name => name == TimeColumn) > 1 || names.Count(name => name == TemperatureColumn) > 1)
            return new LoggerOutcome.Refused(LoggerFault.Malformed, HeaderRow,
                $"A column of this name stands there twice; which one is meant cannot be told.");
        var labels = Labels(text);
        var said = ZoneLabel is null ? null : labels.GetValueOrDefault(ZoneLabel);
        var claim = said is not null && LoggerClock.TryParseZone(said, out var told) ? new ZoneClaim(told, true, said) : ZoneClaim.None;
        if (claim.Choose(caller) is not var (zone, source))
            return new LoggerOutcome.ZoneNeeded(Name, said is null
                ? (Sentence)$"The file does not tell the zone of its clock."
                : (Sentence)$"The file gives the zone of its clock as \"{said}\", which is no zone known here.");
        var table = new LoggerTable(HeaderRow, names.Count, names.IndexOf(TimeColumn), names.IndexOf(TemperatureColumn), Delimiter, DecimalSign,
            IsFahrenheit, [Pattern()!], Missing.ToHashSet(), EventMark, null);
        if (table.TryRead(text, zone, out var trace) is { } fault) return fault;
        string? Label(string? label) => label is null ? null : labels.GetValueOrDefault(label);
        return new LoggerOutcome.Parsed(LoggerRecord.OfTable(
            Name, Label(DeviceLabel) ?? Name, Label(SerialLabel), (zone, source), trace, [LoggerTable.NoEndMark], text));
    }

    private LocalDateTimePattern? Pattern()
    {
        try
        {
            return LocalDateTimePattern.CreateWithInvariantCulture(TimePattern);
        }
        catch (InvalidPatternException)
        {
            // NodaTime has no other way to ask whether a pattern is one.
            return null;
        }
    }

    private List<string> Header(LoggerText text) => LoggerTable.Split(text.Lines[HeaderRow - 1], Delimiter);

    private Dictionary<string, string> Labels(LoggerText text) =>
        text.Lines.Take(HeaderRow - 1).Select(line => LoggerTable.Split(line, Delimiter)).Where(cells => cells.Count > 1)
            .DistinctBy(cells => cells[0]).ToDictionary(cells => cells[0], cells => cells[1]);
}
