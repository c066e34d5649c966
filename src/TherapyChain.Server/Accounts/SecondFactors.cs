using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using TherapyChain.Domain.Orders;
using TherapyChain.Server.Access;
using TherapyChain.Storage.Accounts;

namespace TherapyChain.Server.Accounts;

/// <summary>Enrolling a second factor, and the way back when it is lost.</summary>
public sealed class SecondFactors(AccountsFile file, Sessions sessions, AccessLog log, IClock clock)
{
    private const int RecoveryCodes = 10;

    /// <summary>How long one administrator's word waits for the other's.</summary>
    private static readonly Duration WordLasts = Duration.FromHours(24);

    /// <summary>Takes the first code of a secret that was shown, and answers with the recovery codes; none when the code is wrong.</summary>
    public async Task<ImmutableArray<string>> EnrolAsync(HttpContext http, CurrentPerson who, string code)
    {
        if (who.Session?.Enrolling is not { } secret) return [];
        if (Totp.Match(secret, string.Concat(code.Where(char.IsAsciiDigit)), clock.GetCurrentInstant(), 0) is not { } step) return [];
        await using var db = file.CreateDb();
        await using var all = await db.Database.BeginTransactionAsync();
        await db.Accounts.Where(a => a.PersonId == who.Id).ExecuteUpdateAsync(a => a.SetProperty(row => row.TotpSecret, secret).SetProperty(row => row.TotpStep, step));
        var made = await RenewCodesAsync(db, who.Id);
        log.Add(db, AccessNote.Of(http, "second-factor", "enrolled", who.Person));
        await db.SaveChangesAsync();
        await all.CommitAsync();
        // The session goes on under a new name, with the whole of its rights.
        sessions.EndAllOf(who.Id);
        sessions.Open(http, who.Id, who.Session.Key, confined: false);
        return made;
    }

    /// <summary>Makes new recovery codes; the old ones are void.</summary>
    public async Task<ImmutableArray<string>> RenewAsync(HttpContext http, CurrentPerson who)
    {
        await using var db = file.CreateDb();
        await using var all = await db.Database.BeginTransactionAsync();
        var made = await RenewCodesAsync(db, who.Id);
        log.Add(db, AccessNote.Of(http, "second-factor", "recovery codes renewed", who.Person));
        await db.SaveChangesAsync();
        await all.CommitAsync();
        return made;
    }

    public async Task<int> CodesLeftAsync(string person)
    {
        await using var db = file.CreateDb();
        return await db.RecoveryCodes.CountAsync(c => c.PersonId == person && c.Used == null);
    }

    /// <summary>
    /// An administrator says that a person's second factor is lost. The first word waits; the second, of another administrator, takes the
    /// factor away, so that the person enrols a new one with their password. Both are written down.
    /// </summary>
    /// <returns>Whether the factor is gone now, or why this word does not count.</returns>
    public async Task<(bool Gone, Reason? No)> LoseAsync(HttpContext http, CurrentPerson by, Person person, string reason)
    {
        if (by.Id == person.Id) return (false, new("factor-loss.own", $"Nobody vouches for the loss of their own second factor: two other administrators do.", "person"));
        var now = clock.GetCurrentInstant();
        await using var db = file.CreateDb();
        await using var all = await db.Database.BeginTransactionAsync();
        if (!await db.Accounts.AnyAsync(a => a.PersonId == person.Id && (a.TotpSecret != null || db.Passkeys.Any(p => p.PersonId == person.Id)))) return (false, new("factor-loss.none", $"{person.Name} has no second factor.", "person"));
        var since = now - WordLasts;
        var first = await db.FactorLosses.Where(l => l.PersonId == person.Id && l.Done == null && l.Asked > since).OrderByDescending(l => l.Id).FirstOrDefaultAsync();
        if (first?.FirstBy == by.Id) return (false, new("factor-loss.same", $"You have said so already. Another administrator must say it too, within 24 hours.", "person"));
        log.Add(db, AccessNote.Of(http, "factor-loss", first is null ? "first word" : "second word: factor removed", person, reason) with { Actor = by.Id });
        if (first is null) db.Add(new FactorLossRow(0, person.Id, by.Id, now, reason, SecondBy: null, Done: null));
        else
        {
            await db.FactorLosses.Where(l => l.Id == first.Id).ExecuteUpdateAsync(l => l.SetProperty(row => row.SecondBy, by.Id).SetProperty(row => row.Done, now));
            await db.Accounts.Where(a => a.PersonId == person.Id).ExecuteUpdateAsync(a => a.SetProperty(row => row.TotpSecret, (byte[]?)null).SetProperty(row => row.TotpStep, 0));
            await db.RecoveryCodes.Where(c => c.PersonId == person.Id).ExecuteDeleteAsync();
            // They may have been on the same telephone.
            await db.Passkeys.Where(p => p.PersonId == person.Id).ExecuteDeleteAsync();
        }
        await db.SaveChangesAsync();
        await all.CommitAsync();
        if (first is not null) sessions.EndAllOf(person.Id);
        return (first is not null, null);
    }

    private static async Task<ImmutableArray<string>> RenewCodesAsync(AccountsDb db, string person)
    {
        await db.RecoveryCodes.Where(c => c.PersonId == person).ExecuteDeleteAsync();
        ImmutableArray<string> made = [.. Enumerable.Range(0, RecoveryCodes).Select(_ => OneTimeCode.New())];
        db.AddRange(made.Select(code => new RecoveryCodeRow(OneTimeCode.HashOf(code), person, Used: null)));
        return made;
    }
}
