namespace TherapyChain.Domain.Workflows.Proofs;

/// <summary>Follows "always possible": one flag for "asked from now on", one for "no longer asked".</summary>
internal static class AlwaysProof
{
    private const uint Asked = 1, Over = 2;

    public static Finding? Break(StateSpace space, List<Happening>[] happenings, SafetyProperty.Always p)
    {
        var does = happenings.Select(step => step.Any(h => !h.IsRevoked && p.Acts.Any(a => a.Matches(h)))).ToArray();
        var watches = happenings.Select(step => step.SelectMany(h => Watches(space, h, p)).ToArray()).ToArray();
        var walk = new PathWalk(space, watches, 2, p.After.IsEmpty ? Asked : 0);
        if (!walk.CanWalk) return SafetyProof.TooMany(p);
        if (walk.Shortest((situation, up) => up == Asked && !space.StateOf(situation).IsFinal && !Possible(space, situation, does)) is not { } path) return null;
        return SafetyProof.Broken(p, path.IsEmpty ? (Sentence)$"It is not possible at the beginning." : (Sentence)$"It is not possible after {path[^1]}.", path);
    }

    private static bool Possible(StateSpace space, int situation, bool[] does)
    {
        foreach (var (step, _) in space.From(situation))
            if (does[step]) return true;
        return false;
    }

    private static IEnumerable<Watch> Watches(StateSpace space, Happening h, SafetyProperty.Always p)
    {
        var alive = h.IfAlive is { } c ? space.ContainerIndex(c) : -1;
        if (h.IsRevoked) yield break;
        if (p.After.Any(a => a.Matches(h))) yield return new Watch(WatchKind.Raise, Asked, alive);
        if (p.Until.Any(a => a.Matches(h))) yield return new Watch(WatchKind.Raise, Over, alive);
    }
}
