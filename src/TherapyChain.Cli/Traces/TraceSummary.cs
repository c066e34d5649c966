using NodaTime;
using TherapyChain.Domain.Shipping;
using TherapyChain.Exchange.Loggers;

namespace TherapyChain.Cli.Traces;

/// <summary>The facts of <c>traces summarize</c>, from which both the page and the JSON object are written.</summary>
internal sealed record TraceSummary(string File, LoggerRecord Record, DateTimeZone ShownIn, ExcursionReport Report, KineticMean Kinetic)
{
    public static TraceSummary Of(string file, LoggerRecord record, TemperatureLimits limits, DateTimeZone? shownIn, int? maxGapMinutes)
    {
        var maxGap = maxGapMinutes is { } minutes ? Duration.FromMinutes(minutes) : record.Trace.CustomaryMaxGap;
        return new TraceSummary(file, record, shownIn ?? record.Zone,
            ExcursionReport.Of(record.Trace, limits, maxGap, Duration.Zero), MeanKineticTemperature.Of(record.Trace, limits, maxGap));
    }

    public IEnumerable<LoggerDay> Days => Record.Days.OrderBy(day => day.Date);

    public bool IsOutside(LoggerDay day) =>
        Report.Limits.Judge(day.Min) != RangeState.InRange || Report.Limits.Judge(day.Max) != RangeState.InRange;

    /// <summary>What needs a decision, in words; empty when nothing does.</summary>
    public IReadOnlyList<string> Findings()
    {
        var findings = new List<string>();
        if (Record.HasOnlyDays)
        {
            var outside = Days.Where(IsOutside).Select(day => TraceText.Date(day.Date)).ToList();
            if (outside.Count > 0)
                findings.Add($"The extremes of {string.Join(", ", outside)} lie outside the limits or are missing; for how long is not in the file.");
            var silent = Days.Where(day => day.WithoutSensor > Duration.Zero).Select(day => TraceText.Date(day.Date)).ToList();
            if (silent.Count > 0) findings.Add($"No sensor answered for some time on {string.Join(", ", silent)}.");
            return findings;
        }
        if (Record.Trace.Readings.Count == 0) return ["The file holds no readings."];
        if (Report.Above > Duration.Zero) findings.Add($"Above the limit for {TraceText.Length(Report.Above)}.");
        if (Report.Below > Duration.Zero) findings.Add($"Below the limit for {TraceText.Length(Report.Below)}.");
        if (Report.NoData > Duration.Zero) findings.Add($"No data for {TraceText.Length(Report.NoData)}.");
        if (!Report.LastReadingInRange) findings.Add("The last reading is not in range.");
        if (!Report.IsClean && findings.Count == 0) findings.Add("A reading was out of range just before a gap.");
        return findings;
    }

    public Answer ToAnswer() =>
        new(Findings().Count == 0 ? ExitCode.Good : ExitCode.Finding, TraceJson.Of(this), page => TracePage.Write(this, page));
}
