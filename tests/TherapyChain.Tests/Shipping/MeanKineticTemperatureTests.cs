using System.Text.Json;
using NodaTime;
using TherapyChain.Domain.Shipping;
using TherapyChain.Testing;

namespace TherapyChain.Tests.Shipping;

public class MeanKineticTemperatureTests
{
    private const decimal Tolerance = 0.001m;

    private static readonly Duration AnyGap = Duration.FromDays(1);

    public static TheoryData<string> Vectors() => [.. Equal().Select(vector => vector.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Vectors))]
    public void A_mean_is_as_the_vector_says(string name)
    {
        var vector = Equal().Single(one => one.GetProperty("name").GetString() == name);
        var temperatures = vector.GetProperty("temperaturesC").EnumerateArray().Select(value => MilliCelsius.FromCelsius(value.GetDecimal())).ToList();
        var weights = vector.TryGetProperty("weights", out var given) ? given.EnumerateArray().Select(weight => weight.GetDouble()) : temperatures.Select(_ => 1.0);

        var mean = MeanKineticTemperature.Weighted(temperatures.Zip(weights));

        Assert.InRange(mean!.Value.Celsius - vector.GetProperty("mktC").GetDecimal(), -Tolerance, Tolerance);
    }

    [Fact]
    public void Equal_weights_of_a_trace_count_every_reading_the_last_too() =>
        Assert.Equal(25.858m, Mean(Traces.Of((0, 20m), (10, 25m), (20, 30m)), KineticMethod.EqualWeights));

    [Fact]
    public void Unequal_spacing_follows_the_method_that_is_named()
    {
        var vector = TestData.Json("temperature/mkt.json").GetProperty("unequalSpacing")[0];
        var trace = Traces.Of(vector.GetProperty("minutes_and_C"));
        Assert.InRange(Mean(trace, KineticMethod.Trapezoid) - vector.GetProperty("mkt_trapezoid_C").GetDecimal(), -Tolerance, Tolerance);
        Assert.InRange(Mean(trace, KineticMethod.StepHold) - vector.GetProperty("mkt_left_step_C").GetDecimal(), -Tolerance, Tolerance);
    }

    [Fact]
    public void Gaps_and_missing_readings_carry_no_weight()
    {
        var trace = Traces.Of((0, 5m), (10, null), (20, 5m), (30, 20m), (300, 5m), (310, 5m));
        var step = MeanKineticTemperature.Of(trace, TemperatureLimits.None, Duration.FromMinutes(30));
        Assert.Equal(new KineticMean.Calculated(MilliCelsius.FromCelsius(5), KineticMethod.StepHold), step);
    }

    [Theory]
    [InlineData(-150, "storage is below 0 °C")]
    [InlineData(8, "readings are below 0 °C")]
    public void Frozen_product_has_no_mean(int high, string why) =>
        Assert.Equal(new KineticMean.NotApplicable(why), MeanKineticTemperature.Of(Traces.Of((0, -0.1m), (10, 5m)), Traces.Limits(null, high), AnyGap));

    [Fact]
    public void Nothing_has_no_mean()
    {
        Assert.IsType<KineticMean.NotApplicable>(MeanKineticTemperature.Of(TemperatureTrace.Empty, TemperatureLimits.None, AnyGap));
        Assert.IsType<KineticMean.NotApplicable>(MeanKineticTemperature.Of(Traces.Of((0, 5m)), TemperatureLimits.None, AnyGap));
        Assert.Null(MeanKineticTemperature.Weighted([]));
    }

    private static decimal Mean(TemperatureTrace trace, KineticMethod method) =>
        Assert.IsType<KineticMean.Calculated>(MeanKineticTemperature.Of(trace, TemperatureLimits.None, AnyGap, method)).Mean.Celsius;

    private static JsonElement.ArrayEnumerator Equal() => TestData.Json("temperature/mkt.json").GetProperty("equalSpacing").EnumerateArray();
}
