using TherapyChain.Domain.Access;

namespace TherapyChain.Domain.Orders;

/// <summary>Documents of an order: added by any party's staff, and papers printed. Both are entries.</summary>
public static class Documents
{
    public static Decision Add(Order order, DocumentAdded document, Context context)
    {
        var journal = new Journal(order, context);
        var relation = order.To(context.Actor.Site);
        var role = PermissionTable.Shipped.RoleFor(Acts.AddDocument, context.Actor.Roles, relation);
        Reason?[] reasons =
        [
            relation == Relation.None ? Verb.NoParty : null,
            relation != Relation.None && role is null ? new("actor.role", $"Your roles look at orders and add nothing to them.") : null,
            order.Documents.ContainsKey(document.Sha256) ? new("document.already-added", $"This very file was added to the order before.", "file") : null,
            Verb.Words("name", document.Name),
        ];
        if (reasons.OfType<Reason>().ToList() is { Count: > 0 } unmet) return journal.Refuse(unmet);
        journal.Write(document, role!);
        return journal.Accept();
    }

    /// <summary>Records a print. Its copy number is one more than the last one of that paper.</summary>
    /// <param name="names">What the sites and people that the paper speaks of are called today.</param>
    public static Decision Print(Order order, string document, string head, Names names, Context context)
    {
        var journal = new Journal(order, context);
        var relation = order.To(context.Actor.Site);
        // The role that may print, not the first that the person has: an inspector's print says so.
        if (PermissionTable.Shipped.RoleFor(Acts.PrintRecord, context.Actor.Roles, relation) is not { } role)
            return journal.Refuse(relation == Relation.None ? Verb.NoParty : new Reason("actor.role", $"None of your roles prints papers of an order."));
        journal.Write(new DocumentPrinted(document, order.Copies.GetValueOrDefault(document) + 1, head, names), role);
        return journal.Accept();
    }
}
