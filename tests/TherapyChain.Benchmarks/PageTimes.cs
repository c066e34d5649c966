using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace TherapyChain.Benchmarks;

/// <summary>
/// Pages: the 95th percentile of the time from asking to the last byte on a kept connection, one caller, beside that of a plain-text answer of the same server; and what
/// comes over the wire, compressed.
/// </summary>
internal static partial class PageTimes
{
    private const int Warm = 50;
    private const int Asked = 200;

    /// <summary>The page of an order with many entries.</summary>
    public static async Task OrderPageAsync(HttpRates server, int entries)
    {
        var path = $"/orders/{await server.LongOrderAsync(entries)}";
        var plain = await PercentileAsync(server.Address, HttpRates.Coordinator, "/healthz");
        var time = await PercentileAsync(server.Address, HttpRates.Coordinator, path);
        Row($"page of an order with {entries} entries, 95th percentile", Say(time), Beside(time, plain));
        Row("first visit of it with style, scripts, fonts", await WeightAsync(server.Address, HttpRates.Coordinator, path), "");
    }

    public static async Task<double> PercentileAsync(Uri address, string key, string path)
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

    /// <summary>What a first visit brings over the wire: the page, and all that it and its style ask for.</summary>
    public static async Task<string> WeightAsync(Uri address, string key, string path)
    {
        using var reading = ClientOf(address, key, DecompressionMethods.All);
        var page = await reading.GetStringAsync(path);
        using var weighing = ClientOf(address, key);
        var weight = 0L;
        foreach (var part in Asset().Matches(page).Select(m => m.Value).Concat(["/assets/chain-sans-regular.woff2", "/assets/chain-sans-semibold.woff2", "/assets/chain-mono-regular.woff2", path]).Distinct())
            weight += (await weighing.GetByteArrayAsync(WebUtility.HtmlDecode(part))).Length;
        return string.Create(CultureInfo.InvariantCulture, $"{weight / 1000.0:0.0} kB");
    }

    public static HttpClient ClientOf(Uri address, string key, DecompressionMethods unpack = DecompressionMethods.None)
    {
        var client = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = unpack, AllowAutoRedirect = false }) { BaseAddress = address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html, */*");
        if (unpack == DecompressionMethods.None) client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("br");
        return client;
    }

    public static void Row(string what, string figure, string ratio) => Console.WriteLine($"| {what,-58} | {figure,-23} | {ratio,-36} |");

    public static string Say(double milliseconds) => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0.00} ms");

    public static string Beside(double time, double plain) => string.Create(CultureInfo.InvariantCulture, $"{time / plain:0.0} of a plain-text answer");

    [GeneratedRegex("/assets/[^\"]+")]
    private static partial Regex Asset();
}
