using NodaTime;
using NodaTime.Text;

namespace TherapyChain.Server.Pages.Forms;

/// <summary>The hour that somebody says on the clock of their site, with the offset where daylight saving makes that hour come twice.</summary>
internal static class LocalHours
{
    private static readonly LocalDateTimePattern Minutes = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm");
    private static readonly OffsetPattern Offset = OffsetPattern.CreateWithInvariantCulture("+HH:mm");

    /// <summary>The field <c>at</c>, with the offset chosen in <c>at.offset</c> if that hour has two: at any other an offset left over would move the time.</summary>
    public static string? At(Fields typed, string zone) =>
        typed["at"].Trim() is not { Length: > 0 } at ? null : OffsetsOf(at, zone).Contains(typed["at.offset"]) ? at + typed["at.offset"] : at;

    /// <summary>The two offsets of a local time that happens twice at a site; none for any other.</summary>
    public static IReadOnlyList<string> OffsetsOf(string at, string zone) =>
        Minutes.Parse(at).TryGetValue(default, out var local) && DateTimeZoneProviders.Tzdb[zone].MapLocal(local) is { Count: 2 } twice
            ? [Offset.Format(twice.First().Offset), Offset.Format(twice.Last().Offset)] : [];
}
