using NodaTime;

namespace TherapyChain.Domain.Shipping;

/// <summary>How the time between two readings is weighted.</summary>
public enum KineticMethod
{
    /// <summary>Every reading weighs the same.</summary>
    EqualWeights,

    /// <summary>A reading holds until the next; the last weighs nothing. The same rule as for excursions.</summary>
    StepHold,

    /// <summary>Between two readings the reaction rate runs straight (Tong and Lock, 2015).</summary>
    Trapezoid,
}

/// <summary>A mean kinetic temperature, or the reason why there is none.</summary>
public abstract record KineticMean
{
    private KineticMean() { }

    /// <param name="Mean">Rounded to a thousandth of a degree, which is finer than any logger and the same on every machine.</param>
    /// <param name="Method">The weighting used.</param>
    public sealed record Calculated(MilliCelsius Mean, KineticMethod Method) : KineticMean;

    /// <param name="Why">A sentence for the reader.</param>
    public sealed record NotApplicable(string Why) : KineticMean;
}

/// <summary>
/// The single temperature that would have done the same harm (USP &lt;1079.2&gt;): T = (dH/R) / -ln(Σ w·exp(-dH/(R·t)) / Σ w), in kelvin.
/// Not for frozen or cryogenic product, where no reaction runs that an average could stand for.
/// </summary>
public static class MeanKineticTemperature
{
    /// <summary>dH/R in kelvin for the conventional activation energy, 83.144 kJ/mol.</summary>
    public const double Conventional = 10_000;

    /// <summary>dH/R in kelvin for an activation energy in kJ/mol: some loggers use 83.0.</summary>
    public static double FromEnergy(double kilojoulePerMole) => kilojoulePerMole * 1000 / 8.3144;

    /// <summary>Of a trace. Missing readings and spacings longer than <paramref name="maxGap"/> carry no weight.</summary>
    public static KineticMean Of(
        TemperatureTrace trace, TemperatureLimits limits, Duration maxGap, KineticMethod method = KineticMethod.StepHold, double activation = Conventional)
    {
        if (limits.High < default(MilliCelsius)) return new KineticMean.NotApplicable("storage is below 0 °C");
        if (trace.Lowest is null) return new KineticMean.NotApplicable("there are no readings");
        if (trace.Lowest < default(MilliCelsius)) return new KineticMean.NotApplicable("readings are below 0 °C");
        var weighted = method == KineticMethod.EqualWeights
            ? trace.Readings.Where(reading => reading.Value is not null).Select(reading => (Rate(reading.Value!.Value, activation), 1.0))
            : Spacings(trace, maxGap, method, activation);
        return Mean(weighted, activation) is { } mean
            ? new KineticMean.Calculated(mean, method)
            : new KineticMean.NotApplicable("no two neighbouring readings are close enough");
    }

    /// <summary>Of temperatures with weights of any unit, none negative; null when the weights add up to nothing.</summary>
    public static MilliCelsius? Weighted(IEnumerable<(MilliCelsius Temperature, double Weight)> readings, double activation = Conventional) =>
        Mean(readings.Select(reading => (Rate(reading.Temperature, activation), reading.Weight)), activation);

    private static IEnumerable<(double Rate, double Weight)> Spacings(TemperatureTrace trace, Duration maxGap, KineticMethod method, double activation)
    {
        for (var i = 0; i + 1 < trace.Readings.Count; i++)
        {
            var (at, next) = (trace.Readings[i], trace.Readings[i + 1]);
            var length = next.At - at.At;
            if (length > maxGap || at.Value is not { } here) continue;
            if (method == KineticMethod.StepHold) yield return (Rate(here, activation), length.TotalSeconds);
            else if (next.Value is { } there) yield return ((Rate(here, activation) + Rate(there, activation)) / 2, length.TotalSeconds);
        }
    }

    private static double Rate(MilliCelsius temperature, double activation) => Math.Exp(-activation / temperature.Kelvin);

    private static MilliCelsius? Mean(IEnumerable<(double Rate, double Weight)> weighted, double activation)
    {
        var (rates, weights) = (0.0, 0.0);
        foreach (var (rate, weight) in weighted)
        {
            rates += rate * weight;
            weights += weight;
        }
        return weights > 0 ? MilliCelsius.FromCelsius((decimal)(activation / -Math.Log(rates / weights) - 273.15)) : null;
    }
}
