using System.Collections.Immutable;
using System.Diagnostics;
using NodaTime;
using TherapyChain.Domain;
using TherapyChain.Domain.Access;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;
using TherapyChain.Server.Access;
using TherapyChain.Server.Answers;
using TherapyChain.Server.Health;
using TherapyChain.Server.Practice;
using TherapyChain.Server.Workflows;
using TherapyChain.Storage;

namespace TherapyChain.Server.Orders;

/// <summary>
/// The way of every change: open, decide, record. A lost race decides again on the new state, unless the caller said with If-Match which
/// state they meant. A refusal that leaves entries is recorded like a success.
/// </summary>
public sealed class OrderDesk(Ledger ledger, OpenOrders kept, WorkflowShelf shelf, Repeats repeats, IClock clock, Tally tally, Changes changes)
{
    private const int Attempts = 16;

    /// <summary>The order as it stands, or null when there is none.</summary>
    public OpenOrder? Open(OrderId id)
    {
        if (kept.Find(id) is { } found) return found;
        var entries = ledger.EntriesOf(id);
        if (entries.Count == 0) return null;
        var opened = Fold(id, entries);
        kept.Keep(opened);
        return opened;
    }

    /// <summary>The order a caller named, or null when there is none that they may see.</summary>
    public OpenOrder? See(string name, CurrentPerson who) =>
        OrderId.TryParse(name, out var id) && Open(id) is { } opened && who.May(Acts.SeeOrder, opened.Order) ? opened : null;

    /// <summary>Why somebody may not do something to the order they named, by the permission table, or null: 404 when they may not even see it, else 403.</summary>
    internal Problem? Refusal(string name, CurrentPerson who, string act, out OpenOrder? opened)
    {
        opened = See(name, who);
        return opened is null ? Problems.NotFound($"order")
            : who.May(act, opened.Order) ? null
            : opened.Order.To(who.Person.Site) == Relation.Carrier && who.May(act, Relation.Party) ? Problems.CarrierMayNot(PermissionTable.Shipped[act])
            : Problems.RoleMayNot(PermissionTable.Shipped[act], who.Person.Roles);
    }

    /// <summary>Whether another order has a code already.</summary>
    internal bool IsElsewhere(OrderId id, string code) => ledger.OwnedElsewhere(id, [new GivenCode(code, Issuer: null)]).Count > 0;

    /// <summary>The record of an order, oldest entry first; empty when there is none.</summary>
    public IReadOnlyList<SealedEntry> EntriesOf(OrderId id) => ledger.EntriesOf(id);

    /// <summary>The order as it was at an instant: the fold of what had been recorded by then; null before it began.</summary>
    public OpenOrder? AsOf(OrderId id, Instant at)
    {
        var entries = ledger.EntriesOf(id).Where(e => e.Envelope.Recorded <= at).ToList();
        return entries.Count == 0 ? null : Fold(id, entries);
    }

