using NodaTime.Text;
using TherapyChain.Domain;
using TherapyChain.Domain.Patients;
using TherapyChain.Server.Answers;
using TherapyChain.Storage.Patients;

namespace TherapyChain.Server.Patients;

/// <summary>A patient by their code alone, with those of their orders that the caller may see.</summary>
public sealed record PatientCodeView(string Patient, bool Erased, IReadOnlyList<PatientOrderView> Orders);

/// <param name="ChainOfIdentity">The identifier that stands for the patient on labels; null before it is issued.</param>
public sealed record PatientOrderView(string Order, string? ChainOfIdentity);

public sealed record FoundView(IReadOnlyList<PatientCodeView> Patients);

/// <summary>Who a patient is.</summary>
public sealed record PatientView(
    string Patient, string Name, string BirthDate, HospitalNumberBody HospitalNumber, string? Contact, IReadOnlyList<PatientOrderView> Orders)
{
    internal static PatientView Of(PatientId id, PatientDetails details, IReadOnlyList<PatientOrderView> orders) => new(
        id.ToString(), details.Name, LocalDatePattern.Iso.Format(details.BirthDate), new HospitalNumberBody(details.HospitalNumber.Issuer, details.HospitalNumber.Number),
        details.Contact, orders);
}

/// <summary>What was erased, what is kept, on what ground, and until when.</summary>
public sealed record ErasureView(string Patient, bool Complete, string On, IReadOnlyList<FieldView> Fields)
{
    internal static ErasureView Of(PatientId id, Erasure decided, string on) => new(id.ToString(), decided.IsComplete, on, [.. decided.Fields.Select(FieldView.Of)]);
}

/// <param name="Until">The last day it is kept; null when it is erased, or when no day can be told yet.</param>
public sealed record FieldView(string Field, bool Erased, string Ground, string? Until, string Words)
{
    internal static FieldView Of(FieldVerdict verdict) =>
        new(verdict.Field, verdict.Erased, verdict.Ground, verdict.Until is { } until ? LocalDatePattern.Iso.Format(until) : null, verdict.Words);
}

/// <summary>What a patient who asks is told (GDPR article 15): the data, what it is for, who works with it, how long each field is kept, and who looked.</summary>
public sealed record AccessReportView(
    PatientView Data, string Purpose, IReadOnlyList<RecipientView> Recipients, IReadOnlyList<RetentionView> Retention, IReadOnlyList<AccessView> Accesses);

/// <param name="Until">The last day a law asks to keep it; null when none does, or when no day can be told yet.</param>
public sealed record RetentionView(string Field, string? Until, string Ground, string Words)
{
    internal static RetentionView Of(FieldVerdict verdict) =>
        new(verdict.Field, verdict.Until is { } until ? LocalDatePattern.Iso.Format(until) : null, verdict.Ground, verdict.Words);
}

/// <summary>A site that works with the patient's code; only hospitals of the order can learn the name.</summary>
public sealed record RecipientView(string Order, string Party, string Site, bool KnowsThePatient);

public sealed record AccessView(string Act, Moment At, string Person, string Role, string Site, string Reason)
{
    internal static AccessView Of(Storage.Patients.Access access, string zone) => new(access.Act, Moment.Of(access.At, zone), access.Person, access.Role, access.Site, access.Reason);
}
