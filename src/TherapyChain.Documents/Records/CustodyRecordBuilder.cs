using System.Collections.Immutable;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Documents.Records;

/// <summary>Reads the sealed entries of one order into what its custody record says. Pure: the same entries give the same record.</summary>
public sealed class CustodyRecordBuilder
{
    private readonly Workflow _workflow;
    private readonly Directory _directory;
    private readonly string _language;
    private readonly ImmutableArray<SealedEntry> _sealed;
    private readonly ImmutableArray<Entry> _entries;
    private readonly Order _order;

    private CustodyRecordBuilder(Workflow workflow, ImmutableArray<SealedEntry> entries, Directory directory, string language)
    {
        (_workflow, _directory, _language, _sealed) = (workflow, directory, language, entries);
        _entries = [.. entries.Select(e => e.Read())];
        _order = OrderFold.Of(_entries[0].Order, _entries);
    }

    /// <param name="workflow">The version the order is on at its last entry.</param>
    /// <param name="entries">All entries, from the first, as sealed. At least one.</param>
    /// <param name="directory">Names of sites and people.</param>
    /// <param name="language">Language of the workflow's words.</param>
    public static CustodyRecord Build(Workflow workflow, ImmutableArray<SealedEntry> entries, Directory directory, string language = "en") =>
        new CustodyRecordBuilder(workflow, entries, directory, language).Build();

    private CustodyRecord Build()
    {
        var head = _sealed[^1];
        return new CustodyRecord(
            _order.Id.ToString(),
            _order.Reference,
            Say(_workflow.Id),
            $"{_order.Workflow} version {_order.WorkflowVersion}",
            Say(_order.State),
            [.. _order.Holds.Select(h => h.Reason)],
            [.. Identifiers()],
            [.. _order.Parties.Select(p => new PartyLine(Wording.Plain(p.Key), _directory.Site(p.Value).Full, ZoneOf(p.Value)))],
            [.. Handovers()],
            [.. _entries.Select((e, i) => Line(e, _sealed[i].Hash.ToString()))],
            [.. Signatures()],
            [.. Corrections()],
            [.. Refused()],
            [.. Documents()],
            new SealStatement(_sealed.Length, head.Hash.ToString(), $"TC1:{_order.Id}:{_sealed.Length}:{head.Hash}", _order.WorkflowSha256),
            _entries[^1] is { Event: DocumentPrinted printed } last
                ? new PrintStatement(_directory.Person(last.Actor), _directory.Site(last.Site).Full, Wording.Moment(last.At, last.Zone), printed.Copy)
                : null);
    }

    private EntryLine Line(Entry e, string hash) => new(
        e.Seq, Wording.Moment(e.At, e.Zone), EntryWords.What(e.Event, Say), e.Actor == Person.System ? "TherapyChain" : _directory.Person(e.Actor), Wording.Plain(e.Role),
        e.Site == Person.System ? "" : _directory.Site(e.Site).Full,
        e.Recorded - e.At > _workflow.LateAfter && e.Event is StepCompleted late
            ? $"Entered {Wording.Moment(e.Recorded, e.Zone).Local}{(late.LateReason is { } why ? $": {why}" : "")}" : null,
        [.. EntryDetails.Of(e, Say, _directory).Select(d => Corrected(e.Seq, d))], EntryWords.Weight(e.Event), hash);

    /// <summary>A value that a later entry corrected is shown struck, with the value that counts and where it was corrected.</summary>
    private Detail Corrected(int seq, EntryDetails.Item item)
    {
        var corrections = item.Evidence is null ? [] : _entries
            .Where(e => e.Event is EntryCorrected c && c.Corrects == seq && c.Field == item.Evidence)
            .Select(e => (e.Seq, Correction: (EntryCorrected)e.Event)).ToList();
        return corrections.Count == 0 ? item.Detail
            : item.Detail with
            {
                Value = corrections[^1].Correction.New.ToString(),
                Struck = string.Join(" → ", corrections.Select(c => c.Correction.Old.ToString())),
                Note = $"corrected in entry {corrections[^1].Seq}: {corrections[^1].Correction.Reason}",
            };
    }

