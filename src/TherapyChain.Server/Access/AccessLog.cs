using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using TherapyChain.Domain.Custody;
using TherapyChain.Server.Answers;
using TherapyChain.Storage.Accounts;

namespace TherapyChain.Server.Access;

/// <summary>Something to be written into the access log; see <see cref="AccessRow"/> for what each part is.</summary>
public sealed record AccessNote(string Act, string Outcome, string Person = "", string Site = "")
{
    public string Actor { get; init; } = "";
    public string Order { get; init; } = "";
    public string Address { get; init; } = "";
    public string Detail { get; init; } = "";

    /// <summary>A note about somebody, from where a request came.</summary>
    public static AccessNote Of(HttpContext http, string act, string outcome, Domain.Orders.Person? person, string detail = "") =>
        new(act, outcome, person?.Id ?? "", person?.Site ?? "") { Address = AddressOf(http), Detail = detail };

    /// <summary>The beginning of a note about what the server does by itself, at its start.</summary>
    public static AccessNote OfServer(string site) => new("", "", "", site) { Actor = Domain.Orders.Person.System };

    /// <summary>Where a request came from: behind a proxy that the settings name, whom the proxy speaks for.</summary>
    public static string AddressOf(HttpContext http) => http.Connection.RemoteIpAddress is not { } remote ? "" : (remote.IsIPv4MappedToIPv6 ? remote.MapToIPv4() : remote).ToString();
}

/// <summary>
/// The log of access. Sign-ins, refusals of credentials and changes of accounts are on the disk before they are answered; looks at orders
/// are written soon after, many at a time, so that reading never waits for the disk.
/// </summary>
public sealed class AccessLog(AccountsFile file, Keyring keys, IClock clock, SecurityWatch watch, ILogger<AccessLog> log) : BackgroundService
{
    private const int MostAtOnce = 500;

    /// <summary>How often the last use of keys is written when nobody looks at anything.</summary>
    private static readonly TimeSpan UsesWait = TimeSpan.FromSeconds(30);

    // Bounded: when the disk is that far behind, readers wait rather than fill the memory.
    private readonly Channel<(AccessRow? Row, TaskCompletionSource? Reached)> _soon =
        Channel.CreateBounded<(AccessRow?, TaskCompletionSource?)>(new BoundedChannelOptions(100_000) { SingleReader = true });

    /// <summary>Writes at once: when this returns the note is on the disk.</summary>
    public async Task WriteAsync(AccessNote note)
    {
        await using var db = file.CreateDb();
        Add(db, note);
        await db.SaveChangesAsync(CancellationToken.None);
    }

    /// <summary>Adds a note to a change of accounts that is about to be saved: both or neither.</summary>
    public void Add(AccountsDb db, AccessNote note) => db.AddRange(RowsOf(note));

    public async ValueTask WriteSoonAsync(AccessNote note)
    {
        foreach (var row in RowsOf(note)) await _soon.Writer.WriteAsync((row, null));
    }

    /// <summary>Waits until what was noted before is on the disk.</summary>
    public async Task CatchUpAsync(CancellationToken ct)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _soon.Writer.WriteAsync((null, reached), ct);
        await reached.Task.WaitAsync(ct);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _soon.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<AccessRow>();
        var reached = new List<TaskCompletionSource>();
        while (true)
        {
            // Not by the stopping token: what was noted is written before the process ends.
            var waiting = _soon.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
            while (!waiting.IsCompleted && await Task.WhenAny(waiting, Task.Delay(UsesWait, CancellationToken.None)) != waiting) await TryWriteAsync([]);
            while (batch.Count < MostAtOnce && _soon.Reader.TryRead(out var next))
            {
                if (next.Row is { } row) batch.Add(row);
                if (next.Reached is { } waiter) reached.Add(waiter);
            }
            while (!await TryWriteAsync(batch) && !stoppingToken.IsCancellationRequested) await Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None);
            foreach (var waiter in reached) waiter.TrySetResult();
            if (!await waiting) return;
            batch.Clear();
            reached.Clear();
        }
    }

    private async Task<bool> TryWriteAsync(List<AccessRow> batch)
    {
        if (batch.Count == 0 && keys.Used.IsEmpty) return true;
        try
        {
            await using var db = file.CreateDb();
            await using var all = await db.Database.BeginTransactionAsync(CancellationToken.None);
            // Copies: a row that was once given a place and then rolled back must not insist on it.
            db.AddRange(batch.Select(row => row with { Position = 0 }));
            await db.SaveChangesAsync(CancellationToken.None);
            foreach (var key in keys.Used.Keys)
                if (keys.Used.TryRemove(key, out var at))
                    await db.Keys.Where(k => k.Sha256 == key && (k.LastUsed == null || k.LastUsed < at)).ExecuteUpdateAsync(k => k.SetProperty(row => row.LastUsed, at), CancellationToken.None);
            await all.CommitAsync(CancellationToken.None);
            return true;
        }
        catch (Exception failure) when (failure is Microsoft.Data.Sqlite.SqliteException or DbUpdateException)
        {
            log.LogError(failure, "{Count} notes of the access log wait: accounts.db cannot be written", batch.Count);
            return false;
        }
    }

    // What is noted, and the notice that it calls for.
    private AccessRow[] RowsOf(AccessNote note)
    {
        var now = Moment.Whole(clock.GetCurrentInstant());
        return watch.NoticeOf(note, now) is { } notice ? [RowOf(note, now), RowOf(notice, now)] : [RowOf(note, now)];
    }

    private static AccessRow RowOf(AccessNote note, Instant now) => new(
        Position: 0, now, note.Person, note.Site, note.Actor, note.Act, note.Outcome, note.Order, note.Address, note.Detail);
}
