using System.Collections.Immutable;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Tests.Workflows;

/// <summary>Workflows with one safety element taken out or rewired.</summary>
internal static class WorkflowMutants
{
    internal sealed record Mutant(string Kind, string Name, Workflow Workflow);

    private static readonly string[] Signed = ["release", "physician-acceptance", "consent", "prescription", "infusion", "partial-infusion", "acceptance", "rejection"];
    private static readonly string[] Authorised = ["release", "physician-acceptance", "consent", "prescription", "infusion", "partial-infusion"];
    private static readonly string[] Milestones =
        ["release", "consent", "acceptance", "physician-acceptance", "out-of-specification", "quality-control", "quality-review", "prescription", "rescue-ready", "fitness",
         "infusion", "death", "cancellation", "consent-withdrawal"];
    private static readonly string[] NeverOnHold =
        ["collection", "manufacture", "thaw", "issue", "dose-preparation", "conditioning", "infusion", "release", "physician-acceptance"];
    private static readonly string[] Scanned = ["thaw", "issue", "storage"];
    private static readonly string[] Guarded = ["infusion", "thaw"];

    /// <summary>Kinds whose only effect is on which ways there are: when there are the same ways as before, nothing was changed.</summary>
    private static readonly string[] OnlyWays = ["requirement dropped", "possible too early", "end dropped", "receipt skipped"];

    /// <summary>What an act stands guard over. Other acts that steps require are good order (labels counted before packing), not safety.</summary>
    private static readonly Dictionary<string, string[]> Protects = new(StringComparer.Ordinal)
    {
        ["consent"] = ["collection", "thaw", "conditioning", "dose-preparation", "infusion"],
        ["fitness"] = ["infusion"],
        ["rescue-ready"] = ["infusion"],
        ["quality-control"] = ["release"],
        ["quality-review"] = ["release"],
    };

    public static IEnumerable<Mutant> Of(Workflow w)
    {
        var required = PlainWalk.Required(w);
        var ways = PlainWalk.Ways(w, required);
        foreach (var s in w.Steps)
        {
            foreach (var (kind, name, changed) in Identity(w, s).Concat(Custody(w, s)).Concat(Acts(w, s)).Concat(Paths(w, s)))
            {
                var mutant = new Mutant(kind, $"{s.Name}: {name}", With(w, s, changed));
                // A clock that does not run refuses the step, whatever the states say.
                if (kind == "possible too early" && WorkflowCheck.Of(mutant.Workflow).Any(f => f.Code == "clock-not-running")) continue;
                if (!OnlyWays.Contains(kind)) yield return mutant;
                else if (PlainWalk.Ways(mutant.Workflow, required) is var after && !after.SetEquals(ways)
                    && (kind != "requirement dropped" || s.Requires.Except(changed.Requires).Any(act => LetsThrough(mutant.Workflow, after, act)))) yield return mutant;
            }
        }
        foreach (var act in Protects.Keys)
        {
            var nowhere = w.Steps.Aggregate(w, (changed, s) => s.Requires.Contains(act) ? With(changed, s, s with { Requires = s.Requires.Remove(act) }) : changed);
            var also = new HashSet<string>(required, StringComparer.Ordinal) { act };
            if (!LetsThrough(w, PlainWalk.Ways(w, also), act) && LetsThrough(nowhere, PlainWalk.Ways(nowhere, also), act))
                yield return new Mutant("requirement dropped everywhere", $"{act} is required nowhere", nowhere);
        }
    }

    /// <summary>Whether something that the act stands guard over can now be done while it does not stand: else another guard still does its work.</summary>
    private static bool LetsThrough(Workflow w, IReadOnlySet<PlainWalk.Way> ways, string act) =>
        Protects.TryGetValue(act, out var over) && ways.Any(way =>
            w.FindStep(way.Step)!.Records.Intersect(over).Any() && !way.From.Acts.Split(' ').Contains(act));

