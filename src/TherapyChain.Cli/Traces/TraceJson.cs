using NodaTime;
using NodaTime.Text;
using TherapyChain.Domain.Shipping;
using TherapyChain.Exchange.Loggers;

namespace TherapyChain.Cli.Traces;

/// <summary><see cref="TraceSummary"/> as one JSON object: instants in UTC, lengths in minutes, temperatures in °C.</summary>
internal static class TraceJson
{
    public static object Of(TraceSummary summary)
    {
        var (record, report) = (summary.Record, summary.Report);
        var readings = record.Trace.Readings;
        return new
        {
            file = summary.File,
            bytes = record.Length,
            sha256 = record.Sha256,
            format = record.Format,
            device = record.Device,
            serial = record.Serial,
            zone = new { id = record.Zone.Id, source = record.ZoneSource },
            alarmsSet = record.Alarms.Select(alarm => new { side = alarm.Side, limitC = alarm.Limit.Celsius, afterMinutes = alarm.After.TotalMinutes }),
            period = readings.Count == 0 ? null : new { start = Text(readings[0].At), end = Text(readings[^1].At), minutes = record.Trace.Span.TotalMinutes },
            readings = new
            {
                count = readings.Count,
                missing = record.Trace.Missing,
                usualIntervalMinutes = record.Trace.UsualInterval?.TotalMinutes,
                lowestC = record.Trace.Lowest?.Celsius,
                highestC = record.Trace.Highest?.Celsius,
            },
            limits = new { lowC = report.Limits.Low?.Celsius, highC = report.Limits.High?.Celsius },
            maxGapMinutes = report.MaxGap.TotalMinutes,
            minutes = new
            {
                inRange = report.InRange.TotalMinutes, above = report.Above.TotalMinutes, below = report.Below.TotalMinutes, noData = report.NoData.TotalMinutes,
            },
            episodes = report.Episodes.Select(episode => new
            {
                kind = episode.Kind, start = Text(episode.Start), end = Text(episode.End), minutes = episode.Length.TotalMinutes, peakC = episode.Peak?.Celsius,
            }),
            lastReadingInRange = report.LastReadingInRange,
            meanKineticTemperature = summary.Kinetic switch
            {
                KineticMean.Calculated mean => (object)new
                {
                    celsius = mean.Mean.Celsius, method = mean.Method, activationKelvin = MeanKineticTemperature.Conventional,
                },
                KineticMean.NotApplicable none => new { notApplicable = none.Why },
                _ => throw new System.Diagnostics.UnreachableException(),
            },
            statedByDevice = record.Stated is not { } stated ? null : new
            {
                meanKineticC = stated.MeanKinetic?.Celsius, energyKilojoulePerMole = stated.EnergyKilojoulePerMole,
                averageC = stated.Average?.Celsius, lowestC = stated.Min?.Celsius, highestC = stated.Max?.Celsius,
            },
            days = summary.Days.Select(day => new
            {
                date = TraceText.Date(day.Date), lowestC = day.Min?.Celsius, highestC = day.Max?.Celsius, averageC = day.Average?.Celsius,
                alarmMinutes = day.InAlarm.Select(length => length.TotalMinutes), withoutSensorMinutes = day.WithoutSensor.TotalMinutes,
            }),
            remarks = record.Remarks,
            findings = summary.Findings(),
        };
    }

    private static string Text(Instant at) => InstantPattern.ExtendedIso.Format(at);
}
