using System.Collections.Immutable;
using System.Globalization;
using NodaTime;
using TherapyChain.Domain.Shipping;
using TherapyChain.Domain.Workflows;
using TherapyChain.Exchange.Loggers;
using TherapyChain.Server.Answers;

namespace TherapyChain.Server.Orders;

/// <summary>What a logger file says, in the few words that stand in the order's record beside its hash. The file itself is kept byte for byte.</summary>
internal static class TraceSummary
{
    public const string Kind = "temperature-log";

    /// <param name="record">The file, read.</param>
    /// <param name="container">The kind of container whose limits on the way apply.</param>
    public static ImmutableSortedDictionary<string, string> Of(LoggerRecord record, ContainerKind container)
    {
        var limits = new TemperatureLimits(
            container.OnTheWay.MinCelsius is { } min ? MilliCelsius.FromCelsius(min) : null, container.OnTheWay.MaxCelsius is { } max ? MilliCelsius.FromCelsius(max) : null);
        var said = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["container"] = container.Name,
            ["device"] = record.Device,
            ["format"] = record.Format,
            ["zone"] = record.Zone.Id,
        };
        if (record.Serial is { } serial) said["serial"] = serial;
        if (limits.Low is { } low) said["limit-min"] = low.ToString();
        if (limits.High is { } high) said["limit-max"] = high.ToString();
        if (record.HasOnlyDays) OfDays(record, limits, said);
        else OfReadings(record, limits, said);
        return said.ToImmutableSortedDictionary(StringComparer.Ordinal);
    }

    private static void OfReadings(LoggerRecord record, TemperatureLimits limits, SortedDictionary<string, string> said)
    {
        var trace = record.Trace;
        said["readings"] = Number(trace.Readings.Count);
        if (trace.Readings.Count == 0) return;
        said["from"] = Moment.Iso(trace.Readings[0].At);
        said["to"] = Moment.Iso(trace.Readings[^1].At);
        if (trace.Lowest is { } lowest) said["min"] = lowest.ToString();
        if (trace.Highest is { } highest) said["max"] = highest.ToString();
        var report = ExcursionReport.Of(trace, limits, trace.CustomaryMaxGap, Duration.Zero);
        said["minutes-outside"] = Minutes(report.Above + report.Below);
        said["minutes-without-data"] = Minutes(report.NoData);
        said["verdict"] = limits.AreOpen ? "no-limits" : report.IsClean ? "within-limits" : "needs-judgement";
    }

    private static void OfDays(LoggerRecord record, TemperatureLimits limits, SortedDictionary<string, string> said)
    {
        said["days"] = Number(record.Days.Count);
        said["from"] = NodaTime.Text.LocalDatePattern.Iso.Format(record.Days.Min(day => day.Date));
        said["to"] = NodaTime.Text.LocalDatePattern.Iso.Format(record.Days.Max(day => day.Date));
        if (record.Days.Min(day => day.Min) is { } lowest) said["min"] = lowest.ToString();
        if (record.Days.Max(day => day.Max) is { } highest) said["max"] = highest.ToString();
        var outside = record.Days.Count(day => limits.Judge(day.Min) != RangeState.InRange || limits.Judge(day.Max) != RangeState.InRange);
        said["days-outside"] = Number(outside);
        said["verdict"] = limits.AreOpen ? "no-limits" : outside == 0 && record.Days.All(day => day.WithoutSensor == Duration.Zero) ? "within-limits" : "needs-judgement";
    }

    private static string Minutes(Duration duration) => duration.TotalMinutes.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