    private IEnumerable<Identifier> Identifiers()
    {
        foreach (var (name, value) in _order.Identifiers) yield return new Identifier(Say(name), value, Symbol(_workflow.Identifiers.GetValueOrDefault(name)?.Kind, value));
        foreach (var (value, name) in _order.Aliases.OrderBy(a => a.Value, StringComparer.Ordinal).ThenBy(a => a.Key, StringComparer.Ordinal))
            if (_workflow.Containers.TryGetValue(name, out var container)) yield return new Identifier(Say(name), value, Symbol(container.Label.Kind, value));
    }

    // The data structures a scanner reads: the donation number with empty flags, the chain of identity with its identifier.
    private static string Symbol(string? kind, string value) => kind switch
    {
        "isbt-128-din" => $"={value}00",
        "isbt-128-coi" => $"&/{value}",
        _ => value,
    };

    private IEnumerable<HandoverLine> Handovers() =>
        from e in _entries
        where e.Event is StepCompleted
        from m in ((StepCompleted)e.Event).Moved
        select new HandoverLine(e.Seq, Wording.Moment(e.At, e.Zone), Say(m.Container), PartyName(m.Gives), PartyName(m.Takes), m.Seal ?? "", Wording.Plain(m.Condition ?? ""));

    private IEnumerable<SignatureLine> Signatures()
    {
        for (var i = 0; i < _entries.Length; i++)
            if (_entries[i].Event is StepCompleted { Signature: { } s } step)
                yield return new SignatureLine(_entries[i].Seq, s.Name, Wording.Plain(s.Meaning), Wording.Moment(s.SignedAt, _entries[i].Zone), Say(step.Step), _sealed[i].Hash.ToString());
    }

    private IEnumerable<CorrectionLine> Corrections() =>
        from e in _entries
        where e.Event is EntryCorrected
        let c = (EntryCorrected)e.Event
        select new CorrectionLine(e.Seq, c.Corrects, Say(c.Field), c.Old.ToString(), c.New.ToString(), c.Reason, _directory.Person(e.Actor), Wording.Moment(e.At, e.Zone));

    private IEnumerable<RefusalLine> Refused()
    {
        foreach (var e in _entries)
        {
            if (e.Event is not IdentityRefused refused) continue;
            var hold = _entries.FirstOrDefault(h => h.Seq >= e.Seq && h.Event is OrderHeld { Code: HoldCode.IdentityMismatch });
            var resolved = hold is null ? null : _entries.FirstOrDefault(r => r.Event is HoldResolved solved && solved.Held == hold.Seq);
            yield return new RefusalLine(
                e.Seq, Wording.Moment(e.At, e.Zone), Say(refused.Step), _directory.Person(e.Actor),
                [.. refused.Mismatches.Select(m => (Say(m.Name), m.Scanned, m.Expected.IsEmpty ? "a code of no other order" : string.Join(", ", m.Expected)))],
                resolved is null ? "Not resolved" : $"Resolved in entry {resolved.Seq} by {_directory.Person(resolved.Actor)}: {((HoldResolved)resolved.Event).Reason}");
        }
    }

    private IEnumerable<DocumentLine> Documents() =>
        from e in _entries
        where e.Event is DocumentAdded
        let d = (DocumentAdded)e.Event
        select new DocumentLine(e.Seq, d.Name, Wording.Plain(d.Kind), Wording.Size(d.Size), d.Sha256, [.. d.Summary.Select(s => new Detail(Wording.Plain(s.Key), s.Value))]);

    private string ZoneOf(string site) => _entries.FirstOrDefault(e => e.Site == site)?.Zone ?? "";

    private string PartyName(string party) =>
        _order.Parties.TryGetValue(party, out var site) ? $"{Wording.Plain(party)}: {_directory.Site(site).Name}" : Wording.Plain(party);

    private string Say(string name) => _workflow.Say(name, _language) is var word && word == name ? Wording.Plain(name) : word;
}
