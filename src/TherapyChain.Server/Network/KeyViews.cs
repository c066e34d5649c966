using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using TherapyChain.Domain.Orders;
using TherapyChain.Server.Access;
using TherapyChain.Storage.Accounts;

namespace TherapyChain.Server.Network;

/// <summary>A key to be made; everything may be left out.</summary>
/// <param name="Scope">read, write, sign; read and write when left out. Signing takes the password of the key's holder besides, each time.</param>
/// <param name="Expires">The last day it is good, year-month-day, at the person's site.</param>
/// <param name="Label">What it is for.</param>
public sealed record KeyBody(IReadOnlyList<string>? Scope = null, string? Expires = null, string? Label = null)
{
    internal (KeyScope Scope, Instant? Expires, ImmutableArray<Reason> Refused) Read(string zone, Instant now)
    {
        var refused = ImmutableArray<Reason>.Empty;
        var scope = Scope is null ? KeyScope.Unnamed : Scope.Any(word => word is null) ? null : KeyScopes.Read(Scope);
        if (scope is null) refused = refused.Add(new("key.scope", $"A scope is [\"read\"], [\"read\", \"write\"] or [\"read\", \"write\", \"sign\"].", "scope"));
        Instant? expires = null;
        if (Expires is { } text)
        {
            if (LocalDatePattern.Iso.Parse(text) is not { Success: true, Value: var day }) refused = refused.Add(new("key.expires", $"The last valid day is written year-month-day, like 2027-12-31; it is \"{text}\".", "expires"));
            else if ((expires = DateTimeZoneProviders.Tzdb[zone].AtStartOfDay(day.PlusDays(1)).ToInstant()) <= now) refused = refused.Add(new("key.expires", $"{text} is over already.", "expires"));
        }
        if (Label is { } label && (label.Length > 100 || label.Any(char.IsControl))) refused = refused.Add(new("key.label", $"A label has at most 100 characters that can be printed.", "label"));
        return (scope ?? KeyScope.None, expires, refused);
    }
}

/// <summary>A key as its holder and administrators see it: never the key itself. Instants are UTC.</summary>
public sealed record KeyView(string Sha256, IReadOnlyList<string> Scope, string Label, string Created, string? Expires, string? LastUsed)
{
    internal static async Task<IReadOnlyList<KeyView>> OfAsync(AccountsFile file, string person, CancellationToken ct)
    {
        await using var db = file.CreateDb();
        var rows = await db.Keys.Where(k => k.PersonId == person && k.Revoked == null).OrderBy(k => k.Created).ToListAsync(ct);
        return [.. rows.Select(k => new KeyView(k.Sha256.ToString(), k.Scope, k.Label, Written(k.Created), k.Expires is { } e ? Written(e) : null, k.LastUsed is { } l ? Written(l) : null))];
    }

    private static string Written(Instant at) => InstantPattern.General.Format(at);
}
