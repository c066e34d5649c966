using NodaTime;

namespace TherapyChain.Domain.Workflows.Files;

/// <summary>What must agree inside one step, one clock, one piece of evidence.</summary>
internal static class StepCheck
{
    /// <summary>Acts that happen to containers, so that the step must say to which.</summary>
    private static readonly string[] OfContainers = ["collection", "thaw", "issue", "infusion", "partial-infusion", "release"];

    public static IEnumerable<Remark> Of(Workflow w) =>
        [.. w.Steps.SelectMany(s => OfStep(w, s)), .. w.Clocks.Values.SelectMany(OfClock), .. Storage(w), .. EvidenceKinds(w), .. Start(w)];

    private static IEnumerable<Remark> Start(Workflow w)
    {
        if (w.FindState(w.Initial) is { IsFinal: true })
            yield return new Remark("initial-is-final", "initial", $"An order cannot begin in {w.Initial}, which is an end.");
        if (!w.States.Any(s => s.IsFinal))
            yield return new Remark("no-final-state", "states", $"No state is final, so that no order could ever be closed. Mark the ends with final: true.");
        if (w.Anywhere.TryGetValue("resume", out var resume) && !resume.Contains("quality"))
            yield return new Remark("resume-without-quality", "anywhere/resume", $"quality must be among those who may resume an order that was put on hold.");
    }

