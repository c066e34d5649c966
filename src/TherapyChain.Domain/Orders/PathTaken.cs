using TherapyChain.Domain.Workflows;

namespace TherapyChain.Domain.Orders;

/// <summary>
/// Whether the steps an order has taken are a path of a newer version too, each with the same effects and at least the identity check that
/// version asks for. Only then does what was proved over every path of the newer version hold for this order: without it an order could be
/// moved past a check that its old version never made.
/// </summary>
internal static class PathTaken
{
    /// <summary>The first step that parts the order from the newer version, in words; null when none does.</summary>
    public static Sentence? PartsFrom(Workflow from, Workflow to, Order order)
    {
        var state = to.Initial;
        var acts = new HashSet<string>(StringComparer.Ordinal);
        foreach (var taken in order.Steps.Values)
        {
            if (to.FindStep(taken.Step) is not { } step || from.FindStep(taken.Step) is not { } done) return $"{taken.Step} was done, and is no step there";
            if (!step.From.Contains(state)) return $"{step.Name} was done when the order was {state}, where it is not possible there";
            if (step.Requires.FirstOrDefault(act => !acts.Contains(act)) is { } missing) return $"{step.Name} was done without {missing}, which it requires there";
            if (!HasSameEffects(done, step)) return $"{step.Name} does something else there";
            if (!IsChecked(done.Identity, step.Identity)) return $"{step.Name} was done with less of an identity check than it demands there";
            acts.ExceptWith(step.Revokes);
            acts.UnionWith(step.Records);
            state = step.To ?? state;
        }
        return state == order.State ? null : (Sentence)$"the same steps lead to {state} there, not to {order.State}";
    }

    private static bool HasSameEffects(Step one, Step other) =>
        IsSame(one.Records, other.Records) && IsSame(one.Revokes, other.Revokes) && IsSame(one.Of, other.Of)
        && IsSame(one.Custody.Select(Hands), other.Custody.Select(Hands))
        && IsSame(one.Creates.Select(c => (c.Container, c.HeldBy)), other.Creates.Select(c => (c.Container, c.HeldBy)))
        && IsSame(one.Ends, other.Ends);

    private static (string, string, string) Hands(CustodyMove move) => (move.Container, move.Gives, move.Takes);

    private static bool IsChecked(IdentityCheck? done, IdentityCheck? demanded) =>
        demanded is null
        || done is not null && demanded.Scan.All(name => done.Scan.Contains(name)) && done.People >= demanded.People
        && (demanded.Place is null || done.Place == demanded.Place);

    private static bool IsSame<T>(IEnumerable<T> one, IEnumerable<T> other) => one.ToHashSet().SetEquals(other);
}
