using NodaTime;
using NodaTime.Text;
using TherapyChain.Server.Answers;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests;

public sealed class TimeTests
{
    [Fact]
    public void Local_times_of_every_vector_are_read_strictly()
    {
        foreach (var vector in TestData.Json("time/timezones.json").GetProperty("localToUtc").EnumerateArray())
        {
            var (zone, local) = (vector.GetProperty("zone").GetString()!, vector.GetProperty("local").GetString()!);
            var reading = Moment.Read(local, zone);
            switch (vector.GetProperty("kind").GetString())
            {
                case "unique":
                    Assert.Equal(Instant(vector.GetProperty("utc").GetString()!), Assert.IsType<Moment.Reading.Read>(reading).At);
                    break;
                case "ambiguous":
                    var doubled = Assert.IsType<Moment.Reading.NotOne>(reading).Reason;
                    Assert.Equal("time.doubled", doubled.Code);
                    foreach (var offset in new[] { "offsetEarlier", "offsetLater" })
                        Assert.Contains(local + vector.GetProperty(offset).GetString()!.Replace("+00:00", "Z", StringComparison.Ordinal), doubled.Message, StringComparison.Ordinal);
                    break;
                case "nonexistent":
                    Assert.Equal("time.skipped", Assert.IsType<Moment.Reading.NotOne>(reading).Reason.Code);
                    break;
                case var kind: Assert.Fail($"Unknown kind {kind}."); break;
            }
        }
    }

    [Theory]
    [InlineData("2026-11-22T10:15:00+01:00", "2026-11-22T09:15:00Z")]
    [InlineData("2026-11-22T10:15:00Z", "2026-11-22T10:15:00Z")]
    [InlineData("2026-11-22T10:15+01:00", "2026-11-22T09:15:00Z")]
    [InlineData("2026-11-22T10:15", "2026-11-22T09:15:00Z")]
    [InlineData("2026-11-22T10:15:00.1234567Z", "2026-11-22T10:15:00.123456Z")]
    public void Times_are_read_with_their_offset_or_by_the_clock_of_the_site_and_kept_to_the_microsecond(string text, string utc) =>
        Assert.Equal(Instant(utc), Assert.IsType<Moment.Reading.Read>(Moment.Read(text, "Europe/Berlin")).At);

    [Theory]
    [InlineData(0, "PT0S")]
    [InlineData(59, "PT59S")]
    [InlineData(60, "PT1M")]
    [InlineData(176580, "PT49H3M")]
    [InlineData(-90, "-PT1M30S")]
    public void What_is_left_of_a_clock_is_written_in_hours(int seconds, string iso) => Assert.Equal(iso, Moment.Iso(Duration.FromSeconds(seconds)));

    private static Instant Instant(string utc) => InstantPattern.ExtendedIso.Parse(utc).Value;
}
