using System.Collections.Immutable;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Domain.Orders;

/// <summary>Records that something departed from the plan, without moving the order. An ended order takes deviations too: they are found late.</summary>
public static class RecordDeviation
{
    public static readonly ImmutableArray<string> Categories =
        ["temperature", "delay", "documentation", "labelling", "equipment", "transport", "material", "identity", "other"];

    public static Decision Decide(Workflow workflow, Order order, string category, string description, Context context)
    {
        var journal = new Journal(order, context);
        WatchClocks.Record(journal, workflow, context.Now);
        var role = Verb.RoleFor(workflow, "record-deviation", journal.Order, context.Actor);
        Reason?[] reasons =
        [
            Verb.Permission(workflow, "record-deviation", role, journal.Order, context.Actor),
            Categories.Contains(category) ? null : new("deviation.category", $"The category is one of: {string.Join(", ", Categories)}.", "category"),
            Verb.Words("description", description),
        ];
        if (reasons.OfType<Reason>().ToList() is { Count: > 0 } unmet) return journal.Refuse(unmet);
        journal.Write(new DeviationRecorded(category, description.Trim()), role!);
        return journal.Accept();
    }
}
