using System.Collections.Concurrent;
using System.Collections.Immutable;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Server.Pages.Orders;

/// <summary>What still lies before an order on the shortest way to its good end. A picture for people; what may happen next is asked of the workflow alone.</summary>
internal static class PathToCome
{
    /// <summary>The state that every order is meant to end in.</summary>
    public const string GoodEnd = "closed";

    // The same for every order of a version that stands in the same state with the same acts: a few hundred in all.
    private const int Most = 5000;

    private static readonly ConcurrentDictionary<(string Workflow, string State, string Acts), ImmutableArray<string>> Known = new();

    public static ImmutableArray<string> Of(Workflow workflow, Order order)
    {
        if (workflow.FindState(order.State) is not { IsFinal: false } || workflow.FindState(GoodEnd) is null) return [];
        var place = (workflow.Sha256, order.State, string.Join('+', order.Acts.Keys));
        if (Known.TryGetValue(place, out var known)) return known;
        var path = RehearsalPath.To(workflow, order, GoodEnd) ?? [];
        var steps = path.Select(step => step.Name).ToImmutableArray();
        if (Known.Count >= Most) return steps;
        Known[place] = steps;
        KeepTheRest(workflow, order, path, steps);
        return steps;
    }

    // What lies before an order further along the same way is the rest of it: not looked for again at every step.
    private static void KeepTheRest(Workflow workflow, Order order, ImmutableArray<Step> path, ImmutableArray<string> steps)
    {
        var (state, acts) = (order.State, order.Acts.Keys.ToImmutableSortedSet(StringComparer.Ordinal));
        for (var i = 0; i < path.Length - 1; i++)
        {
            (state, acts) = (path[i].To ?? state, acts.Except(path[i].Revokes).Union(path[i].Records));
            Known.TryAdd((workflow.Sha256, state, string.Join('+', acts)), steps[(i + 1)..]);
        }
    }
}
