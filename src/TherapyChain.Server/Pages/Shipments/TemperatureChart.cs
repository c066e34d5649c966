using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using NodaTime;
using TherapyChain.Domain.Shipping;

namespace TherapyChain.Server.Pages.Shipments;

/// <summary>
/// A trace laid out for a picture of 720 by 320: lines, band of the limits, stretches outside. Each column of the picture keeps its lowest and
/// highest reading, so that no excursion is smoothed away however long the trace is.
/// </summary>
public sealed class TemperatureChart
{
    public const int Width = 720, Height = 320, Left = 92, Right = 34, Top = 30, Bottom = 66;

    /// <summary>Where hours and days stand under the picture: apart enough for the letters of a phone.</summary>
    public const int HourLine = Height - Bottom + 25, DayLine = Height - 12;

    // Half of a day's name in the letters of a phone: as much stays free at the edge and to the next one.
    private const int HalfDay = 78;

    private const int Columns = 320;

    private static readonly int[] Round = [1, 2, 5, 10];

    private static readonly int[] Steps = [1, 2, 3, 6, 12, 24, 48, 96, 168];

    private readonly Instant _from;
    private readonly Duration _span;
    private readonly double _low, _high;

    public TemperatureChart(TemperatureTrace trace, TemperatureLimits limits, string zone)
    {
        var readings = trace.Readings;
        (_from, _span) = (readings[0].At, readings.Count > 1 ? trace.Span : Duration.FromHours(1));
        var shown = new[] { trace.Lowest, trace.Highest, limits.Low, limits.High }.OfType<MilliCelsius>().Select(t => t.Value / 1000.0).ToList();
        var (least, most) = shown.Count == 0 ? (0.0, 1.0) : (shown.Min(), shown.Max());
        var margin = Math.Max(0.5, (most - least) * 0.08);
        (_low, _high) = (least - margin, most + margin);
        Report = ExcursionReport.Of(trace, limits, trace.CustomaryMaxGap, Duration.Zero);
        Band = limits.AreOpen ? null : (Y(limits.High?.Value / 1000.0 ?? _high), Y(limits.Low?.Value / 1000.0 ?? _low));
        Lines = [.. new[] { limits.Low, limits.High }.OfType<MilliCelsius>().Select(t => (Y(t.Value / 1000.0), t.Celsius))];
        Episodes = [.. Report.Episodes.Select(e => (e, X(e.Start), Math.Max(2, X(e.End) - X(e.Start))))];
        Path = Draw(trace);
        Hours = [.. Ticks(DateTimeZoneProviders.Tzdb[zone])];
        Days = [.. DaysOf(Hours)];
        Degrees = [.. DegreeTicks()];
        Rows = [.. Table(trace, limits)];
    }

    public ExcursionReport Report { get; }

    /// <summary>Where the limits lie, from above to below; null when there are none.</summary>
    public (double Top, double Bottom)? Band { get; }

    public ImmutableArray<(double Y, decimal Celsius)> Lines { get; }

    /// <summary>Stretches outside the limits or without data, each with its left edge and width.</summary>
    public ImmutableArray<(Episode Episode, double X, double Width)> Episodes { get; }

    /// <summary>The readings as a path; it breaks where data is missing.</summary>
    public string Path { get; }

    public ImmutableArray<(double X, LocalDateTime At)> Hours { get; }

    /// <summary>Each day where it begins, and the first where the trace does, unless they would stand in each other's way; how it is set: around its place, or up to it.</summary>
    public ImmutableArray<(double X, LocalDate Day, string Set)> Days { get; }

    public ImmutableArray<(double Y, double Celsius)> Degrees { get; }

    /// <summary>The same as a table: the lowest and highest reading of each stretch between two marks of the time axis.</summary>
    public ImmutableArray<ChartRow> Rows { get; }

    public static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private double X(Instant at) => Math.Round(Left + (at - _from) / _span * (Width - Left - Right), 1);

