using System.Collections.Immutable;
using System.Diagnostics;
using NodaTime;
using NodaTime.Text;
using TherapyChain.Domain.Identity;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Domain.Orders;

/// <summary>
/// What each kind of guard means for an order. Every kind has an arm of its own and answers all that is unmet; a kind without an arm is a
/// bug and throws, so that "met" can never be a default.
/// </summary>
internal static class GuardRules
{
    public static ImmutableArray<Reason> Unmet(Guard guard, Situation s) => guard switch
    {
        Guard.NotOnHold => NotOnHold(s),
        Guard.DoneBy g => DoneBy(g.Doer, s),
        Guard.PlausibleTime => PlausibleTime(s),
        Guard.Stands g => s.Order.Acts.ContainsKey(g.Act) ? [] : [new("act.missing", $"This step needs first: {s.Say(g.Act)}. It is not recorded for this order, or no longer stands.", g.Act)],
        Guard.TimeLeft g => TimeLeft(g.Clock, s),
        Guard.TimeElapsed g => TimeElapsed(g.Clock, s),
        Guard.Assigned g => ScanRules.Assigned(g.Name, s),
        Guard.Scanned g => ScanRules.Scanned(g.Name, s),
        Guard.SecondPerson g => SecondPerson(g.Roles, s),
        Guard.Given g => EvidenceRules.Unmet(g.Evidence, s),
        Guard.Custody g => Custody(g.Move, s),
        Guard.Creatable g => Creatable(g.Creation, s),
        Guard.NothingElse g => NothingElse(g, s),
        Guard.Signed g => Signed(g.Meaning, s),
        Guard.LabelsReconciled g => LabelRules.Unmet(g.Labels, s),
        Guard.PrintedLabelsAccounted => LabelRules.WithoutFate(s.Order),
        _ => throw new UnreachableException($"No rule for guard {guard.GetType().Name}."),
    };

    /// <summary>A clock's hold does not stop the step that proves the clock was kept: it happened within the limit and stops that clock.</summary>
    public static bool IsAnsweredBy(Hold hold, Situation s) =>
        hold.Code == HoldCode.ClockExceeded && hold.Clock is { } name
        && s.Workflow.Clocks.TryGetValue(name, out var clock) && clock.Stops.Contains(s.Step.Name)
        && s.Order.Clocks.TryGetValue(name, out var running) && s.At <= running.Limit;

    private static ImmutableArray<Reason> NotOnHold(Situation s) =>
        s.Order.Holds.IsEmpty ? [] :
        [.. s.Order.Holds.Where(hold => !IsAnsweredBy(hold, s)).Select(hold => new Reason("order.on-hold", $"The order is on hold: {HoldReason.Told(s.Workflow, hold.Code, hold.Reason)} Quality must resolve it first."))];

    private static ImmutableArray<Reason> DoneBy(Doer doer, Situation s)
    {
        var reasons = ImmutableArray<Reason>.Empty;
        if (s.Role is null)
            reasons = reasons.Add(new("actor.role", $"This step is done by: {Term.AnyRole(doer.Roles)}. You are: {Term.Roles(s.Actor.Roles)}."));
        if (!s.Order.Parties.TryGetValue(doer.At, out var site) || site != s.Actor.Site)
            reasons = reasons.Add(new("actor.site", $"This step is done at the {Term.Party(doer.At)} of this order, which is not your site."));
        foreach (var (qualification, lastDay) in Unqualified(s.Actor, s))
            reasons = reasons.Add(lastDay is { } ended
                ? new("actor.qualification", $"Your qualification {Term.Qualification(qualification)} was valid until {LocalDatePattern.Iso.Format(ended)}.")
                : new("actor.qualification", $"This step needs the qualification {Term.Qualification(qualification)}, which is not recorded for you."));
        return reasons;
    }

    /// <summary>The qualifications a step asks for that somebody lacks on the day it happened; with the last valid day of those that ran out.</summary>
    private static IEnumerable<(string Name, LocalDate? LastDay)> Unqualified(Person person, Situation s)
    {
        foreach (var qualification in s.Step.By.Qualified)
        {
            if (!person.Qualifications.TryGetValue(qualification, out var lastDay)) yield return (qualification, null);
            else if (s.PlausibleAt.InZone(Zone(s)).Date > lastDay) yield return (qualification, lastDay);
        }
    }

