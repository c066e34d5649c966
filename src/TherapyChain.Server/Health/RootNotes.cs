using NodaTime;
using TherapyChain.Domain.Custody;
using TherapyChain.Server.Access;
using TherapyChain.Server.Answers;
using TherapyChain.Storage;

namespace TherapyChain.Server.Health;

/// <summary>
/// Notes every minute, apart from the ledger, the root over all its entries, and at the start compares the ledger with all that was noted. When they differ nothing
/// more is noted, so that what was noted stays to be compared with, and a notice is raised. Work goes on: what a step needs is judged from its own order.
/// </summary>
public sealed class RootNotes(Ledger ledger, Settings settings, AccessLog access, IClock clock, ILogger<RootNotes> log) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(1);

    private volatile NotedRoot? _last;

    /// <summary>What was noted last; null when nothing was.</summary>
    public NotedRoot? Last => _last;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A long ledger takes seconds: the server does not wait for it.
        await Task.Yield();
        try
        {
            var noted = RootsFile.Read(settings.RootsPath);
            _last = noted is [.., var last] ? last : null;
            var check = new RootCheck(noted);
            if ((Take(check) ?? check.Missing()) is { } broken)
            {
                await TellAsync($"{broken}");
                return;
            }
            while (true)
            {
                Note(check.Tree);
                if (stoppingToken.IsCancellationRequested) return;
                await Task.Delay(Between, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                Take(check);
            }
        }
        catch (Exception no) when (no is RootsFileException or LedgerFileException or Microsoft.Data.Sqlite.SqliteException or FormatException)
        {
            await TellAsync(no.Message);
        }
    }

    private Verification.Broken? Take(RootCheck check)
    {
        foreach (var (_, entry) in ledger.AllEntries(check.Tree.Size))
            if (check.Next(entry.Bytes.Span) is { } broken) return broken;
        return null;
    }

    private void Note(MerkleTree tree)
    {
        if (tree.Size == (_last?.Size ?? 0)) return;
        try
        {
            _last = RootsFile.Append(settings.RootsPath, tree, Moment.Whole(clock.GetCurrentInstant()));
        }
        catch (Exception no) when (no is IOException or UnauthorizedAccessException)
        {
            log.LogError(no, "The root of the ledger could not be noted in {File}; tried again in a minute", settings.RootsPath);
        }
    }

    private async Task TellAsync(string what)
    {
        log.LogCritical("The ledger is not what was noted of it, and no root is noted any more. {What}", what);
        await access.WriteAsync(AccessNote.OfServer("") with { Act = "ledger", Outcome = "not-whole", Detail = what });
    }
}
