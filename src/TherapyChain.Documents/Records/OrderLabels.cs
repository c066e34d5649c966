using System.Collections.Immutable;
using TherapyChain.Domain.Identity;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Documents.Records;

/// <summary>What stands on a label: the codes of one container above the therapy and the order they belong to. Never a patient.</summary>
/// <param name="Codes">The chain of identity first, when the order has one; then the container's own code.</param>
public sealed record OrderLabel(string Therapy, string Order, string Reference, ImmutableArray<LabelCode> Codes);

/// <param name="Name">What the workflow calls it, in the language of the label.</param>
/// <param name="Value">As it is read by eye.</param>
/// <param name="Symbol">What its bar codes hold.</param>
public sealed record LabelCode(string Name, string Value, string Symbol);

/// <summary>The labels of an order: one for every container that lives, or one with the chain of identity alone while there is no container.</summary>
public static class OrderLabels
{
    /// <returns>Empty when the order has neither a chain of identity nor a container.</returns>
    public static ImmutableArray<OrderLabel> Of(Workflow workflow, Order order, string language)
    {
        var own = workflow.Identifiers.Where(i => i.Value.Kind == IdentifierKinds.ChainOfIdentity && order.Identifiers.ContainsKey(i.Key))
            .OrderBy(i => i.Key, StringComparer.Ordinal).Select(i => Code(i.Key, order.Identifiers[i.Key], i.Value.Kind)).ToImmutableArray();
        var held = order.Containers.SelectMany(c => c.Value.Labels.Select(label => Label(own.Add(Code(c.Key, label, workflow.Containers[c.Key].Label.Kind))))).ToImmutableArray();
        return !held.IsEmpty ? held : own.IsEmpty ? [] : [Label(own)];

        LabelCode Code(string name, string value, string kind) => new(
            workflow.Say(name, language), ChainOfIdentity.TryParse(value, out var coi, out _) && kind == IdentifierKinds.ChainOfIdentity ? coi.Printed : value,
            LabelGrammar.Symbol(kind, value));

        OrderLabel Label(ImmutableArray<LabelCode> codes) => new(workflow.Say(workflow.Id, language), order.Id.ToString(), order.Reference, codes);
    }
}
