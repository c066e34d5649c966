using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Network;
using TherapyChain.Domain.Orders;
using TherapyChain.Server.Access;
using TherapyChain.Storage;
using TherapyChain.Storage.Accounts;

namespace TherapyChain.Server.Network;

/// <summary>
/// Every change of the network: written down first, then the keyring in memory is replaced. One change at a time. People stand in the
/// ledger, their keys in the file of accounts: a person without a key is what a crash between the two leaves, and is given one later.
/// </summary>
public sealed class NetworkDesk(Ledger ledger, AccountsFile accounts, Keyring keys, AccessLog log, IClock clock) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>Reads the network into the keyring.</summary>
    public async Task LoadAsync(CancellationToken ct)
    {
        await using var db = ledger.CreateDb();
        await using var credentials = accounts.CreateDb();
        await MoveKeysAsync(db, credentials, ct);
        keys.Replace(await ReadAsync(db, credentials, ct));
    }

    /// <summary>
    /// Adds the sites and people of a file, or changes those of the same id; nobody is removed. Each changed field is a row of the access log,
    /// with the old value, the new one and the reason.
    /// </summary>
    /// <param name="roster">What the file says.</param>
    /// <param name="by">Who loads it and from where: <see cref="AccessNote.Actor"/> and <see cref="AccessNote.Address"/>, with the site the load itself is noted at.</param>
    /// <param name="ct">Ends the waiting, not the change.</param>
    /// <returns>The keys that were made for people who had none, or why nothing was taken up.</returns>
    public Task<(IReadOnlyList<IssuedKey> Made, ImmutableArray<Reason> Refused)> TakeUpAsync(Roster roster, AccessNote by, CancellationToken ct) => ChangeAsync((db, credentials) => TakeUpAsync(db, credentials, roster, by, ct), ct);

    /// <summary>Records that a person is qualified for something until a day, as a network file would. What already stands until <paramref name="enough"/> or longer is left as it is.</summary>
    /// <returns>Why not, or nothing.</returns>
    public Task<ImmutableArray<Reason>> QualifyAsync(string person, string qualification, LocalDate until, LocalDate enough, string reason, AccessNote by) => ChangeAsync(async (db, credentials) =>
    {
        // Looked up while nobody else changes the network: what an administrator has just recorded stays.
        if (keys.Now.People.GetValueOrDefault(person) is not { } now) return [new Reason("network.person-unknown", $"There is no person \"{person}\" here.", "person")];
        if (now.Qualifications.TryGetValue(qualification, out var stands) && stands >= enough) return ImmutableArray<Reason>.Empty;
        var qualified = now with { Qualifications = now.Qualifications.SetItem(qualification, until) };
        return (await TakeUpAsync(db, credentials, new Roster("practice", [], [new Member(qualified, null)], reason, MakesKeys: false), by, CancellationToken.None)).Refused;
    }, CancellationToken.None);

    private async Task<(IReadOnlyList<IssuedKey> Made, ImmutableArray<Reason> Refused)> TakeUpAsync(LedgerDb db, AccountsDb credentials, Roster roster, AccessNote by, CancellationToken ct)
    {
        var now = keys.Now;
        var former = (await db.People.Where(p => !p.Active).Select(p => p.Id).ToListAsync(ct)).ToHashSet(StringComparer.Ordinal);
        var given = roster.People.Select(m => m.KeySha256).OfType<Hash>().ToList();
        var known = await credentials.Keys.Where(k => given.Contains(k.Sha256)).ToDictionaryAsync(k => k.Sha256, ct);
        var (changes, unfit) = NetworkChange.Of(roster, now.People, now.Sites);
        ImmutableArray<Reason> refused =
        [
            .. unfit,
            .. roster.People.Where(m => former.Contains(m.Person.Id))
                .Select(m => new Reason("network.person-deactivated", $"{m.Person.Id} was deactivated. An id is never given again: choose another (21 CFR 11.100).", m.Person.Id)),
            .. roster.People.Where(m => m.KeySha256 is { } key && known.TryGetValue(key, out var other) && other.PersonId != m.Person.Id)
                .Select(m => new Reason("network.key-taken", $"The key given for {m.Person.Id} is another person's.", m.Person.Id)),
        ];
        if (!refused.IsEmpty) return ((IReadOnlyList<IssuedKey>)[], refused);
        foreach (var change in changes) log.Add(credentials, NoteOf(change, roster.Reason, by));
        log.Add(credentials, by with { Actor = by.Person.Length > 0 ? "" : by.Actor, Act = "network", Outcome = "loaded", Detail = Because($"{roster.Name}: {roster.Sites.Length} sites, {roster.People.Length} people", roster.Reason) });
        foreach (var site in roster.Sites) await SaveAsync(db, site, ct);
        var made = new List<IssuedKey>();
        foreach (var member in roster.People)
        {
            await SaveAsync(db, member.Person, ct);
            if (member.KeySha256 is { } key)
            {
                if (!known.ContainsKey(key)) credentials.Add(RowOf(key, member.Person.Id, KeyScope.Unnamed, "", expires: null));
            }
            else if (roster.MakesKeys && !now.KeysOf(member.Person.Id).Any()) made.Add(Make(credentials, member.Person.Id, KeyScope.Unnamed, "", expires: null));
        }
        return (made, refused);
    }

    /// <summary>Makes a further key for a person.</summary>
    public Task<IssuedKey> IssueAsync(string person, KeyScope scope, string label, Instant? expires, CancellationToken ct) =>
        ChangeAsync((_, credentials) => Task.FromResult(Make(credentials, person, scope, label, expires)), ct);

    /// <summary>Takes up keys that people hold already, with what each may do; those that are known are left as they are.</summary>
    public Task TakeKeysAsync(IReadOnlyDictionary<Hash, string> holders, KeyScope scope, CancellationToken ct) => ChangeAsync(async (_, credentials) =>
    {
        var known = (await credentials.Keys.Select(k => k.Sha256).ToListAsync(ct)).ToHashSet();
        credentials.AddRange(holders.Where(held => !known.Contains(held.Key)).Select(held => RowOf(held.Key, held.Value, scope, "", expires: null)));
        return known.Count;
    }, ct);

    /// <summary>Revokes keys for good; a revoked one cannot be given again.</summary>
    public Task<int> RevokeAsync(IReadOnlyList<Hash> hashes, CancellationToken ct) => ChangeAsync((_, credentials) =>
        credentials.Keys.Where(k => hashes.Contains(k.Sha256) && k.Revoked == null).ExecuteUpdateAsync(k => k.SetProperty(key => key.Revoked, clock.GetCurrentInstant()), ct), ct);

    /// <summary>Ends a person's access for good, with all their keys. They stay in the ledger, under an id that nobody gets again.</summary>
    public Task<int> DeactivateAsync(string person) => ChangeAsync(async (db, credentials) =>
    {
        await credentials.Keys.Where(k => k.PersonId == person && k.Revoked == null).ExecuteUpdateAsync(k => k.SetProperty(key => key.Revoked, clock.GetCurrentInstant()));
        return await db.People.Where(p => p.Id == person).ExecuteUpdateAsync(p => p.SetProperty(row => row.Active, false));
    }, CancellationToken.None);

    public void Dispose() => _one.Dispose();

    private async Task<T> ChangeAsync<T>(Func<LedgerDb, AccountsDb, Task<T>> change, CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            await using var db = ledger.CreateDb();
            await using var credentials = accounts.CreateDb();
            await using var people = await db.Database.BeginTransactionAsync(ct);
            await using var held = await credentials.Database.BeginTransactionAsync(ct);
            var result = await change(db, credentials);
            await db.SaveChangesAsync(ct);
            await credentials.SaveChangesAsync(ct);
            // The log goes first: a crash between the two leaves a note of a change that was not made, never a change without its note.
            await held.CommitAsync(ct);
            await people.CommitAsync(CancellationToken.None);
            keys.Replace(await ReadAsync(db, credentials, CancellationToken.None));
            return result;
        }
        finally
        {
            _one.Release();
        }
    }

    private static AccessNote NoteOf(NetworkChange change, string reason, AccessNote by) =>
        new(change.Person.Length > 0 ? "person" : "site", change.What, change.Person, change.Site)
        {
            Actor = by.Actor, Address = by.Address,
            Detail = change.What == NetworkChange.Added ? change.New : Because($"{Noted(change.Old)} -> {Noted(change.New)}", reason),
        };

    private static string Noted(string value) => value.Length > 0 ? value : "none";

    private static string Because(string what, string reason) => reason.Length > 0 ? $"{what}{NetworkChange.BeforeReason}{reason}" : what;

    private IssuedKey Make(AccountsDb credentials, string person, KeyScope scope, string label, Instant? expires)
    {
        var key = ApiKey.New();
        credentials.Add(RowOf(ApiKey.HashOf(key)!.Value, person, scope, label, expires));
        return new IssuedKey(person, key);
    }

    private KeyRow RowOf(Hash hash, string person, KeyScope scope, string label, Instant? expires) =>
        new(hash, person, scope.Words(), label, clock.GetCurrentInstant(), expires, LastUsed: null, Revoked: null);

    private static async Task SaveAsync(LedgerDb db, Site site, CancellationToken ct)
    {
        var row = new SiteRow(site.Id, site.Name, site.City, site.Country, site.Zone, site.Kind, site.Fin, site.At?.Latitude, site.At?.Longitude);
        if (await db.Sites.AnyAsync(s => s.Id == site.Id, ct)) db.Update(row); else db.Add(row);
        await db.Accreditations.Where(a => a.SiteId == site.Id).ExecuteDeleteAsync(ct);
        db.AddRange(site.Accreditations.Select(a => new AccreditationRow(site.Id, a.Name, a.Number, a.ValidUntil)));
    }

    private static async Task SaveAsync(LedgerDb db, Person person, CancellationToken ct)
    {
        var row = new PersonRow(person.Id, person.Name, person.Site, person.Roles, Active: true);
        if (await db.People.AnyAsync(p => p.Id == person.Id, ct)) db.Update(row); else db.Add(row);
        await db.Qualifications.Where(q => q.PersonId == person.Id).ExecuteDeleteAsync(ct);
        db.AddRange(person.Qualifications.Select(q => new QualificationRow(person.Id, q.Key, q.Value)));
    }

    // Ledgers made before there was a file of accounts hold the hashes of keys themselves.
    private static async Task MoveKeysAsync(LedgerDb db, AccountsDb credentials, CancellationToken ct)
    {
        var old = await db.ApiKeys.ToListAsync(ct);
        if (old.Count == 0) return;
        var there = (await credentials.Keys.Select(k => k.Sha256).ToListAsync(ct)).ToHashSet();
        credentials.AddRange(old.Where(k => !there.Contains(k.Sha256)).Select(k => new KeyRow(k.Sha256, k.PersonId, KeyScope.Unnamed.Words(), "", k.Created, k.Expires, k.LastUsed, k.Revoked)));
        await credentials.SaveChangesAsync(ct);
        await db.ApiKeys.ExecuteDeleteAsync(ct);
    }

    private static Place? PlaceOf(SiteRow site) => (site.Latitude, site.Longitude) is ({ } latitude, { } longitude) ? new Place(latitude, longitude) : null;

    private static async Task<Roll> ReadAsync(LedgerDb db, AccountsDb credentials, CancellationToken ct)
    {
        var accredited = (await db.Accreditations.ToListAsync(ct)).ToLookup(a => a.SiteId);
        var sites = (await db.Sites.ToListAsync(ct)).Select(s => new Site(s.Id, s.Name, s.Zone, s.Kind, s.City, s.Country, s.Fin, PlaceOf(s))
        {
            Accreditations = NetworkFile.Ordered(accredited[s.Id].Select(a => new Accreditation(a.Name, a.Number, a.ValidUntil))),
        }).ToDictionary(s => s.Id, StringComparer.Ordinal);
        var qualified = (await db.Qualifications.ToListAsync(ct)).ToLookup(q => q.PersonId);
        var people = (await db.People.ToListAsync(ct)).ToLookup(p => p.Active, p => new Person(
            p.Id, p.PrintedName, p.SiteId, sites[p.SiteId].Zone, [.. p.Roles],
            qualified[p.Id].ToImmutableSortedDictionary(q => q.Name, q => q.Expires ?? LocalDate.MaxIsoValue, StringComparer.Ordinal)));
        var held = (await credentials.Keys.Where(k => k.Revoked == null).ToListAsync(ct))
            .Select(k => new HeldKey(k.Sha256, k.PersonId, KeyScopes.Read(k.Scope) ?? KeyScope.None, k.Label, k.Created, k.Expires, k.LastUsed));
        return new Roll(sites.Values, people[true].ToList(), people[false], held);
    }
}
