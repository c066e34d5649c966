using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;
using TherapyChain.Server.Access;
using TherapyChain.Storage.Accounts;

namespace TherapyChain.Server.Accounts;

/// <summary>
/// Looks whether a password or a code is right, counts what is wrong, and writes every refusal into the log before it is answered. Unknown
/// people, people without a password and wrong passwords cost the same work and get the same answer.
/// </summary>
public sealed class Credentials(AccountsFile file, Keyring keys, AccessLog log, IClock clock, Settings settings)
{
    /// <summary>Against this account all are measured who have none.</summary>
    private const string Nobody = "";

    private static readonly PasswordHasher<string> Hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = 210_000 }));

    // Passwords are slow to compute on purpose: a flood of guesses must not take the processor from the ledger.
    private static readonly SemaphoreSlim Turn = new(Math.Max(1, Environment.ProcessorCount / 2));

    // Of a password that nobody was told. It opens nothing: it is there to be computed.
    private static readonly Lazy<string> HashOfNobody = new(() => HashOf(Nobody, OneTimeCode.New()));

    /// <summary>PBKDF2 with HMAC-SHA-512 and a salt of its own, as the framework writes it.</summary>
    public static string HashOf(string person, string password) => Hasher.HashPassword(person, PasswordRules.Normal(password));

    /// <summary>Makes the account that stands for everybody who has none.</summary>
    public async Task PrepareAsync()
    {
        await using var db = file.CreateDb();
        if (await db.Accounts.AnyAsync(a => a.PersonId == Nobody)) return;
        db.Add(new AccountRow(Nobody, HashOfNobody.Value, null, 0, null, null, 0, clock.GetCurrentInstant()));
        await db.SaveChangesAsync();
    }

    /// <summary>Whether this is that person's password. A wrong one counts towards the lock, and a locked account has no right one.</summary>
    /// <param name="http">Where it came from.</param>
    /// <param name="name">The person id as it was typed.</param>
    /// <param name="password">The password as it was typed.</param>
    /// <param name="act">What it was given for, in the words of the log.</param>
    /// <param name="how">What they came with, in the words of the log, where that says something.</param>
    public async Task<bool> IsPasswordAsync(HttpContext http, string name, string password, string act, string? how = null)
    {
        var person = keys.Now.People.GetValueOrDefault(name);
        await using var db = file.CreateDb();
        var asked = person?.Id ?? Nobody;
        var account = await db.Accounts.FirstOrDefaultAsync(a => a.PersonId == asked && a.PasswordHash != null) ?? await db.Accounts.SingleAsync(a => a.PersonId == Nobody);
        var isNobody = account.PersonId == Nobody;
        // The nobody never locks, but is written to as anybody else would be: the answer takes as long.
        var free = !isNobody ? await Attempts.ReserveAsync(db, account.PersonId, clock.GetCurrentInstant())
            : await db.Accounts.Where(a => a.PersonId == Nobody).ExecuteUpdateAsync(a => a.SetProperty(row => row.Failures, 0)) < 0;
        var verdict = await VerifyAsync(account, password.Length <= PasswordRules.Longest * 4 ? password : "");
        if (verdict == PasswordVerificationResult.Failed || !free || isNobody)
        {
            var why = free || isNobody ? "password" : "locked";
            await RefuseAsync(db, http, person, isNobody, act, how is null ? why : $"{why}, {how}");
            return false;
        }
        await Attempts.GiveBackAsync(db, account.PersonId);
        return true;
    }

    private static async Task<PasswordVerificationResult> VerifyAsync(AccountRow account, string password)
    {
        await Turn.WaitAsync();
        try
        {
            return Hasher.VerifyHashedPassword(account.PersonId, account.PasswordHash!, PasswordRules.Normal(password));
        }
        finally
        {
            Turn.Release();
        }
    }

    /// <summary>Whether this is the present code of a person's authenticator, or one of their recovery codes. Each is taken once.</summary>
    public async Task<bool> IsCodeAsync(HttpContext http, string name, string code)
    {
        if (keys.Now.People.GetValueOrDefault(name) is not { } person) return false;
        await using var db = file.CreateDb();
        var account = await db.Accounts.SingleOrDefaultAsync(a => a.PersonId == name);
        if (account?.TotpSecret is not { } secret) return false;
        var now = clock.GetCurrentInstant();
        var free = await Attempts.ReserveAsync(db, name, now);
        if (free && await TakesAsync(db, name, secret, account.TotpStep, code, now))
        {
            await Attempts.GiveBackAsync(db, name);
            return true;
        }
        await RefuseAsync(db, http, person, false, "second-factor", free ? "code" : "locked");
        return false;
    }

    /// <summary>Forgets wrong attempts after a whole sign-in.</summary>
    public async Task ForgetFailuresAsync(string person)
    {
        await using var db = file.CreateDb();
        await Attempts.ForgetAsync(db, person);
    }

    public async Task<AccountRow?> FindAsync(string person)
    {
        await using var db = file.CreateDb();
        return await db.Accounts.SingleOrDefaultAsync(a => a.PersonId == person && a.PersonId != Nobody);
    }

    private static async Task<bool> TakesAsync(AccountsDb db, string person, byte[] secret, long last, string code, Instant now)
    {
        var digits = string.Concat(code.Where(char.IsAsciiLetterOrDigit));
        // Two devices that send the same code at once: the statement lets one through.
        if (Totp.Match(secret, digits, now, last) is { } step)
            return await db.Accounts.Where(a => a.PersonId == person && a.TotpStep < step).ExecuteUpdateAsync(a => a.SetProperty(row => row.TotpStep, step)) == 1;
        var hash = OneTimeCode.HashOf(code);
        return await db.RecoveryCodes.Where(c => c.Sha256 == hash && c.PersonId == person && c.Used == null).ExecuteUpdateAsync(c => c.SetProperty(row => row.Used, now)) == 1;
    }

    private async Task RefuseAsync(AccountsDb db, HttpContext http, Domain.Orders.Person? person, bool isNobody, string act, string why)
    {
        var locked = !isNobody && await Attempts.FailAsync(db, person!.Id, clock.GetCurrentInstant() + Duration.FromMinutes(settings.LockMinutes));
        // What an unknown visitor typed is not written down: people type passwords into the wrong field.
        log.Add(db, AccessNote.Of(http, act, "refused", person, why));
        if (locked) log.Add(db, AccessNote.Of(http, "lock-out", "done", person, $"after {Attempts.Most} failures, for {settings.LockMinutes} minutes"));
        await db.SaveChangesAsync(CancellationToken.None);
    }
}
