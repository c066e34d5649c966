using System.Collections.Immutable;
using TherapyChain.Domain.Identity;

namespace TherapyChain.Domain.Orders;

/// <summary>
/// The scan match: a code either is, character for character, one of those declared for this order, or it is a mismatch. Codes given for
/// the first time must follow their grammar and belong to nobody else.
/// </summary>
internal static class ScanRules
{
    public static ImmutableArray<Reason> Scanned(string name, Situation s)
    {
        var expected = s.Order.Expected(name);
        if (expected.IsEmpty) return [new("scan.nothing-declared", $"No {s.Say(name)} is declared for this order, so nothing can be compared.", $"scans.{name}")];
        var scanned = s.ScannedAs(name);
        var reasons = Unchecked(name, s);
        var isWhole = reasons.IsEmpty;
        foreach (var code in expected)
            if (isWhole && !scanned.Contains(code))
                reasons = reasons.Add(expected.Length == 1
                    ? new("scan.missing", $"The {s.Say(name)} of this order was not scanned.", $"scans.{name}")
                    : new("scan.missing", $"{s.Say(name)}: {expected.Length} belong to this order, and not all of them were scanned.", $"scans.{name}"));
        foreach (var code in scanned)
            if (!expected.Contains(code))
                reasons = reasons.Add(Wrong(name, code, s));
        return reasons;
    }

    private static ImmutableArray<Reason> Unchecked(string name, Situation s) =>
    [
        .. s.Read(name).Select(scan => LabelGrammar.LacksCheck(Situation.LabelOf(s.Workflow, name), scan.Value)).OfType<Sentence>()
            .Select(problem => new Reason("scan.check-character", $"{s.Say(name)}: {problem}.", $"scans.{name}")),
    ];

    // Of this order only: whose code it is otherwise is none of the scanner's business.
    private static Sentence IsInstead(Situation s, string code) => s.Order.Aliases.GetValueOrDefault(code) is { } alias ? (Sentence)$", it is its {s.Say(alias.Name)}" : (Sentence)$"";

    public static ImmutableArray<Reason> Assigned(string name, Situation s)
    {
        var field = $"scans.{name}";
        var kind = Situation.LabelOf(s.Workflow, name);
        var given = s.Read(name).ToImmutableArray();
        if (given.IsEmpty) return [new("scan.missing", $"Scan the {s.Say(name)} that is given here.", field)];
        if (kind == "isbt-128-coi" && s.Order.Identifiers.TryGetValue(name, out var stands))
            return [new("scan.already-given", $"The {s.Say(name)} of this order is {stands}. It stays the same from the referral to the end.", field)];
        var reasons = ImmutableArray<Reason>.Empty;
        var seen = ImmutableHashSet<string>.Empty;
        foreach (var scan in given)
        {
            if (LabelGrammar.LacksCheck(kind, scan.Value) is { } untold)
                reasons = reasons.Add(new("scan.check-character", $"{s.Say(name)}: {untold}.", field));
            else if (LabelGrammar.Read(kind, scan.Value, out var problem) is not { } code)
                reasons = reasons.Add(new("scan.format", $"{s.Say(name)}: {problem!}.", field));
            else if (seen.Contains(code))
                reasons = reasons.Add(new("scan.twice", $"{code} was scanned twice.", field));
            else if (UsedAs(s, name, code) is { } already)
                reasons = reasons.Add(new("scan.already-used", $"{code} is already the {s.Say(already)} of this order.", field));
            else if (IsAnothers(s, name, code))
                reasons = reasons.Add(new("scan.other-order", $"{code} belongs to another order. STOP: do not go on with this material.", field));
            else
                seen = seen.Add(code);
        }
        if (given.Length > 1 && s.Workflow.Identifiers.ContainsKey(name))
            reasons = reasons.Add(new("scan.only-one", $"An order has one {s.Say(name)}, not {given.Length}.", field));
        return reasons;
    }

    /// <summary>Every scanned code that belongs to something else: what makes a refusal a failed identity check.</summary>
    public static ImmutableArray<Mismatch> Mismatches(Situation s)
    {
        var mismatches = ImmutableArray<Mismatch>.Empty;
        foreach (var name in s.Step.Identity?.Scan ?? [])
        {
            var expected = s.Order.Expected(name);
            foreach (var code in s.ScannedAs(name))
                if (!expected.Contains(code)) mismatches = mismatches.Add(new Mismatch(name, Recordable(code), expected));
        }
        foreach (var name in s.Step.Assigns)
            foreach (var code in s.ScannedAs(name))
                if (IsAnothers(s, name, code)) mismatches = mismatches.Add(new Mismatch(name, Recordable(code), []));
        return mismatches;
    }

    public static Reason Wrong(string name, string code, Situation s) =>
        new("scan.mismatch", $"{code} is not the {s.Say(name)} of this order{IsInstead(s, code)}. STOP: do not go on with this material.", $"scans.{name}");

    public static string Told(ImmutableArray<Mismatch> mismatches, Situation s) =>
        string.Join("; ", mismatches.Select(m => HoldReason.ReadAs(m.Scanned, s.Say(m.Name))));

    // One code never means two things in an order: a label that equals the lot number would pass for the bag.
    private static string? UsedAs(Situation s, string name, string code) =>
        s.Order.Aliases.GetValueOrDefault(code)?.Name
        ?? s.Order.Identifiers.FirstOrDefault(i => i.Key != name && i.Value == code).Key
        ?? s.Step.Assigns.FirstOrDefault(other => other != name && s.ScannedAs(other).Contains(code));

    private static bool IsAnothers(Situation s, string name, string code) =>
        !Situation.IsShared(s.Workflow, name) && s.Context.OwnedElsewhere?.Contains(code) == true;

    // What a scanner read is kept as evidence, but never without bound and never as text that could not be sealed or printed.
    private static string Recordable(string code) =>
        string.Concat(code.Take(100).Select(c => c is >= ' ' and <= '~' ? c.ToString() : $"\\u{(int)c:x4}"));
}
