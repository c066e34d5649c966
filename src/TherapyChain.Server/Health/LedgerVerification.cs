using NodaTime;
using TherapyChain.Domain.Custody;
using TherapyChain.Server.Access;
using TherapyChain.Server.Accounts;
using TherapyChain.Storage;

namespace TherapyChain.Server.Health;

/// <summary>One verification of the whole ledger, under way or done.</summary>
/// <param name="By">Who asked for it.</param>
/// <param name="Entries">How many entries stood in the ledger when it began.</param>
public sealed record LedgerRun(Instant Began, string By, long Entries)
{
    private long _checked;

    public long Checked => Interlocked.Read(ref _checked);

    internal void Reach(long entries) => Interlocked.Exchange(ref _checked, entries);

    public Instant? Ended { get; init; }

    /// <summary>What it found; null while it runs, and when the file could not be read at all.</summary>
    public Verification? Found { get; init; }

    /// <summary>Why it could not be finished.</summary>
    public string? Failure { get; init; }
}

/// <summary>
/// Verifies the ledger in the background when somebody asks: the same check as <c>ledger verify</c>, beside the running server. One at a time; the last result is kept
/// until the process ends, and each is a line of the access log.
/// </summary>
public sealed class LedgerVerification(Ledger ledger, Settings settings, AccessLog log, IClock clock)
{
    private volatile LedgerRun? _run;

    public LedgerRun? Last => _run;

    public bool IsRunning => _run is { Ended: null };

    /// <summary>Begins, unless one is under way.</summary>
    /// <returns>The end of the one that runs; nobody needs to wait for it.</returns>
    public Task Begin(AccessNote by, long entries)
    {
        lock (log)
        {
            if (IsRunning) return Task.CompletedTask;
            _run = new LedgerRun(clock.GetCurrentInstant(), by.Person, entries);
        }
        return Task.Run(() => VerifyAsync(_run, by));
    }

    private async Task VerifyAsync(LedgerRun run, AccessNote by)
    {
        LedgerRun done;
        try
        {
            done = run with { Found = LedgerCheck.Verify(ledger.Path, RootsFile.Read(settings.RootsPath), run.Reach), Ended = clock.GetCurrentInstant() };
        }
        catch (Exception no) when (no is LedgerFileException or RootsFileException or IOException or Microsoft.Data.Sqlite.SqliteException)
        {
            done = run with { Failure = no.Message, Ended = clock.GetCurrentInstant() };
        }
        await log.WriteAsync(by with
        {
            Outcome = done.Found is Verification.Sound ? "whole" : "not-whole",
            Detail = done.Found switch { Verification.Sound sound => $"{sound.Count} entries, last hash {sound.Head}", { } broken => $"{broken}", null => done.Failure ?? "" },
        });
        _run = done;
    }
}
