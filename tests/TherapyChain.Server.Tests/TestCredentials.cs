using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TherapyChain.Server.Tests.People;
using TherapyChain.Storage.Accounts;

namespace TherapyChain.Server.Tests;

/// <summary>What people of the test network sign with.</summary>
internal static class TestCredentials
{
    /// <summary>Id and password of somebody, as they sign with them or vouch as the second person. Who has no password yet gets one.</summary>
    public static JsonObject Of(RunningServer server, string who)
    {
        lock (server)
        {
            using var db = server.App.Services.GetRequiredService<AccountsFile>().CreateDb();
            var now = server.Clock.GetCurrentInstant();
            var person = TestNetwork.IdOf(who);
            var account = db.Accounts.AsNoTracking().SingleOrDefault(a => a.PersonId == person);
            if (account?.PasswordHash is null)
            {
                var row = (account ?? new AccountRow(person, null, null, 0, null, null, 0, now)) with { PasswordHash = QuickHash, PasswordSet = now };
                if (account is null) db.Add(row); else db.Update(row);
                db.SaveChanges();
            }
            return new JsonObject { ["person"] = person, ["password"] = Colleague.Password };
        }
    }

    // A hash says itself how often it was hashed. Once is enough to test with: guessing is not what these tests are about.
    private static readonly string QuickHash =
        new PasswordHasher<string>(Options.Create(new PasswordHasherOptions { IterationCount = 1 })).HashPassword("", Colleague.Password);
}
