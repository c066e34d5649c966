using System.ComponentModel;

namespace TherapyChain.Server.Patients;

/// <summary>A patient to be taken up, with the order whose patient they are.</summary>
public sealed record RegisterBody(
    [property: Description("The order.")] string Order,
    [property: Description("As the hospital writes it.")] string Name,
    [property: Description("Year-month-day.")] string BirthDate,
    HospitalNumberBody HospitalNumber,
    [property: Description("Why; kept for ever, so never with a name.")] string Reason,
    [property: Description("How the patient is reached. Erased on request; no law asks to keep it.")] string? Contact = null);

/// <param name="Issuer">The site that gave the number: the same number of another hospital is another patient.</param>
/// <param name="Number">The number.</param>
public sealed record HospitalNumberBody(string Issuer, string Number);

/// <summary>Either a hospital number, or a name with a birth date; exact matches only.</summary>
public sealed record FindBody(string Reason, HospitalNumberBody? HospitalNumber = null, string? Name = null, string? BirthDate = null);

public sealed record AmendBody(string Name, string BirthDate, HospitalNumberBody HospitalNumber, string Reason, string? Contact = null);

public sealed record LinkBody(string Order, string Reason);
