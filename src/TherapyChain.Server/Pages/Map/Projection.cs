using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using TherapyChain.Domain.Network;

namespace TherapyChain.Server.Pages.Map;

/// <summary>
/// The part of the earth that holds some places, on a sheet of 960 by 620: equirectangular with the parallel through its middle at true length,
/// which bends a network of one continent little and is read back by a ruler.
/// </summary>
public sealed class Projection
{
    public const int Width = 960, Height = 620;

    // No closer than this, so that one town does not fill the sheet.
    private const double LeastDegrees = 5;

    private readonly double _west, _north, _scale, _squeeze;

    /// <param name="places">At least one.</param>
    public Projection(IReadOnlyCollection<Place> places)
    {
        var (south, north) = (places.Min(p => p.Latitude), places.Max(p => p.Latitude));
        var (west, east) = (places.Min(p => p.Longitude), places.Max(p => p.Longitude));
        var (middle, centre) = ((south + north) / 2, (west + east) / 2);
        _squeeze = Math.Max(0.2, Math.Cos(middle * Math.PI / 180));
        // Room around the outermost places for their names.
        var tall = Math.Max(LeastDegrees, (north - south) * 1.3);
        var wide = Math.Max(LeastDegrees, (east - west) * _squeeze * 1.35);
        _scale = Math.Min(Width / wide, Height / tall);
        _west = centre - Width / _scale / _squeeze / 2;
        _north = middle + Height / _scale / 2;
    }

    public (double X, double Y) At(double longitude, double latitude) => ((longitude - _west) * _squeeze * _scale, (_north - latitude) * _scale);

    public (double X, double Y) At(Place place) => At(place.Longitude, place.Latitude);

    /// <summary>The outlines that lie on the sheet: land to fill, and borders.</summary>
    public (string Land, string Borders) Draw(ImmutableArray<Outline> outlines)
    {
        var (land, borders) = (new StringBuilder(), new StringBuilder());
        var (east, south) = (_west + Width / _scale / _squeeze, _north - Height / _scale);
        foreach (var outline in outlines.Where(o => o.East > _west && o.West < east && o.North > south && o.South < _north))
        {
            var path = outline.IsLand ? land : borders;
            var (lastX, lastY) = (double.NaN, double.NaN);
            foreach (var point in outline.Points)
            {
                // What lies far off the sheet is drawn at its rim's distance: same picture, fewer digits.
                var (x, y) = At(point.Longitude, point.Latitude);
                (x, y) = (Math.Clamp(Math.Round(x, 1), -2000, 3000), Math.Clamp(Math.Round(y, 1), -2000, 3000));
                if (x == lastX && y == lastY) continue;
                path.Append(CultureInfo.InvariantCulture, $"{(double.IsNaN(lastX) ? 'M' : 'L')}{x:0.#} {y:0.#}");
                (lastX, lastY) = (x, y);
            }
            if (outline.IsLand) path.Append('Z');
        }
        return (land.ToString(), borders.ToString());
    }

    /// <summary>Points on the shortest way over the earth between two places, both included.</summary>
    public static IEnumerable<Place> GreatCircle(Place from, Place to, int pieces)
    {
        var (a, b) = (Vector(from), Vector(to));
        var angle = Math.Acos(Math.Clamp(a.X * b.X + a.Y * b.Y + a.Z * b.Z, -1, 1));
        // The same place, or its antipode, where every way is the shortest.
        if (Math.Sin(angle) < 1e-9) return [from, to];
        return Enumerable.Range(0, pieces + 1).Select(i => i / (double)pieces).Select(t =>
        {
            var (u, v) = (Math.Sin((1 - t) * angle) / Math.Sin(angle), Math.Sin(t * angle) / Math.Sin(angle));
            var (x, y, z) = (u * a.X + v * b.X, u * a.Y + v * b.Y, u * a.Z + v * b.Z);
            return new Place(Math.Atan2(z, Math.Sqrt(x * x + y * y)) * 180 / Math.PI, Math.Atan2(y, x) * 180 / Math.PI);
        });
    }

    private static (double X, double Y, double Z) Vector(Place place)
    {
        var (latitude, longitude) = (place.Latitude * Math.PI / 180, place.Longitude * Math.PI / 180);
        return (Math.Cos(latitude) * Math.Cos(longitude), Math.Cos(latitude) * Math.Sin(longitude), Math.Sin(latitude));
    }
}
