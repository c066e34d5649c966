using System.Collections.Immutable;
using System.Diagnostics;
using TherapyChain.Domain.Custody;

namespace TherapyChain.Domain.Orders;

/// <summary>The only way an order changes: one entry folded in. A fold is the same in any chunking.</summary>
public static class OrderFold
{
    public static Order Of(OrderId id, IEnumerable<Entry> entries) => new Order(id).Fold(entries);

    public static Order Fold(this Order order, IEnumerable<Entry> entries) => entries.Aggregate(order, Evolve);

    /// <exception cref="ArgumentException">The entry is of another order or not the next one: a damaged record, never folded.</exception>
    public static Order Evolve(this Order order, Entry entry)
    {
        if (entry.Order != order.Id || entry.Seq != order.Seq + 1)
            throw new ArgumentException($"Entry {entry.Seq} of order {entry.Order} does not follow entry {order.Seq} of order {order.Id}.");
        var next = entry.Event switch
        {
            OrderCreated e => Begin(order, entry, e),
            StepCompleted e => TakeStep(order, entry, e),
            OrderHeld e => order with { Holds = order.Holds.Add(new Hold(entry.Seq, e.Code, e.Reason, e.Clock, entry.At, entry.Actor)) },
            HoldResolved e => order with { Holds = order.Holds.RemoveAll(h => h.Seq == e.Held) },
            ClockWarned e => Mark(order, e.Clock, c => c with { Warned = true }),
            ClockExceeded e => Mark(order, e.Clock, c => c with { Warned = true, Exceeded = true }),
            EntryCorrected e => Correct(order, e),
            DocumentAdded e => order with { Documents = order.Documents.SetItem(e.Sha256, e) },
            DocumentPrinted e => order with { Copies = order.Copies.SetItem(e.Document, e.Copy) },
            LabelsPrinted e => order with { Labels = order.Labels.AddRange(e.Labels.Select(l => KeyValuePair.Create(l.Serial, new PrintedLabel(l.Serial, l.Container, l.Code, entry.Seq)))) },
            LabelsAccounted e => order with { Labels = order.Labels.SetItems(e.Labels.Select(f => KeyValuePair.Create(f.Serial, order.Labels[f.Serial] with { Fate = f }))) },
            WorkflowMoved e => order with { WorkflowVersion = e.Version, WorkflowSha256 = e.WorkflowSha256 },
            DeviationRecorded or IdentityRefused => order,
            _ => throw new UnreachableException($"No fold for {entry.Event.GetType().Name}."),
        };
        return next with { Seq = entry.Seq, Updated = entry.Recorded };
    }

    private static Order Begin(Order order, Entry entry, OrderCreated e) => order with
    {
        Workflow = e.Workflow,
        WorkflowVersion = e.Version,
        WorkflowSha256 = e.WorkflowSha256,
        Reference = e.Reference,
        State = e.State,
        Parties = e.Parties,
        Created = entry.Recorded,
        LastStepAt = entry.At,
    };

    private static Order TakeStep(Order order, Entry entry, StepCompleted e)
    {
        var containers = Custody(order.Containers, entry, e).ToImmutable();
        var identifiers = order.Identifiers.ToBuilder();
        var aliases = order.Aliases.ToBuilder();
        var shared = order.SharedCodes.ToBuilder();
        foreach (var scan in e.Assigned)
        {
            if (scan.Shared) shared[scan.Value] = scan.Name;
            else aliases[scan.Value] = new Alias(scan.Name, scan.Issuer);
            if (e.Created.All(c => c.Container != scan.Name)) identifiers[scan.Name] = scan.Value;
        }
        var evidence = order.Evidence.ToBuilder();
        foreach (var (name, value) in e.Evidence) evidence[name] = new Given(value, entry.Seq);
        return order with
        {
            State = e.To,
            Acts = order.Acts.RemoveRange(e.Revoked).SetItems(e.Acts.Select(a => KeyValuePair.Create(a, entry.Seq))),
            Identifiers = identifiers.ToImmutable(),
            Aliases = aliases.ToImmutable(),
            SharedCodes = shared.ToImmutable(),
            Containers = containers,
            Handovers = order.Handovers.AddRange(e.Moved.Select(m => new Handover(entry.Seq, entry.At, entry.Zone, e.Step, m.Container, m.Gives, m.Takes, m.Seal, m.Condition))),
            HadMaterial = order.HadMaterial || !e.Created.IsEmpty,
            Clocks = order.Clocks.RemoveRange(e.ClocksStopped).SetItems(e.ClocksStarted.Select(c => KeyValuePair.Create(
                c.Clock, new RunningClock(entry.At, c.Earliest, c.Warn, c.Limit, c.Holds, Warned: false, Exceeded: false)))),
            Evidence = evidence.ToImmutable(),
            Steps = order.Steps.Add(entry.Seq, new StepRecord(e.Step, e.Evidence, entry.Site)),
            LastStepAt = entry.At,
        };
    }

    /// <summary>Moves, then creations, then ends: the order in which one step does them.</summary>
    private static ImmutableSortedDictionary<string, Held>.Builder Custody(ImmutableSortedDictionary<string, Held> before, Entry entry, StepCompleted e)
    {
        var containers = before.ToBuilder();
        foreach (var move in e.Moved)
            containers[move.Container] = containers[move.Container] with { By = move.Takes, Since = entry.At, Seal = move.Seal };
        foreach (var made in e.Created)
        {
            ImmutableArray<string> labels = [.. e.Assigned.Where(s => s.Name == made.Container).Select(s => s.Value)];
            containers[made.Container] = containers.TryGetValue(made.Container, out var held)
                ? held with { Labels = held.Labels.AddRange(labels) }
                : new Held(made.HeldBy, entry.At, labels, made.MadeFrom, Seal: null);
        }
        foreach (var end in e.Ended) containers.Remove(end.Container);
        return containers;
    }

    private static Order Mark(Order order, string clock, Func<RunningClock, RunningClock> mark) =>
        order.Clocks.TryGetValue(clock, out var running) ? order with { Clocks = order.Clocks.SetItem(clock, mark(running)) } : order;

    private static Order Correct(Order order, EntryCorrected e)
    {
        var step = order.Steps[e.Corrects];
        var corrected = order with { Steps = order.Steps.SetItem(e.Corrects, step with { Evidence = step.Evidence.SetItem(e.Field, e.New) }) };
        return order.Evidence.TryGetValue(e.Field, out var given) && given.Seq == e.Corrects
            ? corrected with { Evidence = order.Evidence.SetItem(e.Field, new Given(e.New, e.Corrects)) }
            : corrected;
    }
}
