using System.Globalization;
using NodaTime;
using TherapyChain.Domain.Shipping;
using TherapyChain.Exchange.Loggers;

namespace TherapyChain.Cli.Traces;

/// <summary><see cref="TraceSummary"/> as a page.</summary>
internal static class TracePage
{
    private const int MostEpisodes = 40;

    public static void Write(TraceSummary summary, Page page)
    {
        var record = summary.Record;
        page.Fields(
            ("Logger", $"{record.Device}, serial {record.Serial ?? "not in the file"} ({record.Format})"),
            ("File", $"{summary.File}, {record.Length} bytes"),
            ("SHA-256", record.Sha256),
            ("Clock", $"read in {record.Zone.Id}, {(record.ZoneSource == ZoneSource.File ? "as the file says" : "as given")}"),
            ("Alarms set", record.Alarms.Count == 0 ? "not in the file" : string.Join('\n', record.Alarms.Select(alarm =>
                $"{TraceText.Kind(alarm.Side)} {alarm.Limit} for {TraceText.Length(alarm.After)}"))));
        if (record.Trace.Readings.Count > 0) Readings(summary, page);
        if (record.HasOnlyDays) Days(summary, page);
        if (record.Stated is { } stated) Stated(stated, page);

        if (record.Remarks.Count > 0) page.Heading("Remarks");
        foreach (var remark in record.Remarks) page.Item(remark);
        var findings = summary.Findings();
        page.Heading(findings.Count > 0 ? "Findings" : summary.Report.Limits.AreOpen
            ? "No findings. No limits were given: nothing was judged but gaps."
            : "No findings: every reading is within the limits.");
        foreach (var finding in findings) page.Item(finding);
    }

    private static void Readings(TraceSummary summary, Page page)
    {
        var (trace, report, zone) = (summary.Record.Trace, summary.Report, summary.ShownIn);
        var (first, last) = (trace.Readings[0].At, trace.Readings[^1].At);
        page.Blank();
        page.Fields(
            ("Period", $"{TraceText.Local(first, zone)} to {TraceText.Local(last, zone)} ({zone.Id})\n"
                + $"{TraceText.Utc(first)} to {TraceText.Utc(last)}, {TraceText.Length(trace.Span)}"),
            ("Readings", $"{trace.Readings.Count}, {(trace.Missing == 0 ? "none" : trace.Missing)} missing"
                + (trace.UsualInterval is { } interval ? $", usually every {TraceText.Length(interval)}" : "")
                + (trace.Lowest is null ? "" : $"; from {trace.Lowest} to {trace.Highest}")),
            ("Limits", report.Limits.AreOpen ? "none given" : $"{TraceText.Limits(report.Limits)}, inclusive"),
            ("Rule", $"a reading holds until the next, for {TraceText.Length(report.MaxGap)} at most; longer gaps are no data"));
        page.Heading("Time");
        page.Table(["", "length>", "share>"], new (string Name, Duration Length)[]
            {
                (report.Limits.AreOpen ? "with data" : "in range", report.InRange),
                ("above", report.Above), ("below", report.Below), ("no data", report.NoData),
            }
            .Where(row => !report.Limits.AreOpen || row.Name is "with data" or "no data")
            .Select(row => new[] { row.Name, TraceText.Length(row.Length), TraceText.Share(row.Length, trace.Span) }));
        if (report.Episodes.Count > 0)
        {
            page.Heading(report.Limits.AreOpen ? "Gaps" : "Excursions and gaps");
            page.Table(["kind", "from", "to", "length>", "farthest>"], report.Episodes.Take(MostEpisodes).Select(episode => new[]
            {
                TraceText.Kind(episode.Kind), TraceText.Local(episode.Start, zone), TraceText.Local(episode.End, zone),
                TraceText.Length(episode.Length), episode.Peak?.ToString() ?? "",
            }));
            if (report.Episodes.Count > MostEpisodes) page.Line($"  and {report.Episodes.Count - MostEpisodes} more; --json lists all.");
        }
        page.Blank();
        page.Fields(("Mean kinetic temperature", summary.Kinetic switch
        {
            KineticMean.Calculated mean => $"{mean.Mean} (each reading held until the next, dH/R 10 000 K)",
            KineticMean.NotApplicable none => $"not applicable: {none.Why}",
            _ => throw new System.Diagnostics.UnreachableException(),
        }));
    }

    private static void Days(TraceSummary summary, Page page)
    {
        page.Blank();
        page.Fields(("Limits", summary.Report.Limits.AreOpen ? "none given" : $"{TraceText.Limits(summary.Report.Limits)}, inclusive"));
        page.Heading("Daily extremes, as the logger kept them");
        page.Table(["day", "lowest>", "highest>", "average>", "in alarm", "no sensor>", "judged"], summary.Days.Select(day => new[]
        {
            TraceText.Date(day.Date), TraceText.Value(day.Min), TraceText.Value(day.Max), TraceText.Value(day.Average),
            string.Join(" / ", day.InAlarm.Select(TraceText.Length)), TraceText.Length(day.WithoutSensor),
            summary.Report.Limits.AreOpen ? "" : summary.IsOutside(day) ? "outside" : "inside",
        }));
    }

    private static void Stated(DeviceStatistics stated, Page page)
    {
        page.Heading("Computed by the logger itself, for comparison");
        page.Table(["mean kinetic>", "energy>", "average>", "lowest>", "highest>"],
        [
            [
                Text(stated.MeanKinetic), stated.EnergyKilojoulePerMole?.ToString("0.0## kJ/mol", CultureInfo.InvariantCulture) ?? "-",
                Text(stated.Average), Text(stated.Min), Text(stated.Max),
            ],
        ]);
        static string Text(MilliCelsius? value) => value?.ToString() ?? "-";
    }
}
