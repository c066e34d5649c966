using NodaTime;
using TherapyChain.Domain.Custody;

namespace TherapyChain.Storage.Accounts;

/// <summary>How one person signs in. There is at most one for a person id, and it is never deleted (21 CFR 11.100).</summary>
/// <param name="PasswordHash">As the framework's hasher wrote it; null until the invitation is used.</param>
/// <param name="Failures">Wrong passwords and codes in a row; see <see cref="LockedUntil"/>.</param>
/// <param name="TotpSecret">The shared secret of the second factor (RFC 6238), 20 bytes; null when none is enrolled.</param>
/// <param name="TotpStep">The last time step a code was taken for: the same code is never taken twice.</param>
public sealed record AccountRow(
    string PersonId, string? PasswordHash, Instant? PasswordSet, int Failures, Instant? LockedUntil, byte[]? TotpSecret, long TotpStep, Instant Created);

/// <summary>A one-time code that lets a person set their own password.</summary>
/// <param name="Sha256">Of the code; the code itself is told once.</param>
public sealed record InvitationRow(Hash Sha256, string PersonId, string MadeBy, Instant Created, Instant Expires, Instant? Used);

/// <summary>A code that stands in once for a lost second factor.</summary>
public sealed record RecoveryCodeRow(Hash Sha256, string PersonId, Instant? Used);

/// <summary>A passkey (W3C Web Authentication, Level 3): what stands here is public, the secret never leaves the authenticator.</summary>
/// <param name="CredentialId">As the authenticator chose it, up to 1023 bytes.</param>
/// <param name="UserHandle">What the authenticator knows the person by: random, and the same for all passkeys of a person (4, "user handle").</param>
/// <param name="Name">What its holder calls it.</param>
/// <param name="PublicKey">COSE_Key.</param>
/// <param name="SignCount">The last one told; 0 from authenticators that do not count (6.1.1).</param>
/// <param name="BackupEligible">Whether it may live on several devices; it never changes (6.1.3).</param>
public sealed record PasskeyRow(
    byte[] CredentialId, string PersonId, string UserHandle, string Name, byte[] PublicKey, long SignCount, IReadOnlyList<string> Transports,
    bool BackupEligible, bool BackedUp, Instant Created, Instant? LastUsed);

/// <summary>One administrator's word that a person's second factor is lost. A second administrator's ends it.</summary>
public sealed record FactorLossRow(long Id, string PersonId, string FirstBy, Instant Asked, string Reason, string? SecondBy, Instant? Done);

/// <summary>A key to the API; the key itself is known to its holder only.</summary>
/// <param name="Scope">What it may do: <c>read</c>, <c>write</c>, <c>sign</c>.</param>
public sealed record KeyRow(Hash Sha256, string PersonId, IReadOnlyList<string> Scope, string Label, Instant Created, Instant? Expires, Instant? LastUsed, Instant? Revoked);

/// <summary>A filter of the worklist that a person keeps by a name of their own.</summary>
/// <param name="Query">As the address of the list has it.</param>
public sealed record SavedFilterRow(string PersonId, string Name, string Query, Instant Created);

/// <summary>What a person had typed into a form when it came too late to be recorded.</summary>
/// <param name="Form">The address of its page.</param>
/// <param name="Sealed">Readable to the server's own keys alone, and only as this person's draft of this form.</param>
public sealed record DraftRow(string PersonId, string Form, byte[] Sealed, Instant Ends);

/// <summary>Something that somebody did, or was refused, that is no entry of an order: append-only.</summary>
/// <param name="Person">Whose it is: who signed in or looked, or whose account changed; empty when it is nobody known here.</param>
/// <param name="Site">The site of that person.</param>
/// <param name="Actor">Who did it, when it was another person.</param>
/// <param name="OrderId">The order that was looked at, in written form.</param>
/// <param name="Detail">In words; never a secret, and nothing that an unknown visitor typed.</param>
public sealed record AccessRow(
    long Position, Instant At, string Person, string Site, string Actor, string Act, string Outcome, string OrderId, string Address, string Detail);