    private static ImmutableArray<Reason> PlausibleTime(Situation s)
    {
        if (s.At > s.Context.Now)
            return [new("time.future", $"The time given, {Local(s.At, s)}, lies in the future; it is now {Local(s.Context.Now, s)}.", "at")];
        if (s.At < s.Order.LastStepAt)
            return [new("time.before-previous", $"The time given, {Local(s.At, s)}, is before the previous step of this order, {Local(s.Order.LastStepAt, s)}.", "at")];
        if (IsLate(s) && string.IsNullOrWhiteSpace(s.Request.LateReason))
            return [new("time.late-reason",
                $"This is entered more than {s.Workflow.LateAfter.TotalMinutes:0} minutes after it happened, or after a clock ran out that it answers: say why it is late.", "lateReason")];
        return s.Request.LateReason is { Length: > 0 } reason && Verb.Words("lateReason", reason) is { } wrong ? [wrong] : [];
    }

    /// <summary>
    /// Late is what is entered long after it happened, and also what is said to have happened before a clock ran out that has run out by now:
    /// nobody moves the hour of an act without saying why.
    /// </summary>
    public static bool IsLate(Situation s)
    {
        if (s.Context.Now - s.At > s.Workflow.LateAfter) return true;
        foreach (var (name, running) in s.Order.Clocks)
            if (s.At <= running.Limit && running.Limit < s.Context.Now && s.Workflow.Clocks.TryGetValue(name, out var clock)
                && (clock.Stops.Contains(s.Step.Name) || s.Step.Within.Contains(name))) return true;
        return false;
    }

    private static ImmutableArray<Reason> TimeLeft(string clock, Situation s) =>
        !s.Order.Clocks.TryGetValue(clock, out var running) ? [new("clock.not-running", $"The clock \"{s.Say(clock)}\" does not run; this step needs time left on it.", clock)]
        : s.At > running.Limit ? [new("clock.exceeded", $"\"{s.Say(clock)}\" ran out at {Local(running.Limit, s)}; this step had to happen before.", clock)]
        : [];

    private static ImmutableArray<Reason> TimeElapsed(string clock, Situation s) =>
        !s.Order.Clocks.TryGetValue(clock, out var running) ? [new("clock.not-running", $"The clock \"{s.Say(clock)}\" does not run; this step counts from it.", clock)]
        : running.Earliest is { } earliest && s.At < earliest ? [new("clock.too-early", $"\"{s.Say(clock)}\": this step may not happen before {Local(earliest, s)}.", clock)]
        : [];

    private static ImmutableArray<Reason> SecondPerson(ImmutableArray<string> roles, Situation s)
    {
        if (s.Context.Second is not { } second)
            return [new("second-person.missing", $"A second person must check this with their own credentials.", "second")];
        var reasons = ImmutableArray<Reason>.Empty;
        if (second.Id == s.Actor.Id) reasons = reasons.Add(new("second-person.same", $"The second person must be somebody else.", "second"));
        if (second.Site != s.Actor.Site) reasons = reasons.Add(new("second-person.site", $"{second.Name} does not belong to this site.", "second"));
        if (!roles.Any(second.Roles.Contains))
            reasons = reasons.Add(new("second-person.role", $"The second check is made by: {Term.AnyRole(roles)}. {second.Name} is: {Term.Roles(second.Roles)}.", "second"));
        // Whoever checks as one of those who do the step needs what they need. Another profession that the workflow admits (a nurse beside the
        // surgeon, quality assurance beside the operator) checks identity, for which the doer's qualification is neither had nor needed.
        var asDoer = roles.FirstOrDefault(second.Roles.Contains) is { } role && s.Step.By.Roles.Contains(role);
        foreach (var (qualification, lastDay) in asDoer ? Unqualified(second, s) : [])
            reasons = reasons.Add(lastDay is { } ended
                ? new("second-person.qualification", $"{second.Name}'s qualification {Term.Qualification(qualification)} was valid until {LocalDatePattern.Iso.Format(ended)}.", "second")
                : new("second-person.qualification", $"The second check needs the qualification {Term.Qualification(qualification)} too, which is not recorded for {second.Name}.", "second"));
        return reasons;
    }

