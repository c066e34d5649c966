using NodaTime;
using NodaTime.Text;
using TherapyChain.Domain.Shipping;

namespace TherapyChain.Exchange.Loggers;

/// <summary>The readings of a Berlinger export: <c>time TAB value TAB x</c>, where the x marks a value outside the device's own limits.</summary>
internal static class BerlingerRows
{
    private const string Header = "yyyy-MM-dd hh:mm\tT\tOut of limits";

    private static readonly LocalDateTimePattern Minute = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm");

    public static bool IsMissing(string text) => text == "--.-";

    public static LoggerOutcome.Refused? TryRead(
        BerlingerTree tree, bool isFahrenheit, out List<(LocalDateTime Local, MilliCelsius? Value, int Line)> readings)
    {
        readings = [];
        if (!tree.Rows.TryGetValue("Data", out var rows)) return null;
        if (rows[0].Text != Header)
            return new(LoggerFault.Malformed, rows[0].Line,
                $"The columns are \"{rows[0].Text.Replace("\t", ", ", StringComparison.Ordinal)}\", not time, T, Out of limits.");
        foreach (var (text, line) in rows.Skip(1))
        {
            var cells = text.Split('\t');
            if (cells.Length is < 2 or > 3 || (cells.Length == 3 && cells[2] is not ("" or "x")))
                return new(LoggerFault.Malformed, line, $"The row is not time, value and mark.");
            if (!Minute.Parse(cells[0]).TryGetValue(default, out var local))
                return new(LoggerFault.Malformed, line, $"\"{cells[0]}\" is no time.");
            MilliCelsius? value = null;
            if (!IsMissing(cells[1]))
            {
                if (!LoggerNumber.TryParse(cells[1], '.', isFahrenheit, out var number))
                    return new(LoggerFault.NotANumber, line, $"\"{cells[1]}\" is no temperature.");
                value = number;
            }
            readings.Add((local, value, line));
        }
        return null;
    }
}
