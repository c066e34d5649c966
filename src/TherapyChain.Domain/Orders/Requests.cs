using System.Collections.Immutable;
using NodaTime;

namespace TherapyChain.Domain.Orders;

/// <summary>Somebody who acts: who, for which site, in which roles, with which qualifications (name to last valid day).</summary>
/// <param name="Zone">The IANA zone of the site.</param>
public sealed record Person(
    string Id, string Name, string Site, string Zone, ImmutableArray<string> Roles, ImmutableSortedDictionary<string, LocalDate> Qualifications)
{
    /// <summary>The program itself: clocks and nothing else are recorded in its name.</summary>
    public const string System = "system";
}

/// <summary>What a decision knows of the world besides the order: the hour, who acts, and which scanned codes another order already owns.</summary>
/// <param name="Now">The instant of the decision, in whole microseconds.</param>
/// <param name="Second">The other person of a two-person check, by their own credentials; null when there is none.</param>
/// <param name="OwnedElsewhere">Codes among the request's scans that belong to another order.</param>
public sealed record Context(Instant Now, Person Actor, Person? Second = null, ImmutableHashSet<string>? OwnedElsewhere = null);

/// <summary>A code that is given for the first time, in stored form.</summary>
/// <param name="Issuer">The site within whose numbers it must be new; null when it must be new everywhere.</param>
public sealed record GivenCode(string Value, string? Issuer);

/// <summary>A wish to take a step, every text as it was scanned or typed.</summary>
/// <param name="At">When it happened; null for now.</param>
public sealed record StepRequest(string Step, Instant? At = null)
{
    public ImmutableArray<Scan> Scans { get; init; } = [];
    public ImmutableSortedDictionary<string, EvidenceValue> Evidence { get; init; } = ImmutableSortedDictionary.Create<string, EvidenceValue>(StringComparer.Ordinal);
    public ImmutableSortedDictionary<string, HandoverDetails> Handovers { get; init; } = ImmutableSortedDictionary.Create<string, HandoverDetails>(StringComparer.Ordinal);

    /// <summary>The meaning the actor signs with, or null when they do not sign.</summary>
    public string? Signature { get; init; }
    public string? LateReason { get; init; }
}

/// <summary>What was seen at a handover of one kind of container.</summary>
public sealed record HandoverDetails(string? Seal, string? Condition);

/// <summary>The condition of a container on sight, at a handover.</summary>
public static class Condition
{
    public const string Intact = "intact";
    public const string SealDiffers = "seal-differs";
    public static readonly ImmutableArray<string> All = [Intact, SealDiffers, "damaged", "leaking", "tilted", "wet", "temperature-alarm"];
}
