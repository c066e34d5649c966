using NodaTime;

namespace TherapyChain.Server.Demo;

/// <summary>Something that somebody did: how long after the act before it at least, and in which zone.</summary>
internal readonly record struct Act(Duration Gap, string Zone);

/// <summary>The hours of a story's acts, laid out backwards from the last, so that what runs at present has exactly the time left that the story wants.</summary>
internal static class Timetable
{
    /// <param name="acts">At least one.</param>
    /// <param name="ago">How long before the present the last act lies; moved into working hours when that is two days or more.</param>
    /// <param name="number">The order's number, so that orders differ.</param>
    public static IReadOnlyList<Instant> Of(IReadOnlyList<Act> acts, Duration ago, Instant present, int number)
    {
        var hours = new Instant[acts.Count];
        hours[^1] = present - ago;
        if (ago >= Duration.FromDays(2))
            hours[^1] = OfficeHours.AtOrBefore(hours[^1] - Duration.FromMinutes(number * 53 % 290), acts[^1].Zone, SittingBefore(acts, hours.Length), number * 17 % 55, sevenDays: false);
        for (var i = hours.Length - 1; i > 0; i--)
        {
            var (gap, before) = (acts[i].Gap, hours[i] - acts[i].Gap);
            hours[i - 1] = gap <= Pace.OneSitting ? before
                : OfficeHours.AtOrBefore(before, acts[i - 1].Zone, SittingBefore(acts, i), (number * 7 + i * 13) % 55, sevenDays: gap < Duration.FromDays(2));
        }
        return hours;
    }

    // How long the acts took that people did in one go, the last of them being the one before this index.
    private static Duration SittingBefore(IReadOnlyList<Act> acts, int index)
    {
        var sitting = Duration.Zero;
        for (var i = index - 1; i > 0 && acts[i].Gap <= Pace.OneSitting; i--) sitting += acts[i].Gap;
        return sitting;
    }
}
