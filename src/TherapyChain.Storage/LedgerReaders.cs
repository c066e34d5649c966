using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using NodaTime;
using TherapyChain.Domain;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;

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
            _connection = LedgerDbFactory.OpenForReading(path);
            EntriesOfOrder = new Statement(_connection, "SELECT body FROM entries WHERE order_id = ?1 AND seq > ?2 ORDER BY seq");
            OwnerOfValue = new Statement(_connection, "SELECT 1 FROM identifiers WHERE value = ?1 AND order_id <> ?2 AND shared = 0 AND (?3 = '' OR issuer = '' OR issuer = ?3) LIMIT 1");
            AnswerOfKey = new Statement(_connection, "SELECT request_hash, status, body, created FROM idempotency WHERE actor = ?1 AND key = ?2");
        }

        public Statement EntriesOfOrder { get; }
        public Statement OwnerOfValue { get; }
        public Statement AnswerOfKey { get; }

        public void Dispose()
        {
            EntriesOfOrder.Dispose();
            OwnerOfValue.Dispose();
            AnswerOfKey.Dispose();
            _connection.Dispose();
        }
    }

    public List<SealedEntry> EntriesOf(OrderId order, int after) => Read(reader =>
    {
        var entries = new List<SealedEntry>();
        reader.EntriesOfOrder.Bind(1, order.Value).Bind(2, after);
        while (reader.EntriesOfOrder.Read()) entries.Add(Seal.Open(reader.EntriesOfOrder.Blob(0).ToArray()));
        return entries;
    });

    public List<string> OwnedElsewhere(OrderId order, IEnumerable<GivenCode> codes) => Read(reader =>
    {
        var owned = new List<string>();
        foreach (var code in codes)
        {
            if (reader.OwnerOfValue.Bind(1, code.Value).Bind(2, order.Value).Bind(3, code.Issuer ?? "").Read()) owned.Add(code.Value);
            reader.OwnerOfValue.Reset();
        }
        return owned;
    });

    public KeptAnswer? AnswerTo(string actor, string key) => Read(reader =>
    {
        var select = reader.AnswerOfKey.Bind(1, actor).Bind(2, key);
        if (!select.Read()) return null;
        var kept = new KeptAnswer(actor, key, Hash.From(select.Blob(0)), (int)select.Long(1), select.Blob(2).ToArray(), Instant.FromUnixTimeTicks(select.Long(3)));
        select.Reset();
        return kept;
    });

    private T Read<T>(Func<Reader, T> ask)
    {
        if (!_idle.TryTake(out var reader)) reader = new Reader(path);
        try
        {
            var answer = ask(reader);
            _idle.Add(reader);
            return answer;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    public IEnumerable<(long Position, SealedEntry Entry)> AllEntries(long after)
    {
        using var connection = LedgerDbFactory.OpenForReading(path);
        using var select = new Statement(connection, "SELECT position, body FROM entries WHERE position > ?1 ORDER BY position");
        select.Bind(1, after);
        while (select.Read()) yield return (select.Long(0), Seal.Open(select.Blob(1).ToArray()));
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var reader)) reader.Dispose();
    }
}
