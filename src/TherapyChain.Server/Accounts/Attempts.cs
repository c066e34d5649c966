using Microsoft.EntityFrameworkCore;
using NodaTime;
using TherapyChain.Storage.Accounts;

namespace TherapyChain.Server.Accounts;

/// <summary>
/// Lock-out. An attempt is counted before it is looked at, in one statement, so that a thousand guesses at once are no more than five.
/// </summary>
internal static class Attempts
{
    public const int Most = 5;

    /// <summary>Takes one attempt; false when the account is locked and no answer may count as right.</summary>
    public static async Task<bool> ReserveAsync(AccountsDb db, string person, Instant now)
    {
        // A lock whose time is over falls with the first attempt after it.
        await db.Accounts.Where(a => a.PersonId == person && a.LockedUntil != null && a.LockedUntil <= now)
            .ExecuteUpdateAsync(a => a.SetProperty(row => row.Failures, 0).SetProperty(row => row.LockedUntil, (Instant?)null));
        return await db.Accounts.Where(a => a.PersonId == person && a.LockedUntil == null && a.Failures < Most)
            .ExecuteUpdateAsync(a => a.SetProperty(row => row.Failures, row => row.Failures + 1)) == 1;
    }

    /// <summary>Locks the account if the attempts are used up; true when this is the failure that locked it.</summary>
    public static async Task<bool> FailAsync(AccountsDb db, string person, Instant until) =>
        await db.Accounts.Where(a => a.PersonId == person && a.Failures >= Most && a.LockedUntil == null)
            .ExecuteUpdateAsync(a => a.SetProperty(row => row.LockedUntil, until)) == 1;

    /// <summary>Gives an attempt back that was right but does not end the sign-in: whoever knows the password has no more codes for it.</summary>
    public static Task GiveBackAsync(AccountsDb db, string person) =>
        db.Accounts.Where(a => a.PersonId == person && a.Failures > 0).ExecuteUpdateAsync(a => a.SetProperty(row => row.Failures, row => row.Failures - 1));

    public static Task ForgetAsync(AccountsDb db, string person) =>
        db.Accounts.Where(a => a.PersonId == person).ExecuteUpdateAsync(a => a.SetProperty(row => row.Failures, 0).SetProperty(row => row.LockedUntil, (Instant?)null));
}
