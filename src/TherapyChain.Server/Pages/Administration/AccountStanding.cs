using Microsoft.EntityFrameworkCore;
using NodaTime;
using TherapyChain.Storage.Accounts;

namespace TherapyChain.Server.Pages.Administration;

/// <summary>How somebody can sign in, and when they last did.</summary>
/// <param name="HasCode">Whether an authenticator is enrolled.</param>
/// <param name="LockedUntil">While the account is locked.</param>
/// <param name="InvitedUntil">The end of an invitation that was not used and is still good.</param>
public sealed record AccountStanding(bool HasPassword, bool HasCode, int Passkeys, Instant? LockedUntil, Instant? LastSignIn, int Keys, Instant? InvitedUntil)
{
    public static readonly AccountStanding None = new(false, false, 0, null, null, 0, null);

    public bool HasSecondFactor => HasCode || Passkeys > 0;

    public static async Task<IReadOnlyDictionary<string, AccountStanding>> OfAsync(AccountsFile file, IReadOnlyList<string> people, Instant now, CancellationToken ct)
    {
        await using var db = file.CreateDb();
        var accounts = await db.Accounts.Where(a => people.Contains(a.PersonId)).ToDictionaryAsync(a => a.PersonId, ct);
        var passkeys = await Counts(db.Passkeys.Where(p => people.Contains(p.PersonId)).GroupBy(p => p.PersonId).Select(g => new Counted(g.Key, g.Count())));
        var keys = await Counts(db.Keys.Where(k => people.Contains(k.PersonId) && k.Revoked == null).GroupBy(k => k.PersonId).Select(g => new Counted(g.Key, g.Count())));
        var seen = await db.AccessLog.Where(a => people.Contains(a.Person) && a.Act == "sign-in" && a.Outcome == "done")
            .GroupBy(a => a.Person).Select(g => new { g.Key, At = g.Max(a => a.At) }).ToDictionaryAsync(g => g.Key, g => g.At, ct);
        var invited = await db.Invitations.Where(i => people.Contains(i.PersonId) && i.Used == null && i.Expires > now).ToDictionaryAsync(i => i.PersonId, i => i.Expires, ct);
        return people.ToDictionary(id => id, id => Of(accounts.GetValueOrDefault(id), passkeys.GetValueOrDefault(id), keys.GetValueOrDefault(id), now) with
        {
            LastSignIn = seen.TryGetValue(id, out var at) ? at : null,
            InvitedUntil = invited.TryGetValue(id, out var until) ? until : null,
        }, StringComparer.Ordinal);

        async Task<Dictionary<string, int>> Counts(IQueryable<Counted> counted) => await counted.ToDictionaryAsync(c => c.Person, c => c.Count, ct);
    }

    private static AccountStanding Of(AccountRow? account, int passkeys, int keys, Instant now) => new(
        account?.PasswordHash is not null, account?.TotpSecret is not null, passkeys, account?.LockedUntil is { } until && until > now ? until : null, null, keys, null);

    private sealed record Counted(string Person, int Count);
}