    /// <summary>Begins an order under a fresh name.</summary>
    internal async Task<IResult> BeginAsync(HttpContext http, CurrentPerson who, Shelved workflow, ReadOnlyMemory<byte> body, Func<OrderId, Context, Decision> decide)
    {
        using var turn = await repeats.EnterAsync(http, who.Id, body, http.RequestAborted);
        if (turn.Answer is { } before) return before;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var nothing = new OpenOrder(new Order(PracticeName.MintReal()), default);
            var context = new Context(Now, who.Person);
            var decision = decide(nothing.Order.Id, context);
            if (decision is Decision.Refused refused) return Refuse(refused.Reasons);
            var change = Change.Of(decision, nothing);
            var answer = OrderAnswer.Of(StatusCodes.Status201Created, workflow, change.After, change.Entries, context.Now, $"/api/orders/{nothing.Order.Id}");
            if (await RecordAsync(change, workflow, who.Id, turn, answer, document: null, http) is { Done: true } recorded) return recorded.Result!;
        }
        return Problems.Busy;
    }

    /// <summary>Changes an order that the caller named, or says why not.</summary>
    internal async Task<IResult> ChangeAsync(HttpContext http, string name, CurrentPerson who, Wish wish)
    {
        if (Refusal(name, who, wish.Act, out var found) is { } may) return may;
        var opened = found!;
        using var turn = await repeats.EnterAsync(http, who.Id, wish.Body, http.RequestAborted);
        if (turn.Answer is { } before) return before;
        var meant = http.Request.Headers.IfMatch.ToString();
        var elsewhere = ImmutableHashSet<string>.Empty;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            opened = Open(opened.Order.Id) ?? opened;
            var workflow = shelf.For(opened.Order);
            if (attempt == 0 && wish.Codes?.Invoke(workflow.Workflow) is { IsEmpty: false } codes) elsewhere = [.. ledger.OwnedElsewhere(opened.Order.Id, codes)];

            var context = new Context(Now, who.Person, wish.Second, elsewhere);
            var decision = wish.Decide(opened, workflow.Workflow, context);
            // Wrong material in somebody's hands is recorded, however old the page was that they looked at.
            if (meant.Length > 0 && meant != "*" && meant != opened.ETag && !decision.Entries.Any(e => e.Event is IdentityRefused)) return Problems.Stale(opened.ETag);
            if (decision is Decision.Accepted && wish.Edge is { Reasons.IsEmpty: false } edge) return Refuse(edge.Reasons);
            var change = Change.Of(decision, opened);
            var after = shelf.For(change.After.Order);
            IResult answer;
            if (decision is Decision.Refused no) answer = Refuse(wish.Edge?.With(no.Reasons) ?? no.Reasons);
            else answer = OrderAnswer.Of(wish.Status, after, change.After, change.Entries, context.Now);
            if (change.Entries.IsEmpty) return answer;

            var recorded = await RecordAsync(change, after, who.Id, turn, answer, wish.Document, http);
            if (recorded.Done) return recorded.Result!;
            if (recorded.TakenCode is { } taken) elsewhere = elsewhere.Add(taken);
        }
        return Problems.Busy;
    }

    /// <summary>Records what time did to an order; the answer is how many entries that were.</summary>
    internal async Task<int> TickAsync(OrderId id)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (Open(id) is not { } opened) return 0;
            var workflow = shelf.For(opened.Order);
            var change = Change.Of(WatchClocks.Decide(workflow.Workflow, opened.Order, new Context(Now, Nobody)), opened);
            if (change.Entries.IsEmpty) return 0;
            if ((await RecordAsync(change, workflow, Person.System, Repeats.Turn.Free, null, null, null)).Done) return change.Entries.Length;
        }
        return 0;
    }

    /// <summary>Records what somebody decides whom no request speaks for: a colleague of practice. An order of which there is nothing yet begins.</summary>
    /// <returns>Why not; nothing when it is recorded.</returns>
    internal async Task<ImmutableArray<Reason>> ActAsync(OrderId id, Person actor, Func<OpenOrder, Context, (Decision Decision, KeptDocument? Document)> decide)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var (decision, document) = decide(Open(id) is { } opened ? opened : opened = new OpenOrder(new Order(id), default), new Context(Now, actor));
            // As everywhere, what a refusal leaves (a failed identity check and its hold) is recorded.
            var told = decision is Decision.Refused no ? no.Reasons : [];
            var change = Change.Of(decision, opened);
            if (change.Entries.IsEmpty || (await RecordAsync(change, shelf.For(change.After.Order), actor.Id, Repeats.Turn.Free, null, document, null)).Done) return told;
        }
        return Problems.Busy.Reasons;
    }

    private Instant Now => Moment.Whole(clock.GetCurrentInstant());

    // The watch acts in nobody's name; its entries say "system" whatever stands here.
    private static readonly Person Nobody = new(Person.System, Person.System, Person.System, "Etc/UTC", [], ImmutableSortedDictionary<string, LocalDate>.Empty);

    private readonly record struct Recording(bool Done, IResult? Result = null, string? TakenCode = null);

    private async Task<Recording> RecordAsync(
        Change change, Shelved workflow, string actor, Repeats.Turn turn, IResult? answer, KeptDocument? document, HttpContext? http)
    {
        var (before, after) = (change.Before.Order, change.After.Order);
        var append = new Append(after.Id, before.Seq, change.Entries, OrderIndexing.IndexOf(after, workflow.Workflow))
        {
            Parties = OrderIndexing.PartiesOf(after, before),
            Clocks = OrderIndexing.ClocksOf(after, before),
            Identifiers = OrderIndexing.IdentifiersOf(after, before),
            Documents = document is null ? [] : [document],
            Answer = answer is null || http is null ? null : turn.Keep(actor, answer, http, Now),
        };
        // Once the decision is made, a caller who goes away does not unmake it.
        switch (await ledger.RecordAsync(append, CancellationToken.None))
        {
            case RecordOutcome.Recorded:
                kept.Keep(change.After);
                tally.Recorded(change.Entries);
                changes.Tell(after);
                return new Recording(true, answer);
            case RecordOutcome.Stale:
                CatchUp(change.Before);
                tally.LostRace();
                return new Recording(false);
            case RecordOutcome.IdentifierTaken taken: return new Recording(false, TakenCode: taken.Value);
            case RecordOutcome.AlreadyAnswered { SameRequest: true } earlier: return new Recording(true, Repeats.Again(earlier.Answer));
            case RecordOutcome.AlreadyAnswered: return new Recording(true, Problems.IdempotencyReused);
            case var other: throw new UnreachableException(other.GetType().Name);
        }
    }

    // What is kept only ever moves forward: taking the order out instead would let a slow reader put an older state back.
    private void CatchUp(OpenOrder before)
    {
        var missed = ledger.EntriesOf(before.Order.Id, before.Order.Seq);
        if (missed.Count > 0) kept.Keep(new OpenOrder(before.Order.Fold(missed.Select(e => e.Read())), missed[^1].Hash));
    }

    private Problem Refuse(ImmutableArray<Reason> reasons)
    {
        tally.Refused(reasons);
        return Problems.Refused(reasons);
    }

    private static OpenOrder Fold(OrderId id, IReadOnlyList<SealedEntry> entries) => new(OrderFold.Of(id, entries.Select(e => e.Read())), entries[^1].Hash);
}
