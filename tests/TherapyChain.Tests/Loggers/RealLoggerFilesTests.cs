using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using TherapyChain.Domain.Shipping;
using TherapyChain.Exchange.Loggers;
using TherapyChain.Testing;
using static TherapyChain.Tests.Loggers.Samples;

namespace TherapyChain.Tests.Loggers;

public class RealLoggerFilesTests
{
    private static readonly LocalDateTimePattern Minute = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm");

    [Theory]
    [InlineData(FridgeTag)]
    [InlineData(UltraLow)]
    [InlineData(QTag)]
    public void A_Berlinger_export_is_read_as_expected(string file)
    {
        var expected = Expected(file);
        var record = Parse(file);
        Assert.Equal(expected.GetProperty("device").GetString(), record.Device);
        Assert.Equal(expected.GetProperty("serial").GetString(), record.Serial);
        Assert.Equal(Text(expected, "activated"), record.Activated is { } activated ? Minute.Format(activated) : null);
        Assert.Equal(Text(expected, "reportCreated"), record.ReportCreated is { } created ? Minute.Format(created) : null);
        Assert.Equal(Text(expected, "loggingIntervalMinutes"), record.DeclaredInterval?.TotalMinutes.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(
            expected.GetProperty("alarmLimits").EnumerateArray().Select(pair => (Number(pair[0]), Number(pair[1]))),
            record.Alarms.Select(alarm => (alarm.Limit.Celsius, (decimal)alarm.After.TotalMinutes)));
        Assert.Equal(DateTimeZone.Utc, record.Zone);
        Assert.Equal(expected.GetProperty("daysInHistory").GetInt32(), record.Days.Count);
        if (record.Days.Count > 0)
        {
            Assert.Equal(expected.GetProperty("overallMinC").GetDecimal(), record.Days.Min(day => day.Min)?.Celsius);
            Assert.Equal(expected.GetProperty("overallMaxC").GetDecimal(), record.Days.Max(day => day.Max)?.Celsius);
            Assert.Equal(expected.GetProperty("firstDay").GetString(), LocalDatePattern.Iso.Format(record.Days.Min(day => day.Date)));
            Assert.Equal(expected.GetProperty("lastDay").GetString(), LocalDatePattern.Iso.Format(record.Days.Max(day => day.Date)));
        }
        if (!expected.TryGetProperty("dataRows", out var rows))
        {
            Assert.Empty(record.Trace.Readings);
            return;
        }
        Assert.Equal(rows.GetInt32(), record.Trace.Readings.Count);
        Assert.Equal(expected.GetProperty("dataRowsMissing").GetInt32(), record.Trace.Missing);
        Assert.Equal(expected.GetProperty("dataMinC").GetDecimal(), record.Trace.Lowest?.Celsius);
        Assert.Equal(expected.GetProperty("dataMaxC").GetDecimal(), record.Trace.Highest?.Celsius);
        Assert.Equal(expected.GetProperty("firstRow").GetString(), Minute.Format(record.Trace.Readings[0].At.InUtc().LocalDateTime));
        Assert.Equal(expected.GetProperty("lastRow").GetString(), Minute.Format(record.Trace.Readings[^1].At.InUtc().LocalDateTime));
    }

    [Fact]
    public void What_the_Q_tag_computed_itself_is_kept_apart_from_what_we_compute()
    {
        var (record, stated) = (Parse(QTag), Expected(QTag).GetProperty("deviceStated"));
        Assert.Equal(stated.GetProperty("mktC").GetDecimal(), record.Stated?.MeanKinetic?.Celsius);
        Assert.Equal(stated.GetProperty("mktEnergy_kJ_per_mol").GetDecimal(), record.Stated?.EnergyKilojoulePerMole);
        Assert.Equal(stated.GetProperty("averageC").GetDecimal(), record.Stated?.Average?.Celsius);
        Assert.Equal(stated.GetProperty("minC").GetDecimal(), record.Stated?.Min?.Celsius);
        Assert.Equal(stated.GetProperty("maxC").GetDecimal(), record.Stated?.Max?.Celsius);

        var computed = Expected(QTag).GetProperty("computedFromLoggedRows");
        foreach (var (key, activation) in new[] { ("mktC_at_83.0_kJ", MeanKineticTemperature.FromEnergy(83)), ("mktC_at_dHR_10000", MeanKineticTemperature.Conventional) })
        {
            var mean = MeanKineticTemperature.Of(record.Trace, TemperatureLimits.None, record.Trace.CustomaryMaxGap, KineticMethod.EqualWeights, activation);
            Assert.InRange(Assert.IsType<KineticMean.Calculated>(mean).Mean.Celsius - computed.GetProperty(key).GetDecimal(), -0.001m, 0.001m);
        }
    }

    [Fact]
    public void A_file_of_daily_extremes_says_that_it_holds_no_readings()
    {
        var record = Parse(FridgeTag);
        Assert.True(record.HasOnlyDays);
        Assert.Contains("The file holds daily extremes only: no excursion can be timed from it.", record.Remarks);
        Assert.Equal(178, record.Days.Single(day => day.Date == new LocalDate(2023, 4, 17)).WithoutSensor.TotalMinutes);
    }

    [Fact]
    public void A_HOBO_MX_export_runs_on_the_local_time_of_the_zone_it_names()
    {
        var (record, expected) = (Parse(HoboMx), Expected(HoboMx));
        Assert.Equal(expected.GetProperty("readings").GetInt32(), record.Trace.Readings.Count);
        Assert.Equal(expected.GetProperty("minC").GetDecimal(), record.Trace.Lowest?.Celsius);
        Assert.Equal(expected.GetProperty("maxC").GetDecimal(), record.Trace.Highest?.Celsius);
        Assert.Equal(expected.GetProperty("intervalMinutes").GetDouble(), record.Trace.UsualInterval?.TotalMinutes);
        Assert.Equal(expected.GetProperty("readingsAbove8C").GetInt32(), record.Trace.Readings.Count(reading => reading.Value > MilliCelsius.FromCelsius(8)));
        Assert.Equal("America/Los_Angeles", record.Zone.Id);
        // The file was read out on daylight time, as its maker's file name says: 18:15 there is 01:15Z.
        Assert.Equal(Instant.FromUtc(2022, 3, 22, 1, 15), record.Trace.Readings[0].At);
        Assert.Equal(Instant.FromUtc(2022, 3, 22, 17, 10), record.Trace.Readings[^1].At);
    }

    [Fact]
    public void A_profile_reads_decimal_commas_day_first_and_the_offset_in_the_file()
    {
        var (record, expected) = (Parse(Semicolon), Expected(Semicolon));
        Assert.Equal(("LB-2207", "4711"), (record.Device, record.Serial));
        Assert.Equal(expected.GetProperty("readings").GetInt32(), record.Trace.Readings.Count);
        Assert.Equal(expected.GetProperty("minC").GetDecimal(), record.Trace.Lowest?.Celsius);
        Assert.Equal(expected.GetProperty("maxC").GetDecimal(), record.Trace.Highest?.Celsius);
        Assert.Equal(expected.GetProperty("firstUtc").GetString(), InstantPattern.General.Format(record.Trace.Readings[0].At));
        Assert.Equal(expected.GetProperty("lastUtc").GetString(), InstantPattern.General.Format(record.Trace.Readings[^1].At));
    }

    [Fact]
    public void A_HOBOware_export_skips_events_keeps_missing_readings_and_turns_Fahrenheit_into_Celsius()
    {
        var record = Parse(HoboWare);
        Assert.Equal([4m, 5m, 8m, 8.05m, null, 6m], record.Trace.Readings.Select(reading => reading.Value?.Celsius));
        // The offset is fixed: 02:30 exists although summer time began that night.
        Assert.Equal(Instant.FromUtc(2026, 3, 8, 7, 30), record.Trace.Readings[4].At);
        Assert.Equal("10999001", record.Serial);
    }

    [Fact]
    public void The_hash_is_of_the_raw_bytes()
    {
        Assert.All(All, file => Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Bytes(file))), Parse(file).Sha256));
    }

    private static JsonElement Expected(string file) =>
        TestData.Json("temperature/loggers_expected.json").EnumerateArray().Single(one => one.GetProperty("file").GetString() == "loggers/" + file);

    private static string? Text(JsonElement expected, string key) => expected.GetProperty(key).GetString();

    private static decimal Number(JsonElement text) => decimal.Parse(text.GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture);
}
