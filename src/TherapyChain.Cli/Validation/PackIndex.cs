using System.Collections.Immutable;
using NodaTime;
using NodaTime.Text;
using TherapyChain.Domain.Compliance;

namespace TherapyChain.Cli.Validation;

/// <summary>The first page: what this is, what it is not, what is open, and every file with its hash.</summary>
internal static class PackIndex
{
    public static string Of(
        Configuration c, ImmutableArray<Requirement> requirements, ImmutableArray<Risk> risks, TestEvidence? evidence, WorkflowProofs proofs, ImmutableArray<string> findings, Pack pack)
    {
        var open = requirements.Where(r => r.State != Fulfilment.Fulfilled).ToList();
        var tests = evidence is null ? EvidencePage.None
            : $"{evidence.Runs.Sum(r => r.Passed)} tests passed, {evidence.Runs.Sum(r => r.Failed)} failed, {evidence.Runs.Sum(r => r.NotRun)} were not run ([evidence](evidence.md)).";
        return $"""
            # Validation pack of TherapyChain {c.Version}

            Source commit {c.Commit}. Written {InstantPattern.General.Format(SystemClock.Instance.GetCurrentInstant())} by `therapychain validation-pack`.

            This is the supplier's part of a validation: what the software claims, what shows it, and what it does not do. It does not validate an
            installation. The operator adds intended use, installation and operational qualification on the installed system, procedures, training, and the
            risks of the house.

            ## Where it stands

            - Requirements: {requirements.Length}; {requirements.Count(r => r.State == Fulfilment.Fulfilled)} fulfilled, {requirements.Count(r => r.State == Fulfilment.Partly)} in part, {requirements.Count(r => r.State == Fulfilment.NotYet)} **not yet** ([requirements](requirements.md)).
            - Tests: {tests}
            - Risks: {risks.Length}; the highest that rests is {risks.Max(r => r.After)} of 25 ([risks](risks.md)).
            - Workflows: {proofs.All.Length}, {proofs.All.Sum(p => p.Verdicts.Length)} verdicts, {(proofs.Broken == 0 ? "no property broken" : $"**{proofs.Broken} BROKEN**")} ([proofs](proofs.md)).

            ## Findings

            {(findings.IsEmpty ? "None beyond what is said to be open below." : string.Join('\n', findings.Select(f => $"- **{f}**")))}

            ## What is not, or not wholly, fulfilled

            {Pack.Table(["", "Clause", "What", "State", "Missing"], open.Select(r => (IReadOnlyList<string>)[r.Id, r.Clause, r.Behaviour, ComplianceText.Word(r.State), r.Missing ?? ""]))}
            ## Risks of 5 and more that rest

            {Pack.Table(["", "Hazard", "S×P", "What rests"], risks.Where(r => r.After >= 5).OrderByDescending(r => r.After).Select(r => (IReadOnlyList<string>)[r.Id, r.Hazard, $"{r.After}", r.Rests]))}
            ## Files

            The hashes of all files, this one too, are in `SHA256SUMS`; `sha256sum -c SHA256SUMS` checks them.

            {Pack.Table(["File", "What it is", "SHA-256"], pack.Files.Select(f => (IReadOnlyList<string>)[$"[{f.Name}]({f.Name})", f.About, $"`{f.Hash}`"]))}
            ## Review

            | | Name | Date | Signature |
            | --- | --- | --- | --- |
            | Prepared | | | |
            | Reviewed (quality) | | | |
            | Approved | | | |

            """;
    }
}
