using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using NodaTime;

namespace TherapyChain.Benchmarks;

/// <summary>
/// The worklist over many orders, for a manufacturer that is party to all and a hospital that is party to few: the 95th percentile of the time from asking to the last
/// byte on a kept connection, one caller, beside that of a plain-text answer of the same server; and what comes over the wire, compressed.
/// </summary>
internal static partial class WorklistRates
{
    private const string AtMaker = "tc_cGxhbm5lci1vZi10aGUtYmVuY2htYXJrLS0tLS0tLS0";
    private const string AtHospital = "tc_Y29vcmRpbmF0b3ItYXQtYS1ob3NwaXRhbC0tLS0tLS0";
    private const int Warm = 30;
    private const int Asked = 100;

    public static async Task RunAsync(string folder, int orders)
    {
        var data = Path.Combine(folder, "many");
        var clock = Stopwatch.StartNew();
        await ManyOrders.WriteAsync(Path.Combine(data, "ledger.db"), orders, Instant.FromUnixTimeSeconds(SystemClock.Instance.GetCurrentInstant().ToUnixTimeSeconds()));
        Row(string.Create(CultureInfo.InvariantCulture, $"orders written to a ledger, {orders:N0}"), string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalSeconds:0} s"), "");
        await using var server = await HttpRates.StartAsync(data, Network());
        var plain = await PercentileAsync(server.Address, AtMaker, "/healthz");
        Row("a plain-text answer of this server, 95th percentile", Say(plain), "");
        foreach (var (who, key) in new[] { ("all orders", AtMaker), ("1 in 40", AtHospital) })
            foreach (var (what, path) in new[]
            {
                ("worklist", "/"), ("its second page", await SecondAsync(server.Address, key)), ("filtered by phase", "/?phase=treatment"), ("filtered by text", "/?text=ref-0123"),
                ("that await me", "/?show=mine"), ("board", "/board"),
            })
            {
                var time = await PercentileAsync(server.Address, key, path);
                Row($"{what}, {who}, 95th percentile", Say(time), string.Create(CultureInfo.InvariantCulture, $"{time / plain:0.0} of a plain-text answer"));
            }
        var weight = await WeightAsync(server.Address) / 1000.0;
        Row("first visit of the worklist with style, scripts, fonts", string.Create(CultureInfo.InvariantCulture, $"{weight:0.0} kB"), "");
    }

    private static async Task<double> PercentileAsync(Uri address, string key, string path)
    {
        using var client = ClientOf(address, key);
        var times = new List<double>(Asked);
        for (var i = 0; i < Warm + Asked; i++)
        {
            var start = Stopwatch.GetTimestamp();
            using var answer = await client.GetAsync(path);
            await answer.Content.ReadAsByteArrayAsync();
            if (answer.StatusCode != HttpStatusCode.OK) throw new InvalidOperationException($"{path}: {answer.StatusCode}");
            if (i >= Warm) times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        times.Sort();
        return times[(int)(times.Count * 0.95)];
    }

    private static async Task<string> SecondAsync(Uri address, string key)
    {
        using var client = ClientOf(address, key, DecompressionMethods.All);
        return WebUtility.HtmlDecode(Next().Match(await client.GetStringAsync("/")).Groups["path"].Value).Split('#')[0];
    }

    private static async Task<long> WeightAsync(Uri address)
    {
        using var reading = ClientOf(address, AtMaker, DecompressionMethods.All);
        var page = await reading.GetStringAsync("/");
        using var weighing = ClientOf(address, AtMaker);
        var weight = 0L;
        foreach (var path in Asset().Matches(page).Select(m => m.Value).Concat(["/assets/chain-sans-regular.woff2", "/assets/chain-sans-semibold.woff2", "/assets/chain-mono-regular.woff2", "/"]).Distinct())
            weight += (await weighing.GetByteArrayAsync(WebUtility.HtmlDecode(path))).Length;
        return weight;
    }

    private static HttpClient ClientOf(Uri address, string key, DecompressionMethods unpack = DecompressionMethods.None)
    {
        var client = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = unpack, AllowAutoRedirect = false }) { BaseAddress = address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html, */*");
        if (unpack == DecompressionMethods.None) client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("br");
        return client;
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

    private static void Row(string what, string figure, string ratio) => Console.WriteLine($"| {what,-58} | {figure,-23} | {ratio,-36} |");

    private static string Say(double milliseconds) => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0.00} ms");

    [GeneratedRegex("<a href=\"(?<path>[^\"]+)\" rel=\"next\"")]
    private static partial Regex Next();

    [GeneratedRegex("/assets/[^\"]+")]
    private static partial Regex Asset();
}
