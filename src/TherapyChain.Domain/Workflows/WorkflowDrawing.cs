using System.Text;

namespace TherapyChain.Domain.Workflows;

/// <summary>Draws a workflow from its model: as a table for reading and as a picture. Languages as in <see cref="Vocabulary.Languages"/>.</summary>
public static class WorkflowDrawing
{
    /// <summary>A step that leaves so many states or more is drawn once, from "anywhere": cancellation and its like would hide the path.</summary>
    private const int Anywhere = 10;

    /// <summary>A Mermaid state diagram, states grouped by phase. Identifiers are numbers, so that no name can break it.</summary>
    public static string Mermaid(Workflow workflow, string language)
    {
        var say = DrawingWords.In(language);
        var text = new StringBuilder("stateDiagram-v2\n");
        var number = workflow.States.Select((s, i) => (s.Name, Id: $"s{i}")).ToDictionary(s => s.Name, s => s.Id, StringComparer.Ordinal);
        foreach (var phase in workflow.States.GroupBy(s => s.Phase, StringComparer.Ordinal))
        {
            text.Append("  state \"").Append(Plain(say.Phase(phase.Key))).Append("\" as ").Append(phase.Key.Replace('-', '_')).Append(" {\n");
            foreach (var state in phase)
                text.Append("    state \"").Append(Plain(workflow.Say(state.Name, language))).Append("\" as ").Append(number[state.Name]).Append('\n');
            text.Append("  }\n");
        }
        text.Append("  [*] --> ").Append(number[workflow.Initial]).Append('\n');
        if (workflow.Steps.Any(s => s.From.Length >= Anywhere))
            text.Append("  state \"").Append(Plain(say.Anywhere)).Append("\" as anywhere\n");
        foreach (var step in workflow.Steps)
        {
            foreach (var from in step.From.Length >= Anywhere ? ["anywhere"] : step.From.Select(f => number[f]))
                text.Append("  ").Append(from).Append(" --> ").Append(step.To is null ? from : number[step.To]).Append(" : ").Append(Plain(workflow.Say(step.Name, language))).Append('\n');
        }
        foreach (var end in workflow.States.Where(s => s.IsFinal)) text.Append("  ").Append(number[end.Name]).Append(" --> [*]\n");
        return text.ToString();
    }

    /// <summary>A Markdown table: from, step, to, who, what is demanded. One row a step, in the order of the file.</summary>
    public static string Table(Workflow workflow, string language)
    {
        var say = DrawingWords.In(language);
        var text = new StringBuilder();
        Row(text, say.From, say.Step, say.To, say.Who, say.Demands);
        Row(text, "---", "---", "---", "---", "---");
        foreach (var step in workflow.Steps)
        {
            var from = step.From.Length >= Anywhere ? $"{say.Anywhere} ({step.From.Length})" : string.Join(", ", step.From.Select(Say));
            Row(text, from, Say(step.Name), step.To is null ? "–" : Say(step.To), $"{string.Join(", ", step.By.Roles)} @ {step.By.At}", string.Join("; ", Demands(workflow, step, say, Say)));
        }
        return text.ToString();

        string Say(string name) => workflow.Say(name, language);
    }

    /// <summary>What a step demands and brings about, a line each, in the order in which it is told to people.</summary>
    public static IEnumerable<string> Demands(Workflow workflow, Step step, string language) => Demands(workflow, step, DrawingWords.In(language), name => workflow.Say(name, language));

    private static IEnumerable<string> Demands(Workflow workflow, Step step, DrawingWords say, Func<string, string> name)
    {
        if (!step.By.Qualified.IsEmpty) yield return $"{say.Qualified}: {string.Join(", ", step.By.Qualified)}";
        if (!step.Requires.IsEmpty) yield return $"{say.Requires}: {string.Join(", ", step.Requires)}";
        foreach (var clock in step.Within) yield return $"{say.Within}: {name(clock)} ({workflow.Clocks[clock].Limit})";
        foreach (var clock in step.After) yield return $"{say.After}: {name(clock)} ({workflow.Clocks[clock].Earliest})";
        if (step.Assigns.Length > 0) yield return $"{say.Assigns}: {string.Join(", ", step.Assigns.Select(name))}";
        if (step.Identity is { } check)
            yield return $"{say.Identity}: {string.Join(", ", check.Scan.Select(name))}{(check.People == 2 ? $", {say.TwoPeople}" : "")}{(check.Place is null ? "" : $", {check.Place}")}";
        foreach (var move in step.Custody)
            yield return $"{say.Custody}: {name(move.Container)}, {move.Gives} → {move.Takes}{(move.Seal ? $", {say.Seal}" : "")}{(move.Condition ? $", {say.Condition}" : "")}";
        foreach (var evidence in step.Evidence) yield return name(evidence.Name) + Limits(evidence.Kind) + (evidence.Required ? "" : $" ({say.Optional})");
        if (step.Labels is not null) yield return say.Labels;
        if (step.Sign is { } sign) yield return $"{say.Sign}: {sign}";
        if (step.EvenOnHold) yield return say.EvenOnHold;
    }

    private static string Limits(EvidenceKind kind) => kind switch
    {
        EvidenceKind.Quantity { Min: { } min, Max: { } max } q => Invariant($" {min}–{max} {q.Unit}"),
        EvidenceKind.Quantity { Min: { } min } q => Invariant($" ≥ {min} {q.Unit}"),
        EvidenceKind.Quantity { Max: { } max } q => Invariant($" ≤ {max} {q.Unit}"),
        EvidenceKind.Quantity q => $" {q.Unit}",
        EvidenceKind.TableCount t => $" {t.Unit}",
        _ => "",
    };

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private static void Row(StringBuilder text, params ReadOnlySpan<string> cells)
    {
        foreach (var cell in cells) text.Append("| ").Append(cell.Replace("|", "\\|", StringComparison.Ordinal).Replace('\n', ' ')).Append(' ');
        text.Append("|\n");
    }

    /// <summary>Without the characters that Mermaid reads as its own.</summary>
    private static string Plain(string words) =>
        string.Concat(words.Select(c => c switch { '"' => '\'', ';' or ':' => ',', '#' or '{' or '}' or '<' or '>' or '%' or '\n' or '\r' => ' ', _ => c }));
}
