using System.Collections.Immutable;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using TherapyChain.Domain.Orders;
using TherapyChain.Server.Access;
using TherapyChain.Storage.Accounts;

namespace TherapyChain.Server.Accounts;

/// <summary>One-time codes with which people set their own passwords: nobody else ever knows them.</summary>
public sealed class Invitations(AccountsFile file, Credentials credentials, Keyring keys, Sessions sessions, AccessLog log, IClock clock)
{
    /// <summary>Makes a code for a person; the ones they had before are void.</summary>
    /// <param name="http">Where it came from.</param>
    /// <param name="person">Whose password it is.</param>
    /// <param name="by">Who made it: an administrator, or the person whose password has aged.</param>
    /// <param name="lasts">How long it is good.</param>
    /// <param name="identity">How it was checked who they are, in the words of <paramref name="by"/>; empty when nobody looked.</param>
    public async Task<string> MakeAsync(HttpContext http, Person person, string by, Duration lasts, string identity = "")
    {
        var (code, now) = (OneTimeCode.New(), clock.GetCurrentInstant());
        await using var db = file.CreateDb();
        await using var all = await db.Database.BeginTransactionAsync();
        await db.Invitations.Where(i => i.PersonId == person.Id && i.Used == null).ExecuteDeleteAsync();
        if (!await db.Accounts.AnyAsync(a => a.PersonId == person.Id)) db.Add(new AccountRow(person.Id, null, null, 0, null, null, 0, now));
        db.Add(new InvitationRow(OneTimeCode.HashOf(code), person.Id, by, now, now + lasts, Used: null));
        log.Add(db, AccessNote.Of(http, "invitation", "made", person, identity.Length > 0 ? $"identity: {identity}" : "") with { Actor = by });
        await db.SaveChangesAsync();
        await all.CommitAsync();
        return code;
    }

    /// <summary>Whose password a code sets, or why it sets none.</summary>
    public async Task<(Person? Person, Reason? No)> ReadAsync(string code)
    {
        var hash = OneTimeCode.HashOf(code);
        await using var db = file.CreateDb();
        if (await db.Invitations.SingleOrDefaultAsync(i => i.Sha256 == hash) is not { } found)
            return (null, new("invitation.unknown", $"This code is not known here. It may be mistyped, or a newer one was made.", "code"));
        if (found.Used is not null) return (null, new("invitation.used", $"This code has been used. If that was not you, tell your administrator at once.", "code"));
        var person = keys.Now.People.GetValueOrDefault(found.PersonId);
        if (found.Expires <= clock.GetCurrentInstant() || person is null)
            return (null, new("invitation.expired",
                $"This code expired on {found.Expires.InZone(DateTimeZoneProviders.Tzdb[person?.Zone ?? "Etc/UTC"]):uuuu-MM-dd HH:mm}. Ask your administrator for a new one.", "code"));
        return (person, null);
    }

    /// <summary>Whose password a code sets, and everything that stands against setting it to this.</summary>
    public async Task<(Person? Person, ImmutableArray<Reason> Refused)> AgainstAsync(HttpContext http, string code, string password)
    {
        var (person, no) = await ReadAsync(code);
        if (person is not null) return (person, PasswordRules.Against(password, person, keys.Now.Sites[person.Site].Name));
        await log.WriteAsync(AccessNote.Of(http, "password", "refused", null, no!.Code));
        return (null, [no]);
    }

    /// <summary>
    /// Sets the password, or says everything that stands against it. The code is used up by success alone. Whoever has an authenticator gives its code
    /// too: with the invitation alone, an administrator who kept it could sign with the new password and a key.
    /// </summary>
    public async Task<ImmutableArray<Reason>> UseAsync(HttpContext http, string code, string password, string factor)
    {
        var (person, refused) = await AgainstAsync(http, code, password);
        if (person is null || refused.Length > 0) return refused;
        var (hash, now) = (OneTimeCode.HashOf(code), clock.GetCurrentInstant());
        if ((await credentials.FindAsync(person.Id))?.TotpSecret is not null)
        {
            if (string.IsNullOrWhiteSpace(factor))
                return [new("password.second-factor", $"You have a second factor: give the present code of your authenticator, or a recovery code. If it is lost, two administrators take it away first.", "factor")];
            if (!await credentials.IsCodeAsync(http, person.Id, factor))
                return [new("password.factor-wrong", $"This code is not right or was used before, or your account is locked for a while.", "factor")];
        }
        await using var db = file.CreateDb();
        await using var all = await db.Database.BeginTransactionAsync();
        if (await db.Invitations.Where(i => i.Sha256 == hash && i.Used == null).ExecuteUpdateAsync(i => i.SetProperty(row => row.Used, now)) != 1)
            return [new("invitation.used", $"This code has been used.", "code")];
        await SetAsync(db, person, Credentials.HashOf(person.Id, password), now);
        log.Add(db, AccessNote.Of(http, "password", "set", person, "by invitation"));
        await db.SaveChangesAsync();
        await all.CommitAsync();
        sessions.EndAllOf(person.Id);
        return [];
    }

    /// <summary>Changes one's own password, the present one given. Every other session of the person ends.</summary>
    public async Task<ImmutableArray<Reason>> ChangeAsync(HttpContext http, CurrentPerson who, string present, string password)
    {
        var wrong = PasswordRules.Against(password, who.Person, keys.Now.Sites[who.Person.Site].Name);
        if (!await credentials.IsPasswordAsync(http, who.Id, present, "password"))
            return [new("password.wrong", $"Your present password is not right, or your account is locked.", "present"), .. wrong];
        if (wrong.Length > 0) return wrong;
        if (PasswordRules.Normal(password) == PasswordRules.Normal(present)) return [new("password.same", $"That is the password you have. Choose another.", "password")];
        await using var db = file.CreateDb();
        await SetAsync(db, who.Person, Credentials.HashOf(who.Id, password), clock.GetCurrentInstant());
        log.Add(db, AccessNote.Of(http, "password", "set", who.Person, "by the person"));
        await db.SaveChangesAsync();
        sessions.EndAllOf(who.Id, who.Session);
        return [];
    }

    private static Task<int> SetAsync(AccountsDb db, Person person, string hash, Instant now) => db.Accounts.Where(a => a.PersonId == person.Id).ExecuteUpdateAsync(a => a
        .SetProperty(row => row.PasswordHash, hash).SetProperty(row => row.PasswordSet, now).SetProperty(row => row.Failures, 0).SetProperty(row => row.LockedUntil, (Instant?)null));
}
