using System.Collections.Immutable;

namespace TherapyChain.Domain.Workflows.Proofs;

/// <summary>What a walk does at one point of a step: raise flags, lower flags, or insist that one of some flags is up.</summary>
/// <param name="IfAlive">Only when this container (by its place in the state space) is alive before the step; -1 is always.</param>
internal readonly record struct Watch(WatchKind Kind, uint Flags, int IfAlive);

internal enum WatchKind { Raise, Lower, Insist }

/// <summary>
/// Follows one property along every path: a few flags beside the situation. The walk is breadth first over (situation, flags), so that the
/// path it answers with is a shortest one.
/// </summary>
/// <param name="watches">For each step of the space, what is done there, in the order in which things happen.</param>
/// <param name="flags">How many flags there are.</param>
/// <param name="start">The flags that are up when an order begins.</param>
internal sealed class PathWalk(StateSpace space, Watch[][] watches, int flags, uint start)
{
    private const long MaxPlaces = 40_000_000;

    /// <summary>Whether every path could be looked at; when not, nothing may be concluded.</summary>
    public bool CanWalk => flags <= 16 && (long)space.Count << flags <= MaxPlaces;

    /// <summary>The shortest path whose last step fails an insistence or, if given, that ends where <paramref name="isWrong"/> says so; null when there is none.</summary>
    public ImmutableArray<string>? Shortest(Func<int, uint, bool>? isWrong = null)
    {
        var cameBy = new Dictionary<long, (long From, int Step)> { [Key(0, start)] = (-1, -1) };
        var queue = new Queue<(int Situation, uint Flags)>();
        queue.Enqueue((0, start));
        while (queue.TryDequeue(out var at))
        {
            if (isWrong?.Invoke(at.Situation, at.Flags) == true) return Path(cameBy, Key(at.Situation, at.Flags), -1);
            foreach (var (step, to) in space.From(at.Situation))
            {
                var up = at.Flags;
                foreach (var watch in watches[step])
                {
                    if (watch.IfAlive >= 0 && !space.IsAlive(at.Situation, watch.IfAlive)) continue;
                    if (watch.Kind == WatchKind.Insist && (up & watch.Flags) == 0) return Path(cameBy, Key(at.Situation, at.Flags), step);
                    up = watch.Kind switch { WatchKind.Raise => up | watch.Flags, WatchKind.Lower => up & ~watch.Flags, _ => up };
                }
                if (cameBy.TryAdd(Key(to, up), (Key(at.Situation, at.Flags), step))) queue.Enqueue((to, up));
            }
        }
        return null;
    }

    private long Key(int situation, uint up) => (long)situation << flags | up;

    private ImmutableArray<string> Path(Dictionary<long, (long From, int Step)> cameBy, long key, int last)
    {
        var path = new List<string>();
        if (last >= 0) path.Add(space.Steps[last].Name);
        for (var (from, step) = cameBy[key]; from >= 0; (from, step) = cameBy[from]) path.Add(space.Steps[step].Name);
        path.Reverse();
        return [.. path];
    }
}
