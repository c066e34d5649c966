using TherapyChain.Domain.Workflows.Proofs;

namespace TherapyChain.Domain.Workflows.Files;

/// <summary>Where the paths of a workflow lead: every state is reached, an end is reached from everywhere, nothing is used before it is there.</summary>
internal static class FlowCheck
{
    public static IEnumerable<Remark> Of(Workflow w)
    {
        var space = StateSpace.Explore(w);
        if (!space.IsComplete)
            return [new Remark("too-many-paths", "steps", $"More than {space.Count - 1} situations can arise, too many to look at all of them; a workflow that cannot be checked is refused.")];
        var remarks = new List<Remark>();
        remarks.AddRange(States(w, space));
        remarks.AddRange(NeverTaken(w, space));
        if (remarks.Count == 0) remarks.AddRange(Ends(space));
        remarks.AddRange(Clocks(w, space));
        remarks.AddRange(BeforeItIsThere(w, space));
        return remarks;
    }

    private static IEnumerable<Remark> States(Workflow w, StateSpace space)
    {
        var reached = Enumerable.Range(0, space.Count).Select(i => space.StateOf(i).Name).ToHashSet(StringComparer.Ordinal);
        foreach (var state in w.States)
        {
            if (!reached.Contains(state.Name))
                yield return new Remark("unreachable-state", $"states/{state.Name}", $"No order can ever come into {state.Name}. Lead a step to it, or take it out.");
            if (!state.IsFinal && !w.Steps.Any(s => s.From.Contains(state.Name)))
                yield return new Remark("dead-end", $"states/{state.Name}", $"No step leaves {state.Name}. Mark it final: true if it is an end, or say what can be done there.");
        }
    }

    private static IEnumerable<Remark> NeverTaken(Workflow w, StateSpace space)
    {
        var taken = new HashSet<int>();
        for (var i = 0; i < space.Count; i++) foreach (var (step, _) in space.From(i)) taken.Add(step);
        var reached = Enumerable.Range(0, space.Count).Select(i => space.StateOf(i).Name).ToHashSet(StringComparer.Ordinal);
        return Enumerable.Range(0, w.Steps.Length)
            .Where(i => !taken.Contains(i) && w.Steps[i].From.Any(reached.Contains))
            .Select(i => w.Steps[i])
            .Select(s => new Remark("step-never-taken", $"steps/{s.Name}",
                $"{s.Name} can never be done: where it may be taken from, {Why(s)}"));
    }

    private static Sentence Why(Step s) => (s.Requires.IsEmpty, s.Custody.IsEmpty && s.Creates.IsEmpty) switch
    {
        (false, true) when s.Requires.Length == 1 => $"{s.Requires[0]} never stands.",
        (false, true) => $"{string.Join(", ", s.Requires)} never stand together.",
        (true, false) => $"the containers are never in the hands that it says.",
        _ => $"{string.Join(", ", s.Requires)} never stand while the containers are in the hands that it says.",
    };

    private static IEnumerable<Remark> Ends(StateSpace space)
    {
        var stuck = Stuck(space, _ => true);
        foreach (var remark in stuck.Select(i => new Remark("no-end", $"states/{space.StateOf(i).Name}",
                     $"From {space.StateOf(i).Name} an order may never come to an end (no way leads to a final state).") { Path = space.PathTo(i) })) yield return remark;
        if (stuck.Count > 0) yield break;
        foreach (var i in Stuck(space, step => step.Within.IsEmpty))
            yield return new Remark("no-end-when-late", $"states/{space.StateOf(i).Name}",
                $"When a clock has run out, an order in {space.StateOf(i).Name} can no longer come to an end: every way needs time left. Add a step without \"within\".") { Path = space.PathTo(i) };
    }

    /// <summary>The nearest situation of each state from which no final state is reached by such steps.</summary>
    private static List<int> Stuck(StateSpace space, Func<Step, bool> usable)
    {
        var into = new List<int>[space.Count];
        for (var i = 0; i < space.Count; i++) into[i] = [];
        for (var i = 0; i < space.Count; i++)
            foreach (var (step, to) in space.From(i))
                if (usable(space.Steps[step])) into[to].Add(i);
        var ends = new bool[space.Count];
        var queue = new Queue<int>(Enumerable.Range(0, space.Count).Where(i => space.StateOf(i).IsFinal));
        foreach (var i in queue) ends[i] = true;
        while (queue.TryDequeue(out var at))
            foreach (var from in into[at].Where(from => !ends[from])) { ends[from] = true; queue.Enqueue(from); }
        return [.. Enumerable.Range(0, space.Count).Where(i => !ends[i]).DistinctBy(i => space[i].State)];
    }

