using System.Collections.Immutable;
using NodaTime;

namespace TherapyChain.Domain.Patients;

/// <summary>The fields of a patient, by their stable names.</summary>
public static class PatientField
{
    public const string Name = "name";
    public const string BirthDate = "birth-date";
    public const string HospitalNumber = "hospital-number";
    public const string Contact = "contact";

    /// <summary>Who the patient is: the link that traceability asks for.</summary>
    public static readonly ImmutableArray<string> Identity = [Name, BirthDate, HospitalNumber];
}

/// <summary>What becomes of one field when its erasure is asked for, and on what legal ground.</summary>
/// <param name="Until">The last day of the duty to keep it; null when it is erased, or when no end can be told yet.</param>
public sealed record FieldVerdict(string Field, bool Erased, string Ground, LocalDate? Until, string Words);

/// <summary>
/// The answer to a patient who asks to be erased: GDPR article 17 against the duty to keep the link between patient and product. Contact
/// data no law asks for goes at once; the rest when the last duty has ended.
/// </summary>
public sealed record Erasure(ImmutableArray<FieldVerdict> Fields)
{
    private const string NoDuty = "GDPR art. 17(1)(a)";
    private const string Care = "GDPR art. 9(2)(h), 17(1)(a)";
    private const string Traceability = "GDPR art. 17(3)(b) and (c), 9(2)(i); Regulation (EC) No 1394/2007 art. 15; Directive 2004/23/EC art. 8; Regulation (EU) 2024/1938 art. 42";

    /// <summary>Whether nothing of the patient remains but the tombstone.</summary>
    public bool IsComplete => Fields.All(verdict => verdict.Erased);

    /// <param name="orders">Every order of the patient.</param>
    /// <param name="today">The day; on the last day of a duty the data is still kept.</param>
    public static Erasure Decide(IReadOnlyCollection<LinkedOrder> orders, LocalDate today)
    {
        var identity = Identity(orders, today);
        return new(
        [
            .. PatientField.Identity.Select(name => identity with { Field = name }),
            new(PatientField.Contact, Erased: true, NoDuty, Until: null, "No law asks to keep how a patient is reached."),
        ]);
    }

    private static FieldVerdict Identity(IReadOnlyCollection<LinkedOrder> orders, LocalDate today)
    {
        if (orders.Where(o => !o.Ended).ToList() is { Count: > 0 } open)
            return new("", Erased: false, Care, Until: null,
                $"Treatment goes on in {List(open)}: without knowing the patient nobody can be protected from another's cells. End or cancel it first, then ask again.");
        if (orders.Where(o => o is { HadMaterial: true, Expiry: null }).ToList() is { Count: > 0 } unknown)
            return new("", Erased: false, Traceability, Until: null,
                $"Kept until {Retention.Years} years after the product's expiry date, which is not recorded in {List(unknown)}; so no last day can be told.");
        if (orders.Where(o => o.HadMaterial).Select(o => (LocalDate?)Retention.Until(o.Expiry!.Value)).Max() is { } until && until >= today)
            return new("", Erased: false, Traceability, until, $"Kept for {Retention.Years} years after the product's expiry date, so that material and patient can be traced to each other.");
        return new("", Erased: true, NoDuty, Until: null, orders.Any(o => o.HadMaterial)
            ? "Every duty to keep it has ended."
            : "Nothing was collected or made for this patient, so nothing needs to be traced.");
    }

    private static string List(IEnumerable<LinkedOrder> orders) => string.Join(", ", orders.Select(o => o.Order.ToString()).Order(StringComparer.Ordinal));
}
