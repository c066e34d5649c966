using System.Collections.Immutable;
using TherapyChain.Domain.Identity;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Documents.Records;

/// <summary>What stands on a label: the codes of one container above the therapy and the order they belong to. Never a patient.</summary>
/// <param name="Serial">Which label of the order it is; the symbol of its own.</param>
/// <param name="Number">Its place in this print, from 1.</param>
/// <param name="Of">How many labels this print has.</param>
/// <param name="AutologousOnly">Whether the container holds what is for the donor alone (Regulation (EC) 1394/2007 Annex III; 21 CFR 1271.90(c)).</param>
/// <param name="Codes">The chain of identity first, when the order has one; then the container's own code.</param>
public sealed record OrderLabel(string Therapy, string Order, string Reference, string Serial, int Number, int Of, bool AutologousOnly, ImmutableArray<LabelCode> Codes);

/// <param name="Name">What the workflow calls it, in the language of the label.</param>
/// <param name="Value">As it is read by eye.</param>
/// <param name="Symbol">What its bar codes hold.</param>
public sealed record LabelCode(string Name, string Value, string Symbol);

/// <summary>The labels of one print, in words.</summary>
public static class OrderLabels
{
    /// <param name="workflow">The version the order was on when they were printed.</param>
    /// <param name="order">The order as it was then.</param>
    /// <param name="printed">The entry that printed them.</param>
    public static ImmutableArray<OrderLabel> Of(Workflow workflow, Order order, LabelsPrinted printed)
    {
        var own = workflow.Identifiers.Where(i => i.Value.Kind == IdentifierKinds.ChainOfIdentity && order.Identifiers.ContainsKey(i.Key))
            .OrderBy(i => i.Key, StringComparer.Ordinal).Select(i => Code(i.Key, order.Identifiers[i.Key], i.Value.Kind)).ToImmutableArray();
        return [.. printed.Labels.Select((label, i) => new OrderLabel(
            workflow.Say(workflow.Id, printed.Language), order.Id.ToString(), order.Reference, new LabelSerial(order.Id, label.Serial).ToString(), i + 1, printed.Labels.Length,
            label.Container is { } kind && workflow.Containers[kind].AutologousOnly,
            label.Container is { } container ? own.Add(Code(container, label.Code!, workflow.Containers[container].Label.Kind)) : own))];

        LabelCode Code(string name, string value, string kind) => new(
            workflow.Say(name, printed.Language), ChainOfIdentity.TryParse(value, out var coi, out _) && kind == IdentifierKinds.ChainOfIdentity ? coi.Printed
                : kind == IdentifierKinds.Donation && DonationNumber.TryParse(value, out var din, out _) ? din.Printed : value,
            LabelGrammar.Symbol(kind, value));
    }
}
