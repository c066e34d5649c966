using Microsoft.EntityFrameworkCore;
using NodaTime;
using TherapyChain.Domain.Orders;
using TherapyChain.Storage.Accounts;

namespace TherapyChain.Server.Pages.Worklist;

/// <summary>Filters of the worklist that people keep by a name: each sees their own and nobody else's.</summary>
public sealed class SavedFilters(AccountsFile file)
{
    public const int LongestName = 40;
    private const int MostPerPerson = 30;

    public async Task<IReadOnlyList<SavedFilterRow>> OfAsync(string person, CancellationToken ct)
    {
        await using var db = file.CreateDb();
        return await db.SavedFilters.Where(filter => filter.PersonId == person).OrderBy(filter => filter.Name).ToListAsync(ct);
    }

    /// <summary>Keeps a filter; one of the same name gives way to it.</summary>
    /// <param name="query">As the address has it.</param>
    public async Task<Reason?> KeepAsync(string person, string name, string query, Instant now, CancellationToken ct)
    {
        name = name.Trim();
        if (name.Length is 0 or > LongestName || name.Any(c => char.IsControl(c) || char.IsSurrogate(c)))
            return new Reason("filter.name", $"Give the filter a name of 1 to {LongestName} characters.", "name");
        if (query.Length == 0) return new Reason("filter.empty", $"Narrow the list first: there is nothing to keep.", "name");
        await using var db = file.CreateDb();
        await using var all = await db.Database.BeginTransactionAsync(ct);
        await db.SavedFilters.Where(filter => filter.PersonId == person && filter.Name == name).ExecuteDeleteAsync(ct);
        if (await db.SavedFilters.CountAsync(filter => filter.PersonId == person, ct) >= MostPerPerson)
            return new Reason("filter.many", $"You have kept {MostPerPerson} filters: remove one first.", "name");
        db.SavedFilters.Add(new SavedFilterRow(person, name, query, now));
        await db.SaveChangesAsync(ct);
        await all.CommitAsync(ct);
        return null;
    }

    public async Task RemoveAsync(string person, string name, CancellationToken ct)
    {
        await using var db = file.CreateDb();
        await db.SavedFilters.Where(filter => filter.PersonId == person && filter.Name == name).ExecuteDeleteAsync(ct);
    }
}
