using System.Collections.Immutable;
using System.Diagnostics;
using NodaTime;
using TherapyChain.Domain.Orders;

namespace TherapyChain.Domain.Patients;

/// <summary>A number by which one hospital knows a patient. Two hospitals may give the same one, so the issuer belongs to it.</summary>
/// <param name="Issuer">The site that gave it.</param>
public sealed record HospitalNumber(string Issuer, string Number)
{
    /// <summary>For comparing: capitals, and none of the spaces and marks that people put between groups.</summary>
    public string Normalised => string.Concat(Number.Where(c => c is not (' ' or '-' or '.' or '/'))).ToUpperInvariant();

    /// <summary>Never the number: what is logged or shown by accident must not name anybody.</summary>
    public override string ToString() => "hospital number (not shown)";
}

/// <summary>Who a patient is: all that the vault keeps and nothing else in the program may.</summary>
/// <param name="Name">As the hospital writes it.</param>
/// <param name="BirthDate">The day of birth.</param>
/// <param name="HospitalNumber">The number at one hospital.</param>
/// <param name="Contact">How they are reached; no law asks to keep it. Null when there is none, or none any more.</param>
public sealed record PatientDetails(string Name, LocalDate BirthDate, HospitalNumber HospitalNumber, string? Contact)
{
    private const int LongestName = 200, LongestNumber = 40, LongestContact = 500, ShortestTellingNumber = 4;

    /// <summary>Everything that is wrong with them, each with its field.</summary>
    /// <param name="today">The day at the site of whoever enters them.</param>
    /// <param name="knownSites">The sites of the network.</param>
    public ImmutableArray<Reason> Problems(LocalDate today, IReadOnlySet<string> knownSites) =>
    [
        .. Text("name", Name, LongestName, required: true),
        .. BirthDate > today || BirthDate.Year < 1900
            ? [new Reason("patient.birth-date", $"The birth date lies in the future or before 1900.", "birthDate")] : ImmutableArray<Reason>.Empty,
        .. Text("hospitalNumber.number", HospitalNumber.Number, LongestNumber, required: true),
        .. HospitalNumber.Normalised.Length == 0 && !string.IsNullOrWhiteSpace(HospitalNumber.Number)
            ? [new Reason("patient.hospital-number", $"The hospital number holds no letter and no digit.", "hospitalNumber.number")] : ImmutableArray<Reason>.Empty,
        .. knownSites.Contains(HospitalNumber.Issuer)
            ? ImmutableArray<Reason>.Empty
            : [new Reason("patient.issuer", $"There is no site \"{HospitalNumber.Issuer}\" that could have given the hospital number.", "hospitalNumber.issuer")],
        .. Text("contact", Contact ?? "", LongestContact, required: false),
    ];

    /// <summary>Whether a text, a reason for a look, gives the patient away: such a text would stay where the patient can be erased.</summary>
    public bool IsNamedIn(string text)
    {
        var words = PatientName.Normalise(text);
        var number = HospitalNumber.Normalised;
        return words.Contains(PatientName.Normalise(Name), StringComparison.Ordinal)
            || number.Length >= ShortestTellingNumber && new HospitalNumber("", text).Normalised.Contains(number, StringComparison.Ordinal)
            || text.Contains(NodaTime.Text.LocalDatePattern.Iso.Format(BirthDate), StringComparison.Ordinal);
    }

    /// <summary>Never the details: what is logged or shown by accident must not name anybody.</summary>
    public override string ToString() => "patient details (not shown)";

    private static IEnumerable<Reason> Text(string field, string text, int longest, bool required)
    {
        if (required && string.IsNullOrWhiteSpace(text)) yield return new("patient.missing", $"Give the {Say(field)}.", field);
        else if (text.Length > longest) yield return new("patient.too-long", $"The {Say(field)} has {text.Length} characters; at most {longest} are kept.", field);
        else if (text.Any(c => char.IsControl(c) && c is not '\n') || text.EnumerateRunes().Any(r => r.Value == 0xFFFD))
            yield return new("patient.characters", $"The {Say(field)} holds characters that cannot be printed.", field);
    }

    private static Sentence Say(string field) => field switch
    {
        "name" => $"name",
        "hospitalNumber.number" => $"hospital number",
        "contact" => $"contact details",
        _ => throw new UnreachableException($"No word for the field {field}."),
    };
}
