using System.Collections.Immutable;
using System.Globalization;
using NodaTime;
using NodaTime.Text;
using TherapyChain.Documents.Records;
using TherapyChain.Domain;
using TherapyChain.Domain.Orders;
using TherapyChain.Server.Access;
using TherapyChain.Server.Answers;
using TherapyChain.Server.Orders;
using TherapyChain.Server.Workflows;
using TherapyChain.Storage;

namespace TherapyChain.Server.Papers;

/// <summary>
/// The audit trail of a person or a day over all orders that the asker may see. It belongs to no order, so that making it is no entry of one; days
/// are those of a zone's clock.
/// </summary>
internal sealed class AuditReports(Ledger ledger, OrderDesk desk, WorkflowShelf shelf, Keyring keys, AccessTrail trail, InstitutionSignature institution, IClock clock)
{
    private const int LongestDays = 366;
    private const int MostEntries = 10_000;

    public Task<IResult> PersonAsync(HttpContext http, string person, string? from, string? to, string? zone, CurrentPerson who)
    {
        // Also of somebody who left: their names and their roles stand in records for good.
        if (!keys.Now.Names.ContainsKey(person)) return Task.FromResult<IResult>(Problems.NotFound($"person"));
        return MakeAsync(http, from, to, zone, who, $"audit-{person}", period => trail.OfPersonAsync(person, period, who, http.RequestAborted),
            (period, orders, reader, access) => AuditReport.OfPerson(person, period, orders, reader, access));
    }

    public Task<IResult> DayAsync(HttpContext http, string date, string? zone, CurrentPerson who) =>
        MakeAsync(http, date, date, zone, who, "audit", period => trail.OfTimeAsync(period, who, http.RequestAborted),
            (period, orders, reader, access) => AuditReport.OfDay(LocalDatePattern.Iso.Parse(date).Value, period, orders, reader, access));

    private async Task<IResult> MakeAsync(
        HttpContext http, string? from, string? to, string? zone, CurrentPerson who, string name, Func<AuditPeriod, Task<AccessPart?>> readLog,
        Func<AuditPeriod, List<AuditedOrder>, AuditReader, AccessPart?, AuditReport> make)
    {
        var (ask, wrong) = PaperRequest.Of(http);
        if (wrong is not null) return wrong;
        var (period, why) = PeriodOf(from, to, zone ?? who.Person.Zone);
        if (period is null) return why!;
        var now = Moment.Whole(clock.GetCurrentInstant());
        if (ask.Form == PaperForm.Pdf && institution.Against(now) is { } no) return Problems.Refused(no);
        var orders = await TouchedAsync(period, who, http.RequestAborted);
        var reader = new AuditReader(who.Person.Name, who.SeesAllOrders, now, OrderPapers.NamesIn(keys.Now), ask.Language);
        var report = make(period, orders, reader, await readLog(period));
        var lines = report.Entries.Length + (report.Access?.Length ?? 0);
        if (lines > MostEntries)
            return Problems.Refused(new Reason("audit.too-long", $"This report would hold {lines} entries, sign-ins and looks, and at most {MostEntries} are set. Ask for a shorter period.", "to"));
        var made = PaperPress.Make(ask.Form, report);
        var called = string.Join('-', new[] { name, from, from == to ? null : to }.OfType<string>());
        await trail.NoteAsync(http, who, ask, called);
        return ask.File(http, ask.Form == PaperForm.Pdf ? institution.Sign(made, now, ask.Language) : made, called);
    }

    /// <summary>The orders that changed within the period or after it and were begun before its end: the only ones with an entry in it.</summary>
    private async Task<List<AuditedOrder>> TouchedAsync(AuditPeriod period, CurrentPerson who, CancellationToken ct)
    {
        var orders = new List<AuditedOrder>();
        await using var db = ledger.CreateDb();
        OrderCursor? after = null;
        do
        {
            var page = await db.ListOrdersAsync(new OrderFilter { VisibleTo = who.SeesAllOrders ? null : [who.Person.Site] }, after, 200, ct);
            foreach (var row in page.Orders.Where(o => o.Updated >= period.From && o.Created < period.Until))
            {
                var entries = desk.EntriesOf(row.OrderId).ToImmutableArray();
                orders.Add(new AuditedOrder(shelf.For(OrderFold.Of(row.OrderId, entries.Select(e => e.Read()))).Workflow, entries));
            }

            after = page.Next;
        }
        while (after is not null);
        return orders;
    }

    private static (AuditPeriod? Period, Problem? Problem) PeriodOf(string? from, string? to, string zone)
    {
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is not { } known) return (null, Problems.Unreadable($"\"{zone}\" is no time zone; write Europe/Berlin.", field: "zone"));
        if (Date(from) is not { } first) return (null, Problems.Unreadable($"from is a day, written 2026-11-22.", field: "from"));
        if (Date(to) is not { } last || last < first) return (null, Problems.Unreadable($"to is a day, written 2026-11-22, not before from.", field: "to"));
        if (Period.DaysBetween(first, last) >= LongestDays) return (null, Problems.Unreadable($"A report covers at most {LongestDays} days.", field: "to"));
        return (new AuditPeriod(known.AtStartOfDay(first).ToInstant(), known.AtStartOfDay(last.PlusDays(1)).ToInstant(), zone), null);
    }

    private static LocalDate? Date(string? text) =>
        text is not null && LocalDatePattern.Iso.Parse(text).TryGetValue(default, out var date) && date.Year is >= 1900 and < 3000 ? date : null;
}
