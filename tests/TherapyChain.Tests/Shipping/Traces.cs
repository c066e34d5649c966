using System.Text.Json;
using NodaTime;
using TherapyChain.Domain.Shipping;

namespace TherapyChain.Tests.Shipping;

/// <summary>Traces of the tests: minutes after a fixed start, degrees Celsius.</summary>
internal static class Traces
{
    public static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 6, 0);

    public static Instant At(double minute) => Start + Duration.FromMinutes(minute);

    public static TemperatureTrace Of(params (double Minute, decimal? Celsius)[] readings) =>
        new(readings.Select(reading => new TemperatureReading(At(reading.Minute), reading.Celsius is { } celsius ? MilliCelsius.FromCelsius(celsius) : null)));

    public static TemperatureTrace Of(JsonElement minutesAndCelsius) =>
        Of([.. minutesAndCelsius.EnumerateArray().Select(pair => (pair[0].GetDouble(), pair[1].ValueKind == JsonValueKind.Null ? (decimal?)null : pair[1].GetDecimal()))]);

    public static MilliCelsius? Celsius(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : MilliCelsius.FromCelsius(value.GetDecimal());

    public static TemperatureLimits Limits(decimal? low, decimal? high) =>
        new(low is { } l ? MilliCelsius.FromCelsius(l) : null, high is { } h ? MilliCelsius.FromCelsius(h) : null);
}
