using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using TherapyChain.Domain.Network;
using TherapyChain.Domain.Shipping;
using TherapyChain.Server.Access;
using TherapyChain.Server.Pages.Shipments;

namespace TherapyChain.Server.Pages.Map;

/// <summary>The map of one person: the sites, lanes and shipments that their site is party to, laid out on the sheet.</summary>
/// <param name="Unplaced">Sites of lanes whose place nobody has said.</param>
internal sealed record NetworkMap(
    string Land, string Borders, ImmutableArray<Town> Towns, ImmutableArray<MapLane> Lanes, ImmutableArray<Marker> Markers, ImmutableArray<Lane> All, ImmutableArray<string> Unplaced)
{
    private const int Pieces = 24;

    /// <param name="list">The person's shipments.</param>
    /// <param name="network">The sites.</param>
    /// <param name="own">The site of the person.</param>
    public static NetworkMap Of(ShipmentList list, Roll network, string own)
    {
        var lanes = list.Moving.Concat(list.Expected).Concat(list.Received).GroupBy(line => (From: line.From.Site, To: line.To.Site))
            .Select(group => new Lane(group.First().From, group.First().To, [.. group])).OrderBy(lane => lane.From.Name, StringComparer.Ordinal).ThenBy(lane => lane.To.Name, StringComparer.Ordinal).ToImmutableArray();
        var sites = lanes.SelectMany(lane => new[] { lane.From.Site, lane.To.Site }).Append(own).Distinct(StringComparer.Ordinal).Select(id => network.Sites.GetValueOrDefault(id)).OfType<Site>().ToList();
        var unplaced = sites.Where(site => site.At is null).Select(site => site.Name).ToImmutableArray();
        var placed = sites.Where(site => site.At is not null).ToDictionary(site => site.Id, site => site.At!, StringComparer.Ordinal);
        if (placed.Count == 0) return new NetworkMap("", "", [], [], [], lanes, unplaced);
        var projection = new Projection(placed.Values);
        var (land, borders) = projection.Draw(Outlines.All);
        var drawn = lanes.Where(lane => placed.ContainsKey(lane.From.Site) && placed.ContainsKey(lane.To.Site))
            .Select(lane => new MapLane(lane, [.. Projection.GreatCircle(placed[lane.From.Site], placed[lane.To.Site], Pieces).Select(projection.At)])).ToImmutableArray();
        var markers = drawn.SelectMany(MarkersOn).ToImmutableArray();
        return new NetworkMap(land, borders, Town.Of(sites.Where(site => site.At is not null), projection, own, markers), drawn, markers, lanes, unplaced);
    }

    // Nobody measures where a carrier is: what moves stands on its lane between the last handover and the next, one beside the other.
    private static IEnumerable<Marker> MarkersOn(MapLane lane)
    {
        var moving = lane.Lane.Lines.Where(line => line.Stage == ShipmentStage.Moving).ToList();
        foreach (var (i, line) in moving.Index())
        {
            var at = (i + 1.0) / (moving.Count + 1) * (lane.Points.Length - 1);
            var (before, after) = (lane.Points[(int)at], lane.Points[Math.Min((int)at + 1, lane.Points.Length - 1)]);
            var part = at - (int)at;
            yield return new Marker(line, before.X + (after.X - before.X) * part, before.Y + (after.Y - before.Y) * part, Math.Atan2(after.Y - before.Y, after.X - before.X) * 180 / Math.PI);
        }
    }
}

/// <summary>A way that shipments take, from a site to a site.</summary>
internal sealed record Lane(Stop From, Stop To, ImmutableArray<ShipmentLine> Lines)
{
    public int Count(ShipmentStage stage) => Lines.Count(line => line.Stage == stage);
}

internal sealed record MapLane(Lane Lane, ImmutableArray<(double X, double Y)> Points)
{
    public string Path => Points.Aggregate(new StringBuilder(), (path, point) => path.Append(CultureInfo.InvariantCulture, $"{(path.Length == 0 ? 'M' : 'L')}{point.X:0.#} {point.Y:0.#}")).ToString();

    public string Style => Lane.Count(ShipmentStage.Moving) > 0 ? "moving" : Lane.Count(ShipmentStage.Expected) > 0 ? "expected" : "past";
}

/// <summary>A shipment on its lane, pointing where it goes.</summary>
/// <param name="Turn">Degrees from the east, clockwise.</param>
internal sealed record Marker(ShipmentLine Line, double X, double Y, double Turn);
