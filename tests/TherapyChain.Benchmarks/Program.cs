using TherapyChain.Benchmarks;

// One run, one table: each rate beside the engine's own limit, measured on the same machine minutes apart.
// dotnet run -c Release --project tests/TherapyChain.Benchmarks [-- seconds-per-row [ledger | http | order | worklist [orders]]]
if (args is [var seconds, ..]) Measure.For = TimeSpan.FromSeconds(double.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture));
var folder = Directory.CreateTempSubdirectory("therapychain-bench-").FullName;
try
{
    Console.WriteLine($"| {"what",-58} | {"rate",-23} | {"ratio",-36} |");
    Console.WriteLine($"|{new string('-', 60)}|{new string('-', 25)}|{new string('-', 38)}|");

    if (args is [_, "worklist", .. var many])
    {
        await WorklistRates.RunAsync(folder, many is [var count] ? int.Parse(count, System.Globalization.CultureInfo.InvariantCulture) : 50_000);
        return;
    }
    if (args is [_, "order"])
    {
        await using var server = await HttpRates.StartAsync(folder);
        await PageTimes.OrderPageAsync(server, 300);
        return;
    }
    var raw = RawCommit.Rate(folder);
    Measure.Row("raw single-row durable commit, SQLite WAL FULL", raw, "commits/s");
    foreach (var writers in new[] { 1, 32 })
        Measure.Row($"ledger in process, decided and sealed, {writers} writers", await LedgerRates.RateAsync(folder, writers), "steps/s", raw, "raw commits");
    Measure.Row("entries marked for searches, when nobody writes", await LedgerRates.MarksAsync(folder, 32), "entries/s");

    if (args is [_, "ledger"]) return;
    await using (var http = await HttpRates.StartAsync(folder))
    {
        foreach (var callers in new[] { 1, 32 })
            Measure.Row($"steps over HTTP, durably committed, {callers} callers", await http.RateAsync(callers), "steps/s", raw, "raw commits");
        if (args is [_, "http"]) return;
        await PageTimes.OrderPageAsync(http, 300);
    }

    await WorklistRates.RunAsync(folder, 50_000);

    Measure.Row("decide: a step with evidence, one core", DomainRates.Decide(), "steps/s");
    Measure.Row("decide: a receipt with scans and custody, one core", DomainRates.DecideHandover(), "steps/s");
    Measure.Row("fold, one core", DomainRates.Fold(), "entries/s");

    var (pages, perRecord) = PaperRates.Rate();
    Measure.Row($"custody record, entries to PDF, {perRecord} pages, one core", pages, "pages/s");

    var (verify, sha, bytes) = DomainRates.Verify();
    Measure.Row($"raw SHA-256 of 100,000 entries of {bytes} bytes on average", sha, "entries/s");
    Measure.Row("verify the same entries, JSON included, one core", verify, "entries/s", sha, "raw SHA-256");
}
finally
{
    Directory.Delete(folder, recursive: true);
}
