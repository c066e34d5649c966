using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using TherapyChain.Domain.Custody;
using TherapyChain.Testing;

namespace TherapyChain.Tests.Custody;

/// <summary>The strict reader against everything that is JSON but not canonical, seen through the <c>data</c> of an entry.</summary>
public sealed class CanonicalFormTests
{
    private static readonly string Plain = Encoding.UTF8.GetString(SealedRecords.Of(SealedRecords.Order, 1)[0].Bytes.Span);

    private static byte[] WithData(string data)
    {
        var from = Plain.IndexOf("\"data\":", StringComparison.Ordinal) + 7;
        var to = Plain.IndexOf(",\"order\":", StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(string.Concat(Plain.AsSpan(0, from), data, Plain.AsSpan(to)));
    }

    private static Verification.Broken? Judge(byte[] entry) => new ChainVerifier().Next(entry, 1);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"":0,"a":[1,[],{}],"b":{"c":null},"d":[true,false]}""")]
    [InlineData("""{"a":-1.5,"b":1e+21,"c":1e-7,"d":123456789012345680000,"e":0.000001,"f":5e-324}""")]
    [InlineData("""{"a":"\u0001\u000b\u001f\b\t\n\f\r\"\\/","b":"° Ωλ 漢 😀 \u007f"}""")]
    [InlineData("{\"\U0001F600\":1,\"\uFB33\":2}")]
    public void Canonical_data_is_accepted(string data) => Assert.Null(Judge(WithData(data.Replace("\\u007f", "\u007f", StringComparison.Ordinal))));

    [Theory]
    [InlineData("[]", "must be an object")]
    [InlineData("{ }", "a string must begin")]
    [InlineData("""{"b":1,"a":2}""", "keys must ascend")]
    [InlineData("""{"a":1,"a":2}""", "keys must ascend")]
    [InlineData("{\"\uFB33\":2,\"\U0001F600\":1}", "keys must ascend")]
    [InlineData("""{"a":1 }""", "',' or '}'")]
    [InlineData("""{"a":[1, 2]}""", "canonical form")]
    [InlineData("""{"a":[1,]}""", "canonical form")]
    [InlineData("""{"a":}""", "canonical form")]
    [InlineData("""{"a":1.0}""", "canonical form")]
    [InlineData("""{"a":-0}""", "canonical form")]
    [InlineData("""{"a":01}""", "canonical form")]
    [InlineData("""{"a":+1}""", "canonical form")]
    [InlineData("""{"a":1E5}""", "',' or '}'")]
    [InlineData("""{"a":1e5}""", "canonical form")]
    [InlineData("""{"a":12345678901234567890}""", "canonical form")]
    [InlineData("""{"a":1e999}""", "canonical form")]
    [InlineData("""{"a":NaN}""", "canonical form")]
    [InlineData("""{"a":tru}""", "not a JSON value")]
    [InlineData("""{"a":"\/"}""", "canonical escape")]
    [InlineData("""{"a":"\u0041"}""", "canonical escape")]
    [InlineData("""{"a":"\u000A"}""", "canonical escape")]
    [InlineData("""{"a":"\u000a"}""", "canonical escape")]
    [InlineData("""{"a":"\u001F"}""", "canonical escape")]
    [InlineData("""{"a":"\ud83d\ude00"}""", "canonical escape")]
    [InlineData("{\"a\":\"\t\"}", "control character")]
    public void JSON_in_any_other_form_is_refused_with_what_should_stand_there(string data, string expected) =>
        Assert.Contains(expected, Judge(WithData(data))!.Expected, StringComparison.Ordinal);

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_refused()
    {
        foreach (var bad in new byte[][] { [0x80], [0xc0, 0x80], [0xe2, 0x82], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xff] })
        {
            var entry = WithData("""{"a":"??????"}""");
            bad.CopyTo(entry, entry.AsSpan().IndexOf("??????"u8));
            Assert.Contains("UTF-8", Judge(entry)!.Expected, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Nesting_beyond_the_limit_is_refused_not_followed() =>
        Assert.Contains("deep", Judge(WithData($$"""{"a":{{new string('[', 100_000)}}{{new string(']', 100_000)}}}"""))!.Expected, StringComparison.Ordinal);

    [Theory]
    [InlineData("\"v\":1", "\"v\":2", "format version 1")]
    [InlineData("\"seq\":1", "\"seq\":01", "whole number")]
    [InlineData("\"seq\":1", "\"seq\":99999999999", "whole number")]
    [InlineData("\"order\":\"7KQ4", "\"order\":\"7kq4", "name of an order")]
    [InlineData("\"at\":\"2026-03-02T06:06:10Z", "\"at\":\"2026-03-02T06:06:10.0Z", "UTC instant")]
    [InlineData("\"at\":\"2026-03-02T06:06:10Z", "\"at\":\"2026-02-29T06:06:10Z", "UTC instant")]
    [InlineData("\"at\":\"2026-03-02T06:06:10Z", "\"at\":\"2026-03-02T06:06:10+00:00", "UTC instant")]
    [InlineData("\"role\":", "\"rolf\":", "\"role\"")]
    [InlineData("\"role\":\"apheresis-nurse\"", "\"role\":\"\"", "empty")]
    [InlineData("\"zone\":\"Europe/Stockholm\"}", "\"zone\":\"Europe/Stockholm\"} ", "nothing may follow")]
    [InlineData("\"zone\":\"Europe/Stockholm\"}", "\"zone\":\"Europe/Stockholm", "ends inside a string")]
    public void An_envelope_of_another_form_is_refused(string part, string instead, string expected) =>
        Assert.Contains(expected, Judge(Encoding.UTF8.GetBytes(Plain.Replace(part, instead, StringComparison.Ordinal)))!.Expected, StringComparison.Ordinal);

    [Fact]
    public void An_entry_cut_anywhere_is_refused()
    {
        var whole = WithData("""{"a":"° and \n","b":[1.5,{"c":null}]}""");
        Assert.Null(Judge(whole));
        for (var length = 0; length < whole.Length; length++) Assert.NotNull(Judge(whole[..length]));
    }

    [Property]
    public void What_the_writer_writes_the_reader_accepts(NonNull<string> text, NormalFloat number, long whole, bool truth)
    {
        var writer = new CanonicalWriter();
        var sound = string.Concat(text.Get.EnumerateRunes().Select(rune => rune.ToString()));
        writer.BeginObject();
        writer.Key("a"); writer.Value(sound);
        writer.Key("a" + sound + "b"); writer.Value(number.Get);
        writer.Key("b"); writer.BeginArray(); writer.Value(whole % (1L << 53)); writer.Value(truth); writer.Value((string?)null); writer.EndArray();
        writer.EndObject();
        var json = Encoding.UTF8.GetString(writer.Written.Span);
        Assert.Null(Judge(WithData(json)));
        Assert.Equal(json, Encoding.UTF8.GetString(CanonicalJson.Canonicalize(json)));
    }
}
