using Microsoft.EntityFrameworkCore;
using TherapyChain.Domain;
using TherapyChain.Server.Access;
using TherapyChain.Storage.Accounts;

namespace TherapyChain.Server.Pages.Administration;

/// <summary>The keys of a person that were not revoked, the oldest first; with when each was last used as it stands in the file.</summary>
internal static class KeysOfPerson
{
    public static async Task<IReadOnlyList<KeyRow>> ReadAsync(AccountsFile file, string person, CancellationToken ct)
    {
        await using var db = file.CreateDb();
        return await db.Keys.Where(k => k.PersonId == person && k.Revoked == null).OrderBy(k => k.Created).ToListAsync(ct);
    }

    /// <summary>What a key of a scope may do.</summary>
    public static Sentence Called(KeyScope scope) =>
        scope.HasFlag(KeyScope.Sign) ? (Sentence)$"read, change, and sign with the person's password" : scope.HasFlag(KeyScope.Write) ? (Sentence)$"read and change" : (Sentence)$"read";
}
