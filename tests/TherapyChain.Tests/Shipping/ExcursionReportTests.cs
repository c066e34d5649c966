using System.Text.Json;
using NodaTime;
using TherapyChain.Domain.Shipping;
using TherapyChain.Testing;

namespace TherapyChain.Tests.Shipping;

public class ExcursionReportTests
{
    private static readonly TemperatureLimits Fridge = Traces.Limits(2, 8);

    public static TheoryData<string> Vectors() =>
        [.. TestData.Json("temperature/excursions.json").GetProperty("cases").EnumerateArray().Select(vector => vector.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Vectors))]
    public void A_trace_is_accounted_as_the_vector_says(string name)
    {
        var vector = TestData.Json("temperature/excursions.json").GetProperty("cases").EnumerateArray().Single(one => one.GetProperty("name").GetString() == name);
        double Minutes(string key) => vector.GetProperty(key).GetDouble();
        var limits = vector.GetProperty("limits");

        var report = ExcursionReport.Of(Traces.Of(vector.GetProperty("minutes_and_C")),
            new TemperatureLimits(Traces.Celsius(limits.GetProperty("low")), Traces.Celsius(limits.GetProperty("high"))),
            Duration.FromMinutes(Minutes("maxGapMinutes")), Duration.FromMinutes(Minutes("cumulativeAllowanceMinutes")));

        Assert.Equal(Minutes("minutesAbove"), report.Above.TotalMinutes);
        Assert.Equal(Minutes("minutesBelow"), report.Below.TotalMinutes);
        Assert.Equal(Minutes("minutesNoData"), report.NoData.TotalMinutes);
        Assert.Equal(vector.GetProperty("lastReadingInRange").GetBoolean(), report.LastReadingInRange);
        Assert.Equal(vector.GetProperty("allowanceExceeded").GetBoolean(), report.AllowanceExceeded);
        var expected = vector.GetProperty("episodes").EnumerateArray().Select(episode => new Episode(
            Enum.Parse<RangeState>(episode.GetProperty("kind").GetString()!, ignoreCase: true),
            Traces.At(episode.GetProperty("startMinute").GetDouble()), Traces.At(episode.GetProperty("endMinute").GetDouble()), Traces.Celsius(episode.GetProperty("peakC"))));
        Assert.Equal(expected, report.Episodes);
    }

    [Fact]
    public void A_gap_longer_than_the_maximum_is_no_data_from_its_first_moment()
    {
        var report = ExcursionReport.Of(Traces.Of((0, 5m), (10, 5m), (50, 5m), (60, 5m)), Fridge, Duration.FromMinutes(30), Duration.Zero);
        Assert.Equal(40, report.NoData.TotalMinutes);
        Assert.Equal(20, report.InRange.TotalMinutes);
        Assert.Equal(new Episode(RangeState.NoData, Traces.At(10), Traces.At(50), null), Assert.Single(report.Episodes));
        Assert.False(report.IsClean);
    }

    [Fact]
    public void A_gap_as_long_as_the_maximum_is_still_held()
    {
        var report = ExcursionReport.Of(Traces.Of((0, 5m), (30, 5m)), Fridge, Duration.FromMinutes(30), Duration.Zero);
        Assert.True(report.IsClean);
        Assert.Equal(30, report.InRange.TotalMinutes);
    }

    [Fact]
    public void A_value_out_of_range_before_a_gap_is_kept_though_its_length_is_unknown()
    {
        var report = ExcursionReport.Of(Traces.Of((0, 12m), (60, 5m)), Fridge, Duration.FromMinutes(30), Duration.Zero);
        Assert.Equal(Duration.Zero, report.Above);
        Assert.Equal(
            [new Episode(RangeState.Above, Traces.At(0), Traces.At(0), MilliCelsius.FromCelsius(12)), new Episode(RangeState.NoData, Traces.At(0), Traces.At(60), null)],
            report.Episodes);
    }

    [Fact]
    public void The_last_reading_adds_no_time_but_its_peak_and_its_state_count()
    {
        var report = ExcursionReport.Of(Traces.Of((0, 5m), (10, 9m), (20, 14m)), Fridge, Duration.FromMinutes(30), Duration.Zero);
        Assert.Equal(10, report.Above.TotalMinutes);
        Assert.Equal(MilliCelsius.FromCelsius(14), Assert.Single(report.Episodes).Peak);
        Assert.False(report.LastReadingInRange);
    }

    [Fact]
    public void Below_and_above_are_apart_and_each_peak_is_the_farthest_value()
    {
        var report = ExcursionReport.Of(Traces.Of((0, 9m), (10, 1m), (20, -3m), (30, 5m)), Fridge, Duration.FromMinutes(30), Duration.FromMinutes(29));
        Assert.Equal([RangeState.Above, RangeState.Below], report.Episodes.Select(episode => episode.Kind));
        Assert.Equal(MilliCelsius.FromCelsius(-3), report.Episodes[1].Peak);
        Assert.True(report.AllowanceExceeded);
    }

    [Fact]
    public void No_readings_are_never_clean()
    {
        var report = ExcursionReport.Of(TemperatureTrace.Empty, TemperatureLimits.None, Duration.FromMinutes(30), Duration.Zero);
        Assert.False(report.IsClean);
        Assert.Empty(report.Episodes);
    }

    [Fact]
    public void Limits_the_wrong_way_round_are_refused() => Assert.Throws<ArgumentException>(() => Traces.Limits(8, 2));

    [Fact]
    public void A_trace_takes_no_two_readings_of_one_instant() => Assert.Throws<ArgumentException>(() => Traces.Of((0, 5m), (0, 6m)));
}
