namespace TherapyChain.Domain.Workflows.Proofs;

/// <summary>Looks at every step by which an act happens, where it first can be taken.</summary>
internal static class EveryProof
{
    public static Finding? Break(StateSpace space, List<Happening>[] happenings, SafetyProperty.Every p)
    {
        var concerned = happenings.Select(step => step.Where(h => !h.IsRevoked && p.Acts.Any(a => a.Matches(h))).ToList()).ToArray();
        var lacking = concerned.Select(step => step.Select(h => Lack(h, p.Is)).FirstOrDefault(l => l is not null)).ToArray();
        for (var i = 0; i < space.Count; i++)
        {
            foreach (var (index, _) in space.From(i))
            {
                var lack = lacking[index] ?? (p.Is.InHand ? concerned[index].Select(h => NotInHand(space, i, h)).FirstOrDefault(l => l is not null) : null);
                if (lack is not null) return SafetyProof.Broken(p, lack, space.PathTo(i, index));
            }
        }
        return null;
    }

    private static Sentence? Lack(Happening h, Demand d)
    {
        var step = h.Step;
        if (!d.By.IsEmpty && step.By.Roles.FirstOrDefault(r => !d.By.Contains(r)) is { } role) return $"{step.Name} may be done by {role}.";
        if (!d.Signed.IsEmpty && (step.Sign is null || !d.Signed.Contains(step.Sign))) return step.Sign is null ? (Sentence)$"{step.Name} is not signed." : (Sentence)$"{step.Name} is signed {step.Sign}.";
        if (d.People > 0 && step.Identity is null) return $"{step.Name} has no identity check.";
        if (step.Identity is { } check)
        {
            if (check.People < d.People) return $"{step.Name} is checked by {check.People} only.";
            if (d.Place is not null && check.Place != d.Place) return $"{step.Name} is not checked at the {d.Place}.";
            if (d.OfSame && h.Containers.FirstOrDefault(c => !check.Scan.Contains(c)) is { } unseen) return $"{step.Name} does not scan {unseen}.";
            if (d.Labels.FirstOrDefault(label => !h.Compares(label)) is { } label) return $"{step.Name} compares no identifier of the kind {label}.";
            if (d.AllIdentifiers && !h.ComparesAllIdentifiers) return $"{step.Name} does not compare every identifier.";
        }
        foreach (var move in step.Custody.Where(m => h.Containers.Contains(m.Container)))
        {
            if (d.Seal && !move.Seal) return $"{step.Name} records no seal of {move.Container}.";
            if (d.Condition && !move.Condition) return $"{step.Name} records no condition of {move.Container}.";
            if (d.Taker && move.Takes != step.By.At) return $"{step.Name} is done at {step.By.At}, not by {move.Takes}, who takes {move.Container}.";
        }
        if (d.Evidence.FirstOrDefault(name => !step.Evidence.Any(e => e.Name == name && e.Required)) is { } missing) return $"{step.Name} does not ask for {missing}.";
        if (d.Consumes && step.Creates.SelectMany(c => c.MadeFrom).FirstOrDefault(c => !step.Ends.ContainsKey(c)) is { } unused) return $"{step.Name} does not end {unused}, which it uses.";
        if (d.Within && step.Within.IsEmpty) return $"{step.Name} needs no time left on any clock.";
        if (d.After && step.After.IsEmpty) return $"{step.Name} waits for no clock.";
        return d.NotOnHold && step.EvenOnHold ? (Sentence)$"{step.Name} can be done on hold." : null;
    }

    /// <summary>Judged after the handovers of the step itself; a container that the step creates is with whoever is named there.</summary>
    private static Sentence? NotInHand(StateSpace space, int situation, Happening h)
    {
        foreach (var container in h.Containers)
        {
            var holder = h.Step.Creates.FirstOrDefault(c => c.Container == container)?.HeldBy
                ?? h.Step.Custody.FirstOrDefault(c => c.Container == container)?.Takes
                ?? space.HolderOf(situation, space.ContainerIndex(container));
            if (holder == h.Step.By.At) continue;
            return holder is null
                ? (Sentence)$"{h.Step.Name} is done at {h.Step.By.At} while {container} is not there."
                : (Sentence)$"{h.Step.Name} is done at {h.Step.By.At} while {container} is with {holder}.";
        }
        return null;
    }
}
