using System.Collections.Immutable;
using System.Globalization;
using TherapyChain.Domain;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Server.Pages.Quality;

/// <summary>What another version of a workflow changes: each step, limit, container and verb that came, went, or asks something else, line by line.</summary>
/// <param name="Name">The name in the file.</param>
/// <param name="Was">What it said before and says no more.</param>
/// <param name="Is">What it says now and did not before.</param>
internal sealed record WorkflowDifference(string Kind, string Name, ImmutableArray<Sentence> Was, ImmutableArray<Sentence> Is)
{
    public static IReadOnlyList<WorkflowDifference> Between(Workflow from, Workflow to) =>
    [
        .. Compare("state", Named(from.States, s => s.Name), Named(to.States, s => s.Name), (s, _) => [$"phase {s.Phase}"], from, to),
        .. Compare("step", Named(from.Steps, s => s.Name), Named(to.Steps, s => s.Name), Lines, from, to),
        .. Compare("clock", from.Clocks, to.Clocks, (c, w) => Lines(c, w), from, to),
        .. Compare("container", from.Containers, to.Containers, (c, _) => [$"label {c.Label.Kind}", $"stored at {Range(c.Storage)}", $"on the way at {Range(c.OnTheWay)}"], from, to),
        .. Compare("verb", from.Anywhere, to.Anywhere, (roles, _) => [$"by {Term.AnyRole(roles)}"], from, to),
    ];

    private static Dictionary<string, T> Named<T>(IEnumerable<T> all, Func<T, string> name) => all.ToDictionary(name, StringComparer.Ordinal);

    private static IEnumerable<WorkflowDifference> Compare<T>(
        string kind, IReadOnlyDictionary<string, T> from, IReadOnlyDictionary<string, T> to, Func<T, Workflow, IEnumerable<Sentence>> lines, Workflow before, Workflow after)
    {
        foreach (var name in from.Keys.Union(to.Keys).Order(StringComparer.Ordinal))
        {
            ImmutableArray<Sentence> was = from.TryGetValue(name, out var old) ? [.. lines(old, before)] : [], now = to.TryGetValue(name, out var next) ? [.. lines(next, after)] : [];
            var difference = new WorkflowDifference(kind, name, [.. was.Except(now)], [.. now.Except(was)]);
            if (!difference.Was.IsEmpty || !difference.Is.IsEmpty) yield return difference;
        }
    }

    private static IEnumerable<Sentence> Lines(Step step, Workflow workflow)
    {
        Term Label(string name) => new Term.Label(workflow, name);
        Term All(IEnumerable<string> names) => new Term.List([.. names.Select(Label)]);
        yield return $"from {All(step.From)}";
        if (step.To is { } to) yield return $"leads to {Label(to)}";
        yield return $"done by {Term.AnyRole(step.By.Roles)} at the {Term.Party(step.By.At)}";
        foreach (var qualification in step.By.Qualified) yield return $"qualification: {Term.Qualification(qualification)}";
        if (step.Requires.Length > 0) yield return $"requires {All(step.Requires)}";
        if (step.Records.Length > 0) yield return $"records {All(step.Records)}";
        if (step.Revokes.Length > 0) yield return $"takes back {All(step.Revokes)}";
        if (step.Assigns.Length > 0) yield return $"gives {All(step.Assigns)}";
        if (step.Identity is { } check) yield return $"identity check of {All(check.Scan)} by {check.People}";
        foreach (var evidence in step.Evidence)
            yield return evidence.Required ? (Sentence)$"{Label(evidence.Name)}: {EvidenceRules.Asks(evidence.Kind, workflow)}" : (Sentence)$"{Label(evidence.Name)}, if there is any: {EvidenceRules.Asks(evidence.Kind, workflow)}";
        foreach (var move in step.Custody) yield return $"{Label(move.Container)} passes from {Term.Party(move.Gives)} to {Term.Party(move.Takes)}";
        foreach (var (container, fate) in step.Ends) yield return $"ends {Label(container)}: {Label(fate)}";
        if (step.Within.Length > 0) yield return $"within {All(step.Within)}";
        if (step.After.Length > 0) yield return $"not before {All(step.After)}";
        if (step.EvenOnHold) yield return $"even on hold";
        if (step.Sign is { } sign) yield return $"signed: {new Term.Named("meaning", sign)}";
    }

    private static IEnumerable<Sentence> Lines(Clock clock, Workflow workflow)
    {
        yield return $"limit {clock.Limit}";
        if (clock.Warn is { } warn) yield return $"warning after {warn}";
        if (clock.Earliest is { } earliest) yield return $"not before {earliest}";
        yield return $"starts with {new Term.List([.. clock.Starts.Select(s => new Term.Label(workflow, s))])}";
        yield return $"stops with {new Term.List([.. clock.Stops.Select(s => new Term.Label(workflow, s))])}";
        if (clock.HoldsWhenExceeded) yield return $"holds the order when it runs out";
    }

    private static string Range(TemperatureRange range) => string.Create(CultureInfo.InvariantCulture, $"{range.MinCelsius?.ToString("0.#", CultureInfo.InvariantCulture) ?? "…"} to {range.MaxCelsius?.ToString("0.#", CultureInfo.InvariantCulture) ?? "…"} °C").Replace('-', '−');
}
