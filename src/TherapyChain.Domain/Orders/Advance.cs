using System.Collections.Immutable;
using NodaTime;
using TherapyChain.Domain.Identity;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Domain.Orders;

/// <summary>
/// Takes a step, or says everything that stands against it. A pure function of the order, its workflow, the request and the context; it
/// never throws for what people send. A failed identity check is recorded and puts the order on hold.
/// </summary>
public static class Advance
{
    public static Decision Decide(Workflow workflow, Order order, StepRequest request, Context context)
    {
        var journal = new Journal(order, context);
        WatchClocks.Record(journal, workflow, context.Now);
        if (workflow.FindStep(request.Step) is not { } step)
            return journal.Refuse(new Reason("step.unknown", $"There is no step \"{request.Step}\" in {workflow.Id}. {OpenSteps.Named(workflow, journal.Order, byName: true)}", "step"));

        var situation = new Situation(workflow, journal.Order, step, request, context);
        return StepMachine.For(workflow).Fire(journal.Order.State, step, guard => GuardRules.Unmet(guard, situation).IsEmpty) switch
        {
            StepMachine.Outcome.Moved moved => Take(journal, situation, moved.State),
            StepMachine.Outcome.NotFromHere => RefuseFromHere(journal, situation),
            StepMachine.Outcome.Unmet unmet => Refuse(journal, situation, unmet.Guards),
            var other => throw new System.Diagnostics.UnreachableException(other.GetType().Name),
        };
    }

    /// <summary>The codes of a request that the caller must look up among other orders before deciding, in stored form.</summary>
    public static ImmutableArray<GivenCode> CodesToLookUp(Workflow workflow, StepRequest request, Person actor) =>
        workflow.FindStep(request.Step) is not { } step ? [] :
        [.. request.Scans.Where(scan => step.Assigns.Contains(scan.Name) && !Situation.IsShared(workflow, scan.Name))
            .Select(scan => LabelGrammar.Read(Situation.LabelOf(workflow, scan.Name), scan.Value, out _) is { } code
                ? new GivenCode(code, Situation.IssuerOf(workflow, scan.Name, actor)) : null).OfType<GivenCode>()];

    private static Decision.Refused Refuse(Journal journal, Situation s, ImmutableArray<Guard> unmet)
    {
        // Strangers to the step cannot stop an order by scanning nonsense: only who may do the step can fail its identity check.
        if (!unmet.Any(g => g is Guard.DoneBy)) Stop(journal, s, ScanRules.Mismatches(s));
        return journal.Refuse(unmet.SelectMany(guard => GuardRules.Unmet(guard, s)));
    }

    // The wrong material is in somebody's hands whether or not its step was due. Where nothing is declared yet there is nothing to be wrong
    // against, and an order that has ended is held no more.
    private static Decision.Refused RefuseFromHere(Journal journal, Situation s)
    {
        var ordinary = OpenSteps.NotFromHere(s.Workflow, s.Order, s.Step);
        if (!GuardRules.Unmet(new Guard.DoneBy(s.Step.By), s).IsEmpty || s.Workflow.FindState(s.Order.State)!.IsFinal) return journal.Refuse(ordinary);
        var mismatches = ScanRules.Mismatches(s).RemoveAll(m => m.Expected.IsEmpty);
        Stop(journal, s, mismatches);
        return journal.Refuse([ordinary, .. mismatches.Select(m => ScanRules.Wrong(m.Name, m.Scanned, s))]);
    }

    private static void Stop(Journal journal, Situation s, ImmutableArray<Mismatch> mismatches)
    {
        if (mismatches.IsEmpty) return;
        var role = s.Role ?? "";
        journal.Write(new IdentityRefused(s.Step.Name, mismatches, SecondOf(s)), role);
        // Another wrong code is another matter: quality resolves each by itself. The same one scanned again is not.
        string reason = HoldReason.CheckFailed(s.Say(s.Step.Name), ScanRules.Told(mismatches, s));
        if (s.Order.Holds.All(h => h.Code != HoldCode.IdentityMismatch || h.Reason != reason))
            journal.Write(new OrderHeld(HoldCode.IdentityMismatch, reason, Clock: null), role);
    }

