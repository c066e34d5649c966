using System.Collections.Immutable;
using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace TherapyChain.Domain.Workflows;

/// <summary>What differs between two workflows: in each part what was added, removed or changed, with the lines that tell it. Whoever approves a version reads this.</summary>
/// <param name="Part">Where it differs.</param>
/// <param name="Name">The name in the file: of a step, a state, a clock; empty for the file as a whole.</param>
/// <param name="Before">Lines that only the older one has; empty where it was added.</param>
/// <param name="After">Lines that only the newer one has; empty where it was removed.</param>
public sealed record WorkflowDifference(WorkflowPart Part, string Name, DifferenceKind Kind, ImmutableArray<string> Before, ImmutableArray<string> After);

public enum WorkflowPart { File, State, Step, Clock, Container, Identifier, Verb }

public enum DifferenceKind { Added, Removed, Changed }

public static class WorkflowComparison
{
    /// <summary>Every difference, part by part, in the order of the newer file; what only the older has comes after.</summary>
    /// <param name="before">The older version.</param>
    /// <param name="after">The newer version.</param>
    /// <param name="language">The language that lines are written in.</param>
    public static ImmutableArray<WorkflowDifference> Of(Workflow before, Workflow after, string language) =>
    [
        .. Of(WorkflowPart.File, Whole(before), Whole(after)),
        .. Of(WorkflowPart.State, States(before, language), States(after, language)),
        .. Of(WorkflowPart.Step, Steps(before, language), Steps(after, language)),
        .. Of(WorkflowPart.Clock, Clocks(before, language), Clocks(after, language)),
        .. Of(WorkflowPart.Container, Containers(before), Containers(after)),
        .. Of(WorkflowPart.Identifier, Identifiers(before), Identifiers(after)),
        .. Of(WorkflowPart.Verb, Verbs(before), Verbs(after)),
    ];

    private static IEnumerable<WorkflowDifference> Of(WorkflowPart part, List<(string Name, ImmutableArray<string> Lines)> before, List<(string Name, ImmutableArray<string> Lines)> after)
    {
        var (was, stays) = (before.ToDictionary(b => b.Name, b => b.Lines, StringComparer.Ordinal), after.Select(a => a.Name).ToHashSet(StringComparer.Ordinal));
        foreach (var (name, lines) in after)
        {
            if (!was.TryGetValue(name, out var old)) yield return new WorkflowDifference(part, name, DifferenceKind.Added, [], lines);
            // As sequences: the same lines in another order are no difference, the same line twice is.
            else if (Less(old, lines) is var gone && Less(lines, old) is var come && (gone.Length > 0 || come.Length > 0)) yield return new WorkflowDifference(part, name, DifferenceKind.Changed, gone, come);
        }
        foreach (var (name, lines) in before.Where(b => !stays.Contains(b.Name))) yield return new WorkflowDifference(part, name, DifferenceKind.Removed, lines, []);
    }

    private static ImmutableArray<string> Less(ImmutableArray<string> lines, ImmutableArray<string> others)
    {
        var left = others.GroupBy(l => l, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        return [.. lines.Where(line => !left.TryGetValue(line, out var count) || (left[line] = count - 1) < 0)];
    }

    private static List<(string, ImmutableArray<string>)> Whole(Workflow w) =>
        [("", [$"source: {w.Source}", $"initial: {w.Initial}", $"late-after: {PeriodPattern.NormalizingIso.Format(Period.FromTicks(w.LateAfter.BclCompatibleTicks))}", $"parties: {string.Join(", ", w.Parties.Order(StringComparer.Ordinal))}"])];

    private static List<(string, ImmutableArray<string>)> States(Workflow w, string language) =>
        [.. w.States.Select(s => (s.Name, ImmutableArray.Create(w.Say(s.Name, language), $"phase: {s.Phase}", s.IsFinal ? "end" : "no end")))];

    private static List<(string, ImmutableArray<string>)> Steps(Workflow w, string language) => [.. w.Steps.Select(s => (s.Name, StepLines(w, s, language)))];

    /// <summary>Everything that a step is, nothing of the model left out: what is not told of a difference is approved unseen.</summary>
    private static ImmutableArray<string> StepLines(Workflow w, Step s, string language) =>
    [
        w.Say(s.Name, language),
        .. s.From.Select(from => $"from: {w.Say(from, language)}"),
        $"to: {(s.To is null ? "–" : w.Say(s.To, language))}",
        .. s.By.Roles.Select(role => $"role: {role} @ {s.By.At}"),
        .. WorkflowDrawing.Demands(w, s, language),
        .. s.Evidence.Select(e => $"evidence: {e.Name}, {Told(e.Kind)}{(e.Required ? "" : ", optional")}"),
        .. s.Identity is { SecondRoles.IsEmpty: false } check ? new[] { $"second person: {string.Join(", ", check.SecondRoles)}" } : [],
        .. s.Records.Select(act => $"records: {act}"),
        .. s.Revokes.Select(act => $"revokes: {act}"),
        .. s.Of.Select(container => $"of: {container}"),
        .. s.Creates.Select(c => $"creates: {c.Container}, held by {c.HeldBy}{(c.MadeFrom.IsEmpty ? "" : $", from {string.Join(", ", c.MadeFrom)}")}{(c.More ? ", more" : "")}"),
        .. s.Ends.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => $"ends: {e.Key}, {e.Value}"),
        .. s.Labels is { } labels ? new[] { $"labels: {labels.Received} = {labels.Applied} + {labels.Destroyed}" } : [],
    ];

