using System.Collections.Immutable;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Documents.Records;

/// <summary>
/// Every electronic signature of one order in human readable form: printed name, date and time with zone, meaning (21 CFR 11.50), and the hash of
/// the entry that it is part of (11.70).
/// </summary>
public sealed record SignaturePage(PaperHead Head, ImmutableArray<SignedLine> Signatures)
{
    /// <inheritdoc cref="CustodyRecordBuilder.Build"/>
    public static SignaturePage Build(Workflow workflow, ImmutableArray<SealedEntry> entries, Names today, string language = "en")
    {
        var source = RecordSource.Of(workflow, entries, today, language);
        return new SignaturePage(PaperHead.Of(Papers.Signatures, source), [.. SignedLine.Of(source)]);
    }
}

/// <param name="Name">As it was printed when it was signed.</param>
/// <param name="Person">The identifier that stands in the entry: unique and never given to another person.</param>
/// <param name="When">When it was signed, by the clock of the site.</param>
/// <param name="Step">What was signed.</param>
/// <param name="Moves">The state before and after, or null where the step moves none.</param>
/// <param name="Hash">Of the entry, whole.</param>
public sealed record SignedLine(int Seq, string Name, string Person, string Role, string Site, string Meaning, When When, string Step, string? Moves, string Hash)
{
    internal static IEnumerable<SignedLine> Of(RecordSource source) =>
        from pair in source.Entries.Zip(source.Sealed)
        let e = pair.First
        let step = e.Event as StepCompleted
        where step?.Signature is not null
        let signature = step.Signature
        select new SignedLine(
            e.Seq, signature.Name, e.Actor, source.Role(e.Role), source.Site(e.Site), source.Words.Name("meaning", signature.Meaning),
            source.Words.Moment(signature.SignedAt, e.Zone), source.Say(step.Step),
            step.From == step.To ? null : $"{source.Say(step.From)} → {source.Say(step.To)}", pair.Second.Hash.ToString());
}
