using System.Collections.Immutable;

namespace TherapyChain.Domain.Workflows.Proofs;

/// <summary>Follows "never this without that": one flag for each act that may come before, and one for "not asked yet".</summary>
internal static class NeverProof
{
    public static Finding? Break(StateSpace space, List<Happening>[] happenings, SafetyProperty.Never property)
    {
        if (!property.EachContainer) return Break(space, happenings, property, null);
        foreach (var container in space.Workflow.Containers.Keys.Order(StringComparer.Ordinal))
            if (Break(space, happenings, property, container) is { } broken) return broken;
        return null;
    }

    private static Finding? Break(StateSpace space, List<Happening>[] happenings, SafetyProperty.Never p, string? container)
    {
        var notAsked = 1u << p.Without.Length;
        var all = notAsked | notAsked - 1;
        var watches = happenings.Select(step => step.SelectMany(h => Watches(space, h, p, container, all)).ToArray()).ToArray();
        if (!watches.Any(w => w.Any(x => x.Kind == WatchKind.Insist))) return null;
        var walk = new PathWalk(space, watches, p.Without.Length + 1, p.After.IsEmpty ? 0 : notAsked);
        if (!walk.CanWalk) return SafetyProof.TooMany(p);
        if (walk.Shortest() is not { } path) return null;
        return SafetyProof.Broken(p, container is null ? (Sentence)$"{path[^1]} breaks it." : (Sentence)$"{path[^1]} breaks it for {container}.", path);
    }

    private static IEnumerable<Watch> Watches(StateSpace space, Happening h, SafetyProperty.Never p, string? container, uint all)
    {
        var of = container is null || h.Containers.Contains(container);
        // An act that names no container may concern any: it counts against the property, never for it.
        var perhapsOf = of || h.Containers.Count == 0 && !Happening.Derived.Contains(h.Act);
        var alive = h.IfAlive is { } c ? space.ContainerIndex(c) : -1;
        if (h.IsRevoked)
        {
            for (var i = 0; i < p.Without.Length; i++)
                if (p.Without[i].Act == h.Act) yield return new Watch(WatchKind.Lower, 1u << i, -1);
            yield break;
        }
        if (perhapsOf && p.Acts.Any(a => a.Matches(h))) yield return new Watch(WatchKind.Insist, all, alive);
        if (perhapsOf && (p.Since.Any(a => a.Matches(h)) || p.After.Any(a => a.Matches(h)))) yield return new Watch(WatchKind.Lower, all, alive);
        for (var i = 0; i < p.Without.Length; i++)
            if (of && p.Without[i].Matches(h)) yield return new Watch(WatchKind.Raise, 1u << i, alive);
    }
}
