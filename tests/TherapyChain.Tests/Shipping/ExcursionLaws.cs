using FsCheck.Xunit;
using NodaTime;
using TherapyChain.Domain.Shipping;

namespace TherapyChain.Tests.Shipping;

/// <summary>Laws that hold for every trace. Each byte pair is one reading: minutes since the one before, and a value around the limits.</summary>
public class ExcursionLaws
{
    private static readonly TemperatureLimits Fridge = Traces.Limits(2, 8);

    [Property(MaxTest = 500)]
    public bool The_four_totals_add_up_to_the_span((byte Wait, sbyte Value)[] steps)
    {
        var trace = Trace(steps);
        var report = Report(trace);
        return report.InRange + report.Above + report.Below + report.NoData == trace.Span;
    }

    [Property(MaxTest = 500)]
    public bool The_episodes_of_a_kind_add_up_to_its_total((byte Wait, sbyte Value)[] steps)
    {
        var report = Report(Trace(steps));
        Duration Sum(RangeState kind) => report.Episodes.Where(episode => episode.Kind == kind).Aggregate(Duration.Zero, (sum, episode) => sum + episode.Length);
        return Sum(RangeState.Above) == report.Above && Sum(RangeState.Below) == report.Below && Sum(RangeState.NoData) == report.NoData;
    }

    [Property(MaxTest = 500)]
    public bool Episodes_follow_each_other_without_overlap_and_every_value_outside_lies_in_one((byte Wait, sbyte Value)[] steps)
    {
        var trace = Trace(steps);
        var episodes = Report(trace).Episodes;
        var inOrder = episodes.Zip(episodes.Skip(1)).All(pair => pair.First.End <= pair.Second.Start);
        var covered = trace.Readings.Where(reading => Fridge.Judge(reading.Value) is not RangeState.InRange and var state)
            .All(reading => episodes.Any(episode => episode.Kind == Fridge.Judge(reading.Value) && episode.Start <= reading.At && reading.At <= episode.End));
        return inOrder && covered;
    }

    [Property(MaxTest = 300)]
    public bool A_kinetic_mean_lies_between_the_lowest_and_the_highest_reading((byte Wait, sbyte Value)[] steps)
    {
        var trace = Trace(steps);
        return Enum.GetValues<KineticMethod>().All(method => MeanKineticTemperature.Of(trace, Fridge, Duration.FromMinutes(30), method) switch
        {
            KineticMean.Calculated mean => mean.Mean >= trace.Lowest && mean.Mean <= trace.Highest,
            KineticMean.NotApplicable none => none.Why.Length > 0,
            _ => false,
        });
    }

    private static ExcursionReport Report(TemperatureTrace trace) => ExcursionReport.Of(trace, Fridge, Duration.FromMinutes(30), Duration.Zero);

    private static TemperatureTrace Trace((byte Wait, sbyte Value)[] steps)
    {
        var minute = 0;
        // Every seventh value is missing; the rest are -3.2 to 12.6 °C.
        return Traces.Of([.. steps.Select(step => ((double)(minute += step.Wait % 60 + 1), step.Value % 7 == 0 ? (decimal?)null : 4.7m + step.Value / 16m))]);
    }
}
