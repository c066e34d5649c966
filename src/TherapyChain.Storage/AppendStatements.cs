using Microsoft.Data.Sqlite;
using TherapyChain.Domain;
using TherapyChain.Domain.Custody;

namespace TherapyChain.Storage;

/// <summary>
/// The writer's connection and its prepared statements. Each append is judged before its first write (repeated key, taken identifier, moved
/// head), so that inside a transaction it is wholly done or not begun.
/// </summary>
internal sealed class AppendStatements : IDisposable
{
    private readonly SqliteConnection _connection;
    // Found by the literal itself, not by its text: the writer asks for several with every step.
    private readonly Dictionary<string, Statement> _statements = new(ReferenceEqualityComparer.Instance);
    private long _pageLimit;

    public AppendStatements(string path)
    {
        _connection = new SqliteConnection(LedgerDbFactory.ConnectionString(path, SqliteOpenMode.ReadWrite, pooling: false));
        _connection.Open();
        using var command = _connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=8000; PRAGMA cache_size=-65536; " + LedgerDbFactory.Pragmas;
        command.ExecuteNonQuery();
    }

    public void Begin() => Prepared("BEGIN IMMEDIATE").Run();

    public void Commit() => Prepared("COMMIT").Run();

    /// <summary>Undoes the open transaction; some failures have undone it already.</summary>
    public void Rollback()
    {
        if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle!) == 0) Prepared("ROLLBACK").Run();
    }

    /// <summary>Sets how many pages the file may grow to; 0 for no limit of ours.</summary>
    public void LimitPages(long pages)
    {
        if (pages == _pageLimit) return;
        _pageLimit = pages;
        using var command = _connection.CreateCommand();
        command.CommandText = $"PRAGMA max_page_count={(pages == 0 ? uint.MaxValue - 1 : pages)}";
        command.ExecuteScalar();
    }

    public RecordOutcome Apply(Append append)
    {
        if (append.Answer is { } answer && Earlier(answer) is { } earlier) return earlier;
        foreach (var identifier in append.Identifiers)
            if (!identifier.Shared && OtherOwnerOf(identifier, append.Order) is { } owner)
                return new RecordOutcome.IdentifierTaken(identifier.Kind, identifier.Value, owner);
        if (!MoveHead(append)) return new RecordOutcome.Stale(HeadOf(append));

        var position = 0L;
        foreach (var entry in append.Entries) position = Insert(append.Order, entry);
        if (append.Parties is { } parties) Replace(append.Order, parties, append.Index.Created.ToUnixTimeTicks());
        if (append.Clocks is { } clocks) Replace(append.Order, clocks);
        foreach (var identifier in append.Identifiers)
            Prepared("INSERT INTO identifiers (kind, value, order_id, issuer, shared) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING")
                .Bind(1, identifier.Kind).Bind(2, identifier.Value).Bind(3, append.Order.Value).Bind(4, identifier.Issuer ?? "").Bind(5, identifier.Shared).Run();
        foreach (var document in append.Documents) Keep(document);
        if (append.Answer is { } given) Keep(given);
        return new RecordOutcome.Recorded(position);
    }

    /// <summary>Marks the next entries for searches; false when all are marked.</summary>
    public bool MarkNext() => Prepared(EntryMarks.MarkNext).Run() > 0;

    private RecordOutcome.AlreadyAnswered? Earlier(KeptAnswer answer)
    {
        var select = Prepared("SELECT request_hash, status, body, created FROM idempotency WHERE actor = ?1 AND key = ?2").Bind(1, answer.Actor).Bind(2, answer.Key);
        if (!select.Read()) return null;
        var hash = Hash.From(select.Blob(0));
        var kept = new KeptAnswer(
            answer.Actor, answer.Key, hash, (int)select.Long(1), select.Blob(2).ToArray(), NodaTime.Instant.FromUnixTimeTicks(select.Long(3)));
        select.Reset();
        return new RecordOutcome.AlreadyAnswered(kept, hash == answer.RequestHash);
    }

    // Of whatever kind: what one order calls a bag's label, another may call a culture's, and a scanner reads them alike. Only two numbers
    // that two sites counted, each for itself, may be equal: LedgerReaders asks the same.
    private OrderId? OtherOwnerOf(Identifier identifier, OrderId order)
    {
        var select = Prepared("SELECT order_id FROM identifiers WHERE value = ?1 AND order_id <> ?2 AND shared = 0 AND (?3 = '' OR issuer = '' OR issuer = ?3) LIMIT 1")
            .Bind(1, identifier.Value).Bind(2, order.Value).Bind(3, identifier.Issuer ?? "");
        if (!select.Read()) return null;
        var owner = new OrderId(select.Long(0));
        select.Reset();
        return owner;
    }

    // The compare-and-swap: no row changes when the head is not where the caller saw it.
    private bool MoveHead(Append append)
    {
        var last = append.Entries[^1];
        var index = append.Index;
        if (append.ExpectedHead == 0)
            return Common(Prepared("""
                INSERT INTO orders (order_id, reference, workflow, version, state, held, hold_code, final, updated, head_seq, head_hash, search, created)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) ON CONFLICT DO NOTHING
                """)).Bind(13, index.Created.ToUnixTimeTicks()).Run() == 1;
        // A step that leaves the order where it stands touches none of the columns that lists walk by: naming them would write their indexes anew.
        return Common(Prepared("""
                UPDATE orders SET hold_code = ?7, final = ?8, updated = ?9, head_seq = ?10, head_hash = ?11 WHERE order_id = ?1 AND head_seq = ?13 AND head_hash = ?14
                AND reference = ?2 AND workflow = ?3 AND version = ?4 AND state = ?5 AND held = ?6 AND search = ?12
                """)).Bind(13, append.ExpectedHead).Bind(14, append.Entries[0].Prev!.Value).Run() == 1
            || Common(Prepared("""
                UPDATE orders SET reference = ?2, workflow = ?3, version = ?4, state = ?5, held = ?6, hold_code = ?7, final = ?8, updated = ?9,
                head_seq = ?10, head_hash = ?11, search = ?12 WHERE order_id = ?1 AND head_seq = ?13 AND head_hash = ?14
                """)).Bind(13, append.ExpectedHead).Bind(14, append.Entries[0].Prev!.Value).Run() == 1;

        Statement Common(Statement move) => move
            .Bind(1, append.Order.Value).Bind(2, index.Reference).Bind(3, index.Workflow).Bind(4, index.Version).Bind(5, index.State)
            .Bind(6, index.Held).Bind(7, index.HoldCode).Bind(8, index.Final).Bind(9, index.Updated.ToUnixTimeTicks())
            .Bind(10, last.Envelope.Seq).Bind(11, last.Hash).Bind(12, index.Search.ToLowerInvariant());
    }

    private int HeadOf(Append append)
    {
        var select = Prepared("SELECT head_seq FROM orders WHERE order_id = ?1").Bind(1, append.Order.Value);
        var head = select.Read() ? (int)select.Long(0) : 0;
        select.Reset();
        // Deciding again would not help a caller whose entries hang on another entry than the one at this place.
        if (head == append.ExpectedHead) throw new InvalidOperationException($"Entry {head + 1} of order {append.Order} is not sealed behind the order's entry {head}.");
        return head;
    }

    private long Insert(OrderId order, SealedEntry entry)
    {
        Prepared("INSERT OR FAIL INTO entries (order_id, seq, hash, body) VALUES (?1, ?2, ?3, ?4)")
            .Bind(1, order.Value).Bind(2, entry.Envelope.Seq).Bind(3, entry.Hash).Bind(4, entry.Bytes.Span).Run();
        return SQLitePCL.raw.sqlite3_last_insert_rowid(_connection.Handle!);
    }

    private void Replace(OrderId order, IReadOnlyList<PartySite> parties, long created)
    {
        Prepared("DELETE FROM order_parties WHERE order_id = ?1").Bind(1, order.Value).Run();
        foreach (var party in parties)
            Prepared("INSERT INTO order_parties (order_id, party, site_id, created) VALUES (?1, ?2, ?3, ?4)")
                .Bind(1, order.Value).Bind(2, party.Party).Bind(3, party.SiteId).Bind(4, created).Run();
    }

    private void Replace(OrderId order, IReadOnlyList<RunningClock> clocks)
    {
        Prepared("DELETE FROM running_clocks WHERE order_id = ?1").Bind(1, order.Value).Run();
        foreach (var clock in clocks)
            Prepared("INSERT INTO running_clocks (order_id, clock, warn_at, limit_at) VALUES (?1, ?2, ?3, ?4)")
                .Bind(1, order.Value).Bind(2, clock.Clock).Bind(3, clock.WarnAt?.ToUnixTimeTicks()).Bind(4, clock.LimitAt.ToUnixTimeTicks()).Run();
    }

    private void Keep(KeptDocument document) => Prepared(
            "INSERT INTO documents (sha256, media_type, size, bytes) SELECT ?1, ?2, ?3, ?4 WHERE NOT EXISTS (SELECT 1 FROM documents WHERE sha256 = ?1)")
        .Bind(1, document.Sha256).Bind(2, document.MediaType).Bind(3, document.Bytes.Length).Bind(4, document.Bytes.Span).Run();

    private void Keep(KeptAnswer answer) => Prepared("INSERT INTO idempotency (actor, key, request_hash, status, body, created) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
        .Bind(1, answer.Actor).Bind(2, answer.Key).Bind(3, answer.RequestHash).Bind(4, answer.Status).Bind(5, answer.Body.Span)
        .Bind(6, answer.Created.ToUnixTimeTicks()).Run();

    private Statement Prepared(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement)) _statements.Add(sql, statement = new Statement(_connection, sql));
        return statement;
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values) statement.Dispose();
        _connection.Dispose();
    }
}
