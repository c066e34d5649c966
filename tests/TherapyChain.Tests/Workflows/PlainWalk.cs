using System.Collections.Immutable;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Tests.Workflows;

/// <summary>
/// The same paths as the proofs look at, written down a second time in the plainest way: text and sets, no bits, no cleverness. The two are
/// compared, and mutants are judged by this one.
/// </summary>
internal static class PlainWalk
{
    internal sealed record Place(string State, string Acts, string Hands);

    internal sealed record Way(Place From, string Step, Place To);

    /// <summary>The acts that some step requires: others change nothing.</summary>
    public static IReadOnlySet<string> Required(Workflow w) => w.Steps.SelectMany(s => s.Requires).ToHashSet(StringComparer.Ordinal);

    /// <summary>Every way between situations; <paramref name="tracked"/> acts are part of a situation.</summary>
    public static IReadOnlySet<Way> Ways(Workflow w, IReadOnlySet<string> tracked)
    {
        var ways = new HashSet<Way>();
        var seen = new HashSet<Place>();
        var queue = new Queue<(string State, ImmutableSortedSet<string> Acts, ImmutableSortedDictionary<string, string> Hands)>();
        var sorted = ImmutableSortedSet<string>.Empty.WithComparer(StringComparer.Ordinal);
        queue.Enqueue((w.Initial, sorted, ImmutableSortedDictionary<string, string>.Empty.WithComparers(StringComparer.Ordinal)));
        seen.Add(Name(queue.Peek()));
        while (queue.TryDequeue(out var here))
        {
            foreach (var step in w.Steps.Where(s => s.From.Contains(here.State) && s.Requires.All(here.Acts.Contains)))
            {
                if (Hands(step, here.Hands) is not { } hands) continue;
                var next = (step.To ?? here.State, here.Acts.Except(step.Revokes).Union(step.Records.Where(tracked.Contains)), hands);
                ways.Add(new Way(Name(here), step.Name, Name(next)));
                if (seen.Add(Name(next))) queue.Enqueue(next);
            }
        }
        return ways;
    }

    private static Place Name((string State, ImmutableSortedSet<string> Acts, ImmutableSortedDictionary<string, string> Hands) s) =>
        new(s.State, string.Join(' ', s.Acts), string.Join(' ', s.Hands.Select(h => $"{h.Key}:{h.Value}")));

    private static ImmutableSortedDictionary<string, string>? Hands(Step step, ImmutableSortedDictionary<string, string> hands)
    {
        if (step.Custody.Any(m => hands.GetValueOrDefault(m.Container) != m.Gives)) return null;
        foreach (var move in step.Custody) hands = hands.SetItem(move.Container, move.Takes);
        foreach (var made in step.Creates)
        {
            if (hands.TryGetValue(made.Container, out var holder) && (!made.More || holder != made.HeldBy)) return null;
            hands = hands.SetItem(made.Container, made.HeldBy);
        }
        return step.Ends.ContainsKey("all") ? hands.Clear() : hands.RemoveRange(step.Ends.Keys);
    }
}
