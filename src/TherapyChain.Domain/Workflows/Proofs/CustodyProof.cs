using System.Diagnostics;

namespace TherapyChain.Domain.Workflows.Proofs;

/// <summary>Looks at who holds what in every situation and at every step.</summary>
internal static class CustodyProof
{
    public static Finding? Break(StateSpace space, SafetyProperty.Custody p) => p.Rule switch
    {
        CustodyRule.ExactlyOne => ExactlyOne(space, p),
        CustodyRule.Received => Received(space, p),
        CustodyRule.Accounted => Accounted(space, p),
        _ => throw new UnreachableException(p.Rule.ToString()),
    };

    /// <summary>
    /// Two steps may leave one state and hand over different containers, so that only one of them fits what was carried. But a step that
    /// never fits in a state hands over what its giver never holds there; and a creation beside a live container never fits.
    /// </summary>
    private static Finding? ExactlyOne(StateSpace space, SafetyProperty.Custody p)
    {
        var fits = new HashSet<(int State, int Step)>();
        for (var i = 0; i < space.Count; i++)
            foreach (var (step, _) in space.From(i)) fits.Add((space[i].State, step));
        foreach (var (situation, step) in space.WrongHands)
        {
            if (fits.Contains((space[situation].State, step)) && space.Steps[step].Creates.IsEmpty) continue;
            return SafetyProof.Broken(p, $"{space.Steps[step].Name} hands over or creates what is in other hands then, or what is not there: {Hands(space, situation)}.",
                space.PathTo(situation, step));
        }
        return null;
    }

    private static Term.List Hands(StateSpace space, int situation) => new([.. space.Workflow.Containers.Keys.Order(StringComparer.Ordinal)
        .Select(c => new Term.Clause(space.HolderOf(situation, space.ContainerIndex(c)) is { } holder ? (Sentence)$"{c} is with {holder}" : (Sentence)$"{c} is not there"))]);

    private static Finding? Received(StateSpace space, SafetyProperty.Custody p)
    {
        for (var i = 0; i < space.Count; i++)
        {
            foreach (var (index, _) in space.From(i))
            {
                var step = space.Steps[index];
                if (step.Custody.FirstOrDefault(m => m.FromCarrier && m.ToCarrier) is { } passed)
                    return SafetyProof.Broken(p, $"{step.Name} passes {passed.Container} from one carrier to another.", space.PathTo(i, index));
                foreach (var (ended, fate) in step.Ends.Where(e => e.Value is not ("lost" or "as-recorded")))
                {
                    var container = (ended == "all" ? space.Workflow.Containers.Keys : [ended])
                        .FirstOrDefault(c => step.Custody.All(m => m.Container != c) && space.HolderOf(i, space.ContainerIndex(c)) is { } h && Vocabulary.Carriers.Contains(h));
                    if (container is not null)
                        return SafetyProof.Broken(p, $"{step.Name} ends {container} ({fate}) while a carrier holds it.", space.PathTo(i, index));
                }
            }
        }
        return null;
    }

    private static Finding? Accounted(StateSpace space, SafetyProperty.Custody p)
    {
        for (var i = 0; i < space.Count; i++)
            if (space.StateOf(i).IsFinal && space.Workflow.Containers.Keys.FirstOrDefault(c => space.IsAlive(i, space.ContainerIndex(c))) is { } left)
                return SafetyProof.Broken(p, $"{left} is left over in {space.StateOf(i).Name}.", space.PathTo(i));
        return null;
    }
}
