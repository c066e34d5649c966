using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using TherapyChain.Domain;
using TherapyChain.Domain.Custody;

namespace TherapyChain.Storage;

/// <summary>Connections that only read, kept open with their statement prepared; as many as were ever needed at once.</summary>
internal sealed class LedgerReaders(string path) : IDisposable
{
    private readonly ConcurrentBag<Reader> _idle = [];

    private sealed class Reader : IDisposable
    {
        private readonly SqliteConnection _connection;

        public Reader(string path)
        {
            _connection = new SqliteConnection(LedgerDbFactory.ConnectionString(path, SqliteOpenMode.ReadOnly, pooling: false));
            _connection.Open();
            EntriesOfOrder = new Statement(_connection, "SELECT body FROM entries WHERE order_id = ?1 AND seq > ?2 ORDER BY seq");
        }

        public Statement EntriesOfOrder { get; }

        public void Dispose()
        {
            EntriesOfOrder.Dispose();
            _connection.Dispose();
        }
    }

    public List<SealedEntry> EntriesOf(OrderId order, int after)
    {
        if (!_idle.TryTake(out var reader)) reader = new Reader(path);
        var entries = new List<SealedEntry>();
        try
        {
            reader.EntriesOfOrder.Bind(1, order.Value).Bind(2, after);
            while (reader.EntriesOfOrder.Read()) entries.Add(Seal.Open(reader.EntriesOfOrder.Blob(0).ToArray()));
        }
        catch
        {
            reader.Dispose();
            throw;
        }
        _idle.Add(reader);
        return entries;
    }

    public IEnumerable<(long Position, SealedEntry Entry)> AllEntries(long after)
    {
        using var connection = new SqliteConnection(LedgerDbFactory.ConnectionString(path, SqliteOpenMode.ReadOnly, pooling: false));
        connection.Open();
        using var select = new Statement(connection, "SELECT position, body FROM entries WHERE position > ?1 ORDER BY position");
        select.Bind(1, after);
        while (select.Read()) yield return (select.Long(0), Seal.Open(select.Blob(1).ToArray()));
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var reader)) reader.Dispose();
    }
}
