using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using TherapyChain.Domain;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;
using TherapyChain.Testing;

namespace TherapyChain.Storage.Tests;

/// <summary>The marks that searches ask follow the entries after their commit; nobody who searches sees the difference.</summary>
public sealed class EntryMarksTests : IDisposable
{
    private static readonly EntryFilter[] Filters =
    [
        new(), new() { Type = "deviation.recorded" }, new() { Person = "p-lindqvist" }, new() { Person = "b-holm" }, new() { Site = "karolinska" }, new() { Site = "elsewhere" },
        new() { From = Appends.Created + Duration.FromMinutes(3), Until = Appends.Created + Duration.FromMinutes(7) }, new() { Person = "p-lindqvist", Type = "step.completed", Before = 4 },
    ];

    private readonly LedgerFolder _folder = new();
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_found_does_not_depend_on_how_many_entries_are_marked()
    {
        await WriteAsync(orders: 3);
        await MarkAllAsync(12);
        var all = await FindAsync();
        Assert.Equal("entries 12 11 10 9 8, of 12 in 1 2 3", all[0]);
        Assert.Equal("entries 10 6 2, of 3 in 1 2 3", all[3]);
        foreach (var marked in new[] { 11, 5, 1, 0 })
        {
            _folder.Raw($"DELETE FROM entry_marks WHERE position > {marked}");
            Assert.Equal(all, await FindAsync());
        }
    }

    [Fact]
    public async Task An_entry_is_found_in_the_moment_in_which_it_was_recorded()
    {
        using var ledger = Ledger.Open(_folder.File);
        SealedEntry? last = null;
        for (var n = 1; n <= 50; n++)
        {
            var append = Appends.Next(SealedRecords.Order, last);
            await ledger.RecordAsync(append, Ct);
            last = append.Entries[^1];
            using var db = ledger.CreateDb();
            Assert.Equal(n, await db.CountEntriesAsync(new EntryFilter { Type = "deviation.recorded" }, Ct));
        }
    }

    [Fact]
    public async Task When_it_is_quiet_all_entries_are_marked_also_those_of_an_earlier_run()
    {
        await WriteAsync(orders: 260);
        _folder.Raw("DELETE FROM entry_marks");
        await MarkAllAsync(1040);
        Assert.IsType<Verification.Sound>(LedgerCheck.Verify(_folder.File));
    }

    [Theory]
    [InlineData("DELETE FROM entry_marks WHERE position = 6")]
    [InlineData("UPDATE entry_marks SET site = 'elsewhere' WHERE position = 6")]
    [InlineData("UPDATE entry_marks SET second = NULL WHERE position = 6")]
    [InlineData("UPDATE entry_marks SET recorded = '2020-01-01T00:00:00Z' WHERE position = 6")]
    public async Task A_mark_that_does_not_follow_from_its_entry_is_found(string sql)
    {
        await WriteAsync(orders: 3);
        await MarkAllAsync(12);
        _folder.Raw(sql);
        var broken = Assert.IsType<Verification.Broken>(LedgerCheck.Verify(_folder.File));
        Assert.Equal((RecordPart.Index, OrderId.From(2)), (broken.Part, broken.Order));
        Assert.Equal("The index row in entry_marks does not follow from the entries; the record itself is sound", broken.What);
    }

    [Fact]
    public async Task A_mark_without_an_entry_is_found()
    {
        await WriteAsync(orders: 3);
        await MarkAllAsync(12);
        _folder.Raw("INSERT INTO entry_marks (position, order_id, seq, type) VALUES (99, 7, 1, 'order.released')");
        Assert.Equal(OrderId.From(7), Assert.IsType<Verification.Broken>(LedgerCheck.Verify(_folder.File)).Order);
    }

    private async Task MarkAllAsync(int entries)
    {
        using var ledger = Ledger.Open(_folder.File);
        using var db = ledger.CreateDb();
        while (db.EntryMarks.Count() < entries) await Task.Delay(20, Ct);
    }

    /// <summary>Orders 1 and on, each with four entries; the second of each was checked by another person.</summary>
    private async Task WriteAsync(int orders)
    {
        using var ledger = Ledger.Open(_folder.File);
        await ledger.KeepWorkflowAsync("til", 1, "a", Appends.Created, Ct);
        for (var n = 1; n <= orders; n++)
        {
            var order = new Order(OrderId.From(n));
            var entries = new List<SealedEntry>();
            OrderEvent[] events =
            [
                new OrderCreated("til", 1, Hash.Of("a"u8).ToString(), "referred", $"NK-{n}", ImmutableSortedDictionary<string, string>.Empty),
                new StepCompleted("collect", "referred", "collected") { Second = new SecondPerson("b-holm", "apheresis-nurse", "Birgit Holm") },
                new DeviationRecorded("delay", "The courier was late."),
                new StepCompleted("pack", "collected", "packed"),
            ];
            foreach (var what in events)
            {
                entries.Add(Seal.Close(SealedRecords.EntryOf(order.Id, order.Seq + 1, what), entries.LastOrDefault()?.Hash));
                order = order.Evolve(entries[^1].Read());
            }
            await ledger.RecordAsync(new Append(order.Id, 0, entries, OrderIndexing.IndexOf(order, isFinal: false)), Ct);
        }
    }

    /// <summary>For each filter which entries are found, how many there are, and in which orders.</summary>
    private async Task<List<string>> FindAsync()
    {
        using var db = new LedgerDb(new DbContextOptionsBuilder<LedgerDb>().UseSqlite($"Data Source={_folder.File};Pooling=False").Options);
        var found = new List<string>();
        foreach (var filter in Filters)
        {
            var entries = (await db.FindEntriesAsync(filter, 5, Ct)).Select(entry => entry.Position);
            var orders = (await db.OrdersOfEntriesAsync(filter, Ct)).Select(order => order.Value).Order();
            found.Add($"entries {string.Join(' ', entries)}, of {await db.CountEntriesAsync(filter, Ct)} in {string.Join(' ', orders)}");
        }
        return found;
    }
}
