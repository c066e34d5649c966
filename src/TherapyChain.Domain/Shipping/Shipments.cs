using System.Collections.Immutable;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Domain.Shipping;

/// <summary>The shipments of an order, out of its custody and its workflow: nobody enters them twice.</summary>
public static class Shipments
{
    // Only forwards: a path that leads back (a second collection after a loss) is no shipment that anybody waits for now.
    private static readonly ImmutableArray<string> Life =
        ["ordering", "collection", "inbound", "manufacture", "release", "outbound", "treatment", "follow-up", "ended"];

    /// <summary>All shipments of an order, in the order of time: those received, those that move, and the next that is expected where nothing moves.</summary>
    public static ImmutableArray<Shipment> Of(Workflow workflow, Order order)
    {
        var sent = Sent(workflow, order).ToImmutableArray();
        return sent.Any(shipment => shipment.Stage == ShipmentStage.Moving) ? sent : [.. sent, .. Expected(workflow, order)];
    }

    /// <summary>What was written down when it was packed and handed over, confirmations and documents left out: shipper, logger, waybill.</summary>
    public static ImmutableSortedDictionary<string, EvidenceValue> Particulars(Workflow workflow, Order order, Shipment shipment)
    {
        var handOver = shipment.Sent is { } sent ? workflow.FindStep(sent.Step) : StepsOf(workflow, shipment).FirstOrDefault(step => step.From.Contains(order.State));
        if (handOver is null) return ImmutableSortedDictionary<string, EvidenceValue>.Empty;
        var end = shipment.Sent?.Seq ?? int.MaxValue;
        var packed = order.Steps.LastOrDefault(step => step.Key < end && workflow.FindStep(step.Value.Step)?.To is { } to && handOver.From.Contains(to)).Value;
        var atHandOver = shipment.Sent is null ? null : order.Steps.GetValueOrDefault(end);
        return new[] { packed, atHandOver }.OfType<StepRecord>()
            .SelectMany(step => step.Evidence.Where(e => workflow.FindStep(step.Step)?.Evidence.FirstOrDefault(asked => asked.Name == e.Key)?.Kind is not (null or EvidenceKind.Confirmation or EvidenceKind.Document)))
            .GroupBy(e => e.Key, StringComparer.Ordinal).ToImmutableSortedDictionary(e => e.Key, e => e.Last().Value, StringComparer.Ordinal);
    }

    /// <summary>The steps by which a shipment is handed over, or received where it moves; a workflow may have several (into quarantine).</summary>
    public static ImmutableArray<Step> StepsOf(Workflow workflow, Shipment shipment) => shipment.Stage switch
    {
        ShipmentStage.Expected => HandOvers(workflow, shipment.Container, shipment.Carrier),
        ShipmentStage.Moving => Receipts(workflow, shipment.Container, shipment.Carrier),
        _ => [],
    };

    /// <summary>The states of a workflow in which a carrier may hold something.</summary>
    public static ImmutableArray<string> StatesOnTheWay(Workflow workflow)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var sent in workflow.Steps)
            foreach (var move in sent.Custody.Where(move => move.ToCarrier))
            {
                var queue = new Queue<string>(sent.To is { } to ? [to] : sent.From);
                while (queue.TryDequeue(out var state))
                {
                    if (workflow.FindState(state) is not { IsFinal: false } || !found.Add(state)) continue;
                    foreach (var step in workflow.Steps)
                        if (step.To is { } next && step.From.Contains(state) && !Arrives(step, move)) queue.Enqueue(next);
                }
            }
        return [.. found.Order(StringComparer.Ordinal)];

        static bool Arrives(Step step, CustodyMove sent) =>
            step.Custody.Any(move => move.Container == sent.Container && move.Gives == sent.Takes) || step.Ends.ContainsKey(sent.Container) || step.Ends.ContainsKey("all");
    }

    /// <summary>The states of a workflow from which a hand-over to a carrier is expected.</summary>
    public static ImmutableArray<string> StatesBefore(Workflow workflow) =>
        [.. workflow.States.Where(state => !state.IsFinal && Rank(state.Name, workflow) > 0 && Nearest(workflow, state.Name) is not null).Select(state => state.Name)];

    private static IEnumerable<Shipment> Sent(Workflow workflow, Order order)
    {
        foreach (var sent in order.Handovers.Where(h => Vocabulary.Carriers.Contains(h.Takes)))
        {
            var taken = order.Handovers.FirstOrDefault(h => h.Seq > sent.Seq && h.Container == sent.Container && h.Gives == sent.Takes);
            var to = taken?.Takes ?? Destination(workflow, sent.Container, sent.Takes);
            if (taken is not null) yield return new Shipment(sent.Container, sent.Gives, sent.Takes, to, ShipmentStage.Received, sent, taken, Due: null);
            // What was lost or destroyed on the way is nobody's to receive any more.
            else if (order.HolderOf(sent.Container) == sent.Takes)
                yield return new Shipment(sent.Container, sent.Gives, sent.Takes, to, ShipmentStage.Moving, sent, null, DueOf(workflow, order, Receipts(workflow, sent.Container, sent.Takes)));
        }
    }

    private static IEnumerable<Shipment> Expected(Workflow workflow, Order order)
    {
        if (workflow.FindState(order.State) is not { IsFinal: false } || Rank(order.State, workflow) < 1) yield break;
        if (Nearest(workflow, order.State) is not { } step) yield break;
        foreach (var move in step.Custody.Where(m => m.ToCarrier))
            yield return new Shipment(move.Container, move.Gives, move.Takes, Destination(workflow, move.Container, move.Takes), ShipmentStage.Expected, null, null, DueOf(workflow, order, [step]));
    }

    // The hand-over fewest steps ahead.
    private static Step? Nearest(Workflow workflow, string from)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { from };
        var queue = new Queue<string>([from]);
        while (queue.TryDequeue(out var state))
        {
            var leaving = workflow.Steps.Where(step => step.From.Contains(state)).ToList();
            if (leaving.FirstOrDefault(step => step.Custody.Any(move => move.ToCarrier)) is { } found) return found;
            foreach (var step in leaving)
                if (step.To is { } to && Rank(to, workflow) >= Rank(state, workflow) && seen.Add(to)) queue.Enqueue(to);
        }
        return null;
    }

    private static DueBy? DueOf(Workflow workflow, Order order, ImmutableArray<Step> steps) => order.Clocks
        .Where(running => workflow.Clocks.TryGetValue(running.Key, out var clock) && steps.Any(step => clock.Stops.Contains(step.Name) || step.Within.Contains(running.Key)))
        .OrderBy(running => running.Value.Limit).Select(running => new DueBy(running.Key, running.Value)).FirstOrDefault();

    private static string Destination(Workflow workflow, string container, string carrier) =>
        Receipts(workflow, container, carrier).SelectMany(step => step.Custody).First(move => move.Container == container && move.Gives == carrier).Takes;

    private static ImmutableArray<Step> HandOvers(Workflow workflow, string container, string carrier) =>
        [.. workflow.Steps.Where(step => step.Custody.Any(move => move.ToCarrier && move.Container == container && move.Takes == carrier))];

    private static ImmutableArray<Step> Receipts(Workflow workflow, string container, string carrier) =>
        [.. workflow.Steps.Where(step => step.Custody.Any(move => move.FromCarrier && move.Container == container && move.Gives == carrier))];

    private static int Rank(string state, Workflow workflow) => workflow.FindState(state) is { } found ? Life.IndexOf(found.Phase) : -1;
}
