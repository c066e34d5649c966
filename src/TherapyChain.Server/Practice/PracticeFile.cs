using System.Globalization;
using Microsoft.Data.Sqlite;
using NodaTime;
using TherapyChain.Domain;
using TherapyChain.Server.Orders;
using TherapyChain.Storage;

namespace TherapyChain.Server.Practice;

/// <summary>
/// The file of practice, <c>practice.db</c>. One that is damaged, foreign, or no ledger of practice is kept under another name and a new one begun: nobody's practice is
/// worth a page that does not answer, and no file is worth being deleted by a guess. Nothing here ever opens the real ledger.
/// </summary>
public sealed partial class PracticeFile(Settings settings, IClock clock, ILogger<PracticeFile> log) : IDisposable
{
    /// <summary>The file as it is open: none of it outlives the file.</summary>
    internal sealed record Opened(Ledger Ledger, Repeats Repeats, OpenOrders Kept);

    private readonly Lock _lock = new();
    private Opened? _opened;

    /// <summary>What was found and put aside since the start, for everybody who practises to read; null when nothing was.</summary>
    internal Sentence? PutAside { get; private set; }

    /// <summary>Why nothing can be practised now; null when it can.</summary>
    internal Sentence? Closed { get; private set; }

    private string File => Path.Combine(settings.Folder, "practice.db");

    /// <returns>Null when there is none and none is to be made, and when there is one that can neither be used nor put aside: then <see cref="Closed"/> says why.</returns>
    internal Opened? Open(bool make)
    {
        lock (_lock)
        {
            if (_opened is not null) return _opened;
            Closed = null;
            try
            {
                if (Exists()) ClearAway();
                if (!make && !Exists()) return null;
                return _opened = Opening(Ledger.Open(File));
            }
            catch (LedgerInUseException)
            {
                Closed = $"Another program has the file of practice open. The administrator ends it; nothing real is touched.";
            }
            catch (Exception no) when (no is LedgerFileException or ForeignOrdersException)
            {
                Set(aside: no);
                if (Closed is null && make) return _opened = Opening(Ledger.Open(File));
            }
            catch (Exception no) when (no is IOException or UnauthorizedAccessException or SqliteException)
            {
                Close(no);
            }
            return null;
        }
    }

    /// <summary>Puts the file aside that turned out to be damaged while it was read.</summary>
    internal void Damaged(Opened read, Exception no)
    {
        lock (_lock)
        {
            // Somebody else found it first.
            if (_opened != read) return;
            _opened = null;
            read.Ledger.Dispose();
            Set(aside: no);
        }
    }

    public void Dispose() => _opened?.Ledger.Dispose();

    private static Opened Opening(Ledger ledger) => new(ledger, new Repeats(ledger), new OpenOrders(capacity: 256));

    private bool Exists() => System.IO.File.Exists(File) || Directory.Exists(File);

    // A ledger forgets nothing, so a practice ledger goes as a whole: at the first use after a start, when all in it is over. One that holds anything else, if only a network, is none of ours.
    private void ClearAway()
    {
        using (var old = Ledger.Open(File))
        using (var db = old.CreateDb())
        {
            var orders = db.Orders.Select(order => new { order.OrderId, order.Created }).ToList();
            if (orders.Exists(order => !PracticeName.Is(order.OrderId)) || db.People.Any() || db.Sites.Any()) throw new ForeignOrdersException();
            if (orders.Count > 0 && orders.Max(order => order.Created) + PracticeHouse.Lasts > clock.GetCurrentInstant()) return;
        }
        foreach (var part in Parts) System.IO.File.Delete(File + part);
    }

    private void Set(Exception aside)
    {
        // What the engine keeps open of it would be taken for the new one.
        SqliteConnection.ClearAllPools();
        var name = $"practice.db.set-aside-{clock.GetCurrentInstant().ToString("uuuuMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}";
        while (System.IO.File.Exists(Path.Combine(settings.Folder, name))) name += "-again";
        try
        {
            foreach (var part in Parts)
                if (System.IO.File.Exists(File + part)) System.IO.File.Move(File + part, Path.Combine(settings.Folder, name + part));
        }
        catch (Exception no) when (no is IOException or UnauthorizedAccessException)
        {
            Close(no);
            return;
        }
        // What exactly was found may name folders of the machine: it is in the log, for those who run it.
        PutAside = aside is ForeignOrdersException
            ? (Sentence)$"The file of practice holds orders, sites or people that are none of practice. It is kept as {name}, and practice has begun anew. Tell your administrator; nothing real is touched."
            : (Sentence)$"The file of practice is damaged, or another program or a later version made it. It is kept as {name}, and practice has begun anew. Tell your administrator; nothing real is touched.";
        LogPutAside(log, aside, name);
    }

    private void Close(Exception no)
    {
        Closed = $"The file of practice cannot be opened. The administrator moves practice.db out of the data folder; nothing real is touched.";
        LogClosed(log, no);
    }

    private static readonly string[] Parts = ["", "-wal", "-shm"];

    /// <summary>A sound ledger, and none of practice: somebody may have put a real one there.</summary>
    private sealed class ForeignOrdersException() : Exception("It holds orders, sites or people that are not of practice.");

    [LoggerMessage(Level = LogLevel.Warning, Message = "practice.db could not be used. It is kept as {Name}, and practice begins anew. The real ledger is another file, and is not touched.")]
    private static partial void LogPutAside(ILogger log, Exception found, string name);

    [LoggerMessage(Level = LogLevel.Error, Message = "practice.db cannot be opened. Move it out of the data folder. The real ledger is another file, and is not touched.")]
    private static partial void LogClosed(ILogger log, Exception no);
}
