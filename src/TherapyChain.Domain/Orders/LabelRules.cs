using System.Collections.Immutable;
using System.Globalization;
using TherapyChain.Domain.Identity;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Domain.Orders;

/// <summary>
/// Label reconciliation: every label delivered for an order is applied or destroyed, and counted; of every label printed here the fate is
/// known by its serial number (FACT-JACIE, final fate of every label). A label that nobody can account for may be on somebody else's bag.
/// </summary>
internal static class LabelRules
{
    public static ImmutableArray<Reason> Unmet(LabelCount labels, Situation s)
    {
        var field = $"evidence.{labels.Applied}";
        if (Count(s.Request.Evidence, labels.Applied) is not { } applied || Count(s.Request.Evidence, labels.Destroyed) is not { } destroyed)
            return [new("labels.not-counted", $"Count the labels: {s.Say(labels.Applied)} and {s.Say(labels.Destroyed)}, each a whole number.", field)];
        var left = Outstanding(s.Order, labels) - applied - destroyed;
        var had = Sum(s.Order, labels.Received, int.MaxValue);
        return left == 0 ? []
            : left > 0 ? [new("labels.unaccounted", $"{Show(left)} of {Show(had)} labels of this order are neither applied nor destroyed. Find them before you go on.", field)]
            : [new("labels.too-many", $"More labels are applied and destroyed than this order had: {Show(-left)} over {Show(had)}. STOP: a label of another order may have been used.", field)];
    }

    /// <summary>Printed labels of which nobody has said what became of them.</summary>
    public static ImmutableArray<Reason> WithoutFate(Order order) =>
        order.Labels.Values.Where(l => l.Fate is null).Select(l => LabelSerial.Short(l.Serial)).ToList() is { Count: > 0 } open
            ? [open.Count == 1
                ? new("labels.no-fate", $"A printed label of this order is neither applied nor destroyed: {open[0]}. Find and account for it before you go on.", "labels")
                : new("labels.no-fate", $"{open.Count} printed labels of this order are neither applied nor destroyed: {string.Join(", ", open)}. Find and account for them before you go on.", "labels")]
            : [];

    /// <summary>Labels of an order that nobody has accounted for yet, over all its steps, as corrected.</summary>
    public static decimal Outstanding(Order order, LabelCount labels, int upTo = int.MaxValue) =>
        Sum(order, labels.Received, upTo) - Sum(order, labels.Applied, upTo) - Sum(order, labels.Destroyed, upTo);

    /// <summary>What is wrong now with a reconciliation that had closed before a count was corrected.</summary>
    public static Sentence? Outdated(Workflow workflow, Order order, int corrected, string field)
    {
        foreach (var (seq, taken) in order.Steps.Reverse())
        {
            if (seq < corrected) return null;
            if (workflow.FindStep(taken.Step)?.Labels is not { } labels || !(field == labels.Received || field == labels.Applied || field == labels.Destroyed)) continue;
            return Outstanding(order, labels, seq) is var left && left != 0 ? NoLongerClose(Show(left)) : null;
        }
        return null;
    }

    internal static Sentence NoLongerClose(object left) => $"The labels no longer close: {left} are not accounted for.";

    private static decimal Sum(Order order, string name, int upTo) => order.Steps.Where(step => step.Key <= upTo).Sum(step => Count(step.Value.Evidence, name) ?? 0);

    private static decimal? Count(ImmutableSortedDictionary<string, EvidenceValue> evidence, string name) =>
        evidence.TryGetValue(name, out var value) && decimal.TryParse(value.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Show(decimal number) => number.ToString("0", CultureInfo.InvariantCulture);
}
