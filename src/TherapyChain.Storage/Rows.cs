using NodaTime;
using TherapyChain.Domain;
using TherapyChain.Domain.Custody;

namespace TherapyChain.Storage;

/// <summary>One sealed entry where it stands in the ledger.</summary>
/// <param name="Position">Its place over all orders, from 1 without gaps, in the order of commits.</param>
/// <param name="Body">The canonical bytes, as they were hashed.</param>
public sealed record EntryRow(long Position, OrderId OrderId, int Seq, Hash Hash, byte[] Body);

/// <summary>One version of a workflow file, kept as long as an order names it.</summary>
public sealed record WorkflowRow(string Id, int Version, Hash Sha256, string Text, Instant Added);

/// <summary>Who approved a version of a workflow at this server: unlike one whose file stands in a folder, it is offered because this row says so.</summary>
public sealed record PublicationRow(string Id, int Version, string PersonId, string PrintedName, Instant At, string Reason);

/// <summary>A version of a workflow that somebody proposes. It is offered to nobody until another person has approved it.</summary>
/// <param name="Number">1 and on, in the order of proposing; 0 before it is kept.</param>
public sealed record ProposalRow(int Number, string Workflow, int Version, Hash Sha256, string Text, string PersonId, string PrintedName, Instant At, string Reason);

/// <summary>What became of a proposal: one word for each, never another.</summary>
public sealed record VerdictRow(int Proposal, bool Approved, string PersonId, string PrintedName, Instant At, string Reason);

/// <summary>A document by its content.</summary>
public sealed record DocumentRow(Hash Sha256, string MediaType, long Size, byte[] Bytes);

/// <summary>Where an order stands: an index over its entries that can be rebuilt from them.</summary>
/// <param name="Search">What a text search looks through, in lower case.</param>
public sealed record OrderRow(
    OrderId OrderId, string Reference, string Workflow, int Version, string State, bool Held, string? HoldCode, bool Final,
    Instant Created, Instant Updated, int HeadSeq, Hash HeadHash, string Search);

/// <summary>A site's part in an order: only its parties see it.</summary>
/// <param name="Created">When the order began, so that a site's own orders are read newest first without all others.</param>
public sealed record OrderPartyRow(OrderId OrderId, string Party, string SiteId, Instant Created);

/// <summary>
/// An identifier of an order: a donation number, a batch, a bag. Unless it is shared, one value belongs to one order, whatever the order calls
/// it: everywhere, or among the numbers that one site counts.
/// </summary>
/// <param name="Issuer">That site; empty for everywhere.</param>
public sealed record IdentifierRow(string Kind, string Value, OrderId OrderId, string Issuer, bool Shared);

/// <summary>A clock that runs now.</summary>
public sealed record RunningClockRow(OrderId OrderId, string Clock, Instant? WarnAt, Instant LimitAt);

/// <summary>The answer a write got, kept for the caller who asks again with the same key.</summary>
public sealed record IdempotencyRow(string Actor, string Key, Hash RequestHash, int Status, byte[] Body, Instant Created);

/// <param name="Zone">IANA zone of its wall clock.</param>
/// <param name="Kind">What it is in the network: treatment-site, manufacturer, courier, …</param>
/// <param name="Fin">ISBT 128 facility identification number; empty when it has none.</param>
public sealed record SiteRow(string Id, string Name, string City, string Country, string Zone, string Kind, string Fin, double? Latitude = null, double? Longitude = null);

/// <param name="ValidUntil">The last day it is valid.</param>
public sealed record AccreditationRow(string SiteId, string Name, string Number, LocalDate ValidUntil);

/// <param name="PrintedName">The name as it is printed beside a signature.</param>
public sealed record PersonRow(string Id, string PrintedName, string SiteId, IReadOnlyList<string> Roles, bool Active);

/// <param name="Expires">The last day it is valid; null when it does not expire.</param>
public sealed record QualificationRow(string PersonId, string Name, LocalDate? Expires);

/// <summary>A key to the API; the key itself is known to its holder only.</summary>
public sealed record ApiKeyRow(Hash Sha256, string PersonId, Instant Created, Instant? Expires, Instant? LastUsed, Instant? Revoked);
