using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using TherapyChain.Domain.Identity;
using TherapyChain.Domain.Workflows;
using TherapyChain.Server.Access;
using TherapyChain.Server.Answers;
using TherapyChain.Server.Workflows;
using TherapyChain.Storage;

namespace TherapyChain.Server.Orders;

/// <summary><c>GET /api/orders</c>: the list, newest first, from the read models.</summary>
internal static class ListOrders
{
    private const int Most = 200;

    /// <param name="State">A state.</param>
    /// <param name="Workflow">A workflow's id.</param>
    /// <param name="Site">A site that plays a part.</param>
    /// <param name="Held">Whether the order is on hold.</param>
    /// <param name="Clock">A clock that runs.</param>
    /// <param name="Final">Whether the order has ended.</param>
    /// <param name="Text">Words in the reference, the order's name or its identifiers.</param>
    /// <param name="Identifier">A code exactly as it is scanned.</param>
    /// <param name="Cursor">Where the page before ended.</param>
    /// <param name="Limit">1 to 200; 50 when left out.</param>
    public sealed record Filters(
        [FromQuery(Name = "state")] string? State, [FromQuery(Name = "workflow")] string? Workflow, [FromQuery(Name = "site")] string? Site,
        [FromQuery(Name = "held")] bool? Held, [FromQuery(Name = "clock")] string? Clock, [FromQuery(Name = "final")] bool? Final,
        [FromQuery(Name = "text")] string? Text, [FromQuery(Name = "identifier")] string? Identifier,
        [FromQuery(Name = "cursor")] string? Cursor, [FromQuery(Name = "limit")] int? Limit);

    public static async Task<IResult> Handle(HttpContext http, [AsParameters] Filters ask, CurrentPerson who, Ledger ledger, WorkflowShelf shelf, IClock clock)
    {
        if (ask.Limit is < 1 or > Most) return Problems.Unreadable($"limit is a number from 1 to {Most}.", field: "limit");
        OrderCursor? after = null;
        if (ask.Cursor is { Length: > 0 } cursor && !OrderCursor.TryParse(cursor, out after)) return Problems.Unreadable($"This cursor is none of ours.", field: "cursor");
        await using var db = ledger.CreateDb();
        return Results.Json(await ReadAsync(db, FilterOf(ask, who), after, ask.Limit ?? 50, who, shelf, Moment.Whole(clock.GetCurrentInstant()), http.RequestAborted), ViewJson.Options);
    }

    /// <summary>One page of the list, for machines and for the start page.</summary>
    public static async Task<OrderListView> ReadAsync(
        LedgerDb db, OrderFilter filter, OrderCursor? after, int limit, CurrentPerson who, WorkflowShelf shelf, Instant now, CancellationToken ct)
    {
        var (page, next) = await db.ListOrdersAsync(filter, after, limit, ct);
        var ids = page.Select(o => o.OrderId).ToList();
        var clocks = (await db.RunningClocks.Where(c => ids.Contains(c.OrderId)).ToListAsync(ct)).ToLookup(c => c.OrderId);
        var parties = (await db.OrderParties.Where(p => ids.Contains(p.OrderId)).ToListAsync(ct)).ToLookup(p => p.OrderId);
        var zone = who.Person.Zone;
        return new OrderListView(
            [.. page.Select(o => new OrderLine(
                o.OrderId.ToString(), o.Reference, o.Workflow, o.Version, o.State, Phase(shelf, o), o.Held, o.HoldCode, o.Final,
                parties[o.OrderId].ToDictionary(p => p.Party, p => p.SiteId),
                [.. clocks[o.OrderId].OrderBy(c => c.LimitAt).Select(c => new ClockLine(c.Clock, Moment.Of(c.LimitAt, zone), Moment.Iso(c.LimitAt - now), c.LimitAt < now))],
                o.HeadSeq, Moment.Of(o.Created, zone), Moment.Of(o.Updated, zone)))],
            next?.ToString());
    }

    public static OrderFilter FilterOf(Filters ask, CurrentPerson who) => new()
    {
        VisibleTo = who.SeesAllOrders ? null : [who.Person.Site],
        State = ask.State,
        Workflow = ask.Workflow,
        Site = ask.Site,
        Held = ask.Held,
        Final = ask.Final,
        RunningClock = ask.Clock,
        Text = ask.Text,
        Identifiers = ask.Identifier is { } code ? ReadingsOf(code) : null,
    };

    // The same code is written differently on a label and in a record: every reading of it counts.
    public static List<string> ReadingsOf(string code) =>
        [.. Vocabulary.Labels.Select(kind => LabelGrammar.Read(kind, code, out _)).OfType<string>().Append(code.Trim()).Distinct()];

    public static string Phase(WorkflowShelf shelf, OrderRow o) => shelf.Find(o.Workflow, o.Version)?.Workflow.FindState(o.State)?.Phase ?? "";
}

/// <param name="Next">The cursor of the next page; null on the last.</param>
public sealed record OrderListView(IReadOnlyList<OrderLine> Orders, string? Next);

public sealed record OrderLine(
    string Order, string Reference, string Workflow, int Version, string State, string Phase, bool Held, string? HoldCode, bool Final,
    IReadOnlyDictionary<string, string> Parties, IReadOnlyList<ClockLine> Clocks, int Seq, Moment Created, Moment Updated);

public sealed record ClockLine(string Clock, Moment Limit, string Left, bool Exceeded);
