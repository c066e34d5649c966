using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using TherapyChain.Documents.Records;
using TherapyChain.Domain.Access;
using TherapyChain.Domain.Orders;
using TherapyChain.Server.Access;
using TherapyChain.Server.Patients;
using TherapyChain.Storage.Accounts;

namespace TherapyChain.Server.Papers;

/// <summary>
/// What audit reports show of the access log: as much as <c>GET /api/audit</c> shows the same reader, and null to everybody whom that refuses.
/// </summary>
internal sealed class AccessTrail(AccountsFile file, AccessLog log, VaultDoor vault, Keyring keys)
{
    /// <summary>
    /// Looks at one order by people of the reader's site, which must be party to it. Looks at its patient are not among them: their code beside
    /// the order would tell the reader whose order it is.
    /// </summary>
    /// <param name="before">Where a copy ends that is made again; null for all there is.</param>
    public async Task<AccessPart?> OfOrderAsync(Order order, CurrentPerson who, Instant? before, CancellationToken ct)
    {
        if (!MayRead(who) || !order.Parties.ContainsValue(who.Person.Site)) return null;
        var (site, id) = (who.Person.Site, order.Id.ToString());
        return Part(who.Person.Zone, who, await RowsAsync(rows => rows.Where(a => a.OrderId == id && a.Site == site && (before == null || a.At < before)), ct), []);
    }

    /// <summary>What one person of the reader's site did and what was done with their access, and what they did with that of others there.</summary>
    public async Task<AccessPart?> OfPersonAsync(string person, AuditPeriod period, CurrentPerson who, CancellationToken ct)
    {
        if (!MayRead(who)) return null;
        var site = who.Person.Site;
        var rows = await RowsAsync(all => In(period, all).Where(a => a.Site == site && (a.Person == person || a.Actor == person)), ct);
        return Part(period.Zone, who, rows, Touched(period, who).Where(f => f.Person == person));
    }

    /// <summary>What the people of the reader's site did in a stretch of time; for administrators also refusals of people unknown here.</summary>
    public async Task<AccessPart?> OfTimeAsync(AuditPeriod period, CurrentPerson who, CancellationToken ct)
    {
        if (!MayRead(who)) return null;
        var (site, strangers) = (who.Person.Site, who.Person.Roles.Contains("administrator"));
        return Part(period.Zone, who, await RowsAsync(all => In(period, all).Where(a => a.Site == site || (strangers && a.Site == "")), ct), Touched(period, who));
    }

    /// <summary>Notes that a report is shown on a page, before it is.</summary>
    public Task NoteShownAsync(HttpContext http, CurrentPerson who, string about, string order = "") =>
        log.WriteAsync(AccessNote.Of(http, "audit-report", "made", who.Person, $"{about}, on screen") with { Order = order });

    /// <summary>Notes that a report is handed out, before it is.</summary>
    public Task NoteAsync(HttpContext http, CurrentPerson who, PaperRequest ask, string about, string order = "") =>
        log.WriteAsync(AccessNote.Of(http, "audit-report", "made", who.Person, $"{about}, {ask.Extension}") with { Order = order });

    private static bool MayRead(CurrentPerson who) => PermissionTable.Shipped.AllowsSomewhere(Acts.ReadAccessLog, who.Person.Roles);

    private static IQueryable<AccessRow> In(AuditPeriod period, IQueryable<AccessRow> rows)
    {
        var (from, until) = (period.From, period.Until);
        return rows.Where(a => a.At >= from && a.At < until);
    }

    private async Task<List<AccessRow>> RowsAsync(Func<IQueryable<AccessRow>, IQueryable<AccessRow>> meant, CancellationToken ct)
    {
        await log.CatchUpAsync(ct);
        await using var db = file.CreateDb();
        return await meant(db.AccessLog).OrderBy(a => a.Position).ToListAsync(ct);
    }

    private IEnumerable<AccessFact> Touched(AuditPeriod period, CurrentPerson who) =>
        (vault.Vault?.AccessesBy(who.Person.Site, period.From, period.Until) ?? []).Select(a =>
            new AccessFact(a.Access.At, $"patient-{a.Access.Act}", "", a.Access.Person, a.Access.Site) { Patient = a.Patient.ToString(), Detail = a.Access.Reason });

    private AccessPart Part(string zone, CurrentPerson who, List<AccessRow> rows, IEnumerable<AccessFact> touched) => new(
        who.Person.Site, zone, OrderPapers.NamesIn(keys.Now),
        [
            .. rows.Select(a => new AccessFact(a.At, a.Act, a.Outcome, a.Person, a.Site) { Actor = a.Actor, Order = a.OrderId, Address = a.Address, Detail = a.Detail }),
            .. touched,
        ]);
}
