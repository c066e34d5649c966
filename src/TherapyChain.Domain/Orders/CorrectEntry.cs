using System.Collections.Immutable;
using TherapyChain.Domain.Access;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Domain.Orders;

/// <summary>
/// Corrects a value of evidence by a new entry that names the old one. The new value must be one the step would have accepted. Identity
/// scans, custody and signatures are not corrected: they are what happened. When a value that was looked up by the old one (a dose by the
/// weight) no longer fits, the order is put on hold.
/// </summary>
public static class CorrectEntry
{
    /// <param name="corrects">The sequence number of the entry that gave the value.</param>
    /// <param name="field">The name of the evidence.</param>
    public static Decision Decide(Workflow workflow, Order order, int corrects, string field, EvidenceValue value, string reason, Context context)
    {
        var journal = new Journal(order, context);
        WatchClocks.Record(journal, workflow, context.Now);
        var role = Verb.RoleFor(workflow, "correct", journal.Order, context.Actor);
        var reasons = new List<Reason?> { Verb.Permission(workflow, "correct", role, journal.Order, context.Actor), Verb.Words("reason", reason), Elsewhere(journal.Order, corrects, context.Actor) };
        var old = Old(workflow, journal.Order, corrects, field, reasons);
        if (old is { } found)
        {
            if (found.Value == value) reasons.Add(new("correction.same", $"{new Term.Label(workflow, field)} already is {value}.", "value"));
            else if (string.IsNullOrWhiteSpace(value.Value)) reasons.Add(new("evidence.missing", $"Give the new value of {new Term.Label(workflow, field)}.", "value"));
            else reasons.Add(EvidenceRules.Problem(field, found.Evidence.Kind, value, workflow, journal.Order));
        }
        if (reasons.OfType<Reason>().ToList() is { Count: > 0 } unmet) return journal.Refuse(unmet);
        journal.Write(new EntryCorrected(corrects, field, old!.Value.Value, value, reason.Trim()), role!);
        if (Outdated(workflow, journal.Order, corrects, field) is { IsEmpty: false } outdated && workflow.FindState(journal.Order.State) is { IsFinal: false })
            journal.Write(new OrderHeld(HoldCode.Correction, HoldReason.Corrected(workflow.Say(field, "en"), value, string.Join(' ', outdated)), Clock: null), role!);
        return journal.Accept();
    }

    /// <summary>Who only carries corrects what their own site entered: a courier has nothing to say about a patient's weight.</summary>
    private static Reason? Elsewhere(Order order, int corrects, Person actor) =>
        order.To(actor.Site) is not Relation.None and var relation && order.Steps.TryGetValue(corrects, out var step) && step.Site != actor.Site
        && !PermissionTable.Shipped.Allows(Acts.CorrectElsewhere, actor.Roles, relation)
            ? new("correction.elsewhere", $"This value was entered at another site, and yours only carries: somebody there must correct it.", "corrects") : null;

    /// <summary>What is wrong now with each value that counts and was looked up by the corrected one.</summary>
    private static ImmutableArray<Sentence> Outdated(Workflow workflow, Order order, int corrects, string field)
    {
        var wrong = ImmutableArray.CreateBuilder<Sentence>();
        if (LabelRules.Outdated(workflow, order, corrects, field) is { } labels) wrong.Add(labels);
        if (order.Evidence[field].Seq != corrects) return wrong.ToImmutable();
        foreach (var (name, given) in order.Evidence)
        {
            if (given.Seq <= corrects || workflow.FindStep(order.Steps[given.Seq].Step)?.Evidence.FirstOrDefault(e => e.Name == name)?.Kind is not { } kind) continue;
            if (kind switch { EvidenceKind.TableCount table => table.By, EvidenceKind.Among among => among.ItemsOf, _ => null } != field) continue;
            if (EvidenceRules.Problem(name, kind, given.Value, workflow, order) is { } problem) wrong.Add(problem.Message);
        }
        return wrong.ToImmutable();
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
        reasons.Add(new("correction.no-such-value", $"Entry {corrects} has no evidence \"{new Term.Label(workflow, field)}\". It has: {new Term.List([.. step.Evidence.Keys.Select(name => new Term.Label(workflow, name))])}.", "field"));
        return null;
    }
}
