using TherapyChain.Domain.Access;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Domain.Orders;

/// <summary>Puts an order on hold by hand, and resolves holds. What a failed identity check placed, only quality resolves, and who only carries resolves none.</summary>
public static class Holds
{
    public static Decision Place(Workflow workflow, Order order, string reason, Context context)
    {
        var journal = new Journal(order, context);
        WatchClocks.Record(journal, workflow, context.Now);
        var role = Verb.RoleFor(workflow, "hold", journal.Order, context.Actor);
        Reason?[] reasons = [Verb.Permission(workflow, "hold", role, journal.Order, context.Actor), Verb.Words("reason", reason), NotEnded(workflow, journal.Order)];
        if (reasons.OfType<Reason>().ToList() is { Count: > 0 } unmet) return journal.Refuse(unmet);
        journal.Write(new OrderHeld(HoldCode.Requested, reason.Trim(), Clock: null), role!);
        return journal.Accept();
    }

    /// <param name="held">The sequence number of the entry that placed the hold.</param>
    public static Decision Resolve(Workflow workflow, Order order, int held, string reason, Context context)
    {
        var journal = new Journal(order, context);
        WatchClocks.Record(journal, workflow, context.Now);
        var role = Verb.RoleFor(workflow, "resume", journal.Order, context.Actor);
        var hold = journal.Order.Holds.FirstOrDefault(h => h.Seq == held);
        var (table, relation) = (PermissionTable.Shipped, journal.Order.To(context.Actor.Site));
        var isIdentity = hold is { Code: HoldCode.IdentityMismatch };
        var carries = relation == Relation.Carrier && table.Allows(isIdentity ? Acts.JudgeIdentity : Acts.Resume, context.Actor.Roles, Relation.Party);
        var judge = table.RoleFor(Acts.JudgeIdentity, context.Actor.Roles, relation);
        Reason?[] reasons =
        [
            carries && workflow.Anywhere["resume"].Any(context.Actor.Roles.Contains) ? null : Verb.Permission(workflow, "resume", role, journal.Order, context.Actor),
            Verb.Words("reason", reason),
            hold is null ? new("hold.unknown", $"Entry {held} places no hold that is still open. {Open(journal.Order)}", "hold") : null,
            isIdentity && !table.Allows(Acts.JudgeIdentity, context.Actor.Roles, Relation.Party)
                ? new("hold.quality-only", $"A failed identity check is resolved by quality only.") : null,
            isIdentity && hold!.By == context.Actor.Id
                ? new("hold.own-check", $"The identity check that failed was yours: somebody else of quality must judge it.") : null,
            !carries ? null : isIdentity
                ? new("hold.carrier", $"A failed identity check is judged where the material is collected, made or given, not by who carries it.")
                : new("hold.carrier", $"A hold is judged where the material is collected, made or given, not by who carries it."),
        ];
        if (reasons.OfType<Reason>().ToList() is { Count: > 0 } unmet) return journal.Refuse(unmet);
        journal.Write(new HoldResolved(held, reason.Trim()), isIdentity ? judge! : role!);
        return journal.Accept();
    }

    private static Reason? NotEnded(Workflow workflow, Order order) =>
        workflow.FindState(order.State) is { IsFinal: false } ? null : new("order.ended", $"This order has ended.");

    private static Sentence Open(Order order) =>
        order.Holds.IsEmpty ? (Sentence)$"The order is not on hold." : (Sentence)$"Open: {string.Join("; ", order.Holds.Select(h => $"{h.Seq} ({h.Code})"))}.";
}