    private static ImmutableArray<Reason> Custody(CustodyMove move, Situation s)
    {
        var field = $"handovers.{move.Container}";
        if (!s.Order.Containers.TryGetValue(move.Container, out var held))
            return [new("custody.none", $"There is no {s.Say(move.Container)} to hand over.", field)];
        var reasons = ImmutableArray<Reason>.Empty;
        if (held.By != move.Gives)
            reasons = reasons.Add(new("custody.not-held", $"The {s.Say(move.Container)} is held by the {Term.Party(held.By)}, not by the {Term.Party(move.Gives)}.", field));
        var seen = s.Request.Handovers.GetValueOrDefault(move.Container);
        var seal = seen?.Seal?.Trim() ?? "";
        if (move.Condition && string.IsNullOrWhiteSpace(seen?.Condition))
            reasons = reasons.Add(new("custody.condition-missing", $"Say in which condition the {s.Say(move.Container)} is.", $"{field}.condition"));
        if (seen?.Condition is { Length: > 0 } condition && !Condition.All.Contains(condition))
            reasons = reasons.Add(new("custody.condition", $"The condition is one of: {Term.Conditions}.", $"{field}.condition"));
        if (move.Seal && seal.Length == 0)
            reasons = reasons.Add(new("custody.seal-missing", $"Read the seal number.", $"{field}.seal"));
        if (move.FromCarrier && held.Seal is { } sealedWith && seal.Length > 0 && seal != sealedWith && seen!.Condition != Condition.SealDiffers)
            reasons = reasons.Add(new("custody.seal-differs",
                $"The seal read is {seal}, but {sealedWith} was put on. If it truly differs, record the condition as {Term.Condition(Condition.SealDiffers)}.", $"{field}.seal"));
        if (seal.Length > 40)
            reasons = reasons.Add(new("custody.seal-too-long", $"A seal number has at most 40 characters.", $"{field}.seal"));
        if (seal.Any(c => char.IsControl(c) || char.IsSurrogate(c) || c == '\uFFFD'))
            reasons = reasons.Add(new("custody.seal-characters", $"The seal number holds characters that cannot be printed.", $"{field}.seal"));
        return reasons;
    }

    // Proved for every shipped workflow; asked again here, because one custodian must hold whatever properties a site proves.
    private static ImmutableArray<Reason> Creatable(Creation creation, Situation s) =>
        s.Order.HolderOf(creation.Container) is not { } holder ? []
        : !creation.More ? [new("custody.exists", $"There is a {s.Say(creation.Container)} already; this step makes the first one.", $"scans.{creation.Container}")]
        : holder != creation.HeldBy ? [new("custody.not-held", $"The {s.Say(creation.Container)} there is held by the {Term.Party(holder)}, and this step makes more at the {Term.Party(creation.HeldBy)}.", $"scans.{creation.Container}")]
        : [];

    private static ImmutableArray<Reason> NothingElse(Guard.NothingElse expected, Situation s) =>
    [
        .. s.Request.Evidence.Keys.Where(name => !expected.Evidence.Contains(name))
            .Select(name => new Reason("evidence.unexpected", $"This step does not ask for \"{name}\". It asks for: {List(expected.Evidence, s)}.", $"evidence.{name}")),
        .. s.Request.Scans.Select(scan => scan.Name).Distinct().Where(name => !expected.Scans.Contains(name))
            .Select(name => new Reason("scan.unexpected", $"This step does not scan \"{name}\". It scans: {List(expected.Scans, s)}.", $"scans.{name}")),
        .. s.Request.Handovers.Keys.Where(name => s.Step.Custody.All(move => move.Container != name))
            .Select(name => new Reason("custody.unexpected", $"This step hands over no \"{name}\".", $"handovers.{name}")),
    ];

    private static ImmutableArray<Reason> Signed(string meaning, Situation s) =>
        s.Request.Signature is null ? [new("signature.missing", $"This step is signed, with the meaning: {Term.Meaning(meaning)}.", "signature")]
        : s.Request.Signature != meaning ? [new("signature.meaning", $"The signature here means {Term.Meaning(meaning)}, not {s.Request.Signature}.", "signature")]
        : [];

    private static Sentence List(ImmutableArray<string> names, Situation s) => names.IsEmpty ? (Sentence)$"nothing" : (Sentence)$"{new Term.List([.. names.Select(s.Say)])}";

    private static DateTimeZone Zone(Situation s) => DateTimeZoneProviders.Tzdb[s.Actor.Zone];

    private static string Local(Instant instant, Situation s) => LocalTime.Show(instant, s.Actor.Zone);
}
