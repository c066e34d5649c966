using System.Collections.Immutable;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Domain.Orders;

/// <summary>The shortest list of steps that leads an order to a state, minding which acts each step requires.</summary>
public static class RehearsalPath
{
    /// <returns>The steps, empty when the order is there already; null when no path exists.</returns>
    public static ImmutableArray<Step>? To(Workflow workflow, Order order, string state)
    {
        var start = (order.State, Acts: Key([.. order.Acts.Keys]));
        var came = new Dictionary<(string State, string Acts), (Step Step, (string, string) From)?> { [start] = null };
        var queue = new Queue<((string State, string Acts) Node, ImmutableSortedSet<string> Acts)>();
        queue.Enqueue((start, [.. order.Acts.Keys]));
        while (queue.TryDequeue(out var here))
        {
            if (here.Node.State == state) return Back(here.Node, came);
            foreach (var step in workflow.Steps)
            {
                if (!step.From.Contains(here.Node.State) || !step.Requires.All(here.Acts.Contains)) continue;
                var acts = here.Acts.Except(step.Revokes).Union(step.Records);
                var next = (step.To ?? here.Node.State, Key(acts));
                if (came.TryAdd(next, (step, here.Node))) queue.Enqueue((next, acts));
            }
        }
        return null;
    }

    private static string Key(ImmutableSortedSet<string> acts) => string.Join('+', acts.WithComparer(StringComparer.Ordinal));

    private static ImmutableArray<Step> Back((string, string) node, Dictionary<(string State, string Acts), (Step Step, (string, string) From)?> came)
    {
        var steps = new Stack<Step>();
        while (came[node] is { } edge)
        {
            steps.Push(edge.Step);
            node = edge.From;
        }
        return [.. steps];
    }
}
