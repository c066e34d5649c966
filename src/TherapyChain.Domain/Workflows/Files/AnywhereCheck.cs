namespace TherapyChain.Domain.Workflows.Files;

/// <summary>What the file says with <c>anywhere</c> and <c>except</c>, which the model no longer shows.</summary>
internal static class AnywhereCheck
{
    public static IEnumerable<Remark> Of(Yaml.Map file)
    {
        var states = Value.Entries(file["states"]).Select(s => s.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, value) in Value.Entries(file["steps"]))
        {
            var step = (Yaml.Map)value;
            var anywhere = Value.Texts(step["from"]).Contains("anywhere");
            if (anywhere && Value.Texts(step["from"]).Length > 1)
                yield return new Remark("key-conflict", $"steps/{name}/from/anywhere", $"{name}: anywhere already means every state that is not final; name nothing beside it.");
            if (!anywhere && step["except"] is not null)
                yield return new Remark("key-conflict", $"steps/{name}/except", $"{name}: except goes with from: anywhere only.");
            foreach (var state in Value.Texts(step["except"]).Where(s => !states.Contains(s)))
                yield return new Remark("unknown-state", $"steps/{name}/except/{state}", $"\"{state}\" (steps/{name}/except) is not a state of this workflow.{NearMiss.Hint(state, states)}");
        }
    }
}
