using System.Collections.Immutable;
using System.Diagnostics;

namespace TherapyChain.Domain.Workflows.Proofs;

/// <summary>
/// Proves safety properties of a workflow by looking at every path there is. All situations an order can come into are found once
/// (<see cref="StateSpace"/>); each property is then followed through them by itself, which keeps the product small and the answer a
/// shortest path.
/// </summary>
public static class SafetyProof
{
    /// <summary>What the proof came to.</summary>
    public abstract record Outcome
    {
        private Outcome() { }

        /// <param name="Situations">How many different situations an order can come into.</param>
        /// <param name="Transitions">How many ways lead from one of them to another.</param>
        public sealed record Proved(int Situations, int Transitions) : Outcome;

        /// <summary>One finding for each property that does not hold, with the shortest path that breaks it.</summary>
        public sealed record Broken(ImmutableArray<Finding> Findings) : Outcome;
    }

    public static Outcome Prove(Workflow workflow, IReadOnlyList<SafetyProperty> properties)
    {
        var space = StateSpace.Explore(workflow);
        if (!space.IsComplete)
            return new Outcome.Broken([new Finding("too-many-paths", 0, 0, $"{workflow.Id}: more situations can arise than can be looked at; what cannot be proved is refused.")]);
        var happenings = workflow.Steps.Select(s => Happening.Of(s, workflow)).ToArray();
        var recorded = workflow.Steps.SelectMany(s => s.Records).ToHashSet(StringComparer.Ordinal);
        var asked = properties.Where(p => p.Where.IsEmpty || p.Where.Any(recorded.Contains));
        var findings = Determinism(workflow).Concat(asked.Select(p => Break(space, happenings, p)).OfType<Finding>()).ToImmutableArray();
        return findings.IsEmpty ? new Outcome.Proved(space.Count, space.Edges) : new Outcome.Broken(findings);
    }

    /// <summary>No state is left in two ways by one step name, so that there is never a choice which of them is taken.</summary>
    private static IEnumerable<Finding> Determinism(Workflow workflow) => workflow.Steps
        .SelectMany(s => s.From.Select(from => (s.Name, From: from)))
        .GroupBy(t => t).Where(g => g.Count() > 1)
        .Select(g => new Finding("two-ways", 0, 0, $"{g.Key.Name} leaves {g.Key.From} in two ways; which of them is meant cannot be known."));

    private static Finding? Break(StateSpace space, List<Happening>[] happenings, SafetyProperty property) => property switch
    {
        SafetyProperty.Never p => NeverProof.Break(space, happenings, p),
        SafetyProperty.Every p => EveryProof.Break(space, happenings, p),
        SafetyProperty.Custody p => CustodyProof.Break(space, p),
        SafetyProperty.Can p => Can(happenings, space, p),
        SafetyProperty.EveryStep p => EveryStep(space, p),
        SafetyProperty.Always p => AlwaysProof.Break(space, happenings, p),
        _ => throw new UnreachableException(property.GetType().Name),
    };

    private static Finding? Can(List<Happening>[] happenings, StateSpace space, SafetyProperty.Can property)
    {
        for (var i = 0; i < space.Count; i++)
            foreach (var (step, _) in space.From(i))
                if (happenings[step].Any(h => !h.IsRevoked && property.Acts.Any(a => a.Matches(h)))) return null;
        return Broken(property, $"No path leads there.", []);
    }

    private static Finding? EveryStep(StateSpace space, SafetyProperty.EveryStep property)
    {
        var taken = new bool[space.Steps.Length];
        for (var i = 0; i < space.Count; i++)
            foreach (var (step, _) in space.From(i)) taken[step] = true;
        return Array.IndexOf(taken, false) is var never and >= 0 ? Broken(property, $"{space.Steps[never].Name} can never be done.", []) : null;
    }

    internal static Finding Broken(SafetyProperty property, Sentence how, ImmutableArray<string> path) =>
        new("property-broken", 0, 0, $"{property.Name} does not hold: {new Term.Worded(property.Words)} {how}") { Property = property.Name, Path = path };

    internal static Finding TooMany(SafetyProperty property) => Broken(property, $"It needs more paths than can be looked at; what cannot be proved is refused.", []);
}
