using System.Diagnostics;
using NodaTime;
using TherapyChain.Domain.Orders;

namespace TherapyChain.Documents.Records;

/// <summary>Every detail an entry holds, as named values: nothing of the entry is left out on paper.</summary>
internal static class EntryDetails
{
    /// <param name="Evidence">The name of the evidence when the detail is one that can be corrected.</param>
    public sealed record Item(Detail Detail, string? Evidence = null);

    public static IEnumerable<Item> Of(Domain.Custody.Entry entry, Func<string, string> say, Directory directory) => entry.Event switch
    {
        OrderCreated e => Plain(("Reference", e.Reference), ("Workflow", $"{e.Workflow} version {e.Version}"), ("Workflow SHA-256", e.WorkflowSha256)),
        StepCompleted e => Step(e, say, directory, entry.Zone),
        IdentityRefused e => e.Mismatches.SelectMany(m => new Item[]
        {
            new(new Detail($"{say(m.Name)} scanned", m.Scanned, IsCode: true)),
            new(new Detail("Expected", m.Expected.IsEmpty ? "a code of no other order" : string.Join(", ", m.Expected), IsCode: !m.Expected.IsEmpty)),
        }),
        OrderHeld e => Plain(("Reason", e.Reason)),
        HoldResolved e => Plain(("Reason", e.Reason)),
        ClockWarned e => Plain(("Limit", Shown(e.Limit, entry.Zone))),
        ClockExceeded e => Plain(("Limit", Shown(e.Limit, entry.Zone))),
        EntryCorrected e => [new(new Detail(say(e.Field), e.New.ToString(), Struck: e.Old.ToString())), new(new Detail("Reason", e.Reason))],
        DeviationRecorded e => Plain(("Description", e.Description)),
        DocumentAdded e => [new(new Detail("Kind", Wording.Plain(e.Kind))), new(new Detail("SHA-256", e.Sha256, IsCode: true)), .. e.Summary.Select(s => new Item(new Detail(Wording.Plain(s.Key), s.Value)))],
        DocumentPrinted e => [new(new Detail("Head hash shown", e.Head, IsCode: true))],
        WorkflowMoved e => Plain(("From version", $"{e.FromVersion}"), ("Workflow SHA-256", e.WorkflowSha256), ("Reason", e.Reason)),
        _ => throw new UnreachableException($"No details for {entry.Event.GetType().Name}."),
    };

    private static IEnumerable<Item> Step(StepCompleted e, Func<string, string> say, Directory directory, string zone)
    {
        foreach (var scan in e.Assigned) yield return new(new Detail(say(scan.Name), scan.Value, Note: "given", IsCode: true));
        foreach (var scan in e.Scanned) yield return new(new Detail(say(scan.Name), scan.Value, Note: "scanned, matches", IsCode: true));
        if (e.Second is { } second) yield return new(new Detail("Second person", $"{second.Name}, {Wording.Plain(second.Role)}"));
        if (e.Place is { } place) yield return new(new Detail("Place", Wording.Plain(place)));
        foreach (var (name, value) in e.Evidence)
        {
            var isCode = value.Value.Length == 64 && value.Value.All(char.IsAsciiHexDigit);
            yield return new(new Detail(say(name), value.Unit is null && !isCode ? say(value.Value) is var word && word != Wording.Plain(value.Value) ? word : value.Value : value.ToString(), IsCode: isCode), name);
        }
        foreach (var made in e.Created) yield return new(new Detail($"{say(made.Container)} held by", Wording.Plain(made.HeldBy), Note: made.MadeFrom.IsEmpty ? null : $"from {string.Join(", ", made.MadeFrom.Select(say))}"));
        foreach (var move in e.Moved) yield return new(new Detail($"{say(move.Container)} passes", $"{Wording.Plain(move.Gives)} → {Wording.Plain(move.Takes)}", Note: Seen(move)));
        foreach (var end in e.Ended) yield return new(new Detail($"{say(end.Container)}", Wording.Plain(end.Fate)));
        foreach (var clock in e.ClocksStarted) yield return new(new Detail($"{say(clock.Clock)} runs until", Shown(clock.Limit, zone)));
        foreach (var clock in e.ClocksStopped) yield return new(new Detail(say(clock), "stopped"));
        if (e.Signature is { } s) yield return new(new Detail("Signed", $"{s.Name}: {Wording.Plain(s.Meaning)}", Note: Shown(s.SignedAt, zone)));
    }

    private static string? Seen(Moved move)
    {
        var seen = string.Join(", ", new[] { move.Seal is { } seal ? $"seal {seal}" : null, move.Condition is { } condition ? Wording.Plain(condition).ToLowerInvariant() : null }.OfType<string>());
        return seen.Length == 0 ? null : seen;
    }

    private static IEnumerable<Item> Plain(params (string Name, string Value)[] details) => details.Select(d => new Item(new Detail(d.Name, d.Value)));

    private static string Shown(Instant at, string zone)
    {
        var when = Wording.Moment(at, zone);
        return $"{when.Local} {when.Zone}";
    }
}
