using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using TherapyChain.Domain;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;

namespace TherapyChain.Storage;

/// <summary>What became of a workflow that was to be kept.</summary>
public enum WorkflowKept { Added, AlreadyThere, AnotherTextHasThisVersion }

/// <summary>
/// The append-only ledger: one file, one process that writes it. What <see cref="RecordAsync"/> answers as recorded is on the disk; whatever
/// it does not is not there at all.
/// </summary>
public sealed class Ledger : IDisposable
{
    private readonly FileStream _lock;
    private readonly DbContextOptions<LedgerDb> _options;
    private readonly LedgerReaders _readers;
    private readonly LedgerWriter _writer;

    private Ledger(string path, FileStream @lock)
    {
        (Path, _lock) = (path, @lock);
        _options = LedgerDbFactory.Options(path);
        _readers = new LedgerReaders(path);
        _writer = new LedgerWriter(path);
    }

    public string Path { get; }

    /// <summary>Durable commits since it was opened.</summary>
    public long Commits => _writer.Commits;

    /// <summary>Appends that shared those commits.</summary>
    public long Appends => _writer.Appends;

    /// <summary>Opens a ledger for reading and writing; makes it where there is none.</summary>
    /// <exception cref="LedgerInUseException">Another process has it open.</exception>
    /// <exception cref="LedgerFileException">The file is foreign, damaged, or of a later version; it was not touched.</exception>
    public static Ledger Open(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        var held = Lock(path);
        try
        {
            LedgerFile.Prepare(path);
            return new Ledger(path, held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Appends to one order, all or nothing, and comes back when it is durable or refused.</summary>
    /// <param name="append">What is to be added.</param>
    /// <param name="ct">Heard until the append is handed to the writer; after that the answer comes in any case.</param>
    /// <exception cref="ArgumentException">The entries do not follow each other, or a document is not what its hash says: a bug of the caller.</exception>
    /// <exception cref="LedgerWriteException">The disk is full or failed; nothing was recorded.</exception>
    public Task<RecordOutcome> RecordAsync(Append append, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        Check(append);
        return _writer.RecordAsync(append);
    }

    /// <summary>An order's entries in sequence; none when there is no such order.</summary>
    /// <param name="after">Only those behind this sequence number.</param>
    public IReadOnlyList<SealedEntry> EntriesOf(OrderId order, int after = 0) => _readers.EntriesOf(order, after);

    /// <summary>Which of these codes, of whatever kind, belong to another order, everywhere or among their issuer's.</summary>
    public IReadOnlyList<string> OwnedElsewhere(OrderId order, IEnumerable<GivenCode> codes) => _readers.OwnedElsewhere(order, codes);

    /// <summary>The answer kept for a request of this actor under this key, or null.</summary>
    public KeptAnswer? AnswerTo(string actor, string key) => _readers.AnswerTo(actor, key);

    /// <summary>The entries of all orders in the order of commits, as they stood when the reading began.</summary>
    /// <param name="after">Only those behind this position.</param>
    public IEnumerable<(long Position, SealedEntry Entry)> AllEntries(long after = 0) => _readers.AllEntries(after);

    /// <summary>A context for queries and for what is administered; the caller disposes of it.</summary>
    public LedgerDb CreateDb() => new(_options);

    /// <summary>Keeps a version of a workflow for as long as the ledger lives.</summary>
    public async Task<WorkflowKept> KeepWorkflowAsync(string id, int version, string text, Instant now, CancellationToken ct)
    {
        var hash = Hash.Of(Encoding.UTF8.GetBytes(text));
        await using var db = CreateDb();
        if (await db.Workflows.SingleOrDefaultAsync(workflow => workflow.Id == id && workflow.Version == version, ct) is { } kept)
            return kept.Sha256 == hash ? WorkflowKept.AlreadyThere : WorkflowKept.AnotherTextHasThisVersion;
        db.Workflows.Add(new WorkflowRow(id, version, hash, text, now));
        await db.SaveChangesAsync(ct);
        return WorkflowKept.Added;
    }

    /// <summary>Keeps a new version of a workflow together with who approved it and the word on its proposal: all or nothing. A version that is kept already is not touched.</summary>
    public async Task<WorkflowKept> PublishWorkflowAsync(string text, PublicationRow publication, VerdictRow verdict, CancellationToken ct)
    {
        var hash = Hash.Of(Encoding.UTF8.GetBytes(text));
        await using var db = CreateDb();
        if (await db.Workflows.SingleOrDefaultAsync(workflow => workflow.Id == publication.Id && workflow.Version == publication.Version, ct) is { } kept)
            return kept.Sha256 == hash ? WorkflowKept.AlreadyThere : WorkflowKept.AnotherTextHasThisVersion;
        db.Workflows.Add(new WorkflowRow(publication.Id, publication.Version, hash, text, publication.At));
        db.Publications.Add(publication);
        db.Verdicts.Add(verdict);
        await db.SaveChangesAsync(ct);
        return WorkflowKept.Added;
    }

    /// <summary>Writes a copy of the whole ledger as it is at this moment, while work goes on. The copy opens like any ledger.</summary>
    /// <exception cref="IOException">There is a file of that name already.</exception>
    public void BackUp(string to) => LedgerCopy.Write(Path, to);

    /// <summary>Lets the file grow to about so many bytes and no further, so that it never takes the last of a disk; 0 for no limit.</summary>
    public void LimitSize(long bytes) => _writer.PageLimit = bytes / 4096;

    /// <summary>Finishes what was handed over and closes the file.</summary>
    public void Dispose()
    {
        _writer.Dispose();
        _readers.Dispose();
        using (var pooled = new SqliteConnection(LedgerDbFactory.ConnectionString(Path, SqliteOpenMode.ReadWriteCreate))) SqliteConnection.ClearPool(pooled);
        _lock.Dispose();
    }

    private static void Check(Append append)
    {
        if (append.Entries.Count == 0) throw new ArgumentException("An append has at least one entry.", nameof(append));
        var (seq, prev) = (append.ExpectedHead, append.Entries[0].Prev);
        foreach (var entry in append.Entries)
        {
            if (entry.Envelope.Order != append.Order || entry.Envelope.Seq != ++seq || entry.Prev != prev)
                throw new ArgumentException($"Entry {entry.Envelope.Seq} of order {entry.Envelope.Order} does not follow entry {seq - 1} of {append.Order}.", nameof(append));
            prev = entry.Hash;
        }
        foreach (var document in append.Documents)
            if (Hash.Of(document.Bytes.Span) != document.Sha256) throw new ArgumentException("A document is not what its hash says.", nameof(append));
    }

    // The system lets go of the lock when the process ends, however it ends; the file itself may stay.
    private static FileStream Lock(string path)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        try
        {
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException no) when (no is not (DirectoryNotFoundException or PathTooLongException))
        {
            throw new LedgerInUseException(path, no);
        }
    }
}
