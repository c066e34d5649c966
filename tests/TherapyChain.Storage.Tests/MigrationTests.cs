using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;
using TherapyChain.Testing;

namespace TherapyChain.Storage.Tests;

/// <summary>A ledger as the first schema kept it, opened by this program.</summary>
public sealed class MigrationTests : IDisposable
{
    private readonly LedgerFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_ledger_of_the_first_schema_is_brought_up_and_its_index_follows_from_its_entries()
    {
        using (var db = new LedgerDb(new DbContextOptionsBuilder<LedgerDb>().UseSqlite($"Data Source={_folder.File};Pooling=False").Options))
            db.GetService<IMigrator>().Migrate(db.Database.GetMigrations().First());
        OrderEvent[] events =
        [
            new OrderCreated("stock", 1, Hash.Of("a"u8).ToString(), "referred", "NK-1", ImmutableSortedDictionary<string, string>.Empty),
            new StepCompleted("select-lot", "referred", "selected") { Assigned = [new Scan("vial", "V-1"), new Scan("lot-number", "L-7", Shared: true)] },
        ];
        var order = new Order(SealedRecords.Order);
        SealedEntry? last = null;
        foreach (var what in events)
        {
            last = Seal.Close(SealedRecords.EntryOf(order.Id, order.Seq + 1, what), last?.Hash);
            order = order.Evolve(last.Read());
            _folder.Raw($"INSERT INTO entries (order_id, seq, hash, body) VALUES ({order.Id.Value}, {order.Seq}, x'{last.Hash}', x'{Convert.ToHexString(last.Bytes.Span)}')");
        }
        var index = OrderIndexing.IndexOf(order, isFinal: false);
        _folder.Raw($"""
            INSERT INTO orders (order_id, reference, workflow, version, state, held, final, created, updated, head_seq, head_hash, search) VALUES ({order.Id.Value}, '{index.Reference}',
            '{index.Workflow}', 1, '{index.State}', 0, 0, {index.Created.ToUnixTimeTicks()}, {index.Updated.ToUnixTimeTicks()}, {order.Seq}, x'{last!.Hash}', '{index.Search.ToLowerInvariant()}');
            INSERT INTO identifiers (kind, value, order_id) VALUES ('vial', 'V-1', {order.Id.Value});
            INSERT INTO workflows (id, version, sha256, text, added) VALUES ('stock', 1, x'{Hash.Of("a"u8)}', 'a', 0);
            """);

        using (Ledger.Open(_folder.File)) { }

        Assert.Equal(2, Assert.IsType<Verification.Sound>(LedgerCheck.Verify(_folder.File)).Count);
        using var ledger = Ledger.Open(_folder.File);
        using var now = ledger.CreateDb();
        Assert.Equal(["lot-number L-7 True", "vial V-1 False"], now.Identifiers.OrderBy(i => i.Kind).AsEnumerable().Select(i => $"{i.Kind} {i.Value} {i.Shared}"));
        Assert.False(now.Database.HasPendingModelChanges());
        Assert.Equal([2L], (await now.FindEntriesAsync(new EntryFilter { Type = "step.completed" }, 5, TestContext.Current.CancellationToken)).Select(found => found.Position));
    }
}
