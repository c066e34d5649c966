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
        RootCheck? check = null;
        while (true)
        {
            try
            {
                if (await RoundAsync(check) is not { } compared) return;
                check = compared;
            }
            catch (Exception no) when (no is IOException or UnauthorizedAccessException or Microsoft.Data.Sqlite.SqliteException)
            {
                log.LogError(no, "The root of the ledger could not be noted in {File}; tried again in a minute", settings.RootsPath);
            }
            if (stoppingToken.IsCancellationRequested) return;
            await Task.Delay(Between, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Compares with all that was noted the first time it can be read, and notes what came since.</summary>
    /// <returns>What it went on with; null when there is nothing to go on with.</returns>
    private async Task<RootCheck?> RoundAsync(RootCheck? check)
    {
        try
        {
            if (check is not null) Take(check);
            else
            {
                var noted = RootsFile.Read(settings.RootsPath);
                check = new RootCheck(noted);
                if ((Take(check) ?? check.Missing()) is { } broken) return await TellAsync($"{broken}");
                _last = noted is [.., var last] ? last : null;
            }
        }
        catch (Exception no) when (no is RootsFileException or FormatException)
        {
            return await TellAsync(no.Message);
        }
        if (check.Tree.Size > (_last?.Size ?? 0)) _last = RootsFile.Append(settings.RootsPath, check.Tree, Moment.Whole(clock.GetCurrentInstant()));
        return check;
    }

    private Verification.Broken? Take(RootCheck check)
    {
        foreach (var (_, entry) in ledger.AllEntries(check.Tree.Size))
            if (check.Next(entry.Bytes.Span) is { } broken) return broken;
        return null;
    }

    private async Task<RootCheck?> TellAsync(string what)
    {
        log.LogCritical("The ledger is not what was noted of it, and no root is noted any more. {What}", what);
        await access.WriteAsync(AccessNote.OfServer("") with { Act = "ledger", Outcome = "not-whole", Detail = what });
        return null;
    }
}
