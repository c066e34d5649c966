using System.Collections.Immutable;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Domain.Orders;

/// <summary>A step that leaves the order's state, and what stands against it now whatever one would send.</summary>
/// <param name="Blocked">Conditions that no form can mend: a hold, a missing act, a clock, custody elsewhere, another role or site, a label without a fate.</param>
public sealed record OpenStep(Step Step, ImmutableArray<Reason> Blocked);

/// <summary>The steps open now, each with what it demands and what blocks it.</summary>
public static class OpenSteps
{
    public static ImmutableArray<OpenStep> Of(Workflow workflow, Order order, Context context) =>
        [.. Leaving(workflow, order).Select(step =>
        {
            var situation = new Situation(workflow, order, step, new StepRequest(step.Name), context);
            return new OpenStep(step, [.. step.Guards.Where(IsBeyondTheForm).SelectMany(guard => GuardRules.Unmet(guard, situation))
                .Where(reason => reason.Code is not ("custody.condition-missing" or "custody.seal-missing"))]);
        })];

    /// <summary>Why a step cannot be taken where the order stands, and what can.</summary>
    public static Reason NotFromHere(Workflow workflow, Order order, Step step) => new("step.not-from-here",
        $"\"{new Term.Label(workflow, step.Name)}\" cannot be done while the order is \"{new Term.Label(workflow, order.State)}\". {Named(workflow, order)}", "step");

    /// <param name="byName">Whether they are told as programs send them, or in words.</param>
    internal static Sentence Named(Workflow workflow, Order order, bool byName = false)
    {
        var names = Leaving(workflow, order).Select(Term (step) => byName ? new Term.Named("step", step.Name) : new Term.Label(workflow, step.Name)).ToImmutableArray();
        return names.IsEmpty ? (Sentence)$"This order has ended: no step is possible." : (Sentence)$"Possible now: {new Term.List(names)}.";
    }

    private static IEnumerable<Step> Leaving(Workflow workflow, Order order) => workflow.Steps.Where(step => step.From.Contains(order.State));

    // What a form can answer is not a blockade; everything else that can be evaluated without a form is.
    private static bool IsBeyondTheForm(Guard guard) =>
        guard is Guard.NotOnHold or Guard.DoneBy or Guard.Stands or Guard.TimeLeft or Guard.TimeElapsed or Guard.Custody or Guard.Creatable
            or Guard.PrintedLabelsAccounted;
}
