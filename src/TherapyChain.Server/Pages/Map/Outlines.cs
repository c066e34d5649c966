using System.Collections.Immutable;
using System.Globalization;

namespace TherapyChain.Server.Pages.Map;

/// <summary>Coasts and borders of the world, out of the program itself; their source is told beside the file.</summary>
public static class Outlines
{
    private static readonly Lazy<ImmutableArray<Outline>> Read = new(() => [.. Lines().Select(Of)]);

    public static ImmutableArray<Outline> All => Read.Value;

    private static IEnumerable<string> Lines()
    {
        using var stream = typeof(Outlines).Assembly.GetManifestResourceStream("map/outlines.txt") ?? throw new InvalidOperationException("The program lacks the outlines of its map.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line) yield return line;
    }

    private static Outline Of(string line)
    {
        var parts = line.Split(' ');
        var (x, y) = (0, 0);
        var points = ImmutableArray.CreateBuilder<(double Longitude, double Latitude)>(parts.Length - 1);
        foreach (var pair in parts.Skip(1))
        {
            var comma = pair.IndexOf(',', StringComparison.Ordinal);
            x += int.Parse(pair.AsSpan(0, comma), CultureInfo.InvariantCulture);
            y += int.Parse(pair.AsSpan(comma + 1), CultureInfo.InvariantCulture);
            points.Add((x / 100.0, y / 100.0));
        }
        return new Outline(parts[0] == "land", points.MoveToImmutable());
    }
}

/// <summary>A ring of land, or a border between two countries.</summary>
public sealed record Outline(bool IsLand, ImmutableArray<(double Longitude, double Latitude)> Points)
{
    public double West { get; } = Points.Min(p => p.Longitude);
    public double East { get; } = Points.Max(p => p.Longitude);
    public double South { get; } = Points.Min(p => p.Latitude);
    public double North { get; } = Points.Max(p => p.Latitude);
}
