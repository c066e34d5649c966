using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Network;
using TherapyChain.Domain.Orders;
using TherapyChain.Server.Access;
using TherapyChain.Storage;

namespace TherapyChain.Server.Network;

/// <summary>Every change of the network: written down first, then the keyring in memory is replaced. One change at a time.</summary>
public sealed class NetworkDesk(Ledger ledger, Keyring keys, IClock clock) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>Reads the network into the keyring.</summary>
    public async Task LoadAsync(CancellationToken ct)
    {
        await using var db = ledger.CreateDb();
        keys.Replace(await ReadAsync(db, ct));
    }

    /// <summary>Adds the sites and people of a file, or replaces those of the same name; nobody is removed.</summary>
    /// <returns>The keys that were made for people who had none, or why nothing was taken up.</returns>
    public Task<(IReadOnlyList<IssuedKey> Made, ImmutableArray<Reason> Refused)> TakeUpAsync(Roster roster, CancellationToken ct) => ChangeAsync(async db =>
    {
        var now = keys.Now;
        ImmutableArray<Reason> refused = [.. roster.People.Where(m => m.KeySha256 is { } key && now.PersonOf(key) is { } other && other.Person.Id != m.Person.Id)
            .Select(m => new Reason("network.key-taken", $"The key given for {m.Person.Id} is another person's.", m.Person.Id))];
        if (!refused.IsEmpty) return ((IReadOnlyList<IssuedKey>)[], refused);
        foreach (var site in roster.Sites) await SaveAsync(db, site, ct);
        var made = new List<IssuedKey>();
        foreach (var member in roster.People)
        {
            await SaveAsync(db, member.Person, ct);
            if (member.KeySha256 is { } given)
            {
                if (!await db.ApiKeys.AnyAsync(k => k.Sha256 == given, ct)) db.Add(KeyRow(given, member.Person.Id));
            }
            else if (!now.KeysOf(member.Person.Id).Any()) made.Add(Make(db, member.Person.Id));
        }
        return (made, refused);
    }, ct);

    /// <summary>Makes a further key for a person.</summary>
    public Task<IssuedKey> IssueAsync(string person, CancellationToken ct) => ChangeAsync(db => Task.FromResult(Make(db, person)), ct);

    /// <summary>Revokes keys for good; a revoked one cannot be given again.</summary>
    public Task<int> RevokeAsync(IReadOnlyList<Hash> hashes, CancellationToken ct) => ChangeAsync(
        db => db.ApiKeys.Where(k => hashes.Contains(k.Sha256) && k.Revoked == null).ExecuteUpdateAsync(k => k.SetProperty(key => key.Revoked, clock.GetCurrentInstant()), ct), ct);

    public void Dispose() => _one.Dispose();

    private async Task<T> ChangeAsync<T>(Func<LedgerDb, Task<T>> change, CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            await using var db = ledger.CreateDb();
            await using var all = await db.Database.BeginTransactionAsync(ct);
            var result = await change(db);
            await db.SaveChangesAsync(ct);
            await all.CommitAsync(ct);
            keys.Replace(await ReadAsync(db, ct));
            return result;
        }
        finally
        {
            _one.Release();
        }
    }

    private IssuedKey Make(LedgerDb db, string person)
    {
        var key = ApiKey.New();
        db.Add(KeyRow(ApiKey.HashOf(key)!.Value, person));
        return new IssuedKey(person, key);
    }

    private ApiKeyRow KeyRow(Hash hash, string person) => new(hash, person, clock.GetCurrentInstant(), Expires: null, LastUsed: null, Revoked: null);

    private static async Task SaveAsync(LedgerDb db, Site site, CancellationToken ct)
    {
        var row = new SiteRow(site.Id, site.Name, site.City, site.Country, site.Zone, site.Kind);
        if (await db.Sites.AnyAsync(s => s.Id == site.Id, ct)) db.Update(row); else db.Add(row);
    }

    private static async Task SaveAsync(LedgerDb db, Person person, CancellationToken ct)
    {
        var row = new PersonRow(person.Id, person.Name, person.Site, person.Roles, Active: true);
        if (await db.People.AnyAsync(p => p.Id == person.Id, ct)) db.Update(row); else db.Add(row);
        await db.Qualifications.Where(q => q.PersonId == person.Id).ExecuteDeleteAsync(ct);
        db.AddRange(person.Qualifications.Select(q => new QualificationRow(person.Id, q.Key, q.Value)));
    }

    private async Task<Roll> ReadAsync(LedgerDb db, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var sites = (await db.Sites.ToListAsync(ct)).Select(s => new Site(s.Id, s.Name, s.Zone, s.Kind, s.City, s.Country)).ToDictionary(s => s.Id, StringComparer.Ordinal);
        var qualified = (await db.Qualifications.ToListAsync(ct)).ToLookup(q => q.PersonId);
        var people = (await db.People.Where(p => p.Active).ToListAsync(ct)).Select(p => new Person(
            p.Id, p.PrintedName, p.SiteId, sites[p.SiteId].Zone, [.. p.Roles],
            qualified[p.Id].ToImmutableSortedDictionary(q => q.Name, q => q.Expires ?? LocalDate.MaxIsoValue, StringComparer.Ordinal)));
        var hashes = await db.ApiKeys.Where(k => k.Revoked == null && (k.Expires == null || k.Expires > now)).ToListAsync(ct);
        return new Roll(sites.Values, people, hashes.Select(k => KeyValuePair.Create(k.Sha256, k.PersonId)));
    }
}
