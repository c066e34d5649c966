using System.Collections.Immutable;
using NodaTime;
using TherapyChain.Domain.Access;
using TherapyChain.Domain.Identity;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Domain.Orders;

/// <summary>All that a guard may look at: the order, its workflow, the step, the request, who asks and when.</summary>
internal sealed record Situation(Workflow Workflow, Order Order, Step Step, StepRequest Request, Context Context)
{
    public Instant At { get; } = Request.At ?? Context.Now;

    /// <summary><see cref="At"/> within what can be true: a time outside is refused, and must not fail a rule that needs a calendar day before that.</summary>
    public Instant PlausibleAt { get; } = Instant.Max(Instant.Min(Request.At ?? Context.Now, Context.Now), Order.LastStepAt);

    public Person Actor => Context.Actor;

    /// <summary>The codes scanned under a name, in stored form; what the grammar refuses stays as it was read, so that it matches nothing. A typed code without its
    /// check character is neither a match nor a mismatch: it is refused, and no order stops for it.</summary>
    public ImmutableArray<string> ScannedAs(string name)
    {
        var codes = ImmutableArray<string>.Empty;
        foreach (var scan in Read(name))
            if (LabelGrammar.LacksCheck(LabelOf(Workflow, name), scan.Value) is null) codes = codes.Add(LabelGrammar.Compared(LabelOf(Workflow, name), scan.Value));
        return codes;
    }

    /// <summary>What was read under a name. A field left blank read nothing: it is a forgotten scan, never a wrong one.</summary>
    public IEnumerable<Scan> Read(string name) => Request.Scans.Where(scan => scan.Name == name && !string.IsNullOrWhiteSpace(scan.Value));

    public Term Say(string name) => new Term.Label(Workflow, name);

    /// <summary>The role in which the actor does this step, or null when they have none that may.</summary>
    public string? Role
    {
        get
        {
            var relation = Order.To(Actor.Site);
            foreach (var role in Step.By.Roles)
                // At another site the step is refused for the site; what role it would have been done in is still worth saying.
                if (Actor.Roles.Contains(role) && (relation == Relation.None || PermissionTable.Shipped.Allows(Acts.TakeStep, role, relation))) return role;
            return null;
        }
    }

    public static bool IsShared(Workflow workflow, string name) => workflow.Identifiers.TryGetValue(name, out var label) && label.Shared;

    /// <summary>
    /// Whose numbers a code belongs to: a plain text that names an order is counted by the site that gives it. A container's label is compared
    /// where two orders' containers can lie side by side, so it is nobody else's, whoever printed it; codes of a standard carry their issuer.
    /// </summary>
    public static string? IssuerOf(Workflow workflow, string name, Person actor) =>
        workflow.Identifiers.TryGetValue(name, out var label) && label is { IsCountedBySite: true } ? actor.Site : null;

    public static string LabelOf(Workflow workflow, string name) =>
        workflow.Identifiers.TryGetValue(name, out var label) ? label.Kind
        : workflow.Containers.TryGetValue(name, out var container) ? container.Label.Kind
        : "text";
}
