using System.Collections.Immutable;
using NodaTime;
using TherapyChain.Domain;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Shipping;
using TherapyChain.Domain.Workflows;
using TherapyChain.Server.Access;
using TherapyChain.Server.Orders;
using TherapyChain.Server.Workflows;
using TherapyChain.Storage;

namespace TherapyChain.Server.Pages.Shipments;

/// <summary>The shipments that a person's site is party to: on the way, expected next, received lately.</summary>
/// <param name="IsCut">Whether there are more than were looked at, so that the page says so.</param>
internal sealed record ShipmentList(ImmutableArray<ShipmentLine> Moving, ImmutableArray<ShipmentLine> Expected, ImmutableArray<ShipmentLine> Received, bool IsCut)
{
    private const int Most = 150;

    private static readonly Duration Lately = Duration.FromDays(14);

    public static async Task<ShipmentList> ReadAsync(
        Ledger ledger, OrderDesk desk, WorkflowShelf shelf, Keyring keys, CurrentPerson who, string? text, string language, Instant now, CancellationToken ct)
    {
        await using var db = ledger.CreateDb();
        var visible = new OrderFilter { VisibleTo = who.SeesAllOrders ? null : [who.Person.Site], Text = text };
        var moving = await db.ListOrdersAsync(visible with { Final = false, Standing = StatesIn(shelf, Domain.Shipping.Shipments.StatesOnTheWay) }, null, Most, ct);
        var before = await db.ListOrdersAsync(visible with { Final = false, Standing = StatesIn(shelf, Domain.Shipping.Shipments.StatesBefore) }, null, Most, ct);
        var lately = await db.ListOrdersAsync(visible with { UpdatedSince = now - Lately }, null, Most, ct);
        var lines = moving.Orders.Concat(before.Orders).Concat(lately.Orders).Select(row => row.OrderId).Distinct()
            .Select(desk.Open).OfType<OpenOrder>().SelectMany(opened => LinesOf(opened.Order, shelf.For(opened.Order).Workflow, keys.Now, who, language, now)).ToList();
        return new ShipmentList(
            [.. In(ShipmentStage.Moving).OrderBy(line => line.Due?.At ?? Instant.MaxValue).ThenBy(line => line.Since)],
            [.. In(ShipmentStage.Expected).OrderBy(line => line.Due?.At ?? Instant.MaxValue).ThenBy(line => line.Order, StringComparer.Ordinal)],
            [.. In(ShipmentStage.Received).Where(line => line.Since > now - Lately).OrderByDescending(line => line.Since)],
            moving.Next is not null || before.Next is not null || lately.Next is not null);

        IEnumerable<ShipmentLine> In(ShipmentStage stage) => lines.Where(line => line.Stage == stage);
    }

    /// <summary>The shipments of one order that concern the person's site; all of them for those who see every order.</summary>
    public static IEnumerable<ShipmentLine> LinesOf(Order order, Workflow workflow, Roll network, CurrentPerson who, string language, Instant now) =>
        Domain.Shipping.Shipments.Of(workflow, order).Where(shipment => who.SeesAllOrders || shipment.IsOf(order, who.Person.Site))
            .Select(shipment => ShipmentLine.Of(shipment, order, workflow, network, who, language, now));

    private static List<Standing> StatesIn(WorkflowShelf shelf, Func<Workflow, ImmutableArray<string>> states) =>
        [.. shelf.All.SelectMany(shelved => states(shelved.Workflow).Select(state => new Standing(shelved.Workflow.Id, shelved.Workflow.Version, state)))];
}

/// <summary>One shipment in words: what, between whom, in whose hands, and what is expected of the person's site.</summary>
/// <param name="Holder">The party that holds it now; empty while it does not exist.</param>
/// <param name="NotYet">The state of the order while what is expected does not exist yet; null when it does.</param>
/// <param name="Recorders">The sites that record the hand-over, or the receipt of what moves, by the order's workflow; empty when it was received.</param>
/// <param name="Step">A step that hands it over or receives it and that this person can take now, or null.</param>
public sealed record ShipmentLine(
    string Order, string Reference, string Therapy, string What, ShipmentStage Stage, Stop From, Stop Carrier, Stop To, string Holder, Instant? Since, DueLine? Due, bool IsWarned,
    ShipmentDuty Duty, ImmutableArray<Stop> Recorders, StepLink? Step, bool IsHeld, string? NotYet)
{
    /// <summary>Who records what a site is expected to do, where that is not the site itself.</summary>
    public IReadOnlyList<string> RecordersBeside(string site) => Duty == ShipmentDuty.None || Recorders.Any(stop => stop.Site == site) ? [] : [.. Recorders.Select(stop => stop.Name)];

    public static ShipmentLine Of(Shipment shipment, Order order, Workflow workflow, Roll network, CurrentPerson who, string language, Instant now) => new(
        order.Id.ToString(), order.Reference, workflow.Say(order.Workflow, language), workflow.Say(shipment.Container, language), shipment.Stage,
        Stop.Of(shipment.From, order, network), Stop.Of(shipment.Carrier, order, network), Stop.Of(shipment.To, order, network),
        shipment.Stage switch { ShipmentStage.Expected => order.HolderOf(shipment.Container) ?? "", ShipmentStage.Moving => shipment.Carrier, _ => shipment.To },
        shipment.Since, shipment.Due is { } due ? new DueLine(workflow.Say(due.Clock, language), due.Running.Limit, now) : null,
        shipment.Due is { } soon && soon.Running.UrgencyAt(now) != Urgency.Calm,
        shipment.DutyOf(order, who.Person.Site), [.. Domain.Shipping.Shipments.StepsOf(workflow, shipment).Select(step => step.By.At).Distinct().Select(party => Stop.Of(party, order, network))], Steps(shipment, order, workflow, who, language, now).FirstOrDefault(), order.IsOnHold,
        shipment.Stage == ShipmentStage.Expected && order.HolderOf(shipment.Container) is null ? workflow.Say(order.State, language) : null);

    /// <summary>The steps of a shipment that this person can take now.</summary>
    public static IEnumerable<StepLink> Steps(Shipment shipment, Order order, Workflow workflow, CurrentPerson who, string language, Instant now)
    {
        if (!who.May(Domain.Access.Acts.TakeStep, order)) return [];
        var concerned = Domain.Shipping.Shipments.StepsOf(workflow, shipment);
        var context = new Context(now, who.Person);
        return OpenSteps.Of(workflow, WatchClocks.Decide(workflow, order, context).After, context).Where(open => open.Blocked.IsEmpty && concerned.Contains(open.Step))
            .Select(open => new StepLink(open.Step.Name, workflow.Say(open.Step.Name, language)));
    }
}

/// <summary>A site where a shipment is, comes from or goes to.</summary>
public sealed record Stop(string Party, string Site, string Name, string City, string Zone)
{
    public static Stop Of(string party, Order order, Roll network)
    {
        var site = order.Parties.GetValueOrDefault(party) ?? "";
        return network.Sites.GetValueOrDefault(site) is { } known ? new Stop(party, site, known.Name, known.City, known.Zone) : new Stop(party, site, site, "", "Etc/UTC");
    }
}

public sealed record StepLink(string Name, string Words);

/// <summary>A time limit in words, and what is left of it.</summary>
public sealed record DueLine(string Words, Instant At, Instant Now)
{
    public Duration Left => At - Now;

    public bool IsOver => At < Now;
}
