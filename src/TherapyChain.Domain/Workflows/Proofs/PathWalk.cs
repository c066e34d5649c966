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
    private const long MaxPlaces = 20_000_000;

    /// <summary>Whether every path could be looked at; when not, nothing may be concluded.</summary>
    public bool CanWalk => flags <= 16 && (long)space.Count << flags <= MaxPlaces;

    /// <summary>The shortest path whose last step fails an insistence or, if given, that ends where <paramref name="isWrong"/> says so; null when there is none.</summary>
    public ImmutableArray<string>? Shortest(Func<int, uint, bool>? isWrong = null)
    {
        // A place is a situation with flags, packed into one number. 0 in cameFrom is "not seen", else the place one came from plus one.
        var cameFrom = new int[space.Count << flags];
        var cameBy = new int[cameFrom.Length];
        var queue = new Queue<int>();
        var first = (int)start;
        cameFrom[first] = first + 1;
        cameBy[first] = -1;
        queue.Enqueue(first);
        while (queue.TryDequeue(out var place))
        {
            var (situation, flagsHere) = (place >> flags, (uint)place & ((1u << flags) - 1));
            if (isWrong?.Invoke(situation, flagsHere) == true) return Path(cameFrom, cameBy, place, -1);
            foreach (var (step, to) in space.From(situation))
            {
                if (!Passes(watches[step], situation, flagsHere, out var up)) return Path(cameFrom, cameBy, place, step);
                var next = to << flags | (int)up;
                if (cameFrom[next] != 0) continue;
                cameFrom[next] = place + 1;
                cameBy[next] = step;
                queue.Enqueue(next);
            }
        }
        return null;
    }

    private bool Passes(Watch[] step, int situation, uint before, out uint up)
    {
        up = before;
        foreach (var watch in step)
        {
            if (watch.IfAlive >= 0 && !space.IsAlive(situation, watch.IfAlive)) continue;
            if (watch.Kind == WatchKind.Insist && (up & watch.Flags) == 0) return false;
            up = watch.Kind switch { WatchKind.Raise => up | watch.Flags, WatchKind.Lower => up & ~watch.Flags, _ => up };
        }
        return true;
    }

    private ImmutableArray<string> Path(int[] cameFrom, int[] cameBy, int place, int last)
    {
        var path = new List<string>();
        if (last >= 0) path.Add(space.Steps[last].Name);
        for (var at = place; cameBy[at] >= 0; at = cameFrom[at] - 1) path.Add(space.Steps[cameBy[at]].Name);
        path.Reverse();
        return [.. path];
    }
}
