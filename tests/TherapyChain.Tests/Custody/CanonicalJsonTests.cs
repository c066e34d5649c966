using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TherapyChain.Domain.Custody;
using TherapyChain.Testing;

namespace TherapyChain.Tests.Custody;

public sealed class CanonicalJsonTests
{
    private static readonly JsonElement Vectors = JsonDocument.Parse(File.ReadAllText(TestData.PathOf("jcs/canonicalization.json"))).RootElement;

    [Fact]
    public void The_published_pairs_come_out_byte_for_byte()
    {
        foreach (var pair in Vectors.GetProperty("cases").EnumerateArray())
        {
            var bytes = CanonicalJson.Canonicalize(pair.GetProperty("input").GetString()!);
            Assert.Equal(pair.GetProperty("canonicalHex").GetString(), Convert.ToHexStringLower(bytes));
            Assert.Equal(pair.GetProperty("sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(bytes)));
        }
        Assert.Equal(6, Vectors.GetProperty("cases").GetArrayLength());
    }

    [Fact]
    public void Inputs_without_a_canonical_form_are_refused()
    {
        foreach (var bad in Vectors.GetProperty("mustFail").EnumerateArray())
            Assert.Throws<FormatException>(() => CanonicalJson.Canonicalize(bad.GetProperty("input").GetString()!));
    }

    [Theory]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"a":"\udc00 x"}""")]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"a":1,"\u0061":2}""")]
    [InlineData("1e999")]
    [InlineData("Infinity")]
    [InlineData("[1] // said twice")]
    [InlineData("")]
    [InlineData("{} {}")]
    public void Lone_surrogates_duplicates_and_what_is_not_JSON_are_refused(string json) =>
        Assert.Throws<FormatException>(() => CanonicalJson.Canonicalize(json));

    [Fact]
    public void Numbers_are_written_as_ECMAScript_writes_them()
    {
        var writer = new CanonicalWriter();
        var lines = 0;
        foreach (var line in File.ReadLines(TestData.PathOf("jcs/es6_numbers_first_1000.txt")))
        {
            var (bits, text) = (line[..line.IndexOf(',', StringComparison.Ordinal)], line[(line.IndexOf(',', StringComparison.Ordinal) + 1)..]);
            writer.Clear();
            writer.Value(BitConverter.Int64BitsToDouble(long.Parse(bits, NumberStyles.HexNumber, CultureInfo.InvariantCulture)));
            Assert.Equal(text, Encoding.ASCII.GetString(writer.Written.Span));
            lines++;
        }
        Assert.Equal(1000, lines);
    }

    [Fact]
    public void Keys_sort_by_UTF_16_code_units_where_UTF_8_bytes_sort_otherwise() =>
        Assert.Equal("{\"\U0001F600\":1,\"\uFB33\":2}", Encoding.UTF8.GetString(CanonicalJson.Canonicalize("{\"\uFB33\":2,\"\U0001F600\":1}")));
}
