using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using TherapyChain.Domain.Identity;
using TherapyChain.Testing;

namespace TherapyChain.Tests.Identity;

public sealed class SecVectorTests
{
    private static readonly JsonElement Vectors = TestData.Json("sec/sec.json");

    public static TheoryData<string> Parse => [.. Vectors.GetProperty("parse").EnumerateArray().Select(c => c.GetRawText())];
    public static TheoryData<string> Build => [.. Vectors.GetProperty("build").EnumerateArray().Select(c => c.GetRawText())];

    [Theory, MemberData(nameof(Parse))]
    public void A_code_reads_as_published(string json)
    {
        var c = JsonElement.Parse(json);
        var input = c.GetProperty("input").GetString()!;
        var read = SingleEuropeanCode.TryParse(input, out var code, out var fault);
        Assert.Equal(c.GetProperty("valid").GetBoolean(), read);
        if (!read)
        {
            Assert.NotEmpty(fault!.Why.ToString());
            return;
        }
        var parts = IdentifierParts(code!);
        Assert.Equal(
            c.GetProperty("fields").EnumerateObject().Select(f => f.Value.GetString()),
            parts.Select(p => p.Name == "expires" ? p.Meaning : p.Value));
        if (input.StartsWith("SEC", StringComparison.Ordinal)) Assert.Equal(input, code!.Printed);
        Assert.Equal(code!.Text, LabelGrammar.Read("sec", input, out _));
    }

    [Theory, MemberData(nameof(Build))]
    [Requirement("SOHO-02")]
    public void The_code_of_an_ISBT_labelled_product_is_built_as_published(string json)
    {
        var c = JsonElement.Parse(json);
        string Of(string name) => c.GetProperty(name).GetString()!;
        Assert.True(DonationNumber.TryParse(Of("din"), out var din, out _));

        Assert.True(SingleEuropeanCode.TryBuild(Of("country"), Of("te"), din, Of("isbtProductCode"), LocalDatePattern.Iso.Parse(Of("expiry")).Value, out var code, out var fault), fault?.Why.ToString());

        Assert.Equal(Of("sec"), code.Text);
    }

    [Fact]
    public void Cells_keep_of_their_product_code_only_the_division()
    {
        Assert.True(DonationNumber.TryParse("R019917123456", out var din, out _));
        Assert.True(SingleEuropeanCode.TryBuild("IE", "0TE999", din, "S1384V00", new LocalDate(2017, 1, 10), out var code, out _));
        Assert.Equal("SEC: IE0TE999R019917123456 A00S138400020170110", code.Printed);
        Assert.True(SingleEuropeanCode.TryBuild("IE", "0TE999", din, "S1384VA2", null, out var undated, out _));
        Assert.Equal("0A200000000", undated.Text[29..]);
    }

    [Theory]
    [InlineData(SecMaterial.TissuesOrCells, SecUse.HumanApplication, SecCircumstance.None, "2026-11-22", SecDuty.WholeCode)]
    [InlineData(SecMaterial.TissuesOrCells, SecUse.Manufacture, SecCircumstance.None, "2026-11-22", SecDuty.DonationSequence)]
    [InlineData(SecMaterial.TissuesOrCells, SecUse.Export, SecCircumstance.None, "2027-08-07", SecDuty.DonationSequence)]
    [InlineData(SecMaterial.FinishedAdvancedTherapy, SecUse.HumanApplication, SecCircumstance.None, "2026-11-22", SecDuty.MustNot)]
    [InlineData(SecMaterial.Blood, SecUse.HumanApplication, SecCircumstance.None, "2027-08-07", SecDuty.NotRequired)]
    [InlineData(SecMaterial.TissuesOrCells, SecUse.HumanApplication, SecCircumstance.PartnerDonation, "2026-11-22", SecDuty.NotRequired)]
    [InlineData(SecMaterial.TissuesOrCells, SecUse.HumanApplication, SecCircumstance.DirectApplication, "2026-11-22", SecDuty.NotRequired)]
    [InlineData(SecMaterial.TissuesOrCells, SecUse.HumanApplication, SecCircumstance.EmergencyImport, "2026-11-22", SecDuty.NotRequired)]
    [InlineData(SecMaterial.TissuesOrCells, SecUse.HumanApplication, SecCircumstance.SameEntity, "2027-08-06", SecDuty.WholeCode)]
    [InlineData(SecMaterial.TissuesOrCells, SecUse.HumanApplication, SecCircumstance.SameEntity, "2027-08-07", SecDuty.NotRequired)]
    [Requirement("SOHO-02")]
    public void What_must_carry_the_code_is_a_table(SecMaterial material, SecUse use, SecCircumstance circumstance, string day, SecDuty duty) =>
        Assert.Equal(duty, SecRules.For(material, use, circumstance, LocalDatePattern.Iso.Parse(day).Value));

    [Fact]
    public void A_code_that_is_missing_or_does_not_belong_is_told()
    {
        Assert.True(SingleEuropeanCode.TryParse("PL001499Z549917123456A00T041600320181231", out var code, out _));
        Assert.NotNull(SecRules.Problem(SecDuty.WholeCode, null, code.DonationSequence));
        Assert.Null(SecRules.Problem(SecDuty.WholeCode, code, null));
        Assert.NotNull(SecRules.Problem(SecDuty.DonationSequence, null, null));
        Assert.Null(SecRules.Problem(SecDuty.DonationSequence, null, code.DonationSequence));
        Assert.NotNull(SecRules.Problem(SecDuty.MustNot, code, null));
        Assert.NotNull(SecRules.Problem(SecDuty.WholeCode, code, "PL001499Z549917123457"));
    }

    private static System.Collections.Immutable.ImmutableArray<Part> IdentifierParts(SingleEuropeanCode code)
    {
        Assert.True(Symbol.TryRead("&,4" + code.Text, out var symbol, out _));
        return symbol.Identifiers.Single().Parts;
    }
}
