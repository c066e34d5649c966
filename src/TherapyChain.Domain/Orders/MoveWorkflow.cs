using TherapyChain.Domain.Workflows;

namespace TherapyChain.Domain.Orders;

/// <summary>
/// Moves an order to a newer version of its workflow: an explicit act, refused unless everything the order now holds (state, parties,
/// containers, identifiers, clocks) means something there and the way it came is a way there too, and only while it is not on hold.
/// </summary>
public static class MoveWorkflow
{
    public static Decision Decide(Workflow from, Workflow to, Order order, string reason, Context context)
    {
        var journal = new Journal(order, context);
        WatchClocks.Record(journal, from, context.Now);
        var role = Verb.RoleFor(from, "move-workflow", journal.Order, context.Actor);
        List<Reason?> reasons =
        [
            Verb.Permission(from, "move-workflow", role, journal.Order, context.Actor),
            Verb.Words("reason", reason),
            journal.Order.IsOnHold ? new("order.on-hold", $"Resolve the holds of the order first.") : null,
            to.Id != from.Id ? new("workflow.other", $"{to.Id} is another workflow than {from.Id}.", "version") : null,
            to.Version <= from.Version ? new("workflow.not-newer", $"The order is on version {from.Version}; {to.Version} is not newer.", "version") : null,
            .. Unknown(to, journal.Order).Select(what => new Reason("workflow.does-not-fit", $"Version {to.Version} does not know {what} of this order.", "version")),
        ];
        if (reasons.All(reason => reason is null) && PathTaken.PartsFrom(from, to, journal.Order) is { } parts)
            reasons.Add(new("workflow.path-differs", $"The order cannot go on under version {to.Version}: {parts}. It stays on version {from.Version}.", "version"));
        if (reasons.OfType<Reason>().ToList() is { Count: > 0 } unmet) return journal.Refuse(unmet);
        journal.Write(new WorkflowMoved(from.Version, to.Version, to.Sha256, reason.Trim()), role!);
        return journal.Accept();
    }

    private static IEnumerable<Sentence> Unknown(Workflow to, Order order)
    {
        if (to.FindState(order.State) is null) yield return $"the state {order.State}";
        foreach (var party in to.Parties.Except(order.Parties.Keys)) yield return $"who is the {Term.Party(party)}, which it needs,";
        foreach (var container in order.Containers.Keys.Except(to.Containers.Keys)) yield return $"the container {container}";
        foreach (var held in order.Containers.Values.Where(h => !to.Parties.Contains(h.By))) yield return $"the party {Term.Party(held.By)}, who holds material";
        foreach (var identifier in order.Identifiers.Keys.Except(to.Identifiers.Keys)) yield return $"the identifier {identifier}";
        foreach (var clock in order.Clocks.Keys.Except(to.Clocks.Keys)) yield return $"the running clock {clock}";
    }
}
