using System.Text;
using TherapyChain.Domain;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;
using TherapyChain.Testing;

namespace TherapyChain.Tests.Compliance;

/// <summary>A signature stands inside the sealed entry that it signs (21 CFR 11.50(b), 11.70): it cannot be changed, cut out, copied or moved unseen.</summary>
public sealed class SignatureTests
{
    private static readonly List<SealedEntry> Entries = SealedRecords.Of(SealedRecords.Order, 9);
    private static readonly int Signed = Entries.FindIndex(e => e.Read().Event is StepCompleted { Signature: not null });

    [Theory]
    [InlineData("\"meaning\":\"handed over\"", "\"meaning\":\"released-by\"")]
    [InlineData("\"name\":\"R. Lindqvist\"", "\"name\":\"R. Lindquist\"")]
    [InlineData("\"signed-at\":\"2026-03-02T06:08:10Z\"", "\"signed-at\":\"2026-03-02T06:08:11Z\"")]
    [Requirement("P11-11", "P11-12", "A11-07")]
    public void A_changed_meaning_name_or_time_is_found(string was, string now)
    {
        var text = Encoding.UTF8.GetString(Entries[Signed].Bytes.Span);
        var altered = text.Replace(was, now, StringComparison.Ordinal);
        Assert.True(text != altered, text);

        Assert.Equal(Signed + 1, Broken(Encoding.UTF8.GetBytes(altered), Entries[Signed].Hash)!.Seq);
        // Whoever computes the entry's own hash anew is found by the entry behind it.
        Assert.Equal(Signed + 2, Broken(Encoding.UTF8.GetBytes(altered), Hash.Of(Encoding.UTF8.GetBytes(altered)))!.Seq);
    }

    [Fact]
    [Requirement("P11-12", "A11-07")]
    public void A_signed_entry_copied_into_another_record_is_found()
    {
        var other = OrderId.From(42);
        var theirs = SealedRecords.Of(other, 9);
        var chain = new ChainVerifier(other);
        for (var i = 0; i < Signed; i++) Assert.Null(chain.Next(theirs[i].Bytes.Span, i + 1, theirs[i].Hash));

        Assert.Equal(Signed + 1, chain.Next(Entries[Signed].Bytes.Span, Signed + 1, Entries[Signed].Hash)!.Seq);
    }

    [Fact]
    [Requirement("P11-12", "A11-07")]
    public void A_signature_cut_out_or_put_onto_an_entry_of_its_own_is_found()
    {
        var text = Encoding.UTF8.GetString(Entries[Signed].Bytes.Span);
        var from = text.IndexOf(",\"signature\":{", StringComparison.Ordinal);
        var unsigned = text.Remove(from, text.IndexOf('}', from) + 1 - from);

        Assert.Equal(Signed + 1, Broken(Encoding.UTF8.GetBytes(unsigned), Entries[Signed].Hash)!.Seq);
        // It is the entry that is unsigned now, not its text that is broken.
        Assert.Null(((StepCompleted)Seal.Open(Encoding.UTF8.GetBytes(unsigned)).Read().Event).Signature);
    }

    private static Verification.Broken? Broken(byte[] altered, Hash stated)
    {
        var chain = new ChainVerifier(SealedRecords.Order);
        for (var i = 0; i < Entries.Count; i++)
        {
            var fault = i == Signed ? chain.Next(altered, i + 1, stated) : chain.Next(Entries[i].Bytes.Span, i + 1, Entries[i].Hash);
            if (fault is not null) return fault;
        }
        return null;
    }
}
