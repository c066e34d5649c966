namespace TherapyChain.Domain.Workflows.Files;

/// <summary>Every name that people see has words, and no words are left over from a name that went.</summary>
internal static class WordsCheck
{
    public static IEnumerable<Remark> Of(Workflow w)
    {
        var names = Names(w).Distinct(StringComparer.Ordinal).ToList();
        foreach (var (name, where) in names.Where(n => !w.Words.ContainsKey(n)).Select(n => (n, Place(w, n))))
            yield return new Remark("missing-words", where, $"\"{name}\" has no words. Add it under \"words\" in {string.Join(", ", Vocabulary.Languages)}; {string.Join(", ", Vocabulary.OptionalLanguages)} may be left out.");
        foreach (var name in w.Words.Keys.Except(names, StringComparer.Ordinal).Order(StringComparer.Ordinal))
            yield return new Remark("superfluous-words", $"words/{name}", $"\"{name}\" has words but is no name of this workflow.{NearMiss.Hint(name, names.Where(n => !w.Words.ContainsKey(n)))}");
    }

    private static IEnumerable<string> Names(Workflow w) =>
    [
        w.Id, .. w.States.Select(s => s.Name), .. w.Steps.Select(s => s.Name), .. w.Identifiers.Keys.Order(StringComparer.Ordinal),
        .. w.Containers.Keys.Order(StringComparer.Ordinal), .. w.Clocks.Keys.Order(StringComparer.Ordinal),
        .. w.Steps.SelectMany(s => s.Evidence).Select(e => e.Name),
        .. w.Steps.SelectMany(s => s.Evidence).Select(e => e.Kind).OfType<EvidenceKind.Choice>().SelectMany(c => c.Choices),
    ];

    private static string Place(Workflow w, string name) =>
        name == w.Id ? "workflow"
        : w.FindState(name) is not null ? $"states/{name}"
        : w.FindStep(name) is not null ? $"steps/{name}"
        : w.Identifiers.ContainsKey(name) ? $"identifiers/{name}"
        : w.Containers.ContainsKey(name) ? $"containers/{name}"
        : w.Clocks.ContainsKey(name) ? $"clocks/{name}"
        : w.Steps.FirstOrDefault(s => s.Evidence.Any(e => e.Name == name)) is { } step ? $"steps/{step.Name}/evidence/{name}"
        : "words";
}
