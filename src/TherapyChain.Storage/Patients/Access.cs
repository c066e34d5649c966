using System.Collections.Immutable;
using NodaTime;
using TherapyChain.Domain;
using TherapyChain.Domain.Patients;

namespace TherapyChain.Storage.Patients;

/// <summary>What somebody did with a patient's data. Stable words.</summary>
public static class AccessAct
{
    public const string Registered = "registered", Linked = "linked", Amended = "amended", Found = "found", Viewed = "viewed", Reported = "reported", Erased = "erased";
}

/// <summary>Who touched a patient's data, when, in which role at which site, and why.</summary>
/// <param name="About">For an erasure what was erased and kept, as JSON; null otherwise.</param>
public sealed record Access(string Act, Instant At, string Person, string Role, string Site, string Reason, string? About = null);

/// <summary>What is known of a patient without opening anything.</summary>
/// <param name="Erased">When all of it was erased; null while there is something left.</param>
public sealed record VaultedPatient(PatientId Id, Instant Created, int Version, Instant? Erased, ImmutableArray<OrderId> Orders);

/// <summary>What the vault answers.</summary>
public abstract record VaultAnswer
{
    private VaultAnswer() { }

    /// <summary>It is on the disk, the access to it too.</summary>
    /// <param name="Details">The patient's details, where they were asked for.</param>
    public sealed record Done(PatientDetails? Details = null) : VaultAnswer;

    /// <summary>All data of this patient was erased.</summary>
    public sealed record Gone : VaultAnswer;

    /// <summary>The patient has other orders than those that were decided upon.</summary>
    public sealed record OrdersChanged : VaultAnswer;

    /// <summary>The reason given names the patient; it would stay when the patient is erased.</summary>
    public sealed record ReasonNamesPatient : VaultAnswer;

    /// <summary>The hospital number is another patient's.</summary>
    public sealed record NumberTaken(PatientId By) : VaultAnswer;

    /// <summary>The order has a patient already.</summary>
    public sealed record OrderTaken(PatientId By) : VaultAnswer;
}
