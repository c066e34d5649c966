using System.Globalization;

namespace TherapyChain.Domain.Shipping;

/// <summary>
/// A temperature in thousandths of a degree Celsius. A whole number, so that a reading equal to a limit is equal to it on every machine.
/// From absolute zero (-273 150) to 1 000 °C; <c>default</c> is 0 °C.
/// </summary>
public readonly record struct MilliCelsius : IComparable<MilliCelsius>
{
    private const decimal AbsoluteZero = -273.15m;
    private const decimal Hottest = 1000m;

    /// <exception cref="ArgumentOutOfRangeException">Below absolute zero or above 1 000 °C.</exception>
    public MilliCelsius(int value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, (int)(AbsoluteZero * 1000));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, (int)(Hottest * 1000));
        Value = value;
    }

    public int Value { get; }

    public decimal Celsius => Value / 1000m;

    public double Kelvin => (Value + 273_150) / 1000.0;

    /// <summary>Rounds to the nearest thousandth, half to even; false for what no thermometer can show.</summary>
    public static bool TryFromCelsius(decimal celsius, out MilliCelsius temperature)
    {
        temperature = default;
        if (celsius is < AbsoluteZero or > Hottest) return false;
        temperature = new MilliCelsius((int)Math.Round(celsius * 1000));
        return true;
    }

    /// <summary>As <see cref="TryFromCelsius"/>, from degrees Fahrenheit.</summary>
    public static bool TryFromFahrenheit(decimal fahrenheit, out MilliCelsius temperature)
    {
        temperature = default;
        return fahrenheit is > -500m and < 2000m && TryFromCelsius((fahrenheit - 32) * 5 / 9, out temperature);
    }

    /// <exception cref="ArgumentOutOfRangeException">Below absolute zero or above 1 000 °C.</exception>
    public static MilliCelsius FromCelsius(decimal celsius) =>
        TryFromCelsius(celsius, out var temperature) ? temperature : throw new ArgumentOutOfRangeException(nameof(celsius), celsius, "Not a temperature.");

    public int CompareTo(MilliCelsius other) => Value.CompareTo(other.Value);

    public static bool operator <(MilliCelsius a, MilliCelsius b) => a.Value < b.Value;
    public static bool operator >(MilliCelsius a, MilliCelsius b) => a.Value > b.Value;
    public static bool operator <=(MilliCelsius a, MilliCelsius b) => a.Value <= b.Value;
    public static bool operator >=(MilliCelsius a, MilliCelsius b) => a.Value >= b.Value;

    /// <summary>With a point and one to three decimals: <c>-191.4 °C</c>.</summary>
    public override string ToString() => Celsius.ToString("0.0## °C", CultureInfo.InvariantCulture);
}
