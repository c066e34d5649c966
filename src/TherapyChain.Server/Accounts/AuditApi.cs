using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using TherapyChain.Domain;
using TherapyChain.Domain.Access;
using TherapyChain.Server.Access;
using TherapyChain.Server.Answers;
using TherapyChain.Storage.Accounts;

namespace TherapyChain.Server.Accounts;

/// <summary><c>GET /api/audit</c>: who signed in, who was refused, whose access changed, and who looked at which order.</summary>
public static class AuditApi
{
    private const int MostAtOnce = 1000;

    public static void MapAudit(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/audit", Read).Does(Acts.ReadAccessLog).WithTags("Accounts")
            .WithSummary("The access log of your site's people, newest first; for quality and administrators. Filters: person, order, day (of your site's calendar).")
            .Produces<AuditView>().ProducesProblem(400);

    private static async Task<IResult> Read(HttpContext http, string? person, string? order, string? day, long? before, CurrentPerson who, AccountsFile file, AccessLog log)
    {
        var zone = DateTimeZoneProviders.Tzdb[who.Person.Zone];
        await log.CatchUpAsync(http.RequestAborted);
        await using var db = file.CreateDb();
        // Refusals of people unknown here belong to no site: every administrator sees them, with the address they came from.
        var rows = who.Person.Roles.Contains("administrator") ? db.AccessLog.Where(a => a.Site == who.Person.Site || a.Site == "") : db.AccessLog.Where(a => a.Site == who.Person.Site);
        if (person is not null) rows = rows.Where(a => a.Person == person);
        if (order is not null)
        {
            if (!OrderId.TryParse(order, out var id)) return Problems.Unreadable($"\"{order}\" is not the name of an order.", field: "order");
            var written = id.ToString();
            rows = rows.Where(a => a.OrderId == written);
        }
        if (day is not null)
        {
            if (LocalDatePattern.Iso.Parse(day) is not { Success: true, Value: var date }) return Problems.Unreadable($"A day is written year-month-day, like 2026-11-22; it is \"{day}\".", field: "day");
            var (from, to) = (zone.AtStartOfDay(date).ToInstant(), zone.AtStartOfDay(date.PlusDays(1)).ToInstant());
            rows = rows.Where(a => a.At >= from && a.At < to);
        }
        if (before is { } position) rows = rows.Where(a => a.Position < position);
        var found = await rows.OrderByDescending(a => a.Position).Take(MostAtOnce + 1).ToListAsync(http.RequestAborted);
        return Results.Json(new AuditView(
            [.. found.Take(MostAtOnce).Select(a => new AuditEntryView(
                a.Position, InstantPattern.ExtendedIso.Format(a.At), a.At.InZone(zone).ToString("uuuu-MM-dd HH:mm:ss o<m>", CultureInfo.InvariantCulture), zone.Id,
                a.Act, a.Outcome, OrNull(a.Person), OrNull(a.Site), OrNull(a.Actor), OrNull(a.OrderId), OrNull(a.Address), OrNull(a.Detail)))],
            found.Count > MostAtOnce ? found[MostAtOnce - 1].Position : null), ViewJson.Options);
    }

    private static string? OrNull(string text) => text.Length == 0 ? null : text;
}

/// <param name="Next">Give it back as <c>before</c> for older ones; left out when there are none.</param>
public sealed record AuditView(IReadOnlyList<AuditEntryView> Entries, long? Next);

/// <param name="At">UTC.</param>
/// <param name="Local">By the clock of the reader's site.</param>
/// <param name="Person">Who did it, or whose access it concerns.</param>
/// <param name="Actor">Who changed it, when that was another person.</param>
public sealed record AuditEntryView(
    long Position, string At, string Local, string Zone, string Act, string Outcome, string? Person, string? Site, string? Actor, string? Order, string? Address, string? Detail);
