using Microsoft.EntityFrameworkCore;
using NodaTime;
using TherapyChain.Domain;
using TherapyChain.Domain.Custody;
using TherapyChain.Testing;
using static TherapyChain.Storage.RecordOutcome;

namespace TherapyChain.Storage.Tests;

public sealed class AppendTests : IDisposable
{
    private static readonly OrderId Order = SealedRecords.Order;
    private static readonly OrderId Other = OrderId.From(42);
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private readonly LedgerFolder _folder = new();
    private readonly Ledger _ledger;

    public AppendTests() => _ledger = Ledger.Open(_folder.File);

    public void Dispose()
    {
        _ledger.Dispose();
        _folder.Dispose();
    }

    [Fact]
    [Requirement("ALCOA-01")]
    public async Task What_was_recorded_is_read_back_byte_for_byte()
    {
        var append = Appends.Next(Order, count: 3);
        Assert.Equal(new Recorded(3), await _ledger.RecordAsync(append, Ct));
        var kept = _ledger.EntriesOf(Order);
        Assert.Equal(append.Entries.Select(entry => entry.Hash), kept.Select(entry => entry.Hash));
        Assert.Equal(append.Entries[2].Bytes.ToArray(), kept[2].Bytes.ToArray());
        Assert.Equal([3], _ledger.EntriesOf(Order, after: 2).Select(entry => entry.Envelope.Seq));
        Assert.Empty(_ledger.EntriesOf(Other));
        Assert.Equal([(2, 2), (3, 3)], _ledger.AllEntries(after: 1).Select(kept => ((int)kept.Position, kept.Entry.Envelope.Seq)));
        Assert.Equal(new Verification.Sound(null, append.Entries[2].Hash, 3), LedgerCheck.Verify(_folder.File));
    }

    [Fact]
    public async Task The_order_list_follows_the_head()
    {
        var first = Appends.Next(Order) with { Parties = [new PartySite("treatment-site", "charite")], Clocks = [new RunningClock("fresh", null, Appends.Created)] };
        await _ledger.RecordAsync(first, Ct);
        var second = Appends.Next(Order, first.Entries[0]) with { Index = Appends.Index("R-2", "collected") with { Held = true, HoldCode = "identity" }, Clocks = [] };
        await _ledger.RecordAsync(second, Ct);

        using var db = _ledger.CreateDb();
        var row = await db.Orders.SingleAsync(Ct);
        Assert.Equal(("R-2", "collected", true, "identity", 2), (row.Reference, row.State, row.Held, row.HoldCode, row.HeadSeq));
        Assert.Equal(second.Entries[0].Hash, row.HeadHash);
        Assert.Equal(new OrderPartyRow(Order, "treatment-site", "charite", first.Index.Created), await db.OrderParties.SingleAsync(Ct));
        Assert.Empty(await db.RunningClocks.ToListAsync(Ct));
    }

    [Fact]
    public async Task Who_comes_second_is_told_the_head_and_leaves_nothing()
    {
        var first = Appends.Next(Order);
        await _ledger.RecordAsync(first, Ct);
        Assert.Equal(new Stale(1), await _ledger.RecordAsync(Appends.Next(Order, count: 2), Ct));
        var late = Appends.Next(Order, first.Entries[0], 2);
        await _ledger.RecordAsync(Appends.Next(Order, first.Entries[0]), Ct);
        Assert.Equal(new Stale(2), await _ledger.RecordAsync(late with { Identifiers = [new Identifier("bag", "B-1")] }, Ct));
        Assert.Equal(new Stale(0), await _ledger.RecordAsync(Appends.Next(Other, SealedRecords.Of(Other, 1)[0]), Ct));
        Assert.Equal(2, _ledger.EntriesOf(Order).Count);
        using var db = _ledger.CreateDb();
        Assert.Empty(await db.Identifiers.ToListAsync(Ct));
    }

    [Fact]
    public async Task An_identifier_belongs_to_one_order_only()
    {
        var number = new Identifier("donation-number", "S0000 26 000001 00");
        var first = Appends.Next(Order) with { Identifiers = [number] };
        await _ledger.RecordAsync(first, Ct);
        var taken = await _ledger.RecordAsync(Appends.Next(Other) with { Identifiers = [new Identifier("bag", "B-1"), number] }, Ct);
        Assert.Equal(new IdentifierTaken("donation-number", number.Value, Order), taken);
        Assert.Empty(_ledger.EntriesOf(Other));
        Assert.IsType<Recorded>(await _ledger.RecordAsync(Appends.Next(Order, first.Entries[0]) with { Identifiers = [number] }, Ct));
        using var db = _ledger.CreateDb();
        Assert.Equal([new IdentifierRow("donation-number", number.Value, Order, Issuer: "", Shared: false)], await db.FindIdentifierAsync(number.Value, Ct));
    }

    [Fact]
    public async Task An_identifier_belongs_to_one_order_whatever_either_calls_it()
    {
        await _ledger.RecordAsync(Appends.Next(Order) with { Identifiers = [new Identifier("reserve-bag", "B-1")] }, Ct);
        var taken = await _ledger.RecordAsync(Appends.Next(Other) with { Identifiers = [new Identifier("drug-product-bag", "B-1")] }, Ct);
        Assert.Equal(new IdentifierTaken("drug-product-bag", "B-1", Order), taken);
        Assert.Empty(_ledger.EntriesOf(Other));
    }

