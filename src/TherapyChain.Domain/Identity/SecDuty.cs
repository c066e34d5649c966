using NodaTime;

namespace TherapyChain.Domain.Identity;

public enum SecMaterial { TissuesOrCells, FinishedAdvancedTherapy, Blood }

public enum SecUse { HumanApplication, Manufacture, Export }

public enum SecCircumstance { None, PartnerDonation, DirectApplication, EmergencyImport, SameEntity }

/// <summary>
/// What of the Single European Code must accompany a material: Directive 2006/86/EC articles 10 and 10b until 6 August 2027, Regulation
/// (EU) 2024/1938 article 43 from the day after. The format may change by implementing act; the duty is judged by the date of distribution.
/// </summary>
public enum SecDuty
{
    /// <summary>The whole code, on the label or in the accompanying papers.</summary>
    WholeCode,
    /// <summary>At least the donation identification sequence, in the accompanying papers.</summary>
    DonationSequence,
    /// <summary>Exempt; a code may be there.</summary>
    NotRequired,
    /// <summary>The finished product is a medicine and carries no code.</summary>
    MustNot,
}

public static class SecRules
{
    private static readonly LocalDate SohoApplies = new(2027, 8, 7);

    public static SecDuty For(SecMaterial material, SecUse use, SecCircumstance circumstance, LocalDate distributed) => material switch
    {
        SecMaterial.FinishedAdvancedTherapy => SecDuty.MustNot,
        SecMaterial.Blood => SecDuty.NotRequired,
        _ when IsExempt(circumstance, distributed) => SecDuty.NotRequired,
        _ => use == SecUse.HumanApplication ? SecDuty.WholeCode : SecDuty.DonationSequence,
    };

    /// <summary>What is wrong with a material's papers, or null.</summary>
    /// <param name="code">The whole code, if it is there.</param>
    /// <param name="donationSequence">The 21 characters, if they are there by themselves.</param>
    public static string? Problem(SecDuty duty, SingleEuropeanCode? code, string? donationSequence) => duty switch
    {
        SecDuty.WholeCode when code is null => "Tissues and cells for human application carry the Single European Code, and it is missing.",
        SecDuty.DonationSequence when code is null && donationSequence is not { Length: SingleEuropeanCode.DonationSequenceLength } =>
            "The accompanying papers give at least the 21 characters of the donation identification sequence, and they are missing.",
        SecDuty.MustNot when code is not null => "A finished advanced therapy is a medicine and carries no Single European Code.",
        _ when code is not null && donationSequence is not null && code.DonationSequence != donationSequence =>
            "The donation identification sequence in the papers is not that of the Single European Code.",
        _ => null,
    };

    // "Same entity" was left to the Member States by the directive; until the regulation applies it is not taken for granted.
    private static bool IsExempt(SecCircumstance circumstance, LocalDate distributed) => circumstance switch
    {
        SecCircumstance.None => false,
        SecCircumstance.SameEntity => distributed >= SohoApplies,
        SecCircumstance.PartnerDonation or SecCircumstance.DirectApplication or SecCircumstance.EmergencyImport => true,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