    private static IEnumerable<Remark> OfStep(Workflow w, Step s)
    {
        var at = $"steps/{s.Name}";
        foreach (var state in s.From.Where(f => w.FindState(f) is { IsFinal: true }))
            yield return new Remark("step-from-final", $"{at}/from/{state}", $"{s.Name} leaves {state}, which is an end. Take the state out of from, or do not mark it final.");
        foreach (var act in s.Records.Intersect(s.Revokes))
            yield return new Remark("recorded-and-revoked", $"{at}/revokes/{act}", $"{s.Name} records and revokes {act} at once; one of the two cannot be meant.");
        foreach (var act in s.Records.Where(OfContainers.Contains).Where(_ => s.Of.IsEmpty && !w.Containers.IsEmpty))
            yield return new Remark("act-without-container", $"{at}/records/{act}", $"{s.Name} records {act} but does not say of which containers. Add of: [...].");
        foreach (var container in s.Creates.Select(c => c.Container).Where(c => !s.Assigns.Contains(c)))
            yield return new Remark("created-without-label", $"{at}/creates", $"{s.Name} creates {container} without scanning its label. Add {container} to assigns.");
        foreach (var container in s.Assigns.Where(a => w.Containers.ContainsKey(a) && s.Creates.All(c => c.Container != a)))
            yield return new Remark("label-without-container", $"{at}/assigns/{container}", $"{s.Name} assigns a label to {container} but does not create it. Add it to creates.");
        foreach (var twice in s.Creates.GroupBy(c => c.Container).Where(g => g.Count() > 1))
            yield return new Remark("created-twice", $"{at}/creates", $"{s.Name} creates {twice.Key} twice.");
        foreach (var twice in s.Custody.GroupBy(c => c.Container).Where(g => g.Count() > 1))
            yield return new Remark("moved-twice", $"{at}/custody", $"{s.Name} hands {twice.Key} over twice; a step is one handover.");
        foreach (var move in s.Custody.Where(c => c.Gives == c.Takes))
            yield return new Remark("handover-to-oneself", $"{at}/custody", $"{s.Name} hands {move.Container} from {move.Gives} to itself.");
        foreach (var move in s.Custody.Where(c => s.By.At != c.Gives && s.By.At != c.Takes))
            yield return new Remark("handover-by-stranger", $"{at}/by/at", $"{s.Name} is done at {s.By.At}, which neither gives nor takes {move.Container}.");
        if (s.Ends.ContainsValue("as-recorded") && !s.Evidence.Any(e => e is { Name: "material-fate", Required: true, Kind: EvidenceKind.Choice }))
            yield return new Remark("fate-not-asked", $"{at}/ends", $"{s.Name} ends containers as recorded, but asks for no evidence \"material-fate\" with choices.");
        foreach (var e in s.Evidence.Where(e => e.Name == "material-fate"))
        {
            foreach (var fate in (e.Kind as EvidenceKind.Choice)?.Choices.Where(c => c == "as-recorded" || !Vocabulary.Fates.Contains(c)) ?? [])
                yield return new Remark("unknown-fate", $"{at}/evidence/{e.Name}/choices/{fate}", $"\"{fate}\" is not what can become of a container.{NearMiss.Hint(fate, Vocabulary.Fates)}");
        }
        if (s.Identity is { People: 2, SecondRoles.IsEmpty: true })
            yield return new Remark("second-person-missing", $"{at}/identity/people", $"The identity check of {s.Name} takes two people; say with \"second\" which roles the second may hold.");
        if (s.Identity is { People: 1, SecondRoles.IsEmpty: false })
            yield return new Remark("second-person-superfluous", $"{at}/identity/second", $"The identity check of {s.Name} names a second person but is made by one. Add people: 2.");
        if (s.Labels is { } labels)
        {
            foreach (var (part, name) in new[] { ("applied", labels.Applied), ("destroyed", labels.Destroyed) })
                if (!s.Evidence.Any(e => e.Name == name && IsLabelCount(e)))
                    yield return new Remark("labels-not-asked", $"{at}/labels/{part}", $"{s.Name} reconciles labels by {name}, which it does not ask for as a required quantity in the unit label.");
            if (!w.Steps.SelectMany(o => o.Evidence).Any(e => e.Name == labels.Received && IsLabelCount(e)))
                yield return new Remark("labels-not-asked", $"{at}/labels/received", $"{s.Name} reconciles labels by {labels.Received}, which no step asks for as a required quantity in the unit label.");
            if (labels.Received == labels.Applied || labels.Received == labels.Destroyed || labels.Applied == labels.Destroyed)
                yield return new Remark("labels-not-asked", $"{at}/labels", $"{s.Name} counts labels received, applied and destroyed under one name; each needs its own.");
        }
        // A number that each site counts for itself, or a shared lot, can be another order's too: alone it would let the wrong material pass.
        if (s.Identity is { } check && check.Scan.All(name => w.Identifiers.TryGetValue(name, out var label) && (label.Shared || label.IsCountedBySite)))
            yield return new Remark("check-without-own-code", $"{at}/identity/scan",
                $"The identity check of {s.Name} compares only codes that another order may carry too. Add a container, or an identifier of a standard such as the chain of identity.");
        foreach (var both in s.Identity?.Scan.Intersect(s.Assigns) ?? [])
            yield return new Remark("assigned-and-compared", $"{at}/identity/scan/{both}", $"{s.Name} gives {both} and compares it in the same step; a comparison needs what was given before.");
    }

    private static bool IsLabelCount(Evidence e) => e is { Required: true, Kind: EvidenceKind.Quantity { Unit: "label" } };

    private static IEnumerable<Remark> OfClock(Clock c)
    {
        if (c.Warn is { } warn && !IsShorter(warn, c.Limit))
            yield return new Remark("warn-not-shorter", $"clocks/{c.Name}/warn", $"Clock {c.Name} warns after {warn}, which is not shorter than its limit {c.Limit}.");
        if (c.Earliest is { } earliest && !IsShorter(earliest, c.Limit))
            yield return new Remark("earliest-not-shorter", $"clocks/{c.Name}/earliest", $"Clock {c.Name} is open from {earliest}, which is not shorter than its limit {c.Limit}: there would be no time in between.");
        foreach (var both in c.Starts.Intersect(c.Stops))
            yield return new Remark("clock-starts-and-stops", $"clocks/{c.Name}/stops/{both}", $"{both} starts and stops clock {c.Name}; one of the two cannot be meant.");
    }

    /// <summary>Shorter on every calendar: the longest the one can be against the shortest the other can be.</summary>
    private static bool IsShorter(Period a, Period b) => Seconds(a, 366, 31) < Seconds(b, 365, 28);

