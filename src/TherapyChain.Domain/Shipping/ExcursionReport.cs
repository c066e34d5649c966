using NodaTime;

namespace TherapyChain.Domain.Shipping;

/// <summary>An unbroken stretch above, below or without data.</summary>
/// <param name="Kind">Never <see cref="RangeState.InRange"/>.</param>
/// <param name="Start">The first reading of the stretch; for a gap, the last reading before it.</param>
/// <param name="End">The first reading after it, or the end of the trace. Equals <paramref name="Start"/> when only the last reading is concerned.</param>
/// <param name="Peak">The reading farthest outside; null without data.</param>
public sealed record Episode(RangeState Kind, Instant Start, Instant End, MilliCelsius? Peak)
{
    public Duration Length => End - Start;
}

/// <summary>
/// A trace measured against limits. Accounting: a reading holds until the next; the last adds no time; a missing value, and the whole
/// of a spacing longer than the maximum gap, are "no data". The four totals add up to the span of the trace.
/// </summary>
public sealed record ExcursionReport(
    TemperatureLimits Limits,
    Duration MaxGap,
    Duration Allowance,
    Duration InRange,
    Duration Above,
    Duration Below,
    Duration NoData,
    IReadOnlyList<Episode> Episodes,
    bool LastReadingInRange)
{
    /// <summary>Time outside the limits, above and below together, is longer than the label allows in all.</summary>
    public bool AllowanceExceeded => Above + Below > Allowance;

    /// <summary>Every moment is known and inside the limits, and the last reading is too. False for a trace without readings.</summary>
    public bool IsClean => Episodes.Count == 0 && LastReadingInRange;

    /// <param name="trace">The readings.</param>
    /// <param name="limits">Inclusive limits; open ones make every known value in range.</param>
    /// <param name="maxGap">The longest spacing over which a reading still holds; positive.</param>
    /// <param name="allowance">Time outside that the label allows in all; zero for none.</param>
    public static ExcursionReport Of(TemperatureTrace trace, TemperatureLimits limits, Duration maxGap, Duration allowance)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(maxGap, Duration.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(allowance, Duration.Zero);
        var totals = new Dictionary<RangeState, Duration>();
        var episodes = new List<Episode>();
        var readings = trace.Readings;
        for (var i = 0; i < readings.Count; i++)
        {
            var (from, value) = readings[i];
            var isLast = i == readings.Count - 1;
            var until = isLast ? from : readings[i + 1].At;
            var held = limits.Judge(value);
            if (until - from > maxGap && held != RangeState.NoData)
            {
                // The value was seen but nobody knows how long it held: it is kept as an episode of no length, the gap as no data.
                Extend(episodes, held, from, from, value);
                held = RangeState.NoData;
                value = null;
            }
            Extend(episodes, held, from, until, value);
            totals[held] = totals.GetValueOrDefault(held) + (until - from);
        }
        Duration Total(RangeState state) => totals.GetValueOrDefault(state);
        var lastInRange = readings.Count > 0 && limits.Judge(readings[^1].Value) == RangeState.InRange;
        return new ExcursionReport(limits, maxGap, allowance, Total(RangeState.InRange), Total(RangeState.Above), Total(RangeState.Below),
            Total(RangeState.NoData), episodes, lastInRange);
    }

    private static void Extend(List<Episode> episodes, RangeState kind, Instant from, Instant until, MilliCelsius? value)
    {
        if (kind == RangeState.InRange) return;
        if (episodes.Count > 0 && episodes[^1] is var open && open.Kind == kind && open.End == from)
            episodes[^1] = open with { End = until, Peak = Farther(kind, open.Peak, value) };
        else
            episodes.Add(new Episode(kind, from, until, value));
    }

    private static MilliCelsius? Farther(RangeState kind, MilliCelsius? a, MilliCelsius? b) =>
        a is null || b is null ? a ?? b : kind == RangeState.Above == a > b ? a : b;
}
