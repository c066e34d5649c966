using System.Diagnostics;
using System.Globalization;

namespace TherapyChain.Benchmarks;

/// <summary>
/// Runs a piece of work for a while and says how often it was done a second. Each is warmed up first, uncounted: a server runs for months, and
/// the runtime compiles what is hot in the first seconds.
/// </summary>
internal static class Measure
{
    public static TimeSpan For { get; set; } = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    /// <summary>One thread; the work says how many units it did.</summary>
    public static double Rate(Func<int> work)
    {
        for (var warm = Stopwatch.StartNew(); warm.Elapsed < WarmUp;) work();
        var (clock, done) = (Stopwatch.StartNew(), 0L);
        while (clock.Elapsed < For) done += work();
        return done / clock.Elapsed.TotalSeconds;
    }

    /// <summary>So many callers at once, each in its own loop; the work does one unit.</summary>
    public static async Task<double> RateAsync(int callers, Func<int, Task> work)
    {
        await RunAsync(callers, work, WarmUp);
        var clock = Stopwatch.StartNew();
        var done = await RunAsync(callers, work, For);
        return done / clock.Elapsed.TotalSeconds;
    }

    private static async Task<long> RunAsync(int callers, Func<int, Task> work, TimeSpan length)
    {
        var (clock, done) = (Stopwatch.StartNew(), 0L);
        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            while (clock.Elapsed < length)
            {
                await work(caller);
                Interlocked.Increment(ref done);
            }
        })));
        return done;
    }

    public static void Row(string what, double rate, string unit, double? limit = null, string? of = null) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {what,-58} | {rate,12:N0} {unit,-10} | {(limit is { } engine ? $"{rate / engine:0.00} of {of}" : ""),-36} |"));
}
