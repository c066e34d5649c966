using System.Collections.Frozen;
using System.Collections.Immutable;

namespace TherapyChain.Domain.Workflows;

/// <summary>
/// The steps an order waits for in each state: those on a shortest way to the infusion, and after it to an end, and those whose acts one of them requires. What may be done
/// besides (decline, postpone, cancel, report) is open, but nobody is waited for because of it.
/// </summary>
public static class NextSteps
{
    public static FrozenDictionary<string, ImmutableArray<Step>> Of(Workflow workflow)
    {
        var living = workflow.States.Count(state => !state.IsFinal);
        // A step out of nearly everywhere ends an order before its time; it is nobody's next step.
        var steps = workflow.Steps.Where(step => step.From.Length * 2 <= living).ToImmutableArray();
        var infused = steps.Where(step => step.Records.Contains("infusion")).Select(step => step.To).OfType<string>();
        var toInfusion = Distances(steps, infused);
        var toEnd = Distances(steps, workflow.States.Where(state => state.IsFinal).Select(state => state.Name));
        return workflow.States.ToFrozenDictionary(state => state.Name, state => From(state.Name), StringComparer.Ordinal);

        ImmutableArray<Step> From(string state)
        {
            var distances = toInfusion.GetValueOrDefault(state) > 0 ? toInfusion : toEnd;
            var leaving = steps.Where(step => step.From.Contains(state)).ToImmutableArray();
            var onwards = leaving.Where(step => step.To is { } to && distances.TryGetValue(to, out var far) && far == distances.GetValueOrDefault(state) - 1)
                // Of several that lead to the same state the file names the usual one first: what stands behind it is for the day it cannot be done.
                .DistinctBy(step => step.To).ToImmutableArray();
            // A state from which no way leads on waits for whoever can do anything at all.
            if (onwards.IsEmpty) return leaving;
            return [.. leaving.Where(step => onwards.Contains(step) || step.To is null && step.Records.Any(act => onwards.Any(next => next.Requires.Contains(act))))];
        }
    }

    // Steps from each state to the nearest goal; states from which there is none are left out.
    private static Dictionary<string, int> Distances(ImmutableArray<Step> steps, IEnumerable<string> goals)
    {
        var far = goals.Distinct().ToDictionary(goal => goal, _ => 0, StringComparer.Ordinal);
        var queue = new Queue<string>(far.Keys);
        while (queue.TryDequeue(out var to))
            foreach (var from in steps.Where(step => step.To == to).SelectMany(step => step.From))
                if (far.TryAdd(from, far[to] + 1)) queue.Enqueue(from);
        return far;
    }
}
