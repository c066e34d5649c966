using System.Diagnostics;
using System.Globalization;

namespace TherapyChain.Benchmarks;

/// <summary>Runs a piece of work for a while and says how often it was done a second.</summary>
internal static class Measure
{
    public static TimeSpan For { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>One thread; the work says how many units it did.</summary>
    public static double Rate(Func<int> work)
    {
        work();
        var (clock, done) = (Stopwatch.StartNew(), 0L);
        while (clock.Elapsed < For) done += work();
        return done / clock.Elapsed.TotalSeconds;
    }

    /// <summary>So many callers at once, each in its own loop; the work does one unit.</summary>
    public static async Task<double> RateAsync(int callers, Func<int, Task> work)
    {
        await Task.WhenAll(Enumerable.Range(0, callers).Select(work));
        var (clock, done) = (Stopwatch.StartNew(), 0L);
        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            while (clock.Elapsed < For)
            {
                await work(caller);
                Interlocked.Increment(ref done);
            }
        })));
        return done / clock.Elapsed.TotalSeconds;
    }

    public static void Row(string what, double rate, string unit, double? limit = null, string? of = null) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {what,-58} | {rate,12:N0} {unit,-10} | {(limit is { } engine ? $"{rate / engine:0.00} of {of}" : ""),-36} |"));
}
