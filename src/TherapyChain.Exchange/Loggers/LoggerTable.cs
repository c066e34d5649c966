using System.Text;
using NodaTime;
using NodaTime.Text;
using TherapyChain.Domain.Shipping;

namespace TherapyChain.Exchange.Loggers;

/// <summary>Where things stand in one delimited file: found from its header by each format, then read in one way for all.</summary>
/// <param name="HeaderLine">The line of the column names, from 1.</param>
/// <param name="Columns">How many fields each row must have.</param>
/// <param name="Times">Ways to write the time; the one that fits the first row must fit all.</param>
/// <param name="EventMark">A cell of this text makes a row without a temperature an event of the device, not a missing reading.</param>
/// <param name="EndColumn">
/// The column that carries the event mark in the last row of a whole file; null when the layout has none, and the last row must end with a
/// line break.
/// </param>
internal sealed record LoggerTable(
    int HeaderLine,
    int Columns,
    int TimeColumn,
    int TemperatureColumn,
    char Delimiter,
    char DecimalSign,
    bool IsFahrenheit,
    IReadOnlyList<LocalDateTimePattern> Times,
    IReadOnlyCollection<string> Missing,
    string? EventMark,
    int? EndColumn)
{
    public const string NoEndMark = "The layout marks no end: a file cut off exactly between two rows cannot be told from a whole one.";

    public LoggerOutcome.Refused? TryRead(LoggerText text, DateTimeZone zone, out TemperatureTrace trace)
    {
        trace = TemperatureTrace.Empty;
        if (Whole(text) is { } cut) return cut;
        var rows = new List<(LocalDateTime Local, int Line)>();
        var values = new List<MilliCelsius?>();
        LocalDateTimePattern? pattern = null;
        for (var line = HeaderLine + 1; line <= text.Count; line++)
        {
            var cells = Split(text.Lines[line - 1], Delimiter);
            if (cells.Count != Columns) return new(LoggerFault.Malformed, line, $"The row has {cells.Count} fields, not {Columns}.");
            var reading = cells[TemperatureColumn];
            if (reading.Length == 0 && EventMark is not null && cells.Contains(EventMark)) continue;
            pattern ??= Times.FirstOrDefault(candidate => candidate.Parse(cells[TimeColumn]).Success) ?? Times[0];
            if (!pattern.Parse(cells[TimeColumn]).TryGetValue(default, out var local))
                return new(LoggerFault.Malformed, line, $"\"{cells[TimeColumn]}\" is no time of the form {pattern.PatternText}.");
            MilliCelsius? value = null;
            if (reading.Length > 0 && !Missing.Contains(reading))
            {
                if (!LoggerNumber.TryParse(reading, DecimalSign, IsFahrenheit, out var number))
                    return new(LoggerFault.NotANumber, line, $"\"{reading}\" is no temperature.");
                value = number;
            }
            rows.Add((local, line));
            values.Add(value);
        }
        if (LoggerClock.Resolve(zone, rows, out var instants) is { } badTime) return badTime;
        trace = new TemperatureTrace(instants.Zip(values, (at, value) => new TemperatureReading(at, value)));
        return null;
    }

    /// <summary>Refuses a file cut short, before anything in its last line can mislead: <c>-191,4</c> cut to <c>-19</c> is a number too.</summary>
    private LoggerOutcome.Refused? Whole(LoggerText text)
    {
        var line = text.Count;
        if (line <= HeaderLine) return new(LoggerFault.CutShort, line, $"The file stops before its first row.");
        var last = Split(text.Lines[line - 1], Delimiter);
        if (last.Count < Columns)
            return new(LoggerFault.CutShort, line, $"The last row has {last.Count} of {Columns} fields: the file was cut short.");
        if (EndColumn is { } end)
            return last[end] == EventMark
                ? null
                : new(LoggerFault.CutShort, line, $"The last row does not carry the mark that ends the file: it was cut short.");
        return text.EndsWithLineBreak ? null : new(LoggerFault.CutShort, line, $"The last row has no line break: the file was cut short within it.");
    }

    /// <summary>
    /// One line into its cells, trimmed; quotes as in RFC 4180. By hand because a cut file is told by its lines: a CSV reader joins lines
    /// over an open quote, completes the last record and hides both.
    /// </summary>
    public static List<string> Split(string line, char delimiter)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (c == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"') cell.Append(line[++i]);
            else if (c == '"') quoted = !quoted;
            else if (c == delimiter && !quoted)
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
            }
            else cell.Append(c);
        }
        cells.Add(cell.ToString().Trim());
        return cells;
    }
}
