using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using TherapyChain.Domain.Orders;
using TherapyChain.Server.Access;
using TherapyChain.Storage.Accounts;

namespace TherapyChain.Server.Accounts;

/// <summary>
/// Passkeys (W3C Web Authentication): added in a session, taken at sign-in. Challenges, signatures, origins and counters are checked by the
/// framework's handler; whose they are, that each answer counts once, and the log are ours.
/// </summary>
public sealed class Passkeys(AccountsFile file, IPasskeyHandler<PasskeyHolder> handler, PasskeyTickets tickets, Credentials credentials, Sessions sessions, Keyring keys, AccessLog log, IClock clock)
{
    private const int Most = 10;
    private const int LongestName = 60;

    private static readonly Duration AskedLasts = Duration.FromMinutes(5);

    public async Task<IReadOnlyList<PasskeyRow>> OfAsync(string person)
    {
        await using var db = file.CreateDb();
        return await db.Passkeys.Where(p => p.PersonId == person).OrderBy(p => p.Created).ToListAsync();
    }

    /// <summary>
    /// What an authenticator needs to make a passkey. It asks anew for the password, and for the code of those who have a second factor: who comes
    /// to an unattended screen must not leave with a key to it.
    /// </summary>
    /// <returns>The options as JSON, or why not.</returns>
    public async Task<(string? Options, Reason? No)> AskToAddAsync(HttpContext http, CurrentPerson who, string? password, string? code)
    {
        if (who.Session is not { } session) return (null, new("passkey.session", $"Passkeys are added in a browser's session, not with an API key.", null));
        var account = await credentials.FindAsync(who.Id);
        if (account?.PasswordHash is null) return (null, new("passkey.no-password", $"You have no password here. Your administrator makes you an invitation.", "password"));
        if (string.IsNullOrEmpty(password) || !await credentials.IsPasswordAsync(http, who.Id, password, "passkey"))
            return (null, new("passkey.password", $"This is not your password, or your account is locked.", "password"));
        if (account.TotpSecret is not null && !await credentials.IsCodeAsync(http, who.Id, code ?? ""))
            return (null, new("passkey.code", $"This code is not right, or was used already. Wait for the next one.", "code"));
        var present = await OfAsync(who.Id);
        if (present.Count >= Most) return (null, new("passkey.many", $"You have {Most} passkeys. Remove one first.", null));
        var handle = present.Count > 0 ? present[0].UserHandle : ApiKey.Base64Url(RandomNumberGenerator.GetBytes(32));
        var made = await handler.MakeCreationOptionsAsync(new PasskeyUserEntity { Id = handle, Name = who.Id, DisplayName = who.Person.Name }, http);
        session.Ask(new(made.AttestationState ?? "", handle, clock.GetCurrentInstant() + AskedLasts));
        return (made.CreationOptionsJson, null);
    }

    /// <summary>Takes the passkey that an authenticator made.</summary>
    public async Task<Reason?> AddAsync(HttpContext http, CurrentPerson who, JsonElement answer, string? name)
    {
        var called = string.IsNullOrWhiteSpace(name) ? "Passkey" : name.Trim();
        if (called.Length > LongestName || called.Any(char.IsControl)) return new("passkey.name", $"Give it a name of at most {LongestName} characters.", "name");
        var now = clock.GetCurrentInstant();
        if (who.Session?.TakeAsked() is not { } asked || asked.Ends <= now) return new("passkey.stale", $"This page had grown old. Begin again.", null);
        var result = await handler.PerformAttestationAsync(new() { HttpContext = http, CredentialJson = answer.GetRawText(), AttestationState = asked.State });
        if (!result.Succeeded || !result.Passkey.IsUserVerified || result.UserEntity.Id != asked.Handle)
        {
            await log.WriteAsync(AccessNote.Of(http, "passkey", "refused", who.Person));
            return new("passkey.wrong", $"This passkey cannot be taken. It must check you itself, by a PIN, a fingerprint or your face.", null);
        }
        var made = result.Passkey;
        await using var db = file.CreateDb();
        db.Add(new PasskeyRow(made.CredentialId, who.Id, asked.Handle, called, made.PublicKey, made.SignCount, made.Transports ?? [], made.IsBackupEligible, made.IsBackedUp, now, LastUsed: null));
        log.Add(db, AccessNote.Of(http, "passkey", "added", who.Person, called));
        try
        {
            await db.SaveChangesAsync(CancellationToken.None);
        }
        catch (DbUpdateException known) when (known.InnerException is SqliteException { SqliteErrorCode: 19 })
        {
            return new("passkey.known", $"This passkey is known here already.", null);
        }
        return null;
    }

    /// <summary>Removes one of a person's own passkeys. Their other sessions end: it may have opened one.</summary>
    public async Task<bool> RemoveAsync(HttpContext http, CurrentPerson who, byte[] credentialId)
    {
        await using var db = file.CreateDb();
        await using var all = await db.Database.BeginTransactionAsync();
        var gone = await db.Passkeys.SingleOrDefaultAsync(p => p.CredentialId == credentialId && p.PersonId == who.Id);
        if (gone is null) return false;
        await db.Passkeys.Where(p => p.CredentialId == credentialId && p.PersonId == who.Id).ExecuteDeleteAsync();
        log.Add(db, AccessNote.Of(http, "passkey", "removed", who.Person, gone.Name));
        await db.SaveChangesAsync();
        await all.CommitAsync();
        sessions.EndAllOf(who.Id, who.Session);
        return true;
    }

    /// <summary>What an authenticator is asked at sign-in. It names nobody: who comes is told by the passkey.</summary>
    public async Task<string> AskToSignInAsync(HttpContext http)
    {
        var made = await handler.MakeRequestOptionsAsync(user: null, http);
        tickets.Give(http, made.AssertionState ?? "");
        return made.RequestOptionsJson;
    }

    /// <summary>Whose passkey answered; null when it did not answer rightly, was removed, answered before, or its holder is locked or gone.</summary>
    public async Task<string?> PersonOfAsync(HttpContext http, string state, JsonElement answer)
    {
        var result = await handler.PerformAssertionAsync(new() { HttpContext = http, CredentialJson = answer.GetRawText(), AssertionState = state });
        if (!result.Succeeded || !result.Passkey.IsUserVerified) return await RefuseAsync(null, "passkey");
        var id = result.User.PersonId;
        if (keys.Now.People.GetValueOrDefault(id) is not { } person) return await RefuseAsync(null, "passkey");
        var now = clock.GetCurrentInstant();
        if (await credentials.FindAsync(id) is not { } account || account.LockedUntil > now) return await RefuseAsync(person, "passkey, locked");
        var (passkey, count) = (result.Passkey, (long)result.Passkey.SignCount);
        await using var db = file.CreateDb();
        // Removed since it was looked at, or used at the same moment with the same count: the statement lets neither through.
        var taken = await db.Passkeys.Where(p => p.CredentialId == passkey.CredentialId && p.PersonId == id && (p.SignCount < count || count == 0 && p.SignCount == 0))
            .ExecuteUpdateAsync(p => p.SetProperty(row => row.SignCount, count).SetProperty(row => row.BackedUp, passkey.IsBackedUp).SetProperty(row => row.LastUsed, now)) == 1;
        return taken && tickets.Spend(http) ? id : await RefuseAsync(person, "passkey, used before");

        async Task<string?> RefuseAsync(Person? whose, string why)
        {
            await log.WriteAsync(AccessNote.Of(http, "sign-in", "refused", whose, why));
            return null;
        }
    }
}
