using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime.Text;
using TherapyChain.Domain.Access;
using TherapyChain.Domain.Orders;
using TherapyChain.Server.Access;
using TherapyChain.Server.Answers;
using TherapyChain.Storage.Accounts;

namespace TherapyChain.Server.Accounts;

/// <summary>Security notices: what somebody responsible must look at, until one of them says that they have (21 CFR 11.300(d)).</summary>
public static class NoticeApi
{
    private const int MostAtOnce = 1000;

    public static void MapNotices(this IEndpointRouteBuilder routes)
    {
        var notices = routes.MapGroup("/api/notices").WithTags("Accounts").Does(Acts.HandleNotices);
        notices.MapGet("", Open).WithSummary("Security notices that nobody has acknowledged: lock-outs and refusals that pile up, newest first. Those of your site; of every site for administrators of operations.")
            .Produces<IReadOnlyList<NoticeView>>();
        notices.MapPost("/{notice:long}/acknowledge", Acknowledge).WithSummary("Say that you have looked into a notice; the log keeps who and when.")
            .Produces(204).ProducesProblem(404).ProducesProblem(422);
    }

    private static async Task<IResult> Open(HttpContext http, CurrentPerson who, AccountsFile file, AccessLog log) =>
        Results.Json(await OpenAsync(who, file, log, http.RequestAborted), ViewJson.Options);

    private static async Task<IResult> Acknowledge(HttpContext http, long notice, CurrentPerson who, AccountsFile file, AccessLog log) =>
        await AcknowledgeAsync(http, notice, who, file, log) is { } no ? no : Results.NoContent();

    /// <summary>Those that this person is to look at, newest first.</summary>
    internal static async Task<IReadOnlyList<NoticeView>> OpenAsync(CurrentPerson who, AccountsFile file, AccessLog log, CancellationToken ct)
    {
        await log.CatchUpAsync(ct);
        await using var db = file.CreateDb();
        var notices = await Theirs(db, who).OrderByDescending(n => n.Position).ToListAsync(ct);
        var seen = notices.Where(n => n.Outcome == SecurityWatch.Acknowledged).Select(n => n.Detail).ToHashSet(StringComparer.Ordinal);
        var open = notices.Where(n => n.Outcome == SecurityWatch.Raised && !seen.Contains(n.Position.ToString(CultureInfo.InvariantCulture))).Take(MostAtOnce);
        return [.. open.Select(n => new NoticeView(n.Position, InstantPattern.ExtendedIso.Format(n.At), n.Detail, OrNull(n.Person), OrNull(n.Site), OrNull(n.Address)))];
    }

    /// <returns>Null when it is noted; else why not.</returns>
    internal static async Task<Problem?> AcknowledgeAsync(HttpContext http, long notice, CurrentPerson who, AccountsFile file, AccessLog log)
    {
        await log.CatchUpAsync(http.RequestAborted);
        await using var db = file.CreateDb();
        if (await Theirs(db, who).SingleOrDefaultAsync(n => n.Position == notice && n.Outcome == SecurityWatch.Raised, http.RequestAborted) is not { } found) return Problems.NotFound($"notice");
        var written = notice.ToString(CultureInfo.InvariantCulture);
        if (await db.AccessLog.FirstOrDefaultAsync(a => a.Act == SecurityWatch.Act && a.Outcome == SecurityWatch.Acknowledged && a.Detail == written, http.RequestAborted) is { } before)
            return Problems.Refused(new Reason("notice.acknowledged", $"{before.Actor} has acknowledged this notice at {InstantPattern.ExtendedIso.Format(before.At)}.", "notice"));
        await log.WriteAsync(new AccessNote(SecurityWatch.Act, SecurityWatch.Acknowledged, found.Person, found.Site) { Actor = who.Id, Address = AccessNote.AddressOf(http), Detail = written });
        return null;
    }

    private static IQueryable<AccessRow> Theirs(AccountsDb db, CurrentPerson who)
    {
        var notices = db.AccessLog.Where(n => n.Act == SecurityWatch.Act);
        return who.Person.Site == Relations.OperationsSite ? notices : notices.Where(n => n.Site == who.Person.Site);
    }

    private static string? OrNull(string text) => text.Length == 0 ? null : text;
}

/// <param name="Id">Its place in the access log.</param>
/// <param name="At">UTC.</param>
/// <param name="What"><c>lock-out</c>, <c>refusals</c> or <c>attempts</c>, a colon, and the words.</param>
/// <param name="Person">Whose account or whose attempts; left out for refusals from one address, which only operations sees.</param>
public sealed record NoticeView(long Id, string At, string What, string? Person, string? Site, string? Address);
