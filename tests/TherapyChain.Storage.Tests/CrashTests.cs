using System.Diagnostics;
using System.Globalization;
using TherapyChain.Domain;
using TherapyChain.Domain.Custody;
using TherapyChain.Testing;
using static TherapyChain.Storage.RecordOutcome;

namespace TherapyChain.Storage.Tests;

/// <summary>Kills a child that appends and says aloud what it was told is recorded.</summary>
public sealed class CrashTests
{
    public const string ChildVerb = "append-until-killed";
    private const int Writers = 8, EntriesEach = 3;

    /// <summary>The child: eight writers, three entries an append; each acknowledged append is a line "order seq".</summary>
    public static async Task<int> AppendUntilKilledAsync(string path)
    {
        using var ledger = Ledger.Open(path);
        await Task.WhenAll(Enumerable.Range(1, Writers).Select(writer => Task.Run(async () =>
        {
            var order = OrderId.From(writer);
            var last = ledger.EntriesOf(order) is [.., var kept] ? kept : null;
            while (true)
            {
                var append = Appends.Next(order, last, EntriesEach);
                if (await ledger.RecordAsync(append, CancellationToken.None) is not Recorded) return;
                last = append.Entries[^1];
                Console.Out.WriteLine($"{writer} {last.Envelope.Seq}");
            }
        })));
        return 1;
    }

    [Fact]
    [Requirement("A11-03")]
    public async Task What_was_acknowledged_survives_a_kill_and_the_rest_is_whole_or_absent()
    {
        using var folder = new LedgerFolder();
        var acknowledged = new int[Writers + 1];
        foreach (var lines in new[] { 1, 40, 7, 400, 123 })
        {
            await KillAfterAsync(folder.File, lines, acknowledged);

            Assert.IsType<Verification.Sound>(LedgerCheck.Verify(folder.File));
            using var ledger = Ledger.Open(folder.File);
            for (var writer = 1; writer <= Writers; writer++)
            {
                var kept = ledger.EntriesOf(OrderId.From(writer)).Count;
                Assert.True(kept >= acknowledged[writer], $"Order {writer}: {acknowledged[writer]} acknowledged, {kept} kept.");
                Assert.Equal(0, kept % EntriesEach);
            }
        }
        Assert.True(acknowledged.Sum() > 500);
    }

    private static async Task KillAfterAsync(string path, int lines, int[] acknowledged)
    {
        using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ChildArguments(path)) { RedirectStandardOutput = true })!;
        while (await child.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            // A line the kill cut in two was not heard whole.
            if (line.Split(' ') is not [var writer, var seq]) continue;
            if (lines-- == 0) child.Kill();
            if (lines < 0 && seq.Length < 2) continue;
            Note(acknowledged, writer, seq);
        }
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(137, child.ExitCode);
    }

    private static void Note(int[] acknowledged, string writer, string seq)
    {
        var order = int.Parse(writer, CultureInfo.InvariantCulture);
        acknowledged[order] = Math.Max(acknowledged[order], int.Parse(seq, CultureInfo.InvariantCulture));
    }

    // Under `dotnet X.dll` the process is the host and the assembly its first argument.
    private static string[] ChildArguments(string path) =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(CrashTests).Assembly.Location, ChildVerb, path] : [ChildVerb, path];
}
