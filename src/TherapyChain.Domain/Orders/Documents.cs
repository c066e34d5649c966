using System.Collections.Immutable;

namespace TherapyChain.Domain.Orders;

/// <summary>Documents of an order: added by any party's staff, and papers printed. Both are entries.</summary>
public static class Documents
{
    /// <summary>Roles that look and do not write.</summary>
    public static readonly ImmutableArray<string> ReadOnlyRoles = ["inspector", "partner-viewer"];

    public static Decision Add(Order order, DocumentAdded document, Context context)
    {
        var journal = new Journal(order, context);
        var role = context.Actor.Roles.Except(ReadOnlyRoles).FirstOrDefault();
        Reason?[] reasons =
        [
            order.Parties.ContainsValue(context.Actor.Site) ? null : new("actor.site", "Your site is no party to this order."),
            role is null ? new("actor.role", "Your roles look at orders and add nothing to them.") : null,
            order.Documents.ContainsKey(document.Sha256) ? new("document.already-added", "This very file was added to the order before.", "file") : null,
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
        if (!order.Parties.ContainsValue(context.Actor.Site) && !context.Actor.Roles.Contains("inspector"))
            return journal.Refuse(new Reason("actor.site", "Your site is no party to this order."));
        if (context.Actor.Roles.IsEmpty) return journal.Refuse(new Reason("actor.role", "You have no role."));
        journal.Write(new DocumentPrinted(document, order.Copies.GetValueOrDefault(document) + 1, head, names), context.Actor.Roles[0]);
        return journal.Accept();
    }
}
