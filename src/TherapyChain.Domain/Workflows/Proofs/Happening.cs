namespace TherapyChain.Domain.Workflows.Proofs;

/// <summary>
/// One thing that a step brings about, as safety properties speak of it: an act that it records or revokes, or one of the derived acts
/// <see cref="Derived"/>.
/// </summary>
/// <param name="Containers">The containers it concerns.</param>
/// <param name="Party">Who dispatches; who takes, at a receipt or handover; who holds, at a creation; else where the step is done.</param>
/// <param name="IfAlive">It happens only when this container is alive before the step; null when it always happens.</param>
internal sealed record Happening(
    Workflow Workflow, string Act, IReadOnlyList<string> Containers, string Party, Step Step, bool IsRevoked = false, string? IfAlive = null)
{
    public static readonly IReadOnlyList<string> Derived = ["handover", "dispatch", "receipt", "creation", "end", "identity"];

    /// <summary>
    /// All that a step brings about, in the order in which it happens: an identity check by the giver's staff; the handovers; an identity
    /// check by the taker's staff; acts; creations; ends.
    /// </summary>
    public static List<Happening> Of(Step step, Workflow workflow)
    {
        var containers = workflow.Containers.Keys.Order(StringComparer.Ordinal).ToList();
        var happenings = new List<Happening>();
        var taken = step.Custody.Where(m => m.Takes == step.By.At).Select(m => m.Container).ToList();
        var scanned = step.Identity?.Scan.Intersect(containers).ToList() ?? [];
        var before = scanned.Except(taken).ToList();
        var after = scanned.Intersect(taken).ToList();
        if (step.Identity is not null && (before.Count > 0 || taken.Count == 0)) happenings.Add(new Happening(workflow, "identity", before, step.By.At, step));
        foreach (var move in step.Custody)
        {
            happenings.Add(new Happening(workflow, "handover", [move.Container], move.Takes, step));
            if (move.ToCarrier) happenings.Add(new Happening(workflow, "dispatch", [move.Container], move.Gives, step));
            if (move.FromCarrier) happenings.Add(new Happening(workflow, "receipt", [move.Container], move.Takes, step));
        }
        if (step.Identity is not null && taken.Count > 0) happenings.Add(new Happening(workflow, "identity", after, step.By.At, step));
        foreach (var act in step.Revokes) happenings.Add(new Happening(workflow, act, step.Of, step.By.At, step, IsRevoked: true));
        foreach (var act in step.Records) happenings.Add(new Happening(workflow, act, step.Of, step.By.At, step));
        foreach (var creation in step.Creates) happenings.Add(new Happening(workflow, "creation", [creation.Container], creation.HeldBy, step));
        foreach (var container in step.Ends.ContainsKey("all") ? containers : step.Ends.Keys)
            happenings.Add(new Happening(workflow, "end", [container], step.By.At, step, IfAlive: step.Creates.Any(c => c.Container == container) ? null : container));
        return happenings;
    }

    /// <summary>Whether the step compares every identifier that the workflow declares.</summary>
    public bool ComparesAllIdentifiers => Workflow.Identifiers.Keys.All(i => Step.Identity?.Scan.Contains(i) == true);

    /// <summary>Whether the step compares an identifier of a kind.</summary>
    public bool Compares(string label) =>
        Workflow.Identifiers.Any(i => i.Value.Kind == label && Step.Identity?.Scan.Contains(i.Key) == true);

    /// <summary>What becomes of the container of an <c>end</c>.</summary>
    public string? Fate => Act != "end" ? null : Step.Ends.TryGetValue(Containers[0], out var fate) ? fate : Step.Ends.GetValueOrDefault("all");
}
