using System.Text;
using TherapyChain.Domain.Network;

namespace TherapyChain.Tests.Network;

public sealed class PlaceTests
{
    [Fact]
    public void A_site_may_say_where_it_lies()
    {
        var sites = Assert.IsType<NetworkFile.Reading.Sound>(Read("at: { latitude: 59.35, longitude: -18.03 }")).Roster.Sites;
        var without = Assert.IsType<NetworkFile.Reading.Sound>(Read("city: Stockholm")).Roster.Sites;

        Assert.Equal(new Place(59.35, -18.03), Assert.Single(sites).At);
        Assert.Null(Assert.Single(without).At);
    }

    [Theory]
    [InlineData("at: { latitude: 90.1, longitude: 181 }", 2)]
    [InlineData("at: { latitude: -90, longitude: -180.01 }", 1)]
    [InlineData("at: { latitude: 59.35 }", 1)]
    [InlineData("at: { latitude: north, longitude: 1 }", 1)]
    [InlineData("at: { latitude: 1e2, longitude: 1 }", 1)]
    [InlineData("at: Stockholm", 1)]
    public void What_is_no_place_is_refused(string at, int findings)
    {
        Assert.Equal(findings, Assert.IsType<NetworkFile.Reading.Unsound>(Read(at)).Findings.Length);
    }

    private static NetworkFile.Reading Read(string more) => NetworkFile.Read(
        Encoding.UTF8.GetBytes($"network: N\nsites:\n  k: {{ name: K, zone: Europe/Stockholm, kind: hospital, {more} }}\n"), new Dictionary<string, Site>());
}