    [Fact]
    public async Task A_repeated_key_gets_the_first_answer_and_records_nothing()
    {
        var answer = new KeptAnswer("p-lindqvist", "key-1", Hash.Of("request"u8), 201, "{}"u8.ToArray(), Appends.Created);
        var first = Appends.Next(Order) with { Answer = answer };
        await _ledger.RecordAsync(first, Ct);

        var again = Assert.IsType<AlreadyAnswered>(await _ledger.RecordAsync(Appends.Next(Order, first.Entries[0]) with { Answer = answer }, Ct));
        Assert.True(again.SameRequest);
        Assert.Equal((201, "{}"), (again.Answer.Status, System.Text.Encoding.UTF8.GetString(again.Answer.Body.Span)));
        var other = await _ledger.RecordAsync(Appends.Next(Other) with { Answer = answer with { RequestHash = Hash.Of("other"u8) } }, Ct);
        Assert.False(Assert.IsType<AlreadyAnswered>(other).SameRequest);
        Assert.Single(_ledger.EntriesOf(Order));
    }

    [Fact]
    public async Task A_document_is_kept_once_and_never_under_a_false_hash()
    {
        var bytes = "time;celsius\n"u8.ToArray();
        var document = new KeptDocument(Hash.Of(bytes), "text/csv", bytes);
        await _ledger.RecordAsync(Appends.Next(Order) with { Documents = [document] }, Ct);
        await _ledger.RecordAsync(Appends.Next(Other) with { Documents = [document] }, Ct);
        using var db = _ledger.CreateDb();
        Assert.Equal(bytes, (await db.Documents.SingleAsync(Ct)).Bytes);
        await Assert.ThrowsAsync<ArgumentException>(() =>
            _ledger.RecordAsync(Appends.Next(Order) with { Documents = [document with { Sha256 = Hash.Of("x"u8) }] }, Ct));
    }

    [Fact]
    public async Task Entries_that_do_not_follow_each_other_are_a_bug_of_the_caller()
    {
        var two = Appends.Next(Order, count: 2);
        await Assert.ThrowsAsync<ArgumentException>(() => _ledger.RecordAsync(two with { Entries = [two.Entries[1], two.Entries[0]] }, Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => _ledger.RecordAsync(two with { Entries = [] }, Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => _ledger.RecordAsync(two with { Order = Other }, Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => _ledger.RecordAsync(two with { ExpectedHead = 1 }, Ct));

        await _ledger.RecordAsync(two, Ct);
        var elsewhere = Seal.Close(SealedRecords.EntryOf(Order, 3, two.Entries[1].Read().Event), Hash.Of("elsewhere"u8));
        await Assert.ThrowsAsync<InvalidOperationException>(() => _ledger.RecordAsync(two with { ExpectedHead = 2, Entries = [elsewhere] }, Ct));
        Assert.Equal(2, _ledger.EntriesOf(Order).Count);
    }

    [Fact]
    public async Task A_mistake_in_one_append_does_not_cost_the_others_theirs()
    {
        // Two sites for one party break the primary key in the middle of the batch.
        var bad = Appends.Next(Other) with { Parties = [new PartySite("courier", "a"), new PartySite("courier", "b")] };
        var tasks = Enumerable.Range(100, 50).Select(i => _ledger.RecordAsync(Appends.Next(OrderId.From(i)), Ct)).Append(_ledger.RecordAsync(bad, Ct)).ToList();
        var no = await Assert.ThrowsAsync<LedgerWriteException>(() => tasks[^1]);
        Assert.Contains("mistake of the program", no.Message, StringComparison.Ordinal);
        foreach (var task in tasks[..^1]) Assert.IsType<Recorded>(await task);
        Assert.Empty(_ledger.EntriesOf(Other));
        Assert.Equal(50, Assert.IsType<Verification.Sound>(LedgerCheck.Verify(_folder.File)).Count);
    }

    [Fact]
    [Requirement("P11-09")]
    public async Task A_workflow_version_keeps_its_first_text()
    {
        Assert.Equal(WorkflowKept.Added, await _ledger.KeepWorkflowAsync("til", 1, "a", Appends.Created, Ct));
        Assert.Equal(WorkflowKept.AlreadyThere, await _ledger.KeepWorkflowAsync("til", 1, "a", Appends.Created, Ct));
        Assert.Equal(WorkflowKept.AnotherTextHasThisVersion, await _ledger.KeepWorkflowAsync("til", 1, "b", Appends.Created, Ct));
        Assert.Equal(WorkflowKept.Added, await _ledger.KeepWorkflowAsync("til", 2, "b", Appends.Created, Ct));
    }

    [Fact]
    public async Task Thirty_two_writers_lose_nothing_and_double_nothing()
    {
        const int Writers = 32, Each = 40;
        // Half of them fight over shared orders, so that lost races are certain.
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(OrderId.From(1000 + writer / 2), Each), Ct)));
        Assert.Equal(Writers * Each, Assert.IsType<Verification.Sound>(LedgerCheck.Verify(_folder.File)).Count);
        for (var i = 0; i < Writers / 2; i++)
            Assert.Equal(Enumerable.Range(1, 2 * Each), _ledger.EntriesOf(OrderId.From(1000 + i)).Select(entry => entry.Envelope.Seq));
        using var db = _ledger.CreateDb();
        Assert.Equal(Enumerable.Range(1, Writers * Each).Select(i => (long)i), await db.Entries.OrderBy(entry => entry.Position).Select(entry => entry.Position).ToListAsync(Ct));
    }

    private async Task WriteAsync(OrderId order, int count)
    {
        for (var done = 0; done < count;)
            if (await _ledger.RecordAsync(Appends.Next(order, _ledger.EntriesOf(order) is [.., var last] ? last : null), Ct) is Recorded) done++;
    }
}
