using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace TherapyChain.Storage;

/// <summary>
/// The one that writes. Requests that come while a commit is on its way to the disk wait together and share the next one: a caller hears
/// "recorded" only after the commit that holds its entries has returned.
/// </summary>
internal sealed class LedgerWriter : IDisposable
{
    /// <summary>For so long nobody must have asked for anything before entries are marked for searches.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(50);

    private readonly string _path;
    private readonly object _gate = new();
    private readonly Thread _thread;
    private List<Request> _waiting = [], _batch = [];
    private bool _closed;
    // An earlier run may have ended between an entry and its mark.
    private bool _unmarked = true;
    // Whether marking was the last thing done: then it was quiet, and still is.
    private bool _marking;
    private AppendStatements? _statements;
    private long _pageLimit, _commits, _appends;

    private sealed class Request(Append append) : TaskCompletionSource<RecordOutcome>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public Append Append { get; } = append;
        public RecordOutcome? Outcome { get; set; }
    }

    public LedgerWriter(string path)
    {
        _path = path;
        _statements = new AppendStatements(path);
        _thread = new Thread(Run) { IsBackground = true, Name = "ledger writer" };
        _thread.Start();
    }

    /// <summary>Durable commits so far.</summary>
    public long Commits => Interlocked.Read(ref _commits);

    /// <summary>Appends that shared those commits.</summary>
    public long Appends => Interlocked.Read(ref _appends);

    /// <summary>Lets the file grow to so many pages and no further; 0 for no limit of ours. Takes effect with the next batch.</summary>
    public long PageLimit { get => Volatile.Read(ref _pageLimit); set => Volatile.Write(ref _pageLimit, value); }

    /// <summary>Hands an append over; from then on it may be written at any moment, whatever its caller would like.</summary>
    public Task<RecordOutcome> RecordAsync(Append append)
    {
        var request = new Request(append);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            _waiting.Add(request);
            if (_waiting.Count == 1) Monitor.Pulse(_gate);
        }
        return request.Task;
    }

    private void Run()
    {
        while (TakeWaiting())
        {
            if (_batch.Count == 0) _unmarked = Mark();
            else Write(_batch);
            _batch.Clear();
        }
    }

    // False at the end; with nothing waiting when it is quiet enough to mark entries.
    // A monitor sleeps at once where tasks and semaphores spin first: on few cores that is time the callers need to prepare the next batch.
    private bool TakeWaiting()
    {
        lock (_gate)
        {
            while (_waiting.Count == 0 && !_closed)
                if (!_unmarked) Monitor.Wait(_gate);
                else if (!Monitor.Wait(_gate, _marking ? TimeSpan.Zero : Quiet)) return _marking = true;
            _marking = false;
            (_batch, _waiting) = (_waiting, _batch);
            return _batch.Count > 0;
        }
    }

    private void Write(List<Request> batch)
    {
        try
        {
            _statements ??= new AppendStatements(_path);
            _statements.LimitPages(PageLimit);
            _statements.Begin();
            foreach (var request in batch) request.Outcome = _statements.Apply(request.Append);
            _statements.Commit();
            Interlocked.Increment(ref _commits);
            Interlocked.Add(ref _appends, batch.Count);
            _unmarked = true;
        }
        catch (Exception no)
        {
            Undo(no);
            // A mistake in one append must not cost the others theirs: each is tried by itself.
            if (batch.Count > 1 && !IsOfTheDisk(no)) foreach (var request in batch) Write([request]);
            else foreach (var request in batch) request.TrySetException(Explain(no));
            return;
        }
        foreach (var request in batch) request.TrySetResult(request.Outcome!);
    }

    /// <summary>Marks some entries for searches and answers whether more may be left. A failure waits for the next step: searches read what has no mark.</summary>
    private bool Mark()
    {
        try
        {
            _statements ??= new AppendStatements(_path);
            _statements.Begin();
            var any = _statements.MarkNext();
            _statements.Commit();
            return any;
        }
        // Whatever it was: steps must go on.
        catch (Exception no)
        {
            Undo(no);
            return false;
        }
    }

    private void Undo(Exception cause)
    {
        try
        {
            _statements?.Rollback();
            // After an error below the database what the connection holds of the file is not to be trusted: take a new one.
            if (cause is SqliteException { SqliteErrorCode: not (raw.SQLITE_FULL or raw.SQLITE_CONSTRAINT or raw.SQLITE_BUSY) }) Reopen();
        }
        catch (SqliteException)
        {
            Reopen();
        }
    }

    private void Reopen()
    {
        _statements?.Dispose();
        _statements = null;
    }

    private static bool IsOfTheDisk(Exception no) => no is SqliteException { SqliteErrorCode: not raw.SQLITE_CONSTRAINT };

    private static Exception Explain(Exception no) => no is not SqliteException fault ? no : fault.SqliteErrorCode switch
    {
        raw.SQLITE_FULL => new LedgerWriteException("the disk is full.", "Make room on it; the ledger goes on by itself, nothing has to be restarted.", fault),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new LedgerWriteException(
            "another program holds the ledger's file.", "End the program that has it open (a backup, a database browser), then send the request again.", fault),
        raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_CANTOPEN => new LedgerWriteException(
            "the ledger's file cannot be written.", "Give the server the right to write the file and its folder.", fault),
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => new LedgerWriteException(
            "the ledger's file is damaged.", "Stop the server, keep the file for examination and put the newest backup copy in its place.", fault),
        raw.SQLITE_CONSTRAINT => new LedgerWriteException(
            $"the database refused it ({fault.Message.TrimEnd('.')}).", "This is a mistake of the program: report it with this message.", fault),
        _ => new LedgerWriteException($"the disk failed ({fault.Message.TrimEnd('.')}).", "Check the disk and the messages of the operating system.", fault),
    };

    /// <summary>Finishes what was handed over, then closes the file.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.Pulse(_gate);
        }
        _thread.Join();
        _statements?.Dispose();
    }
}
