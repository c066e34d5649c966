using System.Diagnostics;
using TherapyChain.Documents.Words;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Identity;
using TherapyChain.Domain.Orders;

namespace TherapyChain.Documents.Records;

/// <summary>Every detail an entry holds, as named values: nothing of the entry is left out on paper.</summary>
internal static class EntryDetails
{
    /// <param name="Evidence">The name of the evidence when the detail is one that can be corrected.</param>
    public sealed record Item(Detail Detail, string? Evidence = null);

    public static IEnumerable<Item> Of(Entry entry, RecordSource source) => Of(entry, source, source.Words);

    private static IEnumerable<Item> Of(Entry entry, RecordSource source, PaperWords words) => entry.Event switch
    {
        OrderCreated e =>
        [
            .. Plain((words["field.reference"], e.Reference), (words["field.workflow"], words.Say("detail.version", e.Workflow, e.Version))),
            Code(words["detail.workflow-sha256"], e.WorkflowSha256),
            .. Plain((words["detail.begins"], source.Say(e.State))),
            .. e.Parties.Select(p => new Item(new Detail(words.Name("party", p.Key), source.Site(p.Value)))),
        ],
        StepCompleted e => Step(e, source, entry.Zone),
        IdentityRefused e => Second(e.Second, source),
        OrderHeld e => [.. e.Clock is { } clock ? Plain((words["detail.limit"], source.Say(clock))) : [], .. Plain((words["detail.cause"], words.Name("hold-code", e.Code))), Told(words["detail.reason"], entry, e.Reason, source)],
        HoldResolved e => [Told(words["detail.reason"], entry, e.Reason, source)],
        ClockWarned e => Plain((words["detail.limit"], words.Shown(e.Limit, Departures.ZoneOf(entry, e.Clock, source)))),
        ClockExceeded e => Plain((words["detail.limit"], words.Shown(e.Limit, Departures.ZoneOf(entry, e.Clock, source)))),
        EntryCorrected e => Corrected(e, source),
        DeviationRecorded e => [Told(words["detail.description"], entry, e.Description, source)],
        DocumentAdded e =>
        [
            .. Plain((words["detail.kind"], words.Name("kind", e.Kind)), (words["detail.form-size"], $"{e.MediaType}, {words.Size(e.Size)}")),
            Code("SHA-256", e.Sha256), .. e.Summary.Select(s => new Item(new Detail(words.Name("log", s.Key), s.Value))),
        ],
        DocumentPrinted e => [Code(words["detail.head-before"], e.Head)],
        LabelsPrinted e =>
        [
            .. e.Labels.Select(l => new Item(new Detail(
                words.Say("detail.label", LabelSerial.Short(l.Serial)), l.Code ?? words["labels.chain-alone"], Note: l.Container is { } kind ? source.Say(kind) : null, IsCode: l.Code is not null))),
            .. e.Reason is { } again ? Plain((words["detail.reason"], again)) : [],
        ],
        LabelsAccounted e => e.Labels.Select(f => new Item(new Detail(
            words.Say("detail.label", LabelSerial.Short(f.Serial)), f.To is { } to ? $"{words.Name("label-fate", f.Fate)}: {to}" : words.Name("label-fate", f.Fate), Note: f.Reason))),
        WorkflowMoved e => [.. Plain((words["detail.from-version"], $"{e.FromVersion}")), Code(words["detail.workflow-sha256"], e.WorkflowSha256), .. Plain((words["detail.reason"], e.Reason))],
        _ => throw new UnreachableException($"No details for {entry.Event.GetType().Name}."),
    };

