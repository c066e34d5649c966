using System.Collections.Concurrent;
using NodaTime;
using TherapyChain.Server.Health;

namespace TherapyChain.Server.Access;

/// <summary>
/// Watches what is written into the access log and raises a notice, itself a row of that log, for a lock-out, for refusals that pile up, and for a ledger
/// that is not whole
/// (21 CFR 11.300(d)). It sees every row there is, so that no place that refuses can forget to tell.
/// </summary>
public sealed class SecurityWatch(Tally tally, ILogger<SecurityWatch> log)
{
    public const string Act = "notice";
    public const string Raised = "raised";
    public const string Acknowledged = "acknowledged";

    /// <summary>So many refusals of one address, or of one person, within <see cref="Span"/> are one notice.</summary>
    public const int Many = 20;

    public static readonly Duration Span = Duration.FromHours(1);

    private const int MostWatched = 10_000;

    private readonly ConcurrentDictionary<string, (Instant Since, int Count)> _refusals = new(StringComparer.Ordinal);

    /// <summary>The notice that a row calls for, or null.</summary>
    public AccessNote? NoticeOf(AccessNote note, Instant now)
    {
        var notice = note switch
        {
            { Act: "lock-out" } => Tell(note, "lock-out", note.Detail),
            { Act: "ledger", Outcome: "not-whole" } => Tell(note, "ledger", note.Detail),
            // Who guesses changes the name and keeps the address.
            { Act: "sign-in" or "password" or "second-factor" or "signing" or "second-check" or "factor-loss" or "passkey" or "key", Outcome: "refused", Address.Length: > 0 } when Piles($"address {note.Address}", now)
                => Tell(new AccessNote(Act, Raised) { Address = note.Address }, "refusals", $"{Many} passwords, codes or keys refused from one address within an hour"),
            { Act: "attempt", Person.Length: > 0 } when Piles($"person {note.Person}", now) => Tell(note, "attempts", $"{Many} attempts at what this person may not do within an hour"),
            _ => null,
        };
        if (notice is not null) log.LogWarning("Security notice: {What}; person {Person}, site {Site}, address {Address}", notice.Detail, notice.Person, notice.Site, notice.Address);
        return notice;
    }

    private AccessNote Tell(AccessNote of, string kind, string words)
    {
        tally.Noticed(kind);
        return new AccessNote(Act, Raised, of.Person, of.Site) { Address = of.Address, Detail = $"{kind}: {words}" };
    }

    private bool Piles(string whose, Instant now)
    {
        // Somebody with many addresses must not fill the memory; what is forgotten begins to be counted anew.
        if (_refusals.Count >= MostWatched)
            foreach (var (old, seen) in _refusals)
                if (now - seen.Since >= Span || _refusals.Count >= MostWatched) _refusals.TryRemove(old, out _);
        return _refusals.AddOrUpdate(whose, _ => (now, 1), (_, seen) => now - seen.Since >= Span ? (now, 1) : seen with { Count = seen.Count + 1 }).Count == Many;
    }
}
