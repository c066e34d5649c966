using System.Collections.Immutable;
using TherapyChain.Domain.Access;
using TherapyChain.Domain.Identity;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Domain.Orders;

/// <summary>A wish for labels.</summary>
/// <param name="Container">The kind of container to label; null for every one that lives.</param>
/// <param name="Copies">How many for each container.</param>
/// <param name="Reason">Why labels that were printed before are printed again.</param>
public sealed record LabelWish(string? Container, int Copies, string Size, string Language, string? Reason);

/// <summary>Prints labels: an entry of the order that gives each its serial number, so that each can be asked for until its fate is known.</summary>
public static class PrintLabels
{
    private const int MostCopies = 50;

    public static Decision Decide(Workflow workflow, Order order, LabelWish wish, Context context)
    {
        var journal = new Journal(order, context);
        WatchClocks.Record(journal, workflow, context.Now);
        var today = journal.Order;
        var relation = today.To(context.Actor.Site);
        var role = PermissionTable.Shipped.RoleFor(Acts.PrintLabels, context.Actor.Roles, relation);
        var faces = Faces(workflow, today, wish.Container);
        var count = faces.Length * Math.Clamp(wish.Copies, 0, MostCopies);
        var again = faces.Any(f => today.Labels.Values.Any(l => l.Container == f.Container && l.Code == f.Code));
        Reason?[] reasons =
        [
            relation == Relation.None ? Verb.NoParty : role is null ? new("actor.role", $"None of your roles prints labels of this order.") : null,
            // A wrong code may be why it is on hold: it is not put on further bags.
            today.IsOnHold ? new("order.on-hold", $"The order is on hold: {HoldReason.Told(workflow, today.Holds[0].Code, today.Holds[0].Reason)} Quality must resolve it first.") : null,
            workflow.FindState(today.State) is { IsFinal: true } ? new("order.ended", $"This order has ended.") : null,
            wish.Copies is < 1 or > MostCopies ? new("labels.copies", $"Print 1 to {MostCopies} labels for each container.", "copies") : null,
            wish.Container is { } named && !workflow.Containers.ContainsKey(named)
                ? new("labels.container", $"There is no container \"{named}\" in this therapy. It has: {string.Join(", ", workflow.Containers.Keys.Order(StringComparer.Ordinal))}.", "container")
                : faces.IsEmpty ? wish.Container is { } kind ? new("labels.none", $"This order has no {new Term.Label(workflow, kind)} now: there is nothing to label.", "container")
                    : new("labels.none", $"This order has no chain of identity and no container yet: there is nothing to label.", "container") : null,
            again && string.IsNullOrWhiteSpace(wish.Reason) ? new("labels.reprint", $"These labels were printed before. Say why they are printed again.", "reason")
                : wish.Reason is { Length: > 0 } reason ? Verb.Words("reason", reason) : null,
            today.Labels.Count + count > LabelSerial.Last ? new("labels.too-many", $"An order prints at most {LabelSerial.Last} labels; it has {today.Labels.Count}.", "copies") : null,
        ];
        if (reasons.OfType<Reason>().ToList() is { Count: > 0 } unmet) return journal.Refuse(unmet);
        var serial = today.Labels.Count;
        journal.Write(new LabelsPrinted(
            [.. faces.SelectMany(f => Enumerable.Repeat(f, wish.Copies)).Select(f => f with { Serial = ++serial })],
            wish.Size, wish.Language, again || !string.IsNullOrWhiteSpace(wish.Reason) ? wish.Reason!.Trim() : null), role!);
        return journal.Accept();
    }

    /// <summary>What there is to label: each live container or, while there is none, the order by its chain of identity alone.</summary>
    private static ImmutableArray<NewLabel> Faces(Workflow workflow, Order order, string? container)
    {
        var own = workflow.Identifiers.Where(i => i.Value.Kind == IdentifierKinds.ChainOfIdentity && order.Identifiers.ContainsKey(i.Key))
            .OrderBy(i => i.Key, StringComparer.Ordinal).Select(i => LabelGrammar.Symbol(i.Value.Kind, order.Identifiers[i.Key])).ToImmutableArray();
        ImmutableArray<NewLabel> held = [.. order.Containers.Where(c => container is null || c.Key == container).SelectMany(c => c.Value.Labels.Select(code =>
            new NewLabel(0, c.Key, code, own.Add(LabelGrammar.Symbol(workflow.Containers[c.Key].Label.Kind, code)))))];
        return !held.IsEmpty ? held : own.IsEmpty || container is not null || !order.Containers.IsEmpty ? [] : [new NewLabel(0, null, null, own)];
    }
}
