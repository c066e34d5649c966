using System.Text;
using NodaTime;
using TherapyChain.Exchange.Loggers;

namespace TherapyChain.Tests.Loggers;

/// <summary>Summer time ends in Berlin on 25 October 2026: 02:00 to 03:00 happens twice. It begins on 29 March: 02:00 to 03:00 does not happen.</summary>
public class LoggerClockTests
{
    private static readonly LoggerProfile Plain = new()
    {
        Name = "plain", Delimiter = ';', HeaderRow = 1, TimeColumn = "t", TemperatureColumn = "c", TimePattern = "uuuu-MM-dd HH:mm",
    };

    [Fact]
    public void The_clocks_own_step_back_tells_the_doubled_hour_apart()
    {
        var record = Assert.IsType<LoggerOutcome.Parsed>(Read("2026-10-25 01:30", "2026-10-25 02:00", "2026-10-25 02:30", "2026-10-25 02:00", "2026-10-25 02:30", "2026-10-25 03:00")).Record;
        Assert.Equal(Enumerable.Range(0, 6).Select(half => Instant.FromUtc(2026, 10, 24, 23, 30) + Duration.FromMinutes(30 * half)), record.Trace.Readings.Select(reading => reading.At));
    }

    [Fact]
    public void A_clock_that_reads_every_hour_shows_the_same_time_twice()
    {
        var record = Assert.IsType<LoggerOutcome.Parsed>(Read("2026-10-25 01:00", "2026-10-25 02:00", "2026-10-25 02:00", "2026-10-25 03:00")).Record;
        Assert.Equal(Duration.FromHours(3), record.Trace.Span);
    }

    [Fact]
    public void A_doubled_hour_without_a_step_back_is_refused() => Expect(LoggerFault.LocalTimeDoubled, 3, Read("2026-10-25 01:30", "2026-10-25 02:30", "2026-10-25 03:30"));

    [Fact]
    public void A_skipped_local_time_is_refused() => Expect(LoggerFault.LocalTimeSkipped, 3, Read("2026-03-29 01:30", "2026-03-29 02:30", "2026-03-29 03:30"));

    [Fact]
    public void Two_steps_back_in_one_night_are_rows_out_of_order() =>
        Expect(LoggerFault.OutOfOrder, 6, Read("2026-10-25 02:00", "2026-10-25 02:30", "2026-10-25 02:10", "2026-10-25 02:40", "2026-10-25 02:20"));

    [Theory]
    [InlineData("UTC+01:00", 60)]
    [InlineData("GMT-05:00", -300)]
    [InlineData("+0530", 330)]
    [InlineData("UTC", 0)]
    public void An_offset_is_read(string text, int minutes)
    {
        Assert.True(LoggerClock.TryParseZone(text, out var zone));
        Assert.Equal(Offset.FromSeconds(minutes * 60), zone.GetUtcOffset(Instant.FromUtc(2026, 7, 1, 0, 0)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Berlin")]
    [InlineData("UTC+25:00")]
    [InlineData("UTC+01:75")]
    public void What_is_no_zone_is_not_read(string text) => Assert.False(LoggerClock.TryParseZone(text, out _));

    private static LoggerOutcome Read(params string[] times)
    {
        var text = "t;c\n" + string.Concat(times.Select(time => time + ";5.0\n"));
        return LoggerFiles.Read(Encoding.UTF8.GetBytes(text), DateTimeZoneProviders.Tzdb["Europe/Berlin"], profiles: [Plain]);
    }

    private static void Expect(LoggerFault fault, int line, LoggerOutcome outcome)
    {
        var refused = Assert.IsType<LoggerOutcome.Refused>(outcome);
        Assert.Equal((fault, line), (refused.Fault, refused.Line));
    }
}