    private static IEnumerable<Remark> Clocks(Workflow w, StateSpace space)
    {
        foreach (var clock in w.Clocks.Values.OrderBy(c => c.Name, StringComparer.Ordinal))
        {
            foreach (var start in clock.Starts.Where(start => !ReachesStop(w, space, start, clock)))
                yield return new Remark("clock-never-stopped", $"clocks/{clock.Name}/starts/{start}",
                    $"After {start} no step that stops clock {clock.Name} can follow. Name the step that ends what the clock measures.");
        }
    }

    private static bool ReachesStop(Workflow w, StateSpace space, string start, Clock clock)
    {
        var seen = new HashSet<int>();
        var queue = new Queue<int>();
        for (var i = 0; i < space.Count; i++)
            foreach (var (step, to) in space.From(i))
                if (space.Steps[step].Name == start && seen.Add(to)) queue.Enqueue(to);
        if (queue.Count == 0) return true; // never taken: said elsewhere
        while (queue.TryDequeue(out var at))
        {
            foreach (var (step, to) in space.From(at))
            {
                if (clock.Stops.Contains(space.Steps[step].Name)) return true;
                if (seen.Add(to)) queue.Enqueue(to);
            }
        }
        return false;
    }

    /// <summary>Things that a step counts on, though on some path nothing has brought them about before.</summary>
    private static IEnumerable<Remark> BeforeItIsThere(Workflow w, StateSpace space)
    {
        foreach (var clock in w.Clocks.Values.OrderBy(c => c.Name, StringComparer.Ordinal))
        {
            if (Without(s => s.Within.Contains(clock.Name) || s.After.Contains(clock.Name), s => clock.Starts.Contains(s.Name), s => clock.Stops.Contains(s.Name)) is { } path)
                yield return new Remark("clock-not-running", $"steps/{path[^1]}", $"{path[^1]} looks at clock {clock.Name}, which on this path is not running.") { Path = [.. path] };
        }
        foreach (var label in w.Identifiers.Keys.Order(StringComparer.Ordinal))
        {
            if (Without(s => s.Identity?.Scan.Contains(label) == true, s => s.Assigns.Contains(label), _ => false) is { } path)
                yield return new Remark("scanned-before-assigned", $"steps/{path[^1]}/identity/scan/{label}", $"{path[^1]} compares {label}, which on this path nobody has given yet.") { Path = [.. path] };
        }
        var evidence = w.Steps.SelectMany(s => s.Evidence).Select(e => e.Kind switch { EvidenceKind.TableCount t => t.By, EvidenceKind.Among a => a.ItemsOf, _ => null });
        foreach (var name in evidence.OfType<string>().Distinct(StringComparer.Ordinal))
        {
            if (Without(s => s.Evidence.Any(e => e.Kind is EvidenceKind.TableCount t && t.By == name || e.Kind is EvidenceKind.Among a && a.ItemsOf == name),
                    s => s.Evidence.Any(e => e.Name == name && e.Required), _ => false) is { } path)
                yield return new Remark("evidence-before-given", $"steps/{path[^1]}/evidence", $"{path[^1]} looks at {name}, which on this path no earlier step has given.") { Path = [.. path] };
        }
        foreach (var container in w.Containers.Keys.Order(StringComparer.Ordinal))
        {
            var index = space.ContainerIndex(container);
            var scans = Enumerable.Range(0, space.Steps.Length).Where(i => space.Steps[i].Identity?.Scan.Contains(container) == true).ToHashSet();
            if (FirstOf(space, (i, step) => scans.Contains(step) && !space.IsAlive(i, index)) is var (at, by))
                yield return new Remark("scanned-when-gone", $"steps/{space.Steps[by].Name}/identity/scan/{container}", $"{space.Steps[by].Name} scans {container}, of which on this path there is none.") { Path = space.PathTo(at, by) };
        }

        System.Collections.Immutable.ImmutableArray<string>? Without(Func<Step, bool> needs, Func<Step, bool> gives, Func<Step, bool> takes)
        {
            var watches = space.Steps.Select(s => Watches(needs(s), gives(s), takes(s)).ToArray()).ToArray();
            return new PathWalk(space, watches, 1, 0).Shortest();
        }
    }

    private static IEnumerable<Watch> Watches(bool needs, bool gives, bool takes)
    {
        if (needs) yield return new Watch(WatchKind.Insist, 1, -1);
        if (takes) yield return new Watch(WatchKind.Lower, 1, -1);
        if (gives) yield return new Watch(WatchKind.Raise, 1, -1);
    }

    private static (int Situation, int Step)? FirstOf(StateSpace space, Func<int, int, bool> wrong)
    {
        for (var i = 0; i < space.Count; i++)
            foreach (var (step, _) in space.From(i))
                if (wrong(i, step)) return (i, step);
        return null;
    }
}
