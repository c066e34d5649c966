using System.Text;
using NodaTime;
using NodaTime.Text;
using TherapyChain.Domain;
using TherapyChain.Domain.Orders;
using LocalTime = TherapyChain.Domain.Orders.LocalTime;

namespace TherapyChain.Server.Answers;

/// <summary>An instant for machines and for people.</summary>
/// <param name="Utc">ISO 8601 in UTC.</param>
/// <param name="Local">The wall clock of a site, its zone named.</param>
public sealed record Moment(string Utc, string Local)
{
    public static Moment Of(Instant instant, string zone) => new(Iso(instant), LocalTime.Show(instant, zone));

    public static Moment? Of(Instant? instant, string zone) => instant is { } at ? Of(at, zone) : null;

    public static string Iso(Instant instant) => InstantPattern.ExtendedIso.Format(instant);

    /// <summary>ISO 8601 in hours, minutes and seconds, <c>PT49H3M</c>; with a minus sign in front when it is past.</summary>
    public static string Iso(Duration duration)
    {
        var text = new StringBuilder(duration < Duration.Zero ? "-PT" : "PT");
        var seconds = (long)Math.Abs(duration.TotalSeconds);
        if (seconds >= 3600) text.Append(seconds / 3600).Append('H');
        if (seconds / 60 % 60 > 0) text.Append(seconds / 60 % 60).Append('M');
        if (seconds % 60 > 0 || seconds == 0) text.Append(seconds % 60).Append('S');
        return text.ToString();
    }

    /// <summary>
    /// Reads a time as people and programs send it: with an offset, or the wall clock of a site, which must then mean exactly one instant.
    /// </summary>
    public static Reading Read(string text, string zone)
    {
        if (OffsetDateTimePattern.ExtendedIso.Parse(text).TryGetValue(default, out var offset) || OffsetMinutes.Parse(text).TryGetValue(default, out offset))
            return IsInReach(offset.Year) ? new Reading.Read(Whole(offset.ToInstant())) : OutOfReach(text);
        if (!LocalDateTimePattern.ExtendedIso.Parse(text).TryGetValue(default, out var local) && !LocalMinutes.Parse(text).TryGetValue(default, out local))
            return new Reading.Unreadable($"\"{text}\" is not a time. Write 2026-11-22T10:15:00+01:00, or 2026-11-22T10:15 for the clock of your site.");
        if (!IsInReach(local.Year)) return OutOfReach(text);
        if (LocalTime.Resolve(local, zone, out var problem) is { } instant) return new Reading.Read(Whole(instant));
        var mapped = DateTimeZoneProviders.Tzdb[zone].MapLocal(local).Count;
        return new Reading.NotOne(new Reason(mapped == 0 ? "time.skipped" : "time.doubled", problem!, "at"));
    }

    // At the ends of the calendar a wall clock has no instant.
    private static bool IsInReach(int year) => year is >= 1900 and < 3000;

    private static Reading.Unreadable OutOfReach(string text) => new($"\"{text}\" is no time of any record: its year lies outside 1900 to 2999.");

    /// <summary>What a text turned out to be.</summary>
    public abstract record Reading
    {
        private Reading() { }

        public sealed record Read(Instant At) : Reading;
        public sealed record Unreadable(Sentence Why) : Reading;

        /// <summary>Daylight saving skipped or doubled the local time.</summary>
        public sealed record NotOne(Reason Reason) : Reading;
    }

    /// <summary>Records keep whole microseconds.</summary>
    public static Instant Whole(Instant instant) => Instant.FromUnixTimeTicks(Math.DivRem(instant.ToUnixTimeTicks(), 10).Quotient * 10);

    private static readonly OffsetDateTimePattern OffsetMinutes = OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mmo<Z+HH:mm>");

    private static readonly LocalDateTimePattern LocalMinutes = LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm");
}
