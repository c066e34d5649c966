using Microsoft.EntityFrameworkCore;
using NodaTime;
using TherapyChain.Server.Access;
using TherapyChain.Server.Accounts;
using TherapyChain.Storage.Accounts;

namespace TherapyChain.Server.Demo;

/// <summary>The accounts of the demonstration: everybody's password is the same and no secret. Only loopback is listened on.</summary>
internal static class DemoAccounts
{
    public const string Password = "a bag for every patient";

    public static async Task MakeAsync(AccountsFile file, Keyring keys, IClock clock)
    {
        await using var db = file.CreateDb();
        var there = (await db.Accounts.Select(a => a.PersonId).ToListAsync()).ToHashSet(StringComparer.Ordinal);
        // One hash for all: making two hundred takes half a minute, and there is no secret to guard.
        var (hash, now) = (Credentials.HashOf("", Password), clock.GetCurrentInstant());
        db.AddRange(keys.Now.People.Keys.Where(person => !there.Contains(person)).Select(person => new AccountRow(person, hash, now, 0, null, null, 0, now)));
        await db.SaveChangesAsync();
    }
}
