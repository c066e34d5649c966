using System.Collections.Immutable;
using TherapyChain.Domain.Network;

namespace TherapyChain.Server.Pages.Map;

/// <summary>A mark on the map: the sites that lie so near each other that they are one, and where their name stands.</summary>
/// <param name="Anchor">Where the name begins: start, middle or end.</param>
/// <param name="Label">Empty where it would lie on another; the table names it.</param>
internal sealed record Town(double X, double Y, ImmutableArray<Site> Sites, bool IsOwn, string Label, double LabelX, double LabelY, string Anchor)
{
    private const double Near = 14, LetterWidth = 8.2, LineHeight = 17;

    public static ImmutableArray<Town> Of(IEnumerable<Site> sites, Projection projection, string own, ImmutableArray<Marker> markers)
    {
        var marks = new List<(double X, double Y, List<Site> Sites)>();
        foreach (var site in sites.OrderBy(site => site.Id, StringComparer.Ordinal))
        {
            var (x, y) = projection.At(site.At!);
            if (marks.FirstOrDefault(m => Math.Abs(m.X - x) < Near && Math.Abs(m.Y - y) < Near) is { Sites: { } there }) there.Add(site);
            else marks.Add((x, y, [site]));
        }
        var taken = marks.Select(m => (Left: m.X - 9, Top: m.Y - 9, Right: m.X + 9, Bottom: m.Y + 9))
            .Concat(markers.Select(m => (Left: m.X - 15, Top: m.Y - 15, Right: m.X + 15, Bottom: m.Y + 15))).ToList();
        var towns = ImmutableArray.CreateBuilder<Town>();
        foreach (var mark in marks.OrderByDescending(m => m.Sites.Any(s => s.Id == own)))
        {
            var name = string.Join(", ", mark.Sites.Select(s => s.City.Length > 0 ? s.City : s.Name).Distinct(StringComparer.Ordinal));
            var width = name.Length * LetterWidth;
            var found = new[] { ("start", mark.X + 13, mark.Y + 5), ("end", mark.X - 13, mark.Y + 5), ("middle", mark.X, mark.Y - 14), ("middle", mark.X, mark.Y + 25) }
                .Select(c => (Anchor: c.Item1, X: c.Item2, Y: c.Item3, Box: BoxOf(c.Item1, c.Item2, c.Item3, width)))
                .FirstOrDefault(c => c.Box.Left > 2 && c.Box.Right < Projection.Width - 2 && !taken.Any(t => t.Left < c.Box.Right && t.Right > c.Box.Left && t.Top < c.Box.Bottom && t.Bottom > c.Box.Top));
            if (found.Anchor is not null) taken.Add(found.Box);
            towns.Add(new Town(mark.X, mark.Y, [.. mark.Sites], mark.Sites.Any(s => s.Id == own), found.Anchor is null ? "" : name, found.X, found.Y, found.Anchor ?? "start"));
        }
        return towns.ToImmutable();
    }

    private static (double Left, double Top, double Right, double Bottom) BoxOf(string anchor, double x, double y, double width)
    {
        var left = anchor switch { "start" => x, "end" => x - width, _ => x - width / 2 };
        return (left, y - LineHeight + 4, left + width, y + 4);
    }
}
