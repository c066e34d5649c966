using System.Diagnostics;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;

namespace TherapyChain.Documents.Records;

/// <summary>Every detail an entry holds, as named values: nothing of the entry is left out on paper.</summary>
internal static class EntryDetails
{
    /// <param name="Evidence">The name of the evidence when the detail is one that can be corrected.</param>
    public sealed record Item(Detail Detail, string? Evidence = null);

    public static IEnumerable<Item> Of(Entry entry, RecordSource source) => entry.Event switch
    {
        OrderCreated e =>
        [
            .. Plain(("Reference", e.Reference), ("Workflow", $"{e.Workflow} version {e.Version}")),
            Code("Workflow SHA-256", e.WorkflowSha256),
            .. Plain(("Begins as", source.Say(e.State))),
            .. e.Parties.Select(p => new Item(new Detail(Wording.Plain(p.Key), source.Site(p.Value)))),
        ],
        StepCompleted e => Step(e, source, entry.Zone),
        IdentityRefused e => Second(e.Second),
        OrderHeld e => [.. e.Clock is { } clock ? Plain(("Limit", source.Say(clock))) : [], .. Plain(("Cause", Wording.Plain(e.Code)), ("Reason", e.Reason))],
        HoldResolved e => Plain(("Reason", e.Reason)),
        ClockWarned e => Plain(("Limit", Wording.Shown(e.Limit, Departures.ZoneOf(entry, e.Clock, source)))),
        ClockExceeded e => Plain(("Limit", Wording.Shown(e.Limit, Departures.ZoneOf(entry, e.Clock, source)))),
        EntryCorrected e => Corrected(e, source),
        DeviationRecorded e => Plain(("Description", e.Description)),
        DocumentAdded e =>
        [
            .. Plain(("Kind", Wording.Plain(e.Kind)), ("Form and size", $"{e.MediaType}, {Wording.Size(e.Size)}")),
            Code("SHA-256", e.Sha256), .. e.Summary.Select(s => new Item(new Detail(Wording.Plain(s.Key), s.Value))),
        ],
        DocumentPrinted e => [Code("Head hash before", e.Head)],
        WorkflowMoved e => [.. Plain(("From version", $"{e.FromVersion}")), Code("Workflow SHA-256", e.WorkflowSha256), .. Plain(("Reason", e.Reason))],
        _ => throw new UnreachableException($"No details for {entry.Event.GetType().Name}."),
    };

    private static IEnumerable<Item> Step(StepCompleted e, RecordSource source, string zone)
    {
        foreach (var scan in e.Assigned) yield return new(new Detail(source.Say(scan.Name), scan.Value, Note: "given here", IsCode: true));
        foreach (var scan in e.Scanned) yield return new(new Detail(source.Say(scan.Name), scan.Value, Note: "scanned, matches", IsCode: true));
        foreach (var item in Second(e.Second)) yield return item;
        if (e.Place is { } place) yield return new(new Detail("Place", Wording.Plain(place)));
        foreach (var (name, value) in e.Evidence) yield return new(Given(e.Step, name, value, source), name);
        foreach (var made in e.Created)
            yield return new(new Detail(
                "Created", $"{source.Say(made.Container)}, held by {source.Party(made.HeldBy)}",
                Note: made.MadeFrom.IsEmpty ? null : $"made from {string.Join(", ", made.MadeFrom.Select(source.Say))}"));
        foreach (var move in e.Moved)
        {
            yield return new(new Detail("Custody", $"{source.Say(move.Container)}: {source.Party(move.Gives)} → {source.Party(move.Takes)}"));
            if (move.Seal is { } seal) yield return Code("Seal", seal);
            if (move.Condition is { } condition) yield return new(new Detail("Condition on sight", Wording.Plain(condition)));
        }
        foreach (var end in e.Ended) yield return new(new Detail("Ended", $"{source.Say(end.Container)}: {Wording.Plain(end.Fate)}"));
        if (e.Acts.Length > 0) yield return new(new Detail("Stands from now on", string.Join(", ", e.Acts.Select(source.Say))));
        if (e.Revoked.Length > 0) yield return new(new Detail("No longer stands", string.Join(", ", e.Revoked.Select(source.Say))));
        foreach (var clock in e.ClocksStarted)
            yield return new(new Detail("Limit begins", $"{source.Say(clock.Clock)}\nuntil {Wording.Shown(clock.Limit, zone)}", Note: Marks(clock, zone)));
        foreach (var clock in e.ClocksStopped) yield return new(new Detail("Limit ends", source.Say(clock)));
        if (e.Signature is { } s) yield return new(new Detail("Signed", $"{s.Name}, {Wording.Plain(s.Meaning)}", Note: Wording.Shown(s.SignedAt, zone)));
    }

    private static Detail Given(string step, string name, EvidenceValue value, RecordSource source)
    {
        var isHash = Hash.TryParse(value.Value, out _);
        var document = isHash ? source.Entries.FirstOrDefault(e => e.Event is DocumentAdded d && d.Sha256 == value.Value) : null;
        return new Detail(
            source.Say(name), source.Say(step, name, value), IsCode: isHash,
            Note: document is { Event: DocumentAdded added } ? $"SHA-256 of {added.Name}, added in entry {document.Seq}" : null);
    }

    private static string? Marks(ClockStarted clock, string zone)
    {
        var marks = string.Join('\n', new[]
        {
            clock.Earliest is { } earliest ? $"not before {Wording.Shown(earliest, zone)}" : null,
            clock.Warn is { } warn ? $"warning {Wording.Shown(warn, zone)}" : null,
            clock.Holds ? "holds the order when exceeded" : null,
        }.OfType<string>());
        return marks.Length == 0 ? null : marks;
    }

    private static IEnumerable<Item> Corrected(EntryCorrected e, RecordSource source)
    {
        var step = source.Order.Steps[e.Corrects].Step;
        yield return new(new Detail(source.Say(e.Field), source.Say(step, e.Field, e.New), Struck: source.Say(step, e.Field, e.Old)));
        yield return new(new Detail("Reason", e.Reason));
    }

    private static IEnumerable<Item> Second(SecondPerson? second) =>
        second is null ? [] : Plain(("Second person", $"{second.Name}, {Wording.Plain(second.Role)}"));

    private static Item Code(string name, string value) => new(new Detail(name, value, IsCode: true));

    private static IEnumerable<Item> Plain(params (string Name, string Value)[] details) => details.Select(d => new Item(new Detail(d.Name, d.Value)));
}
