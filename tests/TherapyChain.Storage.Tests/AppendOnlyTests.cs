using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;
using TherapyChain.Testing;

namespace TherapyChain.Storage.Tests;

public sealed class AppendOnlyTests : IDisposable
{
    private readonly LedgerFolder _folder = new();

    public AppendOnlyTests()
    {
        using var ledger = Ledger.Open(_folder.File);
        var bytes = "x"u8.ToArray();
        var none = ImmutableSortedDictionary<string, string>.Empty;
        var created = new OrderCreated("til", 1, Hash.Of("a"u8).ToString(), "referred", "NK-2026-0117", none);
        var added = new DocumentAdded(Hash.Of(bytes).ToString(), "x.txt", "text/plain", 1, "document", none);
        var first = Seal.Close(SealedRecords.EntryOf(SealedRecords.Order, 1, created), prev: null);
        var second = Seal.Close(SealedRecords.EntryOf(SealedRecords.Order, 2, added), first.Hash);
        var notes = Appends.Next(SealedRecords.Order, second, 2);
        List<SealedEntry> entries = [first, second, .. notes.Entries];
        var append = notes with
        {
            ExpectedHead = 0, Entries = entries, Documents = [new KeptDocument(Hash.Of(bytes), "text/plain", bytes)],
            Index = OrderIndexing.IndexOf(OrderFold.Of(SealedRecords.Order, entries.Select(entry => entry.Read())), isFinal: false),
        };
        ledger.RecordAsync(append, CancellationToken.None).GetAwaiter().GetResult();
        ledger.KeepWorkflowAsync("til", 1, "a", Appends.Created, CancellationToken.None).GetAwaiter().GetResult();
        using var db = ledger.CreateDb();
        db.Proposals.Add(new(1, "til", 2, Hash.Of("b"u8), "b", "ada", "Ada", Appends.Created, "Newer."));
        db.Verdicts.Add(new(1, Approved: false, "bo", "Bo", Appends.Created, "Not yet."));
        db.Publications.Add(new("til", 1, "ada", "Ada", Appends.Created, "First."));
        db.SaveChanges();
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("UPDATE entries SET seq = seq + 10", "never changed")]
    [InlineData("UPDATE entries SET body = x'00' WHERE position = 1", "never changed")]
    [InlineData("DELETE FROM entries WHERE position = 4", "never deleted")]
    [InlineData("DELETE FROM entries", "never deleted")]
    [InlineData("INSERT OR REPLACE INTO entries (position, order_id, seq, hash, body) SELECT 1, order_id, seq, hash, x'00' FROM entries WHERE position = 1", "never replaced")]
    [InlineData("REPLACE INTO entries (order_id, seq, hash, body) SELECT order_id, seq, hash, x'00' FROM entries WHERE position = 1", "never replaced")]
    [InlineData("UPDATE workflows SET text = 'b'", "never changed")]
    [InlineData("DELETE FROM workflows", "never deleted")]
    [InlineData("REPLACE INTO workflows SELECT id, version, sha256, 'b', added FROM workflows", "never replaced")]
    [InlineData("UPDATE documents SET bytes = x'00'", "never changed")]
    [InlineData("DELETE FROM documents", "never deleted")]
    [InlineData("REPLACE INTO documents SELECT sha256, media_type, size, x'00' FROM documents", "never replaced")]
    [InlineData("UPDATE proposals SET person_id = 'b'", "never changed")]
    [InlineData("DELETE FROM proposals", "never deleted")]
    [InlineData("UPDATE verdicts SET approved = 1", "never changed")]
    [InlineData("DELETE FROM verdicts", "never deleted")]
    [InlineData("REPLACE INTO verdicts SELECT proposal, 1, person_id, printed_name, at, reason FROM verdicts", "never replaced")]
    [InlineData("UPDATE publications SET person_id = 'b'", "never changed")]
    [InlineData("DELETE FROM publications", "never deleted")]
    [Requirement("P11-03", "P11-05")]
    public void The_database_itself_refuses_to_alter_the_record(string sql, string message)
    {
        var no = Assert.Throws<SqliteException>(() => _folder.Raw(sql));
        Assert.Contains(message, no.Message, StringComparison.Ordinal);
        Assert.IsType<Verification.Sound>(LedgerCheck.Verify(_folder.File));
    }

    [Theory]
    [InlineData("UPDATE entries SET body = replace(body, 'karolinska', 'karolinskA') WHERE seq = 3", 3)]
    [InlineData("UPDATE entries SET hash = zeroblob(32) WHERE seq = 2", 2)]
    [InlineData("UPDATE entries SET hash = x'00' WHERE seq = 2", 2)]
    [InlineData("UPDATE entries SET order_id = 42 WHERE seq = 1", 1)]
    [InlineData("UPDATE entries SET seq = 9 WHERE seq = 4", 4)]
    [InlineData("DELETE FROM entries WHERE seq = 4", 4)]
    [InlineData("UPDATE orders SET head_seq = 3", 4)]
    [InlineData("UPDATE orders SET head_hash = zeroblob(32)", 4)]
    [Requirement("P11-01")]
    public void Whoever_gets_past_the_triggers_is_found_by_the_check(string sql, int seq)
    {
        WithoutTriggers(sql);
        Assert.Equal(seq, Assert.IsType<Verification.Broken>(LedgerCheck.Verify(_folder.File)).Seq);
    }

    [Theory]
    [InlineData("DELETE FROM orders", RecordPart.Entry)]
    [InlineData("DELETE FROM entries WHERE seq = 2", RecordPart.Entry)]
    [InlineData("UPDATE workflows SET text = 'b'", RecordPart.Workflow)]
    [InlineData("UPDATE documents SET bytes = x'00'", RecordPart.Documents)]
    [InlineData("DELETE FROM workflows", RecordPart.Workflow)]
    [InlineData("UPDATE workflows SET text = 'b', sha256 = x'3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d'", RecordPart.Workflow)]
    [InlineData("DELETE FROM documents", RecordPart.Documents)]
    [Requirement("P11-01")]
    public void Missing_rows_altered_workflows_and_documents_are_found(string sql, RecordPart part)
    {
        WithoutTriggers(sql);
        Assert.Equal(part, Assert.IsType<Verification.Broken>(LedgerCheck.Verify(_folder.File)).Part);
    }

    [Fact]
    public void A_ledger_whose_triggers_are_gone_or_altered_is_not_opened()
    {
        _folder.Raw("DROP TRIGGER entries_refuse_delete");
        Assert.Contains("entries_refuse_delete", Assert.Throws<LedgerFileException>(() => Ledger.Open(_folder.File)).Message, StringComparison.Ordinal);
        _folder.Raw("CREATE TRIGGER entries_refuse_delete BEFORE DELETE ON entries BEGIN SELECT 1; END");
        Assert.Contains("missing or altered", Assert.Throws<LedgerFileException>(() => Ledger.Open(_folder.File)).Message, StringComparison.Ordinal);
    }

    private void WithoutTriggers(string sql)
    {
        var triggers = new List<(string Name, string Sql)>();
        using (var connection = new SqliteConnection($"Data Source={_folder.File};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'";
            using var reader = command.ExecuteReader();
            while (reader.Read()) triggers.Add((reader.GetString(0), reader.GetString(1)));
        }
        foreach (var (name, _) in triggers) _folder.Raw($"DROP TRIGGER {name}");
        _folder.Raw("PRAGMA foreign_keys=OFF; " + sql);
        foreach (var (_, create) in triggers) _folder.Raw(create);
    }
}