    /// <summary>
    /// Checks that stand at an act on material, at a handover or at the bedside, and the last one before a dispatch. Further checks on the
    /// way (unpacking, discarding, a clerk's confirmation) are a second net: without one of them these still stand before any harm.
    /// </summary>
    private static IEnumerable<(string Kind, string Name, Step Changed)> Identity(Workflow w, Step s)
    {
        if (s.Identity is not { } check) yield break;
        var scannedFor = s.Records.Intersect(Scanned).Any() || IsBedsideOfProduct(w, s) || s.Custody.Any(m => m.FromCarrier) || IsPacking(w, s);
        if (scannedFor || !s.Creates.IsEmpty || !s.Custody.IsEmpty || s.Records.Intersect(["freeze", "manufacture"]).Any())
            yield return ("identity check removed", "no check", s with { Identity = null });
        if (check.People == 2 && (s.Records.Contains("collection") || IsBedsideOfProduct(w, s)))
            yield return ("one person instead of two", "one person", s with { Identity = check with { People = 1, SecondRoles = [] } });
        if (IsBedsideOfProduct(w, s)) yield return ("place dropped", "anywhere", s with { Identity = check with { Place = null } });
        foreach (var name in check.Scan)
        {
            var isOrder = w.Identifiers.TryGetValue(name, out var label) && label.Kind == "isbt-128-coi";
            if (isOrder || scannedFor && (w.Containers.ContainsKey(name) || IsBedsideOfProduct(w, s)))
                yield return ("dropped from the scan", $"does not scan {name}", s with { Identity = check with { Scan = check.Scan.Remove(name) } });
        }
        foreach (var move in s.Custody.Where(m => m.Takes == s.By.At))
            yield return ("taker's check made by the giver", "by the giver", s with { By = s.By with { At = move.Gives } });
    }

    private static HashSet<string> BeforeInfusion(Workflow w)
    {
        var states = new HashSet<string>([w.Initial], StringComparer.Ordinal);
        while (w.Steps.Any(s => s.To is not null && !s.Records.Contains("infusion") && !s.Records.Contains("cancellation") && s.From.Any(states.Contains) && states.Add(s.To))) { }
        return states;
    }

    private static bool IsWindingUp(Workflow w, Step s) =>
        s.To is null && w.Steps.Any(o => s.From.All(o.From.Contains) && o.Ends.GetValueOrDefault("all") == "as-recorded");

    /// <summary>
    /// The last check before a dispatch. Where the step before it also scanned the container, that check is enough, unless the container
    /// was released in between.
    /// </summary>
    private static bool IsPacking(Workflow w, Step s) => s.Custody.IsEmpty && s.To is not null && w.Steps
        .Where(d => d.From.Contains(s.To)).SelectMany(d => d.Custody).Where(m => m.ToCarrier).Select(m => m.Container)
        .Any(c => s.Identity?.Scan.Contains(c) == true
            && (w.Steps.Any(r => r.Records.Contains("release") && r.Of.Contains(c)) || !w.Steps.Any(b => b.To is not null && s.From.Contains(b.To) && b.Identity?.Scan.Contains(c) == true && !b.From.Contains(s.To))));

    private static bool IsBedsideOfProduct(Workflow w, Step s) =>
        s.Identity is { Place: "bedside", People: 2 } check && check.Scan.Any(w.Containers.ContainsKey);

