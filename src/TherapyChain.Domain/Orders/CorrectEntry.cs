using TherapyChain.Domain.Workflows;

namespace TherapyChain.Domain.Orders;

/// <summary>
/// Corrects a value of evidence by a new entry that names the old one. The new value must be one the step would have accepted. Identity
/// scans, custody and signatures are not corrected: they are what happened.
/// </summary>
public static class CorrectEntry
{
    /// <param name="corrects">The sequence number of the entry that gave the value.</param>
    /// <param name="field">The name of the evidence.</param>
    public static Decision Decide(Workflow workflow, Order order, int corrects, string field, EvidenceValue value, string reason, Context context)
    {
        var journal = new Journal(order, context);
        WatchClocks.Record(journal, workflow, context.Now);
        var role = Verb.RoleFor(workflow, "correct", context.Actor);
        var reasons = new List<Reason?> { Verb.Permission(workflow, "correct", role, journal.Order, context.Actor), Verb.Words("reason", reason) };
        var old = Old(workflow, journal.Order, corrects, field, reasons);
        if (old is { } found)
        {
            if (found.Value == value) reasons.Add(new("correction.same", $"{field} already is {value}.", "value"));
            else if (string.IsNullOrWhiteSpace(value.Value)) reasons.Add(new("evidence.missing", $"Give the new value of {field}.", "value"));
            else reasons.Add(EvidenceRules.Problem(field, found.Evidence.Kind, value, workflow, journal.Order));
        }
        if (reasons.OfType<Reason>().ToList() is { Count: > 0 } unmet) return journal.Refuse(unmet);
        journal.Write(new EntryCorrected(corrects, field, old!.Value.Value, value, reason.Trim()), role!);
        return journal.Accept();
    }

    private static (EvidenceValue Value, Evidence Evidence)? Old(Workflow workflow, Order order, int corrects, string field, List<Reason?> reasons)
    {
        if (!order.Steps.TryGetValue(corrects, out var step))
        {
            reasons.Add(new("correction.no-step", $"Entry {corrects} is not a step with evidence.", "corrects"));
            return null;
        }
        if (step.Evidence.TryGetValue(field, out var value) && workflow.FindStep(step.Step)?.Evidence.FirstOrDefault(e => e.Name == field) is { } evidence)
            return (value, evidence);
        reasons.Add(new("correction.no-such-value", $"Entry {corrects} has no evidence \"{field}\". It has: {string.Join(", ", step.Evidence.Keys)}.", "field"));
        return null;
    }
}
