using System.Collections.Immutable;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Documents.Records;

/// <summary>
/// The release of a product with what stood beside it: who certified it, and every value of evidence up to then, with each one that was changed
/// since its original entry marked (EU GMP Annex 11, 8.2). There is none for an order without a release that stands.
/// </summary>
/// <param name="Identifiers">The codes that were given up to the release.</param>
/// <param name="Signatures">Everything that was signed on the way up to the release, and the release itself.</param>
/// <param name="Values">Every value up to the release, in the order of recording.</param>
/// <param name="Departures">Holds, deviations, exceeded limits and late entries of the whole order.</param>
public sealed record ReleaseCertificate(
    PaperHead Head, Certification Certification, ImmutableArray<Identifier> Identifiers, ImmutableArray<SignedLine> Signatures,
    ImmutableArray<CertifiedValue> Values, ImmutableArray<RefusalLine> Refused, ImmutableArray<DepartureLine> Departures)
{
    /// <inheritdoc cref="CustodyRecordBuilder.Build"/>
    /// <returns>Null when the order has no release, or one that a later entry took back.</returns>
    public static ReleaseCertificate? Build(Workflow workflow, ImmutableArray<SealedEntry> entries, Names today, string language = "en")
    {
        var source = RecordSource.Of(workflow, entries, today, language);
        if (!source.Order.Acts.TryGetValue(ReleaseRule.Act, out var released)) return null;
        var entry = source.Entries[released - 1];
        var step = (StepCompleted)entry.Event;
        return new ReleaseCertificate(
            PaperHead.Of(Papers.Release, source),
            new Certification(
                entry.Seq, step.Signature?.Name ?? source.Who(entry.Actor), entry.Actor, source.Role(entry.Role), source.Site(entry.Site), source.Say(step.Step),
                step.Signature is { } s ? source.Words.Name("meaning", s.Meaning) : null,
                step.Signature is { } signed ? source.Words.Moment(signed.SignedAt, entry.Zone) : source.When(entry), source.Sealed[released - 1].Hash.ToString()),
            [.. CustodyTrail.Of(source).Identifiers.Where(i => i.Given <= released)],
            [.. SignedLine.Of(source).Where(line => line.Seq <= released)],
            [.. source.Entries.Where(e => e.Seq <= released && e.Event is StepCompleted).SelectMany(e => ValuesOf(e, released, source))],
            [.. Records.Departures.Refused(source)], [.. Records.Departures.Of(source)]);
    }

    private static IEnumerable<CertifiedValue> ValuesOf(Entry e, int released, RecordSource source)
    {
        var step = (StepCompleted)e.Event;
        foreach (var (name, value) in step.Evidence)
        {
            var changes = source.Entries.Where(c => c.Event is EntryCorrected correction && correction.Corrects == e.Seq && correction.Field == name).Select(c =>
            {
                var correction = (EntryCorrected)c.Event;
                return new ValueChange(
                    c.Seq, source.When(c), source.Who(c.Actor), source.Say(step.Step, name, correction.Old), source.Say(step.Step, name, correction.New), correction.Reason, c.Seq > released);
            }).ToImmutableArray();
            yield return new CertifiedValue(
                e.Seq, source.When(e), source.Say(step.Step), source.Say(name), changes.IsEmpty ? source.Say(step.Step, name, value) : changes[^1].New,
                Hash.TryParse(value.Value, out _), source.Who(e.Actor), changes);
        }
    }
}

/// <summary>Who certified the product, in which entry.</summary>
/// <param name="Name">As it was printed when it was signed.</param>
/// <param name="Meaning">Of the signature; null when the step was recorded without one.</param>
public sealed record Certification(int Seq, string Name, string Person, string Role, string Site, string Step, string? Meaning, When When, string Hash);

/// <param name="Value">The value that counts: the last one when it was changed.</param>
/// <param name="IsHash">It is the SHA-256 of a document.</param>
/// <param name="Changes">Oldest first; empty when the original entry stands.</param>
public sealed record CertifiedValue(
    int Seq, When When, string Step, string Name, string Value, bool IsHash, string Who, ImmutableArray<ValueChange> Changes);

/// <param name="AfterRelease">The one who certified has not seen this value.</param>
public sealed record ValueChange(int Seq, When When, string Who, string Old, string New, string Reason, bool AfterRelease);
