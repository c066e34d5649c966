using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using NodaTime;

namespace TherapyChain.Benchmarks;

/// <summary>The worklist over many orders, for a manufacturer that is party to all and a hospital that is party to few.</summary>
internal static partial class WorklistRates
{
    private const string AtMaker = "tc_cGxhbm5lci1vZi10aGUtYmVuY2htYXJrLS0tLS0tLS0";
    private const string AtHospital = "tc_Y29vcmRpbmF0b3ItYXQtYS1ob3NwaXRhbC0tLS0tLS0";

    public static async Task RunAsync(string folder, int orders)
    {
        var data = Path.Combine(folder, "many");
        var clock = Stopwatch.StartNew();
        await ManyOrders.WriteAsync(Path.Combine(data, "ledger.db"), orders, Instant.FromUnixTimeSeconds(SystemClock.Instance.GetCurrentInstant().ToUnixTimeSeconds()));
        PageTimes.Row(string.Create(CultureInfo.InvariantCulture, $"orders written to a ledger, {orders:N0}"), string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalSeconds:0} s"), "");
        await using var server = await HttpRates.StartAsync(data, Network());
        var plain = await PageTimes.PercentileAsync(server.Address, AtMaker, "/healthz");
        PageTimes.Row("a plain-text answer of this server, 95th percentile", PageTimes.Say(plain), "");
        foreach (var (who, key) in new[] { ("all orders", AtMaker), ("1 in 40", AtHospital) })
            foreach (var (what, path) in new[]
            {
                ("worklist", "/"), ("its second page", await SecondAsync(server.Address, key)), ("filtered by phase", "/?phase=treatment"), ("filtered by text", "/?text=ref-0123"),
                ("that await me", "/?show=mine"), ("board", "/board"),
            })
            {
                var time = await PageTimes.PercentileAsync(server.Address, key, path);
                PageTimes.Row($"{what}, {who}, 95th percentile", PageTimes.Say(time), PageTimes.Beside(time, plain));
            }
        PageTimes.Row("first visit of the worklist with style, scripts, fonts", await PageTimes.WeightAsync(server.Address, AtMaker, "/"), "");
    }

    private static async Task<string> SecondAsync(Uri address, string key)
    {
        using var client = PageTimes.ClientOf(address, key, DecompressionMethods.All);
        return WebUtility.HtmlDecode(Next().Match(await client.GetStringAsync("/")).Groups["path"].Value).Split('#')[0];
    }

    private static string Network()
    {
        var yaml = new StringBuilder("network: Benchmark\nsites:\n  maker: { name: Maker, kind: manufacturer, zone: Europe/Berlin, city: Leipzig, country: DE }\n  carrier: { name: Carrier, kind: courier, zone: Europe/Berlin, city: Berlin, country: DE }\n");
        for (var i = 0; i < ManyOrders.Hospitals; i++)
            yaml.Append(CultureInfo.InvariantCulture, $"  hospital-{i}: {{ name: Hospital {i}, kind: hospital, zone: Europe/Berlin, city: Berlin, country: DE }}\n");
        return yaml.Append(CultureInfo.InvariantCulture, $$"""
            people:
              planner: { name: Planner, site: maker, roles: [planner, quality-assurance, operator], key-sha256: "{{HttpRates.KeyHash(AtMaker)}}" }
              coordinator: { name: Coordinator, site: hospital-7, roles: [coordinator, physician], key-sha256: "{{HttpRates.KeyHash(AtHospital)}}" }

            """).ToString();
    }

    [GeneratedRegex("<a href=\"(?<path>[^\"]+)\" rel=\"next\"")]
    private static partial Regex Next();
}