    private static Decision.Accepted Take(Journal journal, Situation s, string to)
    {
        var (step, role) = (s.Step, s.Role!);
        foreach (var hold in s.Order.Holds.Where(hold => GuardRules.IsAnsweredBy(hold, s)))
            journal.Write(new HoldResolved(hold.Seq, RuleWords.EnteredLate(s.Say(step.Name), s.Request.LateReason?.Trim() ?? "")), role);

        var created = step.Creates.Select(c => new Created(c.Container, c.HeldBy, c.MadeFrom)).ToImmutableArray();
        var started = s.Workflow.Clocks.Values.Where(c => c.Starts.Contains(step.Name)).OrderBy(c => c.Name, StringComparer.Ordinal)
            .Select(c => ClockLimits.Start(c, s.At, s.Actor.Zone)).ToImmutableArray();
        journal.Write(new StepCompleted(step.Name, s.Order.State, to)
        {
            Acts = step.Records,
            Revoked = [.. step.Revokes.Where(s.Order.Acts.ContainsKey)],
            Assigned = [.. Stored(s, step.Assigns).Select(scan => scan with
            {
                Shared = Situation.IsShared(s.Workflow, scan.Name),
                Issuer = Situation.IssuerOf(s.Workflow, scan.Name, s.Actor),
            })],
            Scanned = [.. Stored(s, step.Identity?.Scan ?? [])],
            Evidence = s.Request.Evidence.Where(e => !string.IsNullOrWhiteSpace(e.Value.Value)).ToImmutableSortedDictionary(StringComparer.Ordinal),
            Created = created,
            Moved = [.. step.Custody.Select(move => MovedBy(move, s))],
            Ended = [.. EndedBy(s, created)],
            ClocksStarted = started,
            ClocksStopped = [.. Stopped(s, to).Except(started.Select(c => c.Clock))],
            Second = SecondOf(s),
            Place = step.Identity?.Place,
            Signature = step.Sign is { } meaning ? new Signature(s.Actor.Name, meaning, s.Context.Now) : null,
            LateReason = GuardRules.IsLate(s) ? s.Request.LateReason!.Trim() : null,
        }, role, s.At);
        return journal.Accept();
    }

    private static IEnumerable<Scan> Stored(Situation s, ImmutableArray<string> names) =>
        names.SelectMany(name => s.ScannedAs(name).Distinct().Select(code => new Scan(name, code)));

    private static Moved MovedBy(CustodyMove move, Situation s)
    {
        var seen = s.Request.Handovers.GetValueOrDefault(move.Container);
        return new Moved(move.Container, move.Gives, move.Takes, NullIfBlank(seen?.Seal), NullIfBlank(seen?.Condition));
    }

    private static IEnumerable<Ended> EndedBy(Situation s, ImmutableArray<Created> created)
    {
        var live = s.Order.Containers.Keys.Union(created.Select(c => c.Container)).Order(StringComparer.Ordinal);
        foreach (var container in live)
            if (s.Step.Ends.TryGetValue(container, out var fate) || s.Step.Ends.TryGetValue("all", out fate)) yield return new Ended(container, fate);
    }

    private static IEnumerable<string> Stopped(Situation s, string to) =>
        s.Order.Clocks.Keys.Where(name => s.Workflow.FindState(to)!.IsFinal
            || !s.Workflow.Clocks.TryGetValue(name, out var clock) || clock.Stops.Contains(s.Step.Name));

    private static SecondPerson? SecondOf(Situation s) =>
        s.Step.Identity is { People: > 1 } check && s.Context.Second is { } second
            ? new SecondPerson(second.Id, check.SecondRoles.FirstOrDefault(second.Roles.Contains) ?? "", second.Name)
            : null;

    private static string? NullIfBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