    private static long Seconds(Period p, long year, long month) =>
        (p.Years * year + p.Months * month + p.Weeks * 7L + p.Days) * 86_400 + p.Hours * 3600 + p.Minutes * 60 + p.Seconds;

    private static IEnumerable<Remark> Storage(Workflow w) =>
        from container in w.Containers.Values
        from range in new[] { (Where: "storage", Limits: container.Storage), (Where: "transport", Limits: container.OnTheWay) }
        where range.Limits.MinCelsius > range.Limits.MaxCelsius && (range.Where == "storage" || container.Transport is not null)
        select new Remark("min-over-max", $"containers/{container.Name}/{range.Where}/min",
            $"{container.Name}: the lowest temperature {range.Limits.MinCelsius} °C is above the highest {range.Limits.MaxCelsius} °C.");

    private static IEnumerable<Remark> EvidenceKinds(Workflow w)
    {
        var first = new Dictionary<string, (string Step, EvidenceKind Kind)>(StringComparer.Ordinal);
        foreach (var s in w.Steps)
        {
            foreach (var e in s.Evidence)
            {
                var at = $"steps/{s.Name}/evidence/{e.Name}";
                foreach (var remark in OfEvidence(w, s, e, at)) yield return remark;
                if (!first.TryAdd(e.Name, (s.Name, e.Kind)) && !Same(first[e.Name].Kind, e.Kind))
                    yield return new Remark("evidence-of-two-kinds", at, $"{e.Name} is another kind of evidence in {first[e.Name].Step}, or in another unit or with other choices; one name means one thing.");
            }
        }
    }

    private static IEnumerable<Remark> OfEvidence(Workflow w, Step s, Evidence e, string at)
    {
        switch (e.Kind)
        {
            case EvidenceKind.Quantity { Min: { } min, Max: { } max } when min > max:
                yield return new Remark("min-over-max", $"{at}/min", $"{e.Name} in {s.Name}: the lowest value {min} is above the highest {max}.");
                break;
            case EvidenceKind.Choice choice:
                foreach (var only in choice.Only.Where(o => !choice.Choices.Contains(o)))
                    yield return new Remark("unknown-choice", $"{at}/only/{only}", $"\"{only}\" is accepted but is not among the choices.{NearMiss.Hint(only, choice.Choices)}");
                break;
            case EvidenceKind.TableCount table:
                if (table.Rows.Zip(table.Rows.Skip(1)).Any(p => p.First.UpTo >= p.Second.UpTo))
                    yield return new Remark("table-not-rising", $"{at}/table/rows", $"The bounds of the table of {e.Name} must rise from row to row.");
                if (w.Steps.SelectMany(o => o.Evidence).Any(o => o.Name == table.By && o.Kind is not EvidenceKind.Quantity))
                    yield return new Remark("table-by-no-quantity", $"{at}/table/by", $"The table of {e.Name} is read with {table.By}, which is no quantity.");
                break;
            case EvidenceKind.Among among when w.Steps.SelectMany(o => o.Evidence).Any(o => o.Name == among.ItemsOf && o.Kind is not EvidenceKind.Items):
                yield return new Remark("among-no-items", $"{at}/among", $"{e.Name} is chosen among {among.ItemsOf}, which has no items.");
                break;
        }
    }

    private static bool Same(EvidenceKind a, EvidenceKind b) => (a, b) switch
    {
        (EvidenceKind.Quantity x, EvidenceKind.Quantity y) => x.Unit == y.Unit,
        (EvidenceKind.TableCount x, EvidenceKind.TableCount y) => x.Unit == y.Unit && x.By == y.By,
        (EvidenceKind.Choice x, EvidenceKind.Choice y) => x.Choices.Order(StringComparer.Ordinal).SequenceEqual(y.Choices.Order(StringComparer.Ordinal)),
        (EvidenceKind.Among x, EvidenceKind.Among y) => x.ItemsOf == y.ItemsOf,
        _ => a.GetType() == b.GetType(),
    };
}
