using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using TherapyChain.Storage.Accounts;

namespace TherapyChain.Server.Accounts;

/// <summary>Somebody as their authenticator knows them.</summary>
/// <param name="PersonId">Who it is.</param>
/// <param name="Handle">The user handle: random, and without meaning elsewhere.</param>
public sealed record PasskeyHolder(string PersonId, string Handle);

/// <summary>
/// What the framework's check of passkeys reads of accounts.db. It writes nothing: <see cref="Passkeys"/> does, together with the access log.
/// </summary>
public sealed class PasskeyStore(AccountsFile file) : IUserPasskeyStore<PasskeyHolder>
{
    public Task<string> GetUserIdAsync(PasskeyHolder user, CancellationToken cancellationToken) => Task.FromResult(user.Handle);

    public Task<string?> GetUserNameAsync(PasskeyHolder user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.PersonId);

    public async Task<PasskeyHolder?> FindByIdAsync(string userId, CancellationToken cancellationToken)
    {
        await using var db = file.CreateDb();
        return await db.Passkeys.FirstOrDefaultAsync(p => p.UserHandle == userId, cancellationToken) is { } row ? new(row.PersonId, row.UserHandle) : null;
    }

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(PasskeyHolder user, CancellationToken cancellationToken)
    {
        await using var db = file.CreateDb();
        return [.. (await db.Passkeys.Where(p => p.UserHandle == user.Handle).ToListAsync(cancellationToken)).Select(InfoOf)];
    }

    public async Task<PasskeyHolder?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken)
    {
        await using var db = file.CreateDb();
        return await db.Passkeys.SingleOrDefaultAsync(p => p.CredentialId == credentialId, cancellationToken) is { } row ? new(row.PersonId, row.UserHandle) : null;
    }

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(PasskeyHolder user, byte[] credentialId, CancellationToken cancellationToken)
    {
        await using var db = file.CreateDb();
        return await db.Passkeys.SingleOrDefaultAsync(p => p.CredentialId == credentialId && p.UserHandle == user.Handle, cancellationToken) is { } row ? InfoOf(row) : null;
    }

    // What an authenticator told of its maker is not asked for, so there is none to keep. Only verified ones are ever stored.
    private static UserPasskeyInfo InfoOf(PasskeyRow row) => new(
        row.CredentialId, row.PublicKey, row.Created.ToDateTimeOffset(), (uint)row.SignCount, [.. row.Transports], isUserVerified: true, row.BackupEligible, row.BackedUp,
        attestationObject: [], clientDataJson: []);

    public void Dispose() { }

    public Task AddOrUpdatePasskeyAsync(PasskeyHolder user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw Unused();
    public Task RemovePasskeyAsync(PasskeyHolder user, byte[] credentialId, CancellationToken cancellationToken) => throw Unused();
    public Task<IdentityResult> CreateAsync(PasskeyHolder user, CancellationToken cancellationToken) => throw Unused();
    public Task<IdentityResult> UpdateAsync(PasskeyHolder user, CancellationToken cancellationToken) => throw Unused();
    public Task<IdentityResult> DeleteAsync(PasskeyHolder user, CancellationToken cancellationToken) => throw Unused();
    public Task<PasskeyHolder?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => throw Unused();
    public Task<string?> GetNormalizedUserNameAsync(PasskeyHolder user, CancellationToken cancellationToken) => throw Unused();
    public Task SetNormalizedUserNameAsync(PasskeyHolder user, string? normalizedName, CancellationToken cancellationToken) => throw Unused();
    public Task SetUserNameAsync(PasskeyHolder user, string? userName, CancellationToken cancellationToken) => throw Unused();

    private static NotSupportedException Unused() => new("The framework only checks passkeys here: accounts are written elsewhere.");
}
