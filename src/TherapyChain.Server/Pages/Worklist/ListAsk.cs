using System.Collections.Immutable;
using NodaTime;
using TherapyChain.Domain;
using TherapyChain.Domain.Orders;
using TherapyChain.Server.Access;
using TherapyChain.Server.Orders;
using TherapyChain.Server.Workflows;
using TherapyChain.Storage;

namespace TherapyChain.Server.Pages.Worklist;

/// <summary>What the address asks of the list; a member left null does not narrow it.</summary>
public sealed record ListAsk(string? Phase, string? Text, string? Workflow, string? State, string? Site, string? Clock, string? Show)
{
    public const int LongestText = 200;

    /// <summary>What an order can need, as the address says it.</summary>
    public static readonly ImmutableArray<string> Shows = ["mine", "held", "due", "passed", "open"];

    public static ListAsk Of(IQueryCollection query)
    {
        var phase = One("phase");
        var show = One("show");
        return new ListAsk(
            PhasePath.Order.Contains(phase) ? phase : null, One("text"), One("workflow"), One("state"), One("site"), One("clock"), show is not null && Shows.Contains(show) ? show : null);

        string? One(string name) => query[name].ToString().Trim() is { Length: > 0 and <= LongestText } given ? given : null;
    }

    public bool IsNarrowed => this != new ListAsk(null, null, null, null, null, null, null);

    /// <summary>The same as an address of the worklist, to be kept or followed.</summary>
    public string Query => QueryString.Create(new Dictionary<string, string?>
    {
        ["show"] = Show, ["phase"] = Phase, ["text"] = Text, ["workflow"] = Workflow, ["state"] = State, ["site"] = Site, ["clock"] = Clock,
    }.Where(part => part.Value is not null)).Value ?? "";

    public string Address(string? cursor = null) =>
        "/" + (cursor is null ? Query : $"{Query}{(Query.Length == 0 ? "?" : "&")}cursor={cursor}") + "#orders";

    /// <param name="codes">The orders the text leads to as a code, when it is one.</param>
    public OrderFilter FilterFor(CurrentPerson who, WorkflowShelf shelf, Instant now, IReadOnlyCollection<string>? codes) => new()
    {
        VisibleTo = who.SeesAllOrders ? null : [who.Person.Site],
        Standing = Phase is null ? null : Places.In(shelf, Phase),
        Workflow = Workflow,
        State = State,
        Site = Site,
        RunningClock = Clock,
        Text = codes is null ? Text : null,
        Identifiers = codes,
        Held = Show switch { "held" => true, "mine" => false, _ => null },
        Final = Show is null ? null : false,
        Awaiting = Show == "mine" ? Places.For(shelf, who.Person) : null,
        DueBefore = Show switch { "due" => now + ClockUrgency.LastHours, "passed" => now, _ => null },
    };

    public static Sentence Called(string show) => show switch
    {
        "mine" => $"My step is next",
        "held" => $"On hold",
        "due" => $"A limit within 24 hours, or past",
        "passed" => $"Past a limit",
        _ => $"Not ended",
    };

    /// <summary>The order that an exact name or code leads to, when it is one that the person may see, and how the list is to be asked otherwise.</summary>
    public async Task<(OrderId? Order, IReadOnlyCollection<string>? Codes)> FindAsync(LedgerDb db, OrderDesk desk, CurrentPerson who, CancellationToken ct)
    {
        if (Text is not { } text) return (null, null);
        if (desk.See(text, who) is { } named) return (named.Order.Id, null);
        var readings = ListOrders.ReadingsOf(text);
        // Two are enough to know that it is not one.
        var found = (await db.ListOrdersAsync(new OrderFilter { VisibleTo = who.SeesAllOrders ? null : [who.Person.Site], Identifiers = readings }, null, 2, ct)).Orders;
        return found.Count == 1 ? (found[0].OrderId, null) : (null, found.Count > 1 ? readings : null);
    }
}
