using System.Collections.Immutable;
using NodaTime;
using NodaTime.Text;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Patients;
using TherapyChain.Domain.Workflows;
using TherapyChain.Server.Access;
using TherapyChain.Server.Answers;

namespace TherapyChain.Server.Orders;

/// <summary>One order as it is, or was, at an instant; local times are of the caller's site.</summary>
public sealed record OrderView(
    string Order, int Seq, string Head, string Reference, PinnedWorkflow Workflow, StateView State, string Zone, Moment AsOf,
    IReadOnlyDictionary<string, PartyView> Parties, IReadOnlyDictionary<string, string> Identifiers, IReadOnlyList<ContainerView> Containers,
    IReadOnlyList<ClockView> Clocks, IReadOnlyList<HoldView> Holds, IReadOnlyDictionary<string, int> Acts, IReadOnlyDictionary<string, GivenView> Evidence,
    IReadOnlyList<DocumentView> Documents, IReadOnlyDictionary<string, int> Copies, IReadOnlyList<string> Open, OrderRetentionView Retention,
    Moment Created, Moment Updated, Moment LastStep)
{
    public static OrderView Of(OpenOrder opened, Workflows.Shelved shelved, Roll network, string zone, string language, Instant now)
    {
        var (order, workflow) = (opened.Order, shelved.Workflow);
        var state = workflow.FindState(order.State);
        return new OrderView(
            order.Id.ToString(), order.Seq, opened.Head.ToString(), order.Reference,
            new PinnedWorkflow(order.Workflow, order.WorkflowVersion, order.WorkflowSha256),
            new StateView(order.State, workflow.Say(order.State, language), state?.Phase ?? "", state?.IsFinal ?? false),
            zone, Moment.Of(now, zone),
            order.Parties.ToDictionary(p => p.Key, p => new PartyView(p.Value, network.Sites.GetValueOrDefault(p.Value)?.Name ?? p.Value, network.ZoneOf(p.Value))),
            order.Identifiers,
            [.. order.Containers.Select(c => ContainerView.Of(c.Key, c.Value, order, workflow, zone, language))],
            [.. order.Clocks.OrderBy(c => c.Value.Limit).Select(c => ClockView.Of(c.Key, c.Value, workflow, zone, language, now))],
            [.. order.Holds.Select(h => new HoldView(h.Seq, h.Code, h.Reason, h.Clock, Moment.Of(h.Since, zone)))],
            order.Acts,
            order.Evidence.ToDictionary(e => e.Key, e => new GivenView(workflow.Say(e.Key, language), e.Value.Value.Value, e.Value.Value.Unit, e.Value.Seq)),
            [.. order.Documents.Values.Select(d => new DocumentView(d.Sha256, d.Name, d.MediaType, d.Size, d.Kind, d.Summary))],
            order.Copies, shelved.StepsFrom(order.State), OrderRetentionView.Of(RetentionDuty.Of(order)), Moment.Of(order.Created, zone), Moment.Of(order.Updated, zone), Moment.Of(order.LastStepAt, zone));
    }
}

/// <summary>How long the order must be kept so that material and patient can be traced to each other.</summary>
/// <param name="Duty"><c>none</c> while nothing was collected or made, <c>open-ended</c> while no expiry date is recorded, else <c>dated</c>.</param>
/// <param name="ProductExpiry">The latest expiry date of a product, as recorded so far.</param>
/// <param name="Until">The last day: 30 years after it. A correction or a further product moves it.</param>
public sealed record OrderRetentionView(string Duty, string? ProductExpiry, string? Until)
{
    internal static OrderRetentionView Of(RetentionDuty duty) => new(duty.Kind, Iso(duty.Expiry), Iso(duty.Until));

    private static string? Iso(LocalDate? day) => day is { } told ? LocalDatePattern.Iso.Format(told) : null;
}

public sealed record PinnedWorkflow(string Id, int Version, string Sha256);

public sealed record StateView(string Name, string Words, string Phase, bool Final);

public sealed record PartyView(string Site, string Name, string Zone);

/// <summary>Containers of a kind: in whose hands, since when, with which labels, and the temperatures that hold where they are now.</summary>
public sealed record ContainerView(
    string Container, string Words, string HeldBy, string? Site, Moment Since, ImmutableArray<string> Labels, ImmutableArray<string> MadeFrom, string? Seal,
    decimal? MinCelsius, decimal? MaxCelsius)
{
    internal static ContainerView Of(string name, Held held, Order order, Workflow workflow, string zone, string language)
    {
        var kind = workflow.Containers.GetValueOrDefault(name);
        var range = Vocabulary.Carriers.Contains(held.By) ? kind?.OnTheWay : kind?.Storage;
        return new ContainerView(name, workflow.Say(name, language), held.By, order.Parties.GetValueOrDefault(held.By), Moment.Of(held.Since, zone),
            held.Labels, held.MadeFrom, held.Seal, range?.MinCelsius, range?.MaxCelsius);
    }
}

/// <summary>A clock that runs. <paramref name="Left"/> is ISO 8601, negative when the limit has passed.</summary>
public sealed record ClockView(
    string Clock, string Words, string Left, Moment Limit, Moment Started, Moment? Warn, Moment? Earliest, bool Warned, bool Exceeded, bool HoldsWhenExceeded)
{
    internal static ClockView Of(string name, RunningClock clock, Workflow workflow, string zone, string language, Instant now) => new(
        name, workflow.Say(name, language), Moment.Iso(clock.Left(now)), Moment.Of(clock.Limit, zone), Moment.Of(clock.Started, zone),
        Moment.Of(clock.Warn, zone), Moment.Of(clock.Earliest, zone), clock.Warned || clock.Warn <= now, clock.Exceeded || clock.Limit < now, clock.Holds);
}

public sealed record HoldView(int Seq, string Code, string Reason, string? Clock, Moment Since);

/// <summary>A value that counts, and the entry that gave it.</summary>
public sealed record GivenView(string Words, string Value, string? Unit, int Seq);

public sealed record DocumentView(string Sha256, string Name, string MediaType, long Size, string Kind, IReadOnlyDictionary<string, string> Summary);
