using System.Text.Json;
using TherapyChain.Domain.Identity;
using TherapyChain.Domain.Identity.Isbt128;
using TherapyChain.Testing;

namespace TherapyChain.Tests.Identity;

/// <summary>The vectors of tests/data/isbt128: strings published by others, and computed by a library that is not ours.</summary>
public sealed class IsbtVectorTests
{
    private static readonly JsonElement Structures = TestData.Json("isbt128/data_structures.json");

    private static TheoryData<string> Inputs(string section) => [.. Structures.GetProperty(section).EnumerateArray().Select(c => c.GetRawText())];

    public static TheoryData<string> Dins => Inputs("din");
    public static TheoryData<string> Singles => Inputs("single");
    public static TheoryData<string> Invalid => Inputs("invalid");
    public static TheoryData<string> Messages => Inputs("messages");
    public static TheoryData<string> Checks => [.. TestData.Text("isbt128/din_check_character.csv").Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)];
    public static TheoryData<string> TwoDigits => [.. TestData.Text("isbt128/two_digit_mod37_2.csv").Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)];

    [Theory, MemberData(nameof(Checks))]
    [Requirement("A11-02")]
    public void The_check_character_is_the_published_one(string row)
    {
        var f = row.TrimEnd('\r').Split(',');
        if (f[4] == "wrong-check")
        {
            Assert.False(DonationNumber.TryParse(f[0] + f[1], out _, out var fault));
            Assert.Equal(14, fault.Position);
            return;
        }
        Assert.True(DonationNumber.TryParse(f[0] + f[1], out var number, out _));
        Assert.Equal((f[0], f[1], f[2]), (number.Text, number.CheckCharacter.ToString(), Mod37.Value(f[0]).ToString(System.Globalization.CultureInfo.InvariantCulture)));
        Assert.True(IsbtSymbol.TryRead($"={f[0]}{f[3]}", out _, out _));
        Assert.True(DonationFlags.Of(f[3])!.Fits(f[0]));
    }

    [Theory, MemberData(nameof(Dins))]
    public void A_donation_number_reads_as_published(string json)
    {
        var c = JsonElement.Parse(json);
        var input = c.GetProperty("input").GetString()!;
        var read = IsbtSymbol.TryRead(input, out var elements, out var fault);
        Assert.Equal(read, DonationNumber.TryParse(input, out var number, out _));
        if (!c.GetProperty("valid").GetBoolean())
        {
            Assert.False(read);
            Assert.NotEmpty(fault!.Why.ToString());
            return;
        }
        var fields = c.GetProperty("fields");
        var flags = DonationFlags.Of(fields.GetProperty("flag").GetString()!)!;
        Assert.Equal(fields.GetProperty("flagType").GetInt32(), flags.Type);
        var fits = !fields.TryGetProperty("flagCheckOk", out var ok) || ok.GetBoolean();
        Assert.Equal(fits, flags.Fits(input[1..14]));
        // Well formed with a check that fails is a well formed lie: no number comes of it.
        Assert.Equal(fits, read);
        if (!fits)
        {
            Assert.Equal(15, fault!.Position);
            return;
        }
        Assert.Equal(new[] { "fin", "year", "serial", "flag" }.Select(n => fields.GetProperty(n).GetString()), elements.Single().Parts.Select(p => p.Value));
        Assert.Equal(input[1..14], number!.Text);
    }

    [Theory, MemberData(nameof(Singles))]
    public void A_single_structure_reads_as_published(string json)
    {
        var c = JsonElement.Parse(json);
        Assert.True(IsbtSymbol.TryRead(c.GetProperty("input").GetString()!, out var elements, out var fault), fault?.Why.ToString());
        var element = elements.Single();
        Assert.Equal(c.GetProperty("structure").GetString(), element.Structure.Number);
        foreach (var field in c.GetProperty("fields").EnumerateObject())
            Assert.Equal(field.Value.GetString(), Field(element, field.Name));
    }

    [Theory, MemberData(nameof(Invalid))]
    [Requirement("A11-01")]
    public void What_breaks_a_rule_is_refused_with_the_place(string json)
    {
        var c = JsonElement.Parse(json);
        Assert.False(IsbtSymbol.TryRead(c.GetProperty("input").GetString()!, out var elements, out var fault));
        Assert.Empty(elements);
        Assert.NotNull(fault.Position);
    }

    [Theory, MemberData(nameof(Messages))]
    public void A_message_reads_whole_or_not_at_all(string json)
    {
        var c = JsonElement.Parse(json);
        var valid = c.GetProperty("valid").GetBoolean();
        Assert.Equal(valid, IsbtSymbol.TryRead(c.GetProperty("input").GetString()!, out var elements, out var fault));
        if (!valid)
        {
            Assert.Empty(elements);
            Assert.Contains("announces 5 structures and holds 4", fault!.Why, StringComparison.Ordinal);
            return;
        }
        var held = elements.Where(e => e.Structure.Number != "023").ToList();
        Assert.Equal(c.GetProperty("structures").EnumerateArray().Select(s => s.GetString()), held.Select(e => e.Structure.Number));
        foreach (var field in c.GetProperty("fields").EnumerateObject())
            Assert.Contains(held, e => Field(e, field.Name) == field.Value.GetString());
    }

    [Theory, MemberData(nameof(TwoDigits))]
    public void Two_digits_check_the_identifier_of_a_donor(string row)
    {
        var f = row.TrimEnd('\r').Split(',');
        Assert.True(IsbtSymbol.TryRead($"&:{f[0]}{f[1]}", out var elements, out _));
        Assert.Equal(f[0] + f[1], elements.Single().Identifier!.Text);
        Assert.False(IsbtSymbol.TryRead($"&:{f[0]}{(f[1] == "00" ? "01" : "00")}", out _, out var fault));
        Assert.Equal(20, fault.Position);
    }

    private static string? Field(Element e, string name)
    {
        var number = e.Structure.Number;
        string? Part(int i) => e.Parts[i].Value;
        return name switch
        {
            "pdc" => Part(0),
            "divisionOrPack" => string.Concat(e.Parts.Skip(1).Select(p => p.Value)),
            "productCode" when number == "003" => string.Concat(e.Parts.Select(p => p.Value)),
            "date" => e.Parts[0].Meaning,
            "dateTime" when number == "031" => $"{e.Parts[3].Meaning}T{e.Parts[4].Meaning}",
            "dateTime" => $"{e.Parts[0].Meaning}T{e.Parts[1].Meaning}",
            "expiry" when number is "004" or "005" => string.Join('T', e.Parts.Select(p => p.Meaning)),
            "din" or "coi" => e.Identifier?.Text,
            "divisions" when number == "032" => Part(0),
            "secExpiry" when number == "038" => e.Parts[^1].Meaning,
            "issuer" => Part(1),
            "year" => Part(2),
            "sequence" => Part(3),
            "zone" => e.Parts[0].Meaning.StartsWith("local", StringComparison.Ordinal) ? "local" : "utc",
            "type" => e.Parts[2].Meaning,
            _ => null,
        };
    }
}
