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
        return MakeAsync(http, person, from, to, zone, who, $"audit-{person}", period => trail.OfPersonAsync(person, period, who, http.RequestAborted),
            (period, orders, reader, access) => AuditReport.OfPerson(person, period, orders, reader, access));
    }

    public Task<IResult> DayAsync(HttpContext http, string date, string? zone, CurrentPerson who) =>
        MakeAsync(http, person: null, date, date, zone, who, "audit", period => trail.OfTimeAsync(period, who, http.RequestAborted),
            (period, orders, reader, access) => AuditReport.OfDay(LocalDatePattern.Iso.Parse(date).Value, period, orders, reader, access));

    /// <summary>The same report for a page: what one person did.</summary>
    public Task<(AuditReport? Report, Problem? Problem)> ReadPersonAsync(string person, string? from, string? to, string language, CurrentPerson who, CancellationToken ct) =>
        keys.Now.Names.ContainsKey(person)
            ? ReadAsync(person, from, to, who.Person.Zone, language, who, period => trail.OfPersonAsync(person, period, who, ct), (period, orders, reader, access) => AuditReport.OfPerson(person, period, orders, reader, access), ct)
            : Task.FromResult<(AuditReport?, Problem?)>((null, Problems.NotFound($"person")));

    /// <summary>The same report for a page: what was done on one day.</summary>
    public Task<(AuditReport? Report, Problem? Problem)> ReadDayAsync(string? date, string language, CurrentPerson who, CancellationToken ct) => ReadAsync(
        person: null, date, date, who.Person.Zone, language, who, period => trail.OfTimeAsync(period, who, ct),
        (period, orders, reader, access) => AuditReport.OfDay(LocalDatePattern.Iso.Parse(date!).Value, period, orders, reader, access), ct);

    private async Task<IResult> MakeAsync(
        HttpContext http, string? person, string? from, string? to, string? zone, CurrentPerson who, string name, Func<AuditPeriod, Task<AccessPart?>> readLog,
        Func<AuditPeriod, List<AuditedOrder>, AuditReader, AccessPart?, AuditReport> make)
    {
        var (ask, wrong) = PaperRequest.Of(http);
        if (wrong is not null) return wrong;
        var now = Moment.Whole(clock.GetCurrentInstant());
        if (PeriodOf(from, to, zone ?? who.Person.Zone) is (null, { } why)) return why;
        if (ask.Form == PaperForm.Pdf && institution.Against(now) is { } no) return Problems.Refused(no);
        var (report, problem) = await ReadAsync(person, from, to, zone ?? who.Person.Zone, ask.Language, who, readLog, make, http.RequestAborted);
        if (report is null) return problem!;
        var made = PaperPress.Make(ask.Form, report);
        var called = string.Join('-', new[] { name, from, from == to ? null : to }.OfType<string>());
        await trail.NoteAsync(http, who, ask, called);
        return ask.File(http, ask.Form == PaperForm.Pdf ? institution.Sign(made, now, ask.Language) : made, called);
    }

    private async Task<(AuditReport? Report, Problem? Problem)> ReadAsync(
        string? person, string? from, string? to, string zone, string language, CurrentPerson who, Func<AuditPeriod, Task<AccessPart?>> readLog,
        Func<AuditPeriod, List<AuditedOrder>, AuditReader, AccessPart?, AuditReport> make, CancellationToken ct)
    {
        var (period, why) = PeriodOf(from, to, zone);
        if (period is null) return (null, why);
        await using var db = ledger.CreateDb();
        var filter = new EntryFilter { VisibleTo = who.SeesAllOrders ? null : [who.Person.Site], Person = person, From = period.From, Until = period.Until };
        // Counted before anything is read: what would be refused in the end is not made first.
        if (await db.CountEntriesAsync(filter, ct) is var many && many > MostEntries) return (null, TooLong(many));
        var orders = (await db.OrdersOfEntriesAsync(filter, ct)).ConvertAll(Audited);
        var reader = new AuditReader(who.Person.Name, who.SeesAllOrders, Moment.Whole(clock.GetCurrentInstant()), OrderPapers.NamesIn(keys.Now), language);
        var report = make(period, orders, reader, await readLog(period));
        var lines = report.Entries.Length + (report.Access?.Length ?? 0);
        return lines <= MostEntries ? (report, null)
            : (null, TooLong(lines));
    }

    private static Problem TooLong(int lines) =>
        Problems.Refused(new Reason("audit.too-long", $"This report would hold {lines} entries, sign-ins and looks, and at most {MostEntries} are set. Ask for a shorter period.", "to"));

    private AuditedOrder Audited(OrderId order)
    {
        var entries = desk.EntriesOf(order).ToImmutableArray();
        return new AuditedOrder(shelf.For(OrderFold.Of(order, entries.Select(e => e.Read()))).Workflow, entries);
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
