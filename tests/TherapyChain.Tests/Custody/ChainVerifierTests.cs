using System.Text;
using NodaTime;
using TherapyChain.Domain;
using TherapyChain.Domain.Custody;
using TherapyChain.Testing;

namespace TherapyChain.Tests.Custody;

public sealed class ChainVerifierTests
{
    private static readonly List<SealedEntry> Entries = SealedRecords.Of(SealedRecords.Order, 12);
    private static readonly OrderId Other = OrderId.From(42);

    [Fact]
    public void A_sound_chain_ends_in_its_head()
    {
        var chain = new ChainVerifier(SealedRecords.Order);
        foreach (var entry in Entries) Assert.Null(chain.Next(entry.Bytes.Span, entry.Envelope.Seq, entry.Hash));
        Assert.Equal(Entries[^1].Hash, chain.Head);
        Assert.Equal(12, chain.Count);
    }

    [Fact]
    public void A_dropped_entry_is_named_by_its_place()
    {
        for (var gone = 0; gone < Entries.Count - 1; gone++)
        {
            var broken = First(Entries.Where((_, i) => i != gone))!;
            Assert.Equal((gone + 1, "The entry is missing"), (broken.Seq, broken.What));
        }
    }

    [Fact]
    public void A_doubled_entry_is_named_by_its_place()
    {
        for (var twice = 0; twice < Entries.Count; twice++)
        {
            var broken = First([.. Entries[..(twice + 1)], .. Entries[twice..]])!;
            Assert.Equal((twice + 2, $"{twice + 2}", $"{twice + 1}"), (broken.Seq, broken.Expected, broken.Found));
        }
    }

    [Fact]
    public void Two_entries_in_each_others_place_are_named_by_the_first()
    {
        for (var a = 0; a < Entries.Count; a++)
            for (var b = a + 1; b < Entries.Count; b++)
            {
                var mixed = Entries.ToList();
                (mixed[a], mixed[b]) = (mixed[b], mixed[a]);
                Assert.Equal(a + 1, First(mixed)!.Seq);
            }
    }

    [Fact]
    [Requirement("P11-01")]
    public void An_altered_entry_is_told_from_its_successor_by_the_hash_kept_beside_it()
    {
        var altered = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Entries[4].Bytes.Span).Replace("18209", "18208", StringComparison.Ordinal));
        Assert.NotEqual(altered, Entries[4].Bytes.ToArray());

        var chain = new ChainVerifier();
        for (var i = 0; i < 4; i++) Assert.Null(chain.Next(Entries[i].Bytes.Span, i + 1, Entries[i].Hash));
        var broken = chain.Next(altered, 5, Entries[4].Hash)!;
        Assert.Equal((5, $"{Entries[4].Hash}", $"{Hash.Of(altered)}"), (broken.Seq, broken.Expected, broken.Found));
    }

    [Fact]
    public void A_link_to_another_entry_is_found_without_kept_hashes()
    {
        var foreign = Seal.Close(SealedRecords.EntryOf(SealedRecords.Order, 3, Entries[2].Read().Event), Hash.Of("elsewhere"u8));
        var broken = First([Entries[0], Entries[1], foreign])!;
        Assert.Equal((3, $"{Entries[1].Hash}", $"{Hash.Of("elsewhere"u8)}"), (broken.Seq, broken.Expected, broken.Found));
    }

    [Fact]
    public void Time_that_runs_backwards_is_found()
    {
        var late = Entries[1].Read();
        var early = Seal.Close(late with { Seq = 3, At = late.At - Duration.FromHours(1), Recorded = late.Recorded - Duration.FromMinutes(30) }, Entries[1].Hash);
        Assert.Contains("Recorded before the entry before it", First([Entries[0], Entries[1], early])!.What, StringComparison.Ordinal);

        var text = Encoding.UTF8.GetString(Entries[0].Bytes.Span).Replace("\"at\":\"2026", "\"at\":\"2027", StringComparison.Ordinal);
        Assert.Contains("before it happened", new ChainVerifier().Next(Encoding.UTF8.GetBytes(text), 1)!.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Orders_mixed_in_one_ledger_are_checked_each_for_itself()
    {
        var others = SealedRecords.Of(Other, 12);
        var ledger = new LedgerVerifier();
        for (var i = 0; i < 12; i++)
        {
            Assert.Null(ledger.Next(SealedRecords.Order, Entries[i].Bytes.Span, 2 * i + 1, Entries[i].Hash));
            Assert.Null(ledger.Next(Other, others[i].Bytes.Span, 2 * i + 2, others[i].Hash));
        }
        Assert.Equal((2, 24L), (ledger.Orders, ledger.Count));
        Assert.Equal((others[^1].Hash, 12), ledger.HeadOf(Other));

        var foreign = new LedgerVerifier().Next(SealedRecords.Order, others[0].Bytes.Span, 1)!;
        Assert.Equal(("The entry belongs to another order", $"{SealedRecords.Order}", $"{Other}"), (foreign.What, foreign.Expected, foreign.Found));
    }

    private static Verification.Broken? First(IEnumerable<SealedEntry> entries)
    {
        var chain = new ChainVerifier();
        var line = 0;
        return entries.Select(entry => chain.Next(entry.Bytes.Span, ++line)).FirstOrDefault(broken => broken is not null);
    }
}
