using System.Globalization;
using NodaTime;
using NodaTime.Text;
using TherapyChain.Domain.Shipping;

namespace TherapyChain.Exchange.Loggers;

/// <summary>
/// Berlinger Q-tag and Fridge-tag text exports. Some devices list their readings, others keep daily extremes only. The maker's signature
/// closes the file: its presence shows that nothing was cut off; it is not verified, the scheme is not public.
/// </summary>
internal static class BerlingerFile
{
    public const string Format = "Berlinger text export";

    private static readonly LocalDateTimePattern Minute = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm");
    private static readonly LocalDatePattern Date = LocalDatePattern.Iso;

    public static bool Fits(LoggerText text) => text.Lines[0].StartsWith("Device: ", StringComparison.Ordinal);

    public static LoggerOutcome Read(LoggerText text, DateTimeZone? caller)
    {
        if (Signature(text) is { } unsigned) return unsigned;
        if (text.FirstLineNotUtf8 is { } bad) return new LoggerOutcome.Refused(LoggerFault.NotText, bad, $"A byte is not text; the file is damaged.");
        if (BerlingerTree.TryRead(text, out var tree) is { } broken) return broken;
        var isFahrenheit = tree["Conf/Temp unit"] == "F";
        if (tree["Conf/Serial"] is not { } serial)
            return new LoggerOutcome.Refused(LoggerFault.Malformed, null, $"The file names no serial number (Conf, Serial).");
        var claim = Zone(tree);
        if (claim.Choose(caller) is not var (zone, source))
            return new LoggerOutcome.ZoneNeeded(Format, $"The file does not tell the zone of its clock (Conf, Zone).");

        if (BerlingerRows.TryRead(tree, isFahrenheit, out var rows) is { } badRow) return badRow;
        if (LoggerClock.Resolve(zone, [.. rows.Select(row => (row.Local, row.Line))], out var instants) is { } badTime) return badTime;
        var trace = new TemperatureTrace(rows.Select((row, i) => new TemperatureReading(instants[i], row.Value)));

        var values = new Values(tree, isFahrenheit);
        var alarms = Alarms(values);
        var days = Days(values);
        var stated = values.Has("Res/Min T") || values.Has("Res/MKT")
            ? new DeviceStatistics(values.Temperature("Res/MKT"), values.Number("Conf/MKT Energy"), values.Temperature("Res/Avrg T"),
                values.Temperature("Res/Min T"), values.Temperature("Res/Max T"))
            : null;
        var activated = values.Time("Hist/TS Actv") ?? values.Time("Res/TS Actv");
        var created = values.Time("Hist/TS Report Creation");
        var interval = values.Number("Conf/Logging Interval") is > 0 and <= 10_000 and var minutes ? Duration.FromMinutes((double)minutes) : (Duration?)null;
        if (values.Fault is { } fault) return fault;

        return new LoggerOutcome.Parsed(new LoggerRecord(
            Format, tree["Device"]!, serial, zone, source, activated, created, interval, trace, days, alarms, stated, Remarks(claim, source, trace, days),
            text.Sha256, text.Length));
    }

    private static LoggerOutcome.Refused? Signature(LoggerText text)
    {
        var last = text.Lines[text.Count - 1];
        if (!last.StartsWith("Sig: ", StringComparison.Ordinal) || last.Length < 5 + 128)
            return new(LoggerFault.CutShort, text.Count,
                $"The file stops in line {text.Count}, before the signature (Sig) that closes it. Read the logger out again.");
        return last.Length == 5 + 128 && last.Skip(5).All(char.IsAsciiHexDigitLower)
            ? null
            : new(LoggerFault.Malformed, text.Count, $"The signature (Sig) is not 128 hexadecimal digits.");
    }

    /// <summary>Hours from UTC. Zero is also the factory setting of a clock that was set by hand to local time, hence in doubt.</summary>
    private static ZoneClaim Zone(BerlingerTree tree)
    {
        if (tree["Conf/Zone"] is not { } said || !LoggerNumber.TryParse(said, '.', out var hours) || hours is < -14 or > 14)
            return ZoneClaim.None;
        return new ZoneClaim(hours == 0 ? DateTimeZone.Utc : DateTimeZone.ForOffset(Offset.FromSeconds((int)(hours * 3600))), hours != 0, said);
    }

