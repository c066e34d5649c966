using TherapyChain.Domain.Workflows.Proofs;

namespace TherapyChain.Domain.Workflows.Files;

/// <summary>Every name that is used must be declared, and every name that is declared must be used.</summary>
internal static class NameCheck
{
    public static List<Remark> Of(Workflow w)
    {
        var remarks = new List<Remark>();
        var states = w.States.Select(s => s.Name).ToHashSet(StringComparer.Ordinal);
        var steps = w.Steps.Select(s => s.Name).ToHashSet(StringComparer.Ordinal);
        var evidence = w.Steps.SelectMany(s => s.Evidence).Select(e => e.Name).ToHashSet(StringComparer.Ordinal);
        var labels = w.Identifiers.Keys.Concat(w.Containers.Keys).ToHashSet(StringComparer.Ordinal);

        Known("initial", [w.Initial], states, "unknown-state", $"a state of this workflow");
        foreach (var name in states.Where(s => s == "anywhere"))
            remarks.Add(new Remark("reserved-name", $"states/{name}", $"\"anywhere\" means every state that is not final; name the state otherwise."));
        foreach (var name in w.Containers.Keys.Where(c => c == "all" || w.Identifiers.ContainsKey(c)))
            remarks.Add(new Remark("reserved-name", $"containers/{name}", $"\"{name}\" already means {(name == "all" ? (Sentence)$"every live container" : (Sentence)$"an identifier")}; name the container otherwise."));
        if (w.Containers.Count > StateSpace.MostContainers)
            remarks.Add(new Remark("too-many-containers", "containers", $"A workflow has at most {StateSpace.MostContainers} kinds of containers, this one has {w.Containers.Count}; what cannot be proved is refused."));
        foreach (var clock in w.Clocks.Values)
        {
            Known($"clocks/{clock.Name}/starts", clock.Starts, steps, "unknown-step", $"a step of this workflow");
            Known($"clocks/{clock.Name}/stops", clock.Stops, steps, "unknown-step", $"a step of this workflow");
        }
        foreach (var s in w.Steps)
        {
            var at = $"steps/{s.Name}";
            Known($"{at}/from", s.From, states, "unknown-state", $"a state of this workflow");
            Known($"{at}/to", s.To is null ? [] : [s.To], states, "unknown-state", $"a state of this workflow");
            Known($"{at}/by/at", [s.By.At], w.Parties, "unknown-party", $"a party that this workflow declares");
            Known($"{at}/of", s.Of, w.Containers.Keys, "unknown-container", $"a container of this workflow");
            Known($"{at}/assigns", s.Assigns, labels, "unknown-label", $"an identifier or container of this workflow");
            Known($"{at}/identity/scan", s.Identity?.Scan ?? [], labels, "unknown-label", $"an identifier or container of this workflow");
            Known($"{at}/creates", s.Creates.Select(c => c.Container), w.Containers.Keys, "unknown-container", $"a container of this workflow");
            Known($"{at}/creates", s.Creates.SelectMany(c => c.MadeFrom), w.Containers.Keys, "unknown-container", $"a container of this workflow");
            Known($"{at}/creates", s.Creates.Select(c => c.HeldBy), w.Parties, "unknown-party", $"a party that this workflow declares");
            Known($"{at}/custody", s.Custody.Select(c => c.Container), w.Containers.Keys, "unknown-container", $"a container of this workflow");
            Known($"{at}/custody", s.Custody.SelectMany(c => new[] { c.Gives, c.Takes }), w.Parties, "unknown-party", $"a party that this workflow declares");
            Known($"{at}/ends", s.Ends.Keys.Where(k => k != "all"), w.Containers.Keys, "unknown-container", $"a container of this workflow");
            Known($"{at}/within", s.Within, w.Clocks.Keys, "unknown-clock", $"a clock of this workflow");
            Known($"{at}/after", s.After, w.Clocks.Keys, "unknown-clock", $"a clock of this workflow");
            foreach (var e in s.Evidence)
            {
                if (e.Kind is EvidenceKind.TableCount table) Known($"{at}/evidence/{e.Name}/table/by", [table.By], evidence, "unknown-evidence", $"evidence that a step gives");
                if (e.Kind is EvidenceKind.Among among) Known($"{at}/evidence/{e.Name}/among", [among.ItemsOf], evidence, "unknown-evidence", $"evidence that a step gives");
            }
        }

        var parties = w.Steps.SelectMany(s => s.Custody.SelectMany(c => new[] { c.Gives, c.Takes }).Concat(s.Creates.Select(c => c.HeldBy)).Append(s.By.At)).ToHashSet(StringComparer.Ordinal);
        Used("parties", w.Parties, parties, "unused-party", $"takes part in no step");
        Used("identifiers", w.Identifiers.Keys, w.Steps.SelectMany(s => s.Assigns), "never-assigned", $"is assigned by no step");
        Used("containers", w.Containers.Keys, w.Steps.SelectMany(s => s.Creates.Select(c => c.Container)), "never-created", $"is created by no step");
        var recorded = w.Steps.SelectMany(s => s.Records).ToHashSet(StringComparer.Ordinal);
        foreach (var s in w.Steps)
        {
            foreach (var act in s.Requires.Where(a => !recorded.Contains(a)))
                remarks.Add(new Remark("never-recorded", $"steps/{s.Name}/requires/{act}", $"{s.Name} requires {act}, which no step records: it could never be done.{NearMiss.Hint(act, recorded)}"));
            foreach (var act in s.Revokes.Where(a => !recorded.Contains(a)))
                remarks.Add(new Remark("never-recorded", $"steps/{s.Name}/revokes/{act}", $"{s.Name} revokes {act}, which no step records.{NearMiss.Hint(act, recorded)}"));
        }
        return remarks;

        void Known(string where, IEnumerable<string> names, IEnumerable<string> known, string code, Sentence what)
        {
            foreach (var name in names.Where(n => !known.Contains(n)))
                remarks.Add(new Remark(code, $"{where}/{name}", $"\"{name}\" ({where}) is not {what}.{NearMiss.Hint(name, known)}"));
        }

        void Used(string where, IEnumerable<string> names, IEnumerable<string> used, string code, Sentence what)
        {
            var set = used.ToHashSet(StringComparer.Ordinal);
            foreach (var name in names.Where(n => !set.Contains(n)))
                remarks.Add(new Remark(code, $"{where}/{name}", $"\"{name}\" is declared but {what}. Take it out, or say where it belongs."));
        }
    }
}
