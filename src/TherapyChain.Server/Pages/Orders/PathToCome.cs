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
        var steps = RehearsalPath.To(workflow, order, GoodEnd) is { } path ? path.Select(step => step.Name).ToImmutableArray() : [];
        if (Known.Count < Most) Known[place] = steps;
        return steps;
    }
}
