using System.Collections.Immutable;
using NodaTime;
using TherapyChain.Domain;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;
using TherapyChain.Testing;

namespace TherapyChain.Storage.Tests;

/// <summary>Rows beside the entries, edited as someone with a database tool would.</summary>
public sealed class IndexCheckTests : IDisposable
{
    private const string Bag = "S0000 26 000001 00";
    private static readonly Instant Limit = SealedRecords.Start + Duration.FromHours(48);

    private readonly LedgerFolder _folder = new();

    public IndexCheckTests()
    {
        using var ledger = Ledger.Open(_folder.File);
        ledger.KeepWorkflowAsync("til", 1, "a", Appends.Created, CancellationToken.None).GetAwaiter().GetResult();
        OrderEvent[] events =
        [
            new OrderCreated("til", 1, Hash.Of("a"u8).ToString(), "referred", "NK-2026-0117",
                ImmutableSortedDictionary<string, string>.Empty.Add("treatment-site", "charite").Add("courier", "nordic")),
            new StepCompleted("collect", "referred", "collected")
            {
                Assigned = [new Scan("donation-number", Bag)],
                ClocksStarted = [new ClockStarted("fresh", null, Limit - Duration.FromHours(4), Limit, Holds: true)],
            },
            new OrderHeld(HoldCode.Requested, "The family asks for time.", null),
        ];
        var before = new Order(SealedRecords.Order);
        Hash? prev = null;
        foreach (var what in events)
        {
            var entry = Seal.Close(SealedRecords.EntryOf(before.Id, before.Seq + 1, what), prev);
            var after = before.Evolve(entry.Read());
            var append = new Append(before.Id, before.Seq, [entry], OrderIndexing.IndexOf(after, isFinal: false))
            {
                Parties = OrderIndexing.PartiesOf(after, before),
                Clocks = OrderIndexing.ClocksOf(after, before),
                Identifiers = OrderIndexing.IdentifiersOf(after, before),
            };
            Assert.IsType<RecordOutcome.Recorded>(ledger.RecordAsync(append, CancellationToken.None).GetAwaiter().GetResult());
            (before, prev) = (after, entry.Hash);
        }
        ledger.RecordAsync(Appends.Next(OrderId.From(42)), CancellationToken.None).GetAwaiter().GetResult();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Rows_that_follow_from_the_entries_are_sound() =>
        Assert.Equal(4, Assert.IsType<Verification.Sound>(LedgerCheck.Verify(_folder.File)).Count);

    [Theory]
    [InlineData("DELETE FROM identifiers", "identifiers", "donation-number " + Bag, "no such row")]
    [InlineData("UPDATE identifiers SET value = 'S0000 26 000009 00'", "identifiers", "donation-number " + Bag, "donation-number S0000 26 000009 00")]
    [InlineData("INSERT INTO order_parties (order_id, party, site_id) SELECT order_id, 'watcher', 'elsewhere' FROM running_clocks", "order_parties", "no such row", "watcher elsewhere, created 1970-01-01T00:00:00Z")]
    [InlineData("UPDATE order_parties SET site_id = 'elsewhere' WHERE party = 'courier'", "order_parties", "courier nordic", "courier elsewhere")]
    [InlineData("DELETE FROM running_clocks", "running_clocks", "fresh, next mark 2026-03-04T02:05:10Z, limit 2026-03-04T06:05:10Z", "no such row")]
    [InlineData("UPDATE running_clocks SET warn_at = NULL", "running_clocks",
        "fresh, next mark 2026-03-04T02:05:10Z, limit 2026-03-04T06:05:10Z", "fresh, next mark none, limit 2026-03-04T06:05:10Z")]
    [InlineData("UPDATE orders SET state = 'infused' WHERE held", "orders", "state collected", "state infused")]
    [InlineData("UPDATE orders SET held = 0 WHERE held", "orders", "held 1", "held 0")]
    [InlineData("UPDATE orders SET hold_code = NULL WHERE held", "orders", "hold_code requested", "hold_code empty")]
    [InlineData("UPDATE orders SET reference = 'NK-2026-0118' WHERE held", "orders", "reference NK-2026-0117", "reference NK-2026-0118")]
    [InlineData("UPDATE orders SET workflow = 'car-t' WHERE held", "orders", "workflow til", "workflow car-t")]
    [InlineData("UPDATE orders SET version = 2 WHERE held", "orders", "version 1", "version 2")]
    [InlineData("UPDATE orders SET created = 0 WHERE held", "orders", "created 2026-03-02T06:06:10.12Z", "created 1970-01-01T00:00:00Z")]
    [InlineData("UPDATE orders SET updated = 9223372036854775807 WHERE held", "orders", "updated 2026-03-02T06:08:10.12Z", "updated 9223372036854775807 ticks")]
    public void An_edited_row_is_named_with_its_order_and_table(string sql, string table, string expected, string found)
    {
        _folder.Raw(sql);
        var broken = Assert.IsType<Verification.Broken>(LedgerCheck.Verify(_folder.File));
        Assert.Equal((RecordPart.Index, SealedRecords.Order), (broken.Part, broken.Order));
        Assert.Equal($"The index row in {table} does not follow from the entries; the record itself is sound", broken.What);
        Assert.Equal((expected, found), (broken.Expected, broken.Found));
    }

    [Fact]
    public void An_identifier_given_to_another_order_is_found_with_the_order_that_has_it_wrongly_or_not_any_more()
    {
        _folder.Raw("UPDATE identifiers SET order_id = 42");
        var broken = Assert.IsType<Verification.Broken>(LedgerCheck.Verify(_folder.File));
        Assert.Equal(OrderId.From(42), broken.Order);
        Assert.Equal(("no such row", "donation-number " + Bag), (broken.Expected, broken.Found));
    }

    [Fact]
    public void A_table_that_is_gone_is_damage()
    {
        _folder.Raw("DROP TABLE running_clocks");
        Assert.Contains("running_clocks", Assert.Throws<LedgerFileException>(() => LedgerCheck.Verify(_folder.File)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_of_an_order_that_does_not_exist_are_found()
    {
        _folder.Raw("PRAGMA foreign_keys=OFF; INSERT INTO identifiers (kind, value, order_id, issuer, shared) VALUES ('bag', 'B-1', 77, '', 0)");
        var broken = Assert.IsType<Verification.Broken>(LedgerCheck.Verify(_folder.File));
        Assert.Equal((RecordPart.Index, OrderId.From(77)), (broken.Part, broken.Order));
    }
}