    private static IEnumerable<(string Kind, string Name, Step Changed)> Custody(Workflow w, Step s)
    {
        foreach (var move in s.Custody)
        {
            Step Instead(params CustodyMove[] now) => s with { Custody = s.Custody.Remove(move).AddRange(now) };
            // Of an order that is being wound up the fate may be recorded as the courier reports it, so that a receipt is not owed.
            if (!IsWindingUp(w, s)) yield return ("handover removed", $"{move.Container} stays", Instead());
            if (move.Seal) yield return ("seal dropped", $"{move.Container} without seal", Instead(move with { Seal = false }));
            if (move.Condition) yield return ("condition dropped", $"{move.Container} without condition", Instead(move with { Condition = false }));
            foreach (var party in w.Parties.Where(p => p != move.Gives && p != move.Takes))
            {
                yield return ("another giver", $"{party} gives {move.Container}", Instead(move with { Gives = party }));
                yield return ("another taker", $"{party} takes {move.Container}", Instead(move with { Takes = party }));
            }
            if (move.ToCarrier)
            {
                foreach (var receipt in w.Steps.Where(r => r.To is not null && r.From.Contains(s.To ?? "") && r.Custody.Any(c => c.Container == move.Container && c.FromCarrier)))
                    yield return ("receipt skipped", $"straight to {receipt.To}", s with { To = receipt.To });
            }
        }
        // A container that was destroyed, or frozen into another, and is still recorded as alive stays on every later scan list and in the
        // account at the end: the record is wrong, but nothing can be done with what is not there. Not so what was given, used or sent.
        foreach (var ended in s.Ends.Keys.Where(e => s.Ends[e] != "destroyed" && !s.Records.Contains("freeze"))) yield return ("end dropped", $"{ended} is not ended", s with { Ends = s.Ends.Remove(ended) });
    }

    private static IEnumerable<(string Kind, string Name, Step Changed)> Acts(Workflow w, Step s)
    {
        // Where another step records the act too and a step requires it, leaving it out only closes a way: it fails safe.
        var closesOnly = s.Records.Where(a => w.Steps.Any(o => o.Requires.Contains(a)) && w.Steps.Count(o => o.Records.Contains(a)) > 1 && s.By.At != "treatment-site");
        // A death after the infusion, or after the product was given up, is part of the follow-up and stops nothing any more.
        foreach (var act in s.Records.Intersect(Milestones).Except(closesOnly).Where(a => a != "death" || s.From.Any(BeforeInfusion(w).Contains)))
            yield return ("act not recorded", $"{act} is not recorded", s with { Records = s.Records.Remove(act) });
        foreach (var act in s.Requires)
            yield return ("requirement dropped", $"{act} is not required", s with { Requires = s.Requires.Remove(act) });
        if (s.Records.Intersect(Signed).FirstOrDefault() is { } signed)
        {
            yield return ("signature dropped", $"{signed} is not signed", s with { Sign = null });
            yield return ("signature of another meaning", $"{signed} is signed ordered or verified", s with { Sign = s.Sign == "ordered-by" ? "verified-by" : "ordered-by" });
        }
        if (s.Records.Intersect(Authorised).FirstOrDefault() is { } authorised)
            yield return ("done by another role", $"{authorised} by a courier", s with { By = s.By with { Roles = s.By.Roles.Add("courier") } });
        if (s.Records.Intersect(NeverOnHold).Any() || s.Custody.Any(m => m.ToCarrier))
            yield return ("possible on hold", "even on hold", s with { EvenOnHold = true });
    }

    private static IEnumerable<(string Kind, string Name, Step Changed)> Paths(Workflow w, Step s)
    {
        if (!s.Records.Intersect(Guarded).Any() && !s.Custody.Any(m => m.ToCarrier)) yield break;
        var order = w.States.Select(t => t.Name).ToList();
        foreach (var earlier in order.Take(s.From.Min(order.IndexOf)))
            yield return ("possible too early", $"from {earlier}", s with { From = s.From.Add(earlier) });
    }

    /// <summary>The constructors run anew, so that what they derive (guards, indexes) fits.</summary>
    private static Workflow With(Workflow w, Step old, Step now) => new(
        w.Id, w.Version, w.Sha256, w.Text, w.Source, w.Initial, w.LateAfter, w.Parties, w.Identifiers, w.Containers, w.Clocks, w.States,
        w.Steps.Replace(old, Anew(now)), w.Anywhere, w.Words);

    private static Step Anew(Step s) => new(
        s.Name, s.From, s.To, s.By, s.Records, s.Revokes, s.Requires, s.Of, s.Assigns, s.Identity, s.Evidence, s.Creates, s.Custody, s.Ends, s.Within, s.After,
        s.EvenOnHold, s.Sign, s.Labels);
}
