namespace TherapyChain.Domain.Shipping;

/// <summary>Where a stretch of a trace stands. <see cref="NoData"/> is never in range.</summary>
public enum RangeState
{
    InRange,
    Above,
    Below,
    NoData,
}

/// <summary>The limits of a label's storage condition. Both are inclusive: a value equal to a limit is in range. Null leaves a side open.</summary>
public sealed record TemperatureLimits
{
    public static readonly TemperatureLimits None = new(null, null);

    /// <exception cref="ArgumentException">The lower limit lies above the upper one.</exception>
    public TemperatureLimits(MilliCelsius? low, MilliCelsius? high)
    {
        if (low > high) throw new ArgumentException($"The lower limit {low} lies above the upper limit {high}.", nameof(low));
        (Low, High) = (low, high);
    }

    public MilliCelsius? Low { get; }

    public MilliCelsius? High { get; }

    public bool AreOpen => Low is null && High is null;

    public RangeState Judge(MilliCelsius? value) =>
        value is null ? RangeState.NoData
        : value > High ? RangeState.Above
        : value < Low ? RangeState.Below
        : RangeState.InRange;
}
