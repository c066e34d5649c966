using NodaTime;

namespace TherapyChain.Domain.Shipping;

/// <summary>What a logger wrote down at one instant; a null value is a reading the logger missed.</summary>
public readonly record struct TemperatureReading(Instant At, MilliCelsius? Value);

/// <summary>
/// The readings of one logger, in strictly ascending order of time. May be empty: some loggers keep only daily extremes.
/// </summary>
public sealed class TemperatureTrace
{
    public static readonly TemperatureTrace Empty = new([]);

    private readonly TemperatureReading[] readings;

    /// <exception cref="ArgumentException">Two readings at one instant, or a later one first.</exception>
    public TemperatureTrace(IEnumerable<TemperatureReading> readings)
    {
        this.readings = [.. readings];
        for (var i = 1; i < this.readings.Length; i++)
            if (this.readings[i].At <= this.readings[i - 1].At)
                throw new ArgumentException($"Reading {i + 1} is not later than the one before it.", nameof(readings));
    }

    public IReadOnlyList<TemperatureReading> Readings => readings;

    /// <summary>From the first reading to the last; zero for one reading or none.</summary>
    public Duration Span => readings.Length == 0 ? Duration.Zero : readings[^1].At - readings[0].At;

    public int Missing => readings.Count(reading => reading.Value is null);

    public MilliCelsius? Lowest => readings.Min(reading => reading.Value);

    public MilliCelsius? Highest => readings.Max(reading => reading.Value);

    /// <summary>The most frequent spacing of two neighbours (the shorter of two equally frequent); null below two readings.</summary>
    public Duration? UsualInterval => readings.Length < 2
        ? null
        : readings.Zip(readings.Skip(1), (a, b) => b.At - a.At).CountBy(spacing => spacing)
            .OrderByDescending(spacing => spacing.Value).ThenBy(spacing => spacing.Key).First().Key;

    /// <summary>The longest gap to bridge where nobody has set one: twice the usual interval, so that one lost reading shows; half an hour without one.</summary>
    public Duration CustomaryMaxGap => UsualInterval is { } usual ? usual * 2 : Duration.FromMinutes(30);
}