    private static IEnumerable<Item> Step(StepCompleted e, RecordSource source, string zone)
    {
        var words = source.Words;
        foreach (var scan in e.Assigned) yield return new(new Detail(source.Say(scan.Name), scan.Value, Note: words["detail.given"], IsCode: true));
        foreach (var scan in e.Scanned) yield return new(new Detail(source.Say(scan.Name), scan.Value, Note: words["detail.matches"], IsCode: true));
        foreach (var item in Second(e.Second, source)) yield return item;
        if (e.Place is { } place) yield return new(new Detail(words["detail.place"], words.Name("place", place)));
        foreach (var (name, value) in e.Evidence) yield return new(Given(e.Step, name, value, source), name);
        foreach (var made in e.Created)
            yield return new(new Detail(
                words["detail.created"], words.Say("detail.held-by", source.Say(made.Container), source.Party(made.HeldBy)),
                Note: made.MadeFrom.IsEmpty ? null : words.Say("detail.made-from", string.Join(", ", made.MadeFrom.Select(source.Say)))));
        foreach (var move in e.Moved)
        {
            yield return new(new Detail(words["detail.custody"], $"{source.Say(move.Container)}: {source.Party(move.Gives)} → {source.Party(move.Takes)}"));
            if (move.Seal is { } seal) yield return Code(words["detail.seal"], seal);
            if (move.Condition is { } condition) yield return new(new Detail(words["detail.condition"], words.Name("condition", condition)));
        }
        foreach (var end in e.Ended) yield return new(new Detail(words["detail.ended"], $"{source.Say(end.Container)}: {words.Name("fate", end.Fate)}"));
        if (e.Acts.Length > 0) yield return new(new Detail(words["detail.stands"], string.Join(", ", e.Acts.Select(source.Act))));
        if (e.Revoked.Length > 0) yield return new(new Detail(words["detail.stands-not"], string.Join(", ", e.Revoked.Select(source.Act))));
        foreach (var clock in e.ClocksStarted)
            yield return new(new Detail(words["detail.limit-begins"], $"{source.Say(clock.Clock)}\n{words.Say("detail.until", words.Shown(clock.Limit, zone))}", Note: Marks(clock, zone, words)));
        foreach (var clock in e.ClocksStopped) yield return new(new Detail(words["detail.limit-ends"], source.Say(clock)));
        if (e.Signature is { } s) yield return new(new Detail(words["detail.signed"], $"{s.Name}, {words.Name("meaning", s.Meaning)}", Note: words.Shown(s.SignedAt, zone)));
    }

    private static Detail Given(string step, string name, EvidenceValue value, RecordSource source)
    {
        var isHash = Hash.TryParse(value.Value, out _);
        var document = isHash ? source.Entries.FirstOrDefault(e => e.Event is DocumentAdded d && d.Sha256 == value.Value) : null;
        return new Detail(
            source.Say(name), source.Say(step, name, value), IsCode: isHash,
            Note: document is { Event: DocumentAdded added } ? source.Words.Say("detail.sha-of", added.Name, document.Seq) : null);
    }

    private static string? Marks(ClockStarted clock, string zone, PaperWords words)
    {
        var marks = string.Join('\n', new[]
        {
            clock.Earliest is { } earliest ? words.Say("detail.not-before", words.Shown(earliest, zone)) : null,
            clock.Warn is { } warn ? words.Say("detail.warning", words.Shown(warn, zone)) : null,
            clock.Holds ? words["detail.holds"] : null,
        }.OfType<string>());
        return marks.Length == 0 ? null : marks;
    }

    private static IEnumerable<Item> Corrected(EntryCorrected e, RecordSource source)
    {
        var step = source.Order.Steps[e.Corrects].Step;
        yield return new(new Detail(source.Say(e.Field), source.Say(step, e.Field, e.New), Struck: source.Say(step, e.Field, e.Old)));
        yield return new(new Detail(source.Words["detail.reason"], e.Reason));
    }

    private static IEnumerable<Item> Second(SecondPerson? second, RecordSource source) =>
        second is null ? [] : Plain((source.Words["detail.second"], $"{second.Name}, {source.Role(second.Role)}"));

    private static Item Told(string name, Entry entry, string recorded, RecordSource source) =>
        source.Told(entry) is var told && told == recorded ? new(new Detail(name, told)) : new(new Detail(name, told) { AsRecorded = recorded });

    private static Item Code(string name, string value) => new(new Detail(name, value, IsCode: true));

    private static IEnumerable<Item> Plain(params (string Name, string Value)[] details) => details.Select(d => new Item(new Detail(d.Name, d.Value)));
}
