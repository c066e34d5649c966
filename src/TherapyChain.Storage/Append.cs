using NodaTime;
using TherapyChain.Domain;
using TherapyChain.Domain.Custody;

namespace TherapyChain.Storage;

/// <summary>What one act adds to the ledger, all of it or nothing.</summary>
/// <param name="Order">The order.</param>
/// <param name="ExpectedHead">The sequence number the caller decided on; 0 for an order that does not exist yet.</param>
/// <param name="Entries">The sealed entries, numbered from <paramref name="ExpectedHead"/> + 1, each sealed behind the one before.</param>
/// <param name="Index">Where the order stands afterwards.</param>
public sealed record Append(OrderId Order, int ExpectedHead, IReadOnlyList<SealedEntry> Entries, OrderIndex Index)
{
    /// <summary>The parties by their sites, all of them; null leaves them as they are.</summary>
    public IReadOnlyList<PartySite>? Parties { get; init; }

    /// <summary>The clocks that run afterwards, all of them; null leaves them as they are.</summary>
    public IReadOnlyList<RunningClock>? Clocks { get; init; }

    /// <summary>Identifiers that become this order's; those it has already may be repeated.</summary>
    public IReadOnlyList<Identifier> Identifiers { get; init; } = [];

    /// <summary>Documents the entries name. One that is kept already is not kept twice.</summary>
    public IReadOnlyList<KeptDocument> Documents { get; init; } = [];

    /// <summary>The answer to keep for a repeated request.</summary>
    public KeptAnswer? Answer { get; init; }
}

/// <summary>The columns of the order list.</summary>
/// <param name="Search">What a text search looks through; kept in lower case.</param>
public sealed record OrderIndex(
    string Reference, string Workflow, int Version, string State, bool Held, string? HoldCode, bool Final, Instant Created, Instant Updated, string Search);

public sealed record PartySite(string Party, string SiteId);

public sealed record RunningClock(string Clock, Instant? WarnAt, Instant LimitAt);

/// <param name="Kind">What the order calls it.</param>
/// <param name="Value">The code in stored form.</param>
/// <param name="Issuer">The site within whose numbers it is one order's; null when it is everywhere.</param>
/// <param name="Shared">Whether other orders may carry it too.</param>
public sealed record Identifier(string Kind, string Value, string? Issuer = null, bool Shared = false);

/// <param name="Sha256">Of <paramref name="Bytes"/>.</param>
public sealed record KeptDocument(Hash Sha256, string MediaType, ReadOnlyMemory<byte> Bytes);

/// <param name="RequestHash">Tells a repeated request from another one under the same key.</param>
public sealed record KeptAnswer(string Actor, string Key, Hash RequestHash, int Status, ReadOnlyMemory<byte> Body, Instant Created);

/// <summary>What became of an <see cref="Append"/>.</summary>
public abstract record RecordOutcome
{
    private RecordOutcome() { }

    /// <summary>It is on the disk.</summary>
    /// <param name="Position">Where its last entry stands in the ledger.</param>
    public sealed record Recorded(long Position) : RecordOutcome;

    /// <summary>Someone was faster: the order has moved on, and the decision must be taken again.</summary>
    /// <param name="HeadSeq">The order's last sequence number; 0 when there is no such order.</param>
    public sealed record Stale(int HeadSeq) : RecordOutcome;

    /// <summary>An identifier belongs to another order.</summary>
    public sealed record IdentifierTaken(string Kind, string Value, OrderId By) : RecordOutcome;

    /// <summary>The key was used before.</summary>
    /// <param name="Answer">The answer given then.</param>
    /// <param name="SameRequest">False when the key came with another request then, which is the caller's mistake.</param>
    public sealed record AlreadyAnswered(KeptAnswer Answer, bool SameRequest) : RecordOutcome;
}
