using System.Collections.Immutable;
using TherapyChain.Domain.Access;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Domain.Orders;

/// <summary>An order begins, pinned to one version of one workflow, with a site for every party the workflow names.</summary>
public static class CreateOrder
{
    private const int LongestReference = 60;

    /// <param name="workflow">The version the order will stay on.</param>
    /// <param name="id">A fresh name; the ledger refuses a used one.</param>
    /// <param name="reference">The hospital's own order number. Never a patient's name or number.</param>
    /// <param name="parties">Party to site.</param>
    /// <param name="knownSites">The sites of the network.</param>
    /// <param name="context">Who begins it and when.</param>
    public static Decision Decide(
        Workflow workflow, OrderId id, string reference, ImmutableSortedDictionary<string, string> parties, IReadOnlySet<string> knownSites, Context context)
    {
        var journal = new Journal(new Order(id), context);
        var reasons = Reasons(workflow, reference.Trim(), parties, knownSites, context.Actor).ToImmutableArray();
        if (!reasons.IsEmpty) return journal.Refuse(reasons);
        journal.Write(
            new OrderCreated(workflow.Id, workflow.Version, workflow.Sha256, workflow.Initial, reference.Trim(), parties),
            FirstDoer(workflow, context.Actor) ?? "coordinator");
        return journal.Accept();
    }

    /// <summary>Whether one of this person's roles begins orders of this therapy, in whatever part their site has in them.</summary>
    public static bool Begins(Workflow workflow, Person actor) => FirstDoer(workflow, actor) is not null || actor.Roles.Contains("coordinator");

    private static IEnumerable<Reason> Reasons(
        Workflow workflow, string reference, ImmutableSortedDictionary<string, string> parties, IReadOnlySet<string> knownSites, Person actor)
    {
        if (reference.Length is 0 or > LongestReference)
            yield return new("order.reference", $"Give the order a reference of 1 to {LongestReference} characters (never a patient's name or number).", "reference");
        else if (reference.Any(c => char.IsControl(c) || char.IsSurrogate(c)))
            yield return new("order.reference", $"The reference holds characters that cannot be printed.", "reference");
        foreach (var party in workflow.Parties)
        {
            if (!parties.TryGetValue(party, out var site)) yield return new("order.party-missing", $"Say which site is the {Term.Party(party)}.", $"parties.{party}");
            else if (!knownSites.Contains(site)) yield return new("order.site-unknown", $"There is no site \"{site}\" in the network.", $"parties.{party}");
        }
        foreach (var party in parties.Keys)
            if (!workflow.Parties.Contains(party))
                yield return new("order.party-unknown", $"{workflow.Id} has no party \"{party}\". It has: {new Term.List([.. workflow.Parties.Select(Term.Party)])}.", $"parties.{party}");
        var relation = Relations.Among(parties, actor.Site);
        if (relation == Relation.None) yield return Verb.NoParty with { Field = "parties" };
        else if (!PermissionTable.Shipped.Allows(Acts.BeginOrder, actor.Roles, relation))
            yield return relation == Relation.Carrier ? Verb.OnlyCarries("begin") with { Field = "parties" } : new("actor.role", $"Your roles look at orders and begin none.");
        if (!Begins(workflow, actor))
            yield return new("actor.role", $"An order is begun by a coordinator, or by who takes its first step: {Term.Roles([.. FirstRoles(workflow)])}.");
    }

    private static string? FirstDoer(Workflow workflow, Person actor) => FirstRoles(workflow).FirstOrDefault(actor.Roles.Contains);

    private static IEnumerable<string> FirstRoles(Workflow workflow) =>
        workflow.Steps.Where(s => s.From.Contains(workflow.Initial)).SelectMany(s => s.By.Roles).Distinct();
}
