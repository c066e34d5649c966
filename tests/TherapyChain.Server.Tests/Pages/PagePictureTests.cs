using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;
using TherapyChain.Domain.Network;
using TherapyChain.Domain.Shipping;
using TherapyChain.Server.Pages.Map;
using TherapyChain.Server.Pages.Shipments;

namespace TherapyChain.Server.Tests.Pages;

public sealed partial class PagePictureTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 28, 20, 7);

    /// <summary>The mid-point of the published example at movable-type.co.uk/scripts/latlong.html: Land's End to John o' Groats.</summary>
    [Fact]
    public void A_great_circle_goes_through_its_published_mid_point()
    {
        var way = Projection.GreatCircle(new Place(50 + 3 / 60.0 + 59 / 3600.0, -(5 + 42 / 60.0 + 53 / 3600.0)), new Place(58 + 38 / 60.0 + 38 / 3600.0, -(3 + 4 / 60.0 + 12 / 3600.0)), 2).ToList();

        Assert.Equal(54 + 21 / 60.0 + 44 / 3600.0, way[1].Latitude, 0.0003);
        Assert.Equal(-(4 + 31 / 60.0 + 50 / 3600.0), way[1].Longitude, 0.0003);
    }

    [Fact]
    public void Places_lie_on_the_sheet_north_above_and_east_to_the_right_also_when_they_are_one()
    {
        Place[] places = [new(59.9, 10.7), new(41.4, 2.1), new(60.2, 24.9)];
        var projection = new Projection(places);

        Assert.All(places, place => Assert.True(projection.At(place) is { X: > 0 and < Projection.Width, Y: > 0 and < Projection.Height }));
        Assert.True(projection.At(places[0]).Y < projection.At(places[1]).Y && projection.At(places[0]).X < projection.At(places[2]).X);
        var (x, y) = new Projection([places[0]]).At(places[0]);
        Assert.Equal((Projection.Width / 2.0, Projection.Height / 2.0), (Math.Round(x, 6), Math.Round(y, 6)));
    }

    [Fact]
    public void The_outlines_are_the_worlds()
    {
        var land = Outlines.All.Where(o => o.IsLand).ToList();

        Assert.True(land.Count > 100 && Outlines.All.Count(o => !o.IsLand) > 250);
        Assert.All(Outlines.All, o => Assert.True(o is { West: >= -180, East: <= 180, South: >= -90, North: <= 90 }));
        Assert.Contains(land, o => o.Points.Length > 300 && o.West < 0 && o.East > 100);
        Assert.All(land, o => Assert.Equal(o.Points[0], o.Points[^1]));
    }

    /// <summary>However long a trace: its single warm reading reaches the height of the picture that belongs to it, and the night on which the clock leaps forward keeps its marks.</summary>
    [Theory]
    [InlineData(40, 900)]
    [InlineData(5000, 60)]
    [InlineData(40000, 10)]
    public void No_excursion_is_smoothed_away(int readings, int seconds)
    {
        var trace = new TemperatureTrace(Enumerable.Range(0, readings).Select(i => new TemperatureReading(Start + Duration.FromSeconds(i * seconds), MilliCelsius.FromCelsius(i == readings / 3 ? 11.5m : 5m + i % 7 * 0.1m))));
        var chart = new TemperatureChart(trace, new TemperatureLimits(MilliCelsius.FromCelsius(2), MilliCelsius.FromCelsius(8)), "Europe/Berlin");
        var points = Points().Matches(chart.Path).Select(m => (X: double.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture), Y: double.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture))).ToList();

        Assert.All(points, p => Assert.True(p.X is >= TemperatureChart.Left and <= TemperatureChart.Width && p.Y is >= TemperatureChart.Top and <= TemperatureChart.Height - TemperatureChart.Bottom));
        Assert.True(points.Count < 1400);
        Assert.True(points.Min(p => p.Y) < chart.Band!.Value.Top);
        Assert.Equal(RangeState.Above, Assert.Single(chart.Episodes).Episode.Kind);
        Assert.Single(chart.Rows, row => row.State == RangeState.Above);
        Assert.InRange(chart.Hours.Length, 1, 9);
        // A day in the letters of a phone takes some 150 of the 720: none is cut off or runs into another.
        var days = chart.Days.Select(d => d.Set == "end" ? (From: d.X - 150, To: d.X) : (From: d.X - 75, To: d.X + 75)).OrderBy(d => d.From).ToList();
        Assert.All(days, d => Assert.True(d is { From: >= 0, To: <= TemperatureChart.Width }));
        Assert.All(days.Zip(days.Skip(1)), pair => Assert.True(pair.First.To <= pair.Second.From));
        Assert.NotEmpty(days);
    }

    [Fact]
    public void The_line_breaks_where_nothing_was_read()
    {
        var trace = new TemperatureTrace(Enumerable.Range(0, 60).Where(i => i is < 20 or > 40).Select(i => new TemperatureReading(Start + Duration.FromMinutes(i * 5), MilliCelsius.FromCelsius(5))));

        var chart = new TemperatureChart(trace, TemperatureLimits.None, "Europe/Berlin");

        Assert.Equal(2, chart.Path.Count(c => c == 'M'));
        Assert.Equal(RangeState.NoData, Assert.Single(chart.Episodes).Episode.Kind);
        Assert.Null(chart.Band);
    }

    [GeneratedRegex(@"[ML](-?[0-9.]+) (-?[0-9.]+)")]
    private static partial Regex Points();
}