    /// <summary>Fridge-tags have a lower alarm 0 and an upper 1; Q-tags name the kind by number, of which the even ones are upper, 0 unused.</summary>
    private static List<DeclaredAlarm> Alarms(Values values)
    {
        var alarms = new List<DeclaredAlarm>();
        for (var i = 0; i < 10; i++)
        {
            var at = $"Conf/Alarm/{i}";
            if (!values.Has(at + "/T AL")) continue;
            var kind = values.Has(at + "/Type") ? values.Number(at + "/Type") : i + 1;
            if (values.Temperature(at + "/T AL") is { } limit && values.Minutes(at + "/t AL") is { } after)
                alarms.Add(new DeclaredAlarm(kind % 2 == 0 ? RangeState.Above : RangeState.Below, limit, after));
        }
        return alarms;
    }

    private static List<LoggerDay> Days(Values values)
    {
        var days = new List<LoggerDay>();
        for (var i = 1; values.Has($"Hist/{i}/Date"); i++)
        {
            var at = $"Hist/{i}";
            if (values.Parse($"{at}/Date", Date) is not { } date) break;
            var inAlarm = Enumerable.Range(0, 10).Where(k => values.Has($"{at}/Alarm/{k}/t Acc"))
                .Select(k => values.Minutes($"{at}/Alarm/{k}/t Acc") ?? Duration.Zero).ToList();
            var withoutSensor = (values.Minutes($"{at}/Ext Sensor timeout/t AccST") ?? Duration.Zero)
                + (values.Minutes($"{at}/Int Sensor timeout/t AccST") ?? Duration.Zero);
            days.Add(new LoggerDay(
                date, values.Temperature($"{at}/Min T"), values.Temperature($"{at}/Max T"), values.Temperature($"{at}/Avrg T"), inAlarm, withoutSensor));
        }
        return days;
    }

    private static List<string> Remarks(ZoneClaim claim, ZoneSource source, TemperatureTrace trace, List<LoggerDay> days)
    {
        var remarks = new List<string>();
        var said = claim.Said.Length > 0 ? claim.Said : "nothing";
        if (source == ZoneSource.Caller) remarks.Add($"The file gives its zone as {said}; the clock was read in the zone given with the file.");
        else if (!claim.IsExact) remarks.Add("The file gives its zone as 0.00, which is also the factory setting: make sure that the clock was set to UTC.");
        if (trace.Readings.Count == 0 && days.Count > 0) remarks.Add("The file holds daily extremes only: no excursion can be timed from it.");
        remarks.Add("The maker's signature is present but not verified.");
        return remarks;
    }

    /// <summary>Leaves as values; remembers the first that could not be read.</summary>
    private sealed class Values(BerlingerTree tree, bool isFahrenheit)
    {
        public LoggerOutcome.Refused? Fault { get; private set; }

        public bool Has(string path) => tree[path] is not null;

        public decimal? Number(string path) =>
            tree[path] is not { } text ? null : LoggerNumber.TryParse(text, '.', out var number) ? number : Fail<decimal>(path, text);

        public MilliCelsius? Temperature(string path) =>
            tree[path] is not { } text || BerlingerRows.IsMissing(text) ? null
            : LoggerNumber.TryParse(text, '.', isFahrenheit, out var value) ? value : Fail<MilliCelsius>(path, text);

        public Duration? Minutes(string path) =>
            tree[path] is not { } text ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
                ? Duration.FromMinutes(minutes) : Fail<Duration>(path, text);

        public LocalDateTime? Time(string path) => Parse(path, Minute);

        public T? Parse<T>(string path, IPattern<T> pattern) where T : struct =>
            tree[path] is not { } text ? null : pattern.Parse(text) is { Success: true, Value: var value } ? value : Fail<T>(path, text);

        private T? Fail<T>(string path, string text) where T : struct
        {
            Fault ??= new(LoggerFault.NotANumber, tree.LineOf(path), $"\"{path}\" is \"{text}\", which is no value of its kind.");
            return null;
        }
    }
}
