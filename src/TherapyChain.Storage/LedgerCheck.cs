using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using TherapyChain.Domain;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Custody.Bundles;
using static TherapyChain.Domain.Custody.Verification;

namespace TherapyChain.Storage;

/// <summary>
/// Checks a whole ledger file: every entry in the order of commits, the heads the order list states, workflows and documents, that
/// every workflow and document of which an entry speaks is there, and that the rows kept for lists and look-ups follow from the entries.
/// </summary>
public static class LedgerCheck
{
    /// <summary>Checks a file as it stands at this moment; a server may go on writing to it meanwhile.</summary>
    /// <param name="path">The file.</param>
    /// <param name="roots">What was noted of it elsewhere, the oldest first.</param>
    /// <param name="checkedSoFar">Is told now and then how many entries have been checked.</param>
    /// <exception cref="LedgerFileException">The file is no ledger, or too damaged to be read.</exception>
    public static Verification Verify(string path, IReadOnlyList<NotedRoot>? roots = null, Action<long>? checkedSoFar = null)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no ledger \"{path}\".", path);
        LedgerFile.Judge(path);
        try
        {
            return Check(path, new RootCheck(roots ?? []), checkedSoFar);
        }
        catch (SqliteException no) when (no.SqliteErrorCode is raw.SQLITE_ERROR or raw.SQLITE_CORRUPT)
        {
            // A table or a column is gone: the schema was worked on.
            throw new LedgerFileException(path, $"it is damaged ({no.Message.TrimEnd('.')}).", no);
        }
    }

    private static Verification Check(string path, RootCheck roots, Action<long>? checkedSoFar)
    {
        using var connection = LedgerDbFactory.OpenForReading(path);
        // One transaction: entries and heads of the same moment.
        using var snapshot = new Statement(connection, "BEGIN");
        snapshot.Run();
        var ledger = new LedgerVerifier();
        var names = new BundleNames();
        // Last, so that a finding about a row means that everything else is sound.
        return Entries(connection, ledger, names, roots, checkedSoFar) ?? roots.Missing() ?? Heads(connection, ledger) ?? Workflows(connection, names) ?? Documents(connection, names) ?? Index(connection)
            ?? (Verification)new Sound(null, ledger.Last, ledger.Count);
    }

    private static Broken? Entries(SqliteConnection connection, LedgerVerifier ledger, BundleNames names, RootCheck roots, Action<long>? checkedSoFar)
    {
        using var select = new Statement(connection, "SELECT position, order_id, seq, hash, body FROM entries ORDER BY position");
        while (select.Read())
        {
            var (position, order, seq) = (select.Long(0), new OrderId(select.Long(1)), select.Long(2));
            if (position != ledger.Count + 1)
                return new Broken(RecordPart.Entry, order, (int)seq, ledger.Count + 1, "An entry is missing before this one", $"position {ledger.Count + 1}", $"position {position}");
            var kept = select.Blob(3);
            if (kept.Length != Hash.Size)
                return new Broken(RecordPart.Entry, order, (int)seq, position, "The hash kept beside the entry is none", $"{Hash.Size} bytes", $"{kept.Length}");
            if (ledger.Next(order, select.Blob(4), position, Hash.From(kept)) is { } broken) return broken;
            if (ledger.HeadOf(order)?.Count is { } count && count != seq)
                return new Broken(RecordPart.Entry, order, count, position, "The entry is kept under another number", $"{count}", $"{seq}");
            if (names.Collect(select.Blob(4)) is { } unreadable)
                return new Broken(RecordPart.Entry, order, (int)seq, position, "A name in the entry cannot be read", "the hash of a workflow or document", unreadable);
            if (roots.Next(select.Blob(4)) is { } rewritten) return rewritten;
            if (ledger.Count % 1000 == 0) checkedSoFar?.Invoke(ledger.Count);
        }
        return null;
    }

    // A chain cut at its end is sound in itself: what the order list remembers shows it.
    private static Broken? Heads(SqliteConnection connection, LedgerVerifier ledger)
    {
        using var select = new Statement(connection, "SELECT order_id, head_seq, head_hash FROM orders ORDER BY order_id");
        long orders = 0;
        for (; select.Read(); orders++)
        {
            var (order, seq, hash) = (new OrderId(select.Long(0)), select.Long(1), Hash.From(select.Blob(2)));
            var (head, count) = ledger.HeadOf(order) ?? default;
            if (seq > count) return new Broken(RecordPart.Entry, order, count + 1, 0, "The entry is missing", $"{seq} entries", $"{count}");
            if (seq < count || head != hash) return new Broken(RecordPart.Entry, order, count, 0, "The order list names another last entry", $"{count}, {head}", $"{seq}, {hash}");
        }
        return orders == ledger.Orders
            ? null
            : new Broken(RecordPart.Entry, null, 0, 0, "The order list does not name every order that has entries", $"{ledger.Orders} orders", $"{orders}");
    }

    private static Broken? Index(SqliteConnection connection)
    {
        using var index = new IndexCheck(connection);
        return index.Run();
    }

    private static Broken? Workflows(SqliteConnection connection, BundleNames names)
    {
        var missing = names.Workflows.ToHashSet();
        using var select = new Statement(connection, "SELECT sha256, text FROM workflows");
        while (select.Read())
        {
            if (Hash.From(select.Blob(0)) is var kept && Hash.Of(Encoding.UTF8.GetBytes(select.Text(1))) is var found && kept != found)
                return new Broken(RecordPart.Workflow, null, 0, 0, "A workflow is not what was kept", $"{kept}", $"{found}");
            missing.Remove(kept);
        }
        return missing.Count == 0 ? null : new Broken(RecordPart.Workflow, null, 0, 0, "A workflow that an entry names is missing", $"{missing.First()}", "nothing");
    }

    private static Broken? Documents(SqliteConnection connection, BundleNames names)
    {
        var missing = names.Documents.Select(document => document.Sha256).ToHashSet();
        using var select = new Statement(connection, "SELECT sha256, bytes FROM documents");
        while (select.Read())
        {
            if (Hash.From(select.Blob(0)) is var kept && Hash.Of(select.Blob(1)) is var found && kept != found)
                return new Broken(RecordPart.Documents, null, 0, 0, "A document is not what was kept", $"{kept}", $"{found}");
            missing.Remove(kept);
        }
        return missing.Count == 0 ? null : new Broken(RecordPart.Documents, null, 0, 0, "A document that an entry names is missing", $"{missing.First()}", "nothing");
    }
}
