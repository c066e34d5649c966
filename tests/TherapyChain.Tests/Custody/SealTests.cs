using System.Text;
using FsCheck.Xunit;
using NodaTime;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;
using TherapyChain.Testing;

namespace TherapyChain.Tests.Custody;

public sealed class SealTests
{
    private static readonly Entry First = SealedRecords.EntryOf(SealedRecords.Order, 1, new DeviationRecorded("temperature", "Lid open, −150 °C kept."));

    [Fact]
    public void The_sealed_bytes_are_the_published_form()
    {
        var sealed1 = Seal.Close(First, prev: null);
        Assert.Equal(
            """{"actor":"p-lindqvist","at":"2026-03-02T06:06:10Z","data":{"category":"temperature","description":"Lid open, −150 °C kept."},"order":"7KQ4-M9TD-22XH","prev":null,"recorded":"2026-03-02T06:06:10.12Z","role":"apheresis-nurse","seq":1,"site":"karolinska","type":"deviation.recorded","v":1,"zone":"Europe/Stockholm"}""",
            Encoding.UTF8.GetString(sealed1.Bytes.Span));
        Assert.Equal("0811aff37ce11be317755e3703aa76965af225bf360926d9553fb75a238475ed", sealed1.Hash.ToString());
    }

    [Fact]
    public void What_was_closed_opens_to_the_same_entry()
    {
        var before = Hash.Of("before"u8);
        var entry = First with { Seq = 2, Actor = "a \"quoted\" name\n", Zone = "Europe/Berlin" };
        var opened = Seal.Open(Seal.Close(entry, before).Bytes);
        Assert.Equal(entry, opened.Read());
        Assert.Equal(before, opened.Prev);
        Assert.Equal(Seal.Close(entry, before).Hash, opened.Hash);
    }

    [Fact]
    public void An_entry_that_could_not_be_verified_is_never_sealed()
    {
        Assert.Throws<ArgumentException>(() => Seal.Close(First, Hash.Of("x"u8)));
        Assert.Throws<ArgumentException>(() => Seal.Close(First with { Seq = 2 }, null));
        Assert.Throws<ArgumentOutOfRangeException>(() => Seal.Close(First with { Seq = 0 }, null));
        Assert.Throws<ArgumentException>(() => Seal.Close(First with { Recorded = First.At - Duration.FromSeconds(1) }, null));
        Assert.Throws<ArgumentException>(() => Seal.Close(First with { At = First.At - Duration.FromTicks(1) }, null));
        Assert.Throws<ArgumentException>(() => Seal.Close(First with { Actor = "" }, null));
        Assert.Throws<ArgumentException>(() => Seal.Close(First with { Actor = "\ud800" }, null));
    }

    [Fact]
    public void Bytes_that_are_no_entry_are_refused_with_the_place()
    {
        var no = Assert.Throws<FormatException>(() => Seal.Open("{\"actor\":1}"u8.ToArray()));
        Assert.Contains("byte 9", no.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-03-29T01:59:59.999999Z")]
    [InlineData("2024-02-29T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59.000001Z")]
    public void An_instant_has_one_text_that_reads_back(string text)
    {
        Assert.True(InstantText.TryRead(Encoding.ASCII.GetBytes(text), out var instant));
        Assert.Equal(text, InstantText.Write(instant));
    }

    [Property]
    public void Every_microsecond_reads_back_as_it_was_written(int second, int micros)
    {
        var instant = Instant.FromUnixTimeSeconds(second * 7L) + Duration.FromTicks(Math.Abs((long)micros) * 10);
        Assert.True(InstantText.TryRead(Encoding.ASCII.GetBytes(InstantText.Write(instant)), out var read));
        Assert.Equal(instant, read);
    }

    [Theory]
    [InlineData("1900-02-29T00:00:00Z")]
    [InlineData("2026-13-01T00:00:00Z")]
    [InlineData("2026-12-01T24:00:00Z")]
    [InlineData("2026-12-01T23:59:60Z")]
    [InlineData("2026-12-01T00:00:00.Z")]
    [InlineData("2026-12-01T00:00:00.1230Z")]
    [InlineData("2026-12-01T00:00:00.1234567Z")]
    [InlineData("2026-12-01 00:00:00Z")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("2026-12-0:T00:00:00Z")]
    public void Another_text_of_an_instant_is_refused(string text) => Assert.False(InstantText.TryRead(Encoding.ASCII.GetBytes(text), out _));

    [Fact]
    public void A_hash_reads_back_in_lower_case_only()
    {
        var hash = Hash.Of("abc"u8);
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", hash.ToString());
        Assert.True(Hash.TryParse(hash.ToString(), out var read));
        Assert.Equal(hash, read);
        Assert.Equal(hash, Hash.From(hash.ToArray()));
        Assert.False(Hash.TryParse(hash.ToString().ToUpperInvariant(), out _));
        Assert.False(Hash.TryParse(hash.ToString()[..63], out _));
    }

    [Fact]
    public void Keys_out_of_order_and_misplaced_values_are_bugs_of_the_caller()
    {
        var json = new CanonicalWriter();
        json.BeginObject();
        Assert.Throws<InvalidOperationException>(() => json.Value(1));
        json.Key("b");
        Assert.Throws<InvalidOperationException>(() => json.Key("c"));
        Assert.Throws<InvalidOperationException>(json.EndObject);
        json.Value("é\u0001\u001f\"\\");
        Assert.Throws<InvalidOperationException>(() => json.Key("a"));
        Assert.Throws<InvalidOperationException>(() => json.Key("b"));
        Assert.Throws<InvalidOperationException>(json.EndArray);
        json.EndObject();
        Assert.Equal("""{"b":"é\u0001\u001f\"\\"}""", Encoding.UTF8.GetString(json.Written.Span));
        Assert.Throws<ArgumentException>(() => json.Value(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => json.Value(long.MinValue));
    }
}
