using System.Collections.Immutable;
using NodaTime;

namespace TherapyChain.Domain.Orders;

/// <summary>
/// What an order is at one moment: the fold of its entries by <see cref="OrderFold"/>, and nothing else. Immutable.
/// </summary>
public sealed record Order(OrderId Id)
{
    /// <summary>The sequence number of the last entry folded in; 0 before the first.</summary>
    public int Seq { get; init; }

    public string Workflow { get; init; } = "";
    public int WorkflowVersion { get; init; }
    public string WorkflowSha256 { get; init; } = "";
    public string Reference { get; init; } = "";
    public string State { get; init; } = "";

    /// <summary>Which site plays which part: party to site.</summary>
    public ImmutableSortedDictionary<string, string> Parties { get; init; } = Empty<string>();

    /// <summary>Holds that nobody has resolved yet, oldest first.</summary>
    public ImmutableArray<Hold> Holds { get; init; } = [];

    /// <summary>Acts that stand, with the sequence number of the entry that recorded each.</summary>
    public ImmutableSortedDictionary<string, int> Acts { get; init; } = Empty<int>();

    /// <summary>Identifiers of the order that are not labels of containers, in stored form.</summary>
    public ImmutableSortedDictionary<string, string> Identifiers { get; init; } = Empty<string>();

    /// <summary>Container kinds that live, with their holder and labels.</summary>
    public ImmutableSortedDictionary<string, Held> Containers { get; init; } = Empty<Held>();

    /// <summary>Every time custody passed, oldest first.</summary>
    public ImmutableArray<Handover> Handovers { get; init; } = [];

    /// <summary>Clocks that run.</summary>
    public ImmutableSortedDictionary<string, RunningClock> Clocks { get; init; } = Empty<RunningClock>();

    /// <summary>The value that counts for each name of evidence: the latest given, as corrected.</summary>
    public ImmutableSortedDictionary<string, Given> Evidence { get; init; } = Empty<Given>();

    /// <summary>Documents by their SHA-256.</summary>
    public ImmutableSortedDictionary<string, DocumentAdded> Documents { get; init; } = Empty<DocumentAdded>();

    /// <summary>Copies printed so far, by document.</summary>
    public ImmutableSortedDictionary<string, int> Copies { get; init; } = Empty<int>();

    /// <summary>Labels printed for the order, by serial number, with what became of each.</summary>
    public ImmutableSortedDictionary<int, PrintedLabel> Labels { get; init; } = ImmutableSortedDictionary<int, PrintedLabel>.Empty;

    /// <summary>Evidence of every step, by sequence number: what a correction can name.</summary>
    public ImmutableSortedDictionary<int, StepRecord> Steps { get; init; } = ImmutableSortedDictionary<int, StepRecord>.Empty;

    /// <summary>Whether anything was ever collected or made for it: from then on it must stay traceable, whatever became of the material.</summary>
    public bool HadMaterial { get; init; }

    /// <summary>When the last step happened (its <c>at</c>).</summary>
    public Instant LastStepAt { get; init; }

    public Instant Created { get; init; }

    /// <summary>When the last entry was recorded.</summary>
    public Instant Updated { get; init; }

    public bool IsOnHold => Holds.Length > 0;

    /// <summary>Every code that leads to this order alone: identifiers, and labels of live and ended containers.</summary>
    public ImmutableSortedDictionary<string, Alias> Aliases { get; init; } = Empty<Alias>();

    /// <summary>Codes that other orders may carry too, and as what this one carried them.</summary>
    public ImmutableSortedDictionary<string, string> SharedCodes { get; init; } = Empty<string>();

    /// <summary>Who holds the live containers of a kind, or null when none lives.</summary>
    public string? HolderOf(string container) => Containers.GetValueOrDefault(container)?.By;

    /// <summary>The codes a scan under this name must match: the identifier, or every live container's label.</summary>
    public ImmutableArray<string> Expected(string name) =>
        Identifiers.TryGetValue(name, out var identifier) ? [identifier]
        : Containers.TryGetValue(name, out var held) ? held.Labels
        : [];

    private static ImmutableSortedDictionary<string, T> Empty<T>() => ImmutableSortedDictionary.Create<string, T>(StringComparer.Ordinal);
}

/// <summary>What a code is to its order.</summary>
/// <param name="Name">The identifier, or the kind of container.</param>
/// <param name="Issuer">The site within whose numbers it is unique; null when it is unique everywhere.</param>
public sealed record Alias(string Name, string? Issuer);

/// <summary>An unresolved hold: the entry that placed it, its code and words, and who made the entry.</summary>
public sealed record Hold(int Seq, string Code, string Reason, string? Clock, Instant Since, string By);

/// <summary>Live containers of one kind: in whose hands, with which labels, made from which kinds, sealed with what.</summary>
public sealed record Held(string By, Instant Since, ImmutableArray<string> Labels, ImmutableArray<string> MadeFrom, string? Seal);

/// <summary>Custody of a kind of container passed between two parties.</summary>
/// <param name="Seq">The entry that says so.</param>
/// <param name="Zone">The IANA zone of the site that recorded it.</param>
/// <param name="Seal">The seal put on or read, or null.</param>
/// <param name="Condition">What was seen, one of <see cref="Orders.Condition"/>, or null.</param>
public sealed record Handover(int Seq, Instant At, string Zone, string Step, string Container, string Gives, string Takes, string? Seal, string? Condition);

/// <summary>A clock that runs, and which of its marks were recorded.</summary>
public sealed record RunningClock(Instant Started, Instant? Earliest, Instant? Warn, Instant Limit, bool Holds, bool Warned, bool Exceeded)
{
    /// <summary>What is left at an instant; negative when the limit has passed.</summary>
    public Duration Left(Instant now) => Limit - now;

    public Urgency UrgencyAt(Instant now) => ClockUrgency.Of(Limit, Warned || Warn <= now, now);
}

/// <summary>A printed label, the entry that printed it, and its fate so far.</summary>
public sealed record PrintedLabel(int Serial, string? Container, string? Code, int Seq, LabelFate? Fate = null);

/// <summary>A value of evidence and the entry that gave it.</summary>
public sealed record Given(EvidenceValue Value, int Seq);

/// <summary>A step that was taken, with its evidence as corrected, and the site that took it.</summary>
public sealed record StepRecord(string Step, ImmutableSortedDictionary<string, EvidenceValue> Evidence, string Site);

/// <summary>Why an order can be on hold. Stable codes.</summary>
public static class HoldCode
{
    public const string IdentityMismatch = "identity-mismatch";
    public const string ClockExceeded = "clock-exceeded";
    public const string Correction = "correction";
    public const string Requested = "requested";
}
