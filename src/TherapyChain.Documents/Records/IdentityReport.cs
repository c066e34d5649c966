using System.Collections.Immutable;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Documents.Records;

/// <summary>Every identity check of one order: which codes were read against which, by whom, one person or two, and what came of it.</summary>
/// <param name="Identifiers">Every code that was ever given, with where it was read again.</param>
/// <param name="Checks">Steps in which a code was scanned or a second person looked on, and checks that were refused, in the order of recording.</param>
/// <param name="Refused">The refused ones again, each with what became of it.</param>
public sealed record IdentityReport(
    PaperHead Head, IdentityCounts Counts, ImmutableArray<Identifier> Identifiers, ImmutableArray<IdentityCheckLine> Checks, ImmutableArray<RefusalLine> Refused)
{
    /// <inheritdoc cref="CustodyRecordBuilder.Build"/>
    public static IdentityReport Build(Workflow workflow, ImmutableArray<SealedEntry> entries, Names today, string language = "en")
    {
        var source = RecordSource.Of(workflow, entries, today, language);
        var checks = source.Entries.Zip(source.Sealed).Select(e => Check(e.First, e.Second.Hash.ToString(), source)).OfType<IdentityCheckLine>().ToImmutableArray();
        int Of(ScanResult result) => checks.Sum(c => c.Codes.Count(code => code.Result == result));
        return new IdentityReport(
            PaperHead.Of(Papers.Identity, source),
            new IdentityCounts(
                checks.Length, checks.Count(c => c.Second is not null), Of(ScanResult.Match) + Of(ScanResult.Mismatch), Of(ScanResult.Given), checks.Count(c => !c.Matches)),
            CustodyTrail.Of(source).Identifiers, checks, [.. Departures.Refused(source)]);
    }

    private static IdentityCheckLine? Check(Entry e, string hash, RecordSource source) => e.Event switch
    {
        StepCompleted { Scanned.IsEmpty: true, Assigned.IsEmpty: true, Second: null } => null,
        StepCompleted step => Line(e, step.Step, step.Place, step.Second,
            [.. step.Scanned.Select(s => new ScannedCode(source.Say(s.Name), s.Value, [s.Value], ScanResult.Match)),
             .. step.Assigned.Select(s => new ScannedCode(source.Say(s.Name), s.Value, [], ScanResult.Given))], true, hash, source),
        IdentityRefused refused => Line(e, refused.Step, source.Workflow.FindStep(refused.Step)?.Identity?.Place, refused.Second,
            [.. refused.Mismatches.Select(m => new ScannedCode(source.Say(m.Name), m.Scanned, m.Expected, ScanResult.Mismatch))], false, hash, source),
        _ => null,
    };

    private static IdentityCheckLine Line(
        Entry e, string step, string? place, SecondPerson? second, ImmutableArray<ScannedCode> codes, bool matches, string hash, RecordSource source) => new(
        e.Seq, source.When(e), source.Say(step), place is null ? "" : source.Words.Name("place", place), source.Who(e.Actor), source.Role(e.Role), source.Site(e.Site),
        second is null ? null : $"{second.Name}, {source.Role(second.Role)}", codes, matches, hash);
}

/// <param name="TwoPeople">Checks in which a second person took part.</param>
/// <param name="Compared">Codes that were compared with the ones that belong to the order.</param>
/// <param name="Given">Codes that were scanned for the first time.</param>
public sealed record IdentityCounts(int Checks, int TwoPeople, int Compared, int Given, int Refused);

public sealed record IdentityCheckLine(
    int Seq, When When, string Step, string Place, string Who, string Role, string Site, string? Second, ImmutableArray<ScannedCode> Codes, bool Matches, string Hash);

/// <param name="Expected">What belongs there: the code itself when it matches, none when it is given here or is one that another order owns.</param>
public sealed record ScannedCode(string Name, string Scanned, ImmutableArray<string> Expected, ScanResult Result);

public enum ScanResult { Match, Given, Mismatch }
