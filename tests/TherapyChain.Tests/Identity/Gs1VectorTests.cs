using System.Text.Json;
using TherapyChain.Domain.Identity;
using TherapyChain.Domain.Identity.Gs1;
using TherapyChain.Testing;

namespace TherapyChain.Tests.Identity;

/// <summary>The vectors of tests/data/gs1, taken from the tests of other people's programs.</summary>
public sealed class Gs1VectorTests
{
    private static TheoryData<string> Section(string file, string section) => [.. TestData.Json($"gs1/{file}").GetProperty(section).EnumerateArray().Select(c => c.GetRawText())];

    public static TheoryData<string> Bracketed => Section("element_strings.json", "bracketedToElementString");
    public static TheoryData<string> Strings => Section("element_strings.json", "validateElementString");
    public static TheoryData<string> LinksToWrite => Section("element_strings.json", "buildDigitalLink");
    public static TheoryData<string> LinksToRead => Section("element_strings.json", "parseDigitalLink");
    public static TheoryData<string> Scans => Section("element_strings.json", "scanData");
    public static TheoryData<string> Canonical => Section("canonical_digital_link.json", "cases");
    public static TheoryData<string> Uris => Section("epc_urn_digital_link.json", "cases");
    public static TheoryData<string> CheckDigits => [.. TestData.Text("gs1/check_digit.csv").Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)];

    [Theory, MemberData(nameof(CheckDigits))]
    public void A_check_digit_is_right_or_wrong_as_published(string row)
    {
        var f = row.TrimEnd('\r').Split(',');
        Assert.Equal(f[1] == "valid", CheckDigit.IsRight(f[0]));
    }

    [Theory, MemberData(nameof(Bracketed))]
    public void The_printed_form_gives_the_scanned_one(string json)
    {
        var c = JsonElement.Parse(json);
        var read = ElementString.TryReadBracketed(Text(c, "bracketed"), out var elements, out var fault);
        Assert.Equal(c.GetProperty("valid").GetBoolean(), read);
        if (read) Assert.Equal(Text(c, "elementString"), Carets(elements!));
        else Assert.NotEmpty(fault!.Why.ToString());
    }

    [Theory, MemberData(nameof(Strings))]
    public void An_element_string_is_right_or_wrong_as_published(string json)
    {
        var c = JsonElement.Parse(json);
        var text = Text(c, "elementString");
        var read = text.StartsWith('^') && ElementString.TryReadScanned(text[1..].Replace('^', ElementString.Separator), out _, out _);
        Assert.Equal(c.GetProperty("valid").GetBoolean(), read);
    }

    [Theory, MemberData(nameof(LinksToWrite))]
    public void A_link_is_written_as_published(string json)
    {
        var c = JsonElement.Parse(json);
        Assert.True(ElementString.TryReadBracketed(Text(c, "bracketed"), out var elements, out var fault), fault?.Why.ToString());
        var written = DigitalLink.TryWrite(elements, c.GetProperty("stem").GetString(), out var uri, out var no);
        Assert.Equal(c.GetProperty("valid").GetBoolean(), written);
        Assert.Equal(c.GetProperty("uri").GetString(), uri);
        Assert.Equal(written, no is null);
    }

    [Theory, MemberData(nameof(LinksToRead))]
    public void A_link_is_read_as_published(string json)
    {
        var c = JsonElement.Parse(json);
        var read = DigitalLink.TryRead(Text(c, "uri"), out var link, out var fault);
        Assert.True(c.GetProperty("valid").GetBoolean() == read, fault?.Why.ToString());
        if (read) Assert.Equal(Text(c, "elementString"), Carets(link!.All));
        else Assert.NotEmpty(fault!.Why.ToString());
    }

    [Theory, MemberData(nameof(Scans))]
    public void A_scan_reads_as_its_printed_form(string json)
    {
        var c = JsonElement.Parse(json);
        Assert.True(Symbol.TryRead(Text(c, "scanData"), out var scanned, out var fault), fault?.Why.ToString());
        Assert.True(Symbol.TryRead(Text(c, "bracketed"), out var printed, out fault), fault?.Why.ToString());
        Assert.NotEmpty(scanned.Identifiers);
        Assert.Equal(printed.Identifiers.Select(i => (i.Kind, i.Text)), scanned.Identifiers.Select(i => (i.Kind, i.Text)));
    }

    [Theory, MemberData(nameof(Canonical))]
    public void Every_form_of_an_identifier_has_one_canonical_link(string json)
    {
        var c = JsonElement.Parse(json);
        var input = Text(c, "input");
        string? canonical = null;
        if (DigitalLink.TryRead(input, out var link, out _)) canonical = link.Canonical;
        else if (EpcUri.TryRead(input, out var elements, out _) && DigitalLink.TryWrite(elements, null, out var uri, out _)) canonical = uri;
        Assert.Equal(c.GetProperty("canonical").GetString(), canonical);
    }

    [Theory, MemberData(nameof(Uris))]
    public void A_link_and_a_URN_stand_for_each_other(string json)
    {
        var c = JsonElement.Parse(json);
        string? to;
        if (Text(c, "direction") == "urn-to-dl")
        {
            Assert.True(EpcUri.TryRead(Text(c, "from"), out var elements, out var fault), fault?.Why.ToString());
            Assert.True(DigitalLink.TryWrite(elements, null, out to, out fault), fault?.Why.ToString());
        }
        else
        {
            Assert.True(DigitalLink.TryRead(Text(c, "from"), out var link, out var fault), fault?.Why.ToString());
            Assert.True(EpcUri.TryWrite(link.All, c.GetProperty("companyPrefixLength").GetInt32(), out to, out fault), fault?.Why.ToString());
        }
        Assert.Equal(Text(c, "to"), to);
    }

    private static string Text(JsonElement c, string name) => c.GetProperty(name).GetString()!;

    private static string Carets(ElementString elements) => "^" + elements.Scanned.Replace(ElementString.Separator, '^');
}