    private double Y(double celsius) => Math.Round(Top + (_high - celsius) / (_high - _low) * (Height - Top - Bottom), 1);

    private string Draw(TemperatureTrace trace)
    {
        var path = new StringBuilder();
        TemperatureReading? before = null;
        foreach (var column in trace.Readings.GroupBy(r => (int)((r.At - _from) / _span * Columns)))
        {
            // First, lowest, highest, last: what a line over the column would show.
            var known = column.Where(r => r.Value is not null).ToList();
            var kept = known.Count <= 4 ? known : new[] { known[0], known.MinBy(r => r.Value), known.MaxBy(r => r.Value), known[^1] }.DistinctBy(r => r.At).OrderBy(r => r.At).ToList();
            foreach (var reading in kept)
            {
                var joined = before is { } last && reading.At - last.At <= Duration.Max(trace.CustomaryMaxGap, _span / Columns * 2) && !column.Any(r => r.Value is null);
                path.Append(CultureInfo.InvariantCulture, $"{(joined ? 'L' : 'M')}{X(reading.At):0.#} {Y(reading.Value!.Value.Value / 1000.0):0.#}");
                before = reading;
            }
        }
        return path.ToString();
    }

    private int HoursBetween => Steps.FirstOrDefault(step => _span.TotalHours / step <= 8, Steps[^1]);

    private IEnumerable<(double, LocalDateTime)> Ticks(DateTimeZone zone)
    {
        // Whole hours of the wall clock; an hour that daylight saving doubles or skips moves the mark, never the reading.
        var first = _from.InZone(zone).LocalDateTime;
        var at = first.Date.AtMidnight();
        while (true)
        {
            var mark = at.InZoneLeniently(zone).ToInstant();
            if (mark > _from + _span) yield break;
            if (mark >= _from) yield return (X(mark), at);
            at = at.PlusHours(HoursBetween);
        }
    }

    // From the last to the first: where two days are close, the later one says when the earlier ended.
    private static IEnumerable<(double, LocalDate, string)> DaysOf(ImmutableArray<(double X, LocalDateTime At)> hours)
    {
        var free = (double)Width + HalfDay;
        foreach (var (x, at) in hours.Where((hour, i) => i == 0 || hour.At.Hour == 0).Reverse())
        {
            var isAtEdge = x > Width - HalfDay;
            if ((isAtEdge ? x : x + HalfDay) > free) continue;
            free = isAtEdge ? x - 2 * HalfDay : x - HalfDay;
            yield return (x, at.Date, isAtEdge ? "end" : "middle");
        }
    }

    private IEnumerable<(double, double)> DegreeTicks()
    {
        var raw = (_high - _low) / 5;
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        var step = Round.Select(n => n * power).First(n => n >= raw);
        for (var t = Math.Ceiling(_low / step) * step; t <= _high; t += step) yield return (Y(t), Math.Round(t, 3));
    }

    private IEnumerable<ChartRow> Table(TemperatureTrace trace, TemperatureLimits limits)
    {
        var length = Duration.FromHours(HoursBetween);
        foreach (var stretch in trace.Readings.GroupBy(r => (int)((r.At - _from) / length)))
        {
            var from = _from + length * stretch.Key;
            var (lowest, highest) = (stretch.Min(r => r.Value), stretch.Max(r => r.Value));
            var states = stretch.Select(r => limits.Judge(r.Value)).ToHashSet();
            // What lies outside counts more than what is missing.
            var state = states.Contains(RangeState.Above) ? RangeState.Above : states.Contains(RangeState.Below) ? RangeState.Below : states.Contains(RangeState.NoData) ? RangeState.NoData : RangeState.InRange;
            yield return new ChartRow(from, lowest, highest, state);
        }
    }
}

/// <summary>The lowest and highest reading of a stretch of time, and whether any lies outside.</summary>
public sealed record ChartRow(Instant From, MilliCelsius? Lowest, MilliCelsius? Highest, RangeState State);
