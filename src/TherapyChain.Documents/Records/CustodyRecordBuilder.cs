using System.Collections.Immutable;
using NodaTime;
using TherapyChain.Documents.Words;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Documents.Records;

/// <summary>Reads the sealed entries of one order into what its custody record says. Pure: the same entries give the same record.</summary>
public sealed class CustodyRecordBuilder
{
    private readonly RecordSource _source;

    private CustodyRecordBuilder(RecordSource source) => _source = source;

    /// <param name="workflow">The version the order is on at its last entry.</param>
    /// <param name="entries">All entries, from the first, as sealed. At least one.</param>
    /// <param name="today">What sites and people are called today. A record that ends with its print shows the names bound there instead, whatever these are.</param>
    /// <param name="language">One of <see cref="PaperWords.Languages"/>. A workflow that has no words in it is told in English.</param>
    /// <exception cref="FormatException">An entry is of a type unknown to this version, or does not have the shape of its type.</exception>
    /// <exception cref="ArgumentException">The entries are not those of one order, in sequence from 1.</exception>
    public static CustodyRecord Build(Workflow workflow, ImmutableArray<SealedEntry> entries, Names today, string language = "en") =>
        new CustodyRecordBuilder(RecordSource.Of(workflow, entries, today, language)).Build();

    private CustodyRecord Build()
    {
        var custody = CustodyTrail.Of(_source);
        ImmutableArray<EntryLine> lines = [.. _source.Entries.Select((e, i) => Line(e, _source.Sealed[i].Hash.ToString()))];
        return new CustodyRecord(
            PaperHead.Of(Papers.CustodyRecord, _source),
            Count(lines, custody),
            custody.Identifiers,
            [.. _source.Order.Parties.Select(p => new PartyLine(_source.Words.Name("party", p.Key), _source.Site(p.Value), _source.ZoneOf(p.Value)))],
            custody.Handovers,
            lines,
            [.. Signatures()],
            [.. Corrections()],
            [.. Departures.Refused(_source)],
            [.. Departures.Of(_source)],
            [.. Documents()],
            LabelTrail.Of(_source),
            [.. People.Of(_source)]);
    }

    private Counts Count(ImmutableArray<EntryLine> lines, CustodyTrail custody)
    {
        int Of<T>() where T : OrderEvent => _source.Entries.Count(e => e.Event is T);
        return new Counts(
            lines.Length, custody.Handovers.Length, Of<IdentityRefused>(), Of<EntryCorrected>(), Of<DeviationRecorded>(), Of<ClockExceeded>(),
            _source.Entries.Count(e => e.Event is StepCompleted { LateReason: not null }));
    }

    private EntryLine Line(Entry e, string hash) => new(
        e.Seq, _source.When(e), EntryWords.What(e.Event, _source),
        e.Event is StepCompleted { From: var from, To: var to } && from != to ? $"{_source.Say(from)} → {_source.Say(to)}" : null,
        _source.Who(e.Actor), e.Actor == Person.System ? _source.Words["detail.automatic"] : _source.Role(e.Role), _source.Site(e.Site), Late(e),
        [.. EntryDetails.Of(e, _source).Select(d => Corrected(e, d))],
        e.Event is IdentityRefused refused ? Departures.Codes(refused, _source) : [],
        EntryWords.Weight(e.Event), hash, _source.Words.Moment(e.Recorded, "Etc/UTC").Utc);

    // Marks that fell while nobody watched are late as well, though nobody can be asked for the reason.
    private LateEntry? Late(Entry e)
    {
        var reason = (e.Event as StepCompleted)?.LateReason;
        var after = e.Recorded - e.At;
        return reason is null && after <= Duration.Max(_source.Workflow.LateAfter, Duration.FromMinutes(1)) ? null
            : new LateEntry(_source.Words.Moment(e.Recorded, e.Zone), _source.Words.Span(after), reason);
    }

    /// <summary>A value that a later entry corrected is shown struck, with the value that counts and where it was corrected.</summary>
    private Detail Corrected(Entry entry, EntryDetails.Item item)
    {
        if (item.Evidence is null || entry.Event is not StepCompleted step) return item.Detail;
        var corrections = _source.Entries
            .Where(e => e.Event is EntryCorrected c && c.Corrects == entry.Seq && c.Field == item.Evidence)
            .Select(e => (e.Seq, Correction: (EntryCorrected)e.Event)).ToList();
        return corrections.Count == 0 ? item.Detail
            : item.Detail with
            {
                Value = _source.Say(step.Step, item.Evidence, corrections[^1].Correction.New),
                Struck = string.Join(" → ", corrections.Select(c => _source.Say(step.Step, item.Evidence, c.Correction.Old))),
                Note = _source.Words.Say("corrections.note", corrections[^1].Seq, corrections[^1].Correction.Reason),
            };
    }

    private IEnumerable<SignatureLine> Signatures()
    {
        foreach (var (e, hash) in _source.Entries.Zip(_source.Sealed, (entry, closed) => (entry, closed.Hash)))
            if (e.Event is StepCompleted { Signature: { } s } step)
                yield return new SignatureLine(
                    e.Seq, s.Name, _source.Words.Name("meaning", s.Meaning), _source.Words.Moment(s.SignedAt, e.Zone), _source.Say(step.Step), hash.ToString());
    }

    private IEnumerable<CorrectionLine> Corrections() =>
        from e in _source.Entries
        where e.Event is EntryCorrected
        let c = (EntryCorrected)e.Event
        let step = _source.Order.Steps[c.Corrects].Step
        select new CorrectionLine(
            e.Seq, c.Corrects, _source.Say(c.Field), _source.Say(step, c.Field, c.Old), _source.Say(step, c.Field, c.New), c.Reason,
            _source.Who(e.Actor), _source.When(e));

    private IEnumerable<DocumentLine> Documents() =>
        from e in _source.Entries
        where e.Event is DocumentAdded
        let d = (DocumentAdded)e.Event
        select new DocumentLine(
            e.Seq, d.Name, _source.Words.Name("kind", d.Kind), d.MediaType, _source.Words.Size(d.Size), d.Sha256,
            [.. d.Summary.Select(s => new Detail(_source.Words.Name("log", s.Key), s.Value))]);
}