    private static string Told(EvidenceKind kind) => kind switch
    {
        EvidenceKind.Quantity q => string.Create(CultureInfo.InvariantCulture, $"quantity {q.Min?.ToString(CultureInfo.InvariantCulture) ?? "–"} to {q.Max?.ToString(CultureInfo.InvariantCulture) ?? "–"} {q.Unit}"),
        EvidenceKind.TableCount t => $"count {t.Unit} by {t.By}: {string.Join(", ", t.Rows.Select(r => string.Create(CultureInfo.InvariantCulture, $"up to {r.UpTo} {r.Count}")))}",
        EvidenceKind.Choice c => $"choice {string.Join(", ", c.Choices)}{(c.Only.IsEmpty ? "" : $"; only {string.Join(", ", c.Only)}")}",
        EvidenceKind.Text t => string.Create(CultureInfo.InvariantCulture, $"text up to {t.MaxLength}"),
        EvidenceKind.Among a => $"among {a.ItemsOf}",
        EvidenceKind.Items i => string.Create(CultureInfo.InvariantCulture, $"items up to {i.Max}"),
        EvidenceKind.Date => "date",
        EvidenceKind.Confirmation => "confirmation",
        EvidenceKind.Document => "document",
        _ => throw new System.Diagnostics.UnreachableException(kind.GetType().Name),
    };

    private static List<(string, ImmutableArray<string>)> Clocks(Workflow w, string language) => [.. w.Clocks.Values.OrderBy(c => c.Name, StringComparer.Ordinal).Select(c => (c.Name, (ImmutableArray<string>)
    [
        w.Say(c.Name, language), $"limit: {c.Limit}", $"warn: {c.Warn?.ToString() ?? "–"}", $"earliest: {c.Earliest?.ToString() ?? "–"}", c.HoldsWhenExceeded ? "when exceeded: hold" : "when exceeded: recorded",
        .. c.Starts.Select(step => $"starts: {w.Say(step, language)}"), .. c.Stops.Select(step => $"stops: {w.Say(step, language)}"),
    ]))];

    private static List<(string, ImmutableArray<string>)> Containers(Workflow w) => [.. w.Containers.Values.OrderBy(c => c.Name, StringComparer.Ordinal).Select(c => (c.Name, (ImmutableArray<string>)
    [
        $"label: {Told(c.Label)}", $"storage: {Told(c.Storage)}", $"transport: {Told(c.OnTheWay)}", c.AutologousOnly ? "autologous only" : "not only autologous",
    ]))];

    private static List<(string, ImmutableArray<string>)> Identifiers(Workflow w) =>
        [.. w.Identifiers.OrderBy(i => i.Key, StringComparer.Ordinal).Select(i => (i.Key, ImmutableArray.Create(Told(i.Value))))];

    private static List<(string, ImmutableArray<string>)> Verbs(Workflow w) =>
        [.. w.Anywhere.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => (v.Key, v.Value.Order(StringComparer.Ordinal).ToImmutableArray()))];

    private static string Told(Label label) => label.Shared ? $"{label.Kind}, shared" : label.Kind;

    private static string Told(TemperatureRange range) => string.Create(CultureInfo.InvariantCulture, $"{range.MinCelsius?.ToString(CultureInfo.InvariantCulture) ?? "–"} to {range.MaxCelsius?.ToString(CultureInfo.InvariantCulture) ?? "–"} °C");
}
