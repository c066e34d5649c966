using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using TherapyChain.Domain.Workflows;
using TherapyChain.Domain.Workflows.Proofs;

namespace TherapyChain.Cli.Validation;

/// <summary>Every safety property of every workflow with its verdict, proved now and by this program.</summary>
internal sealed record WorkflowProofs(ImmutableArray<WorkflowProofs.Proof> All)
{
    /// <param name="Verdict">holds, does not apply, or BROKEN with the path.</param>
    public sealed record Proof(Workflow Workflow, int Situations, int Transitions, ImmutableArray<(SafetyProperty Property, bool Broken, string Verdict)> Verdicts);

    public int Broken => All.Sum(p => p.Verdicts.Count(v => v.Broken));

    public static WorkflowProofs Of(IEnumerable<Workflow> workflows, IReadOnlyList<SafetyProperty> properties) => new([.. workflows.Select(w =>
    {
        var recorded = w.Steps.SelectMany(s => s.Records).ToHashSet(StringComparer.Ordinal);
        var (situations, transitions) = SafetyProof.Prove(w, []) is SafetyProof.Outcome.Proved proved ? (proved.Situations, proved.Transitions) : (0, 0);
        return new Proof(w, situations, transitions, [.. properties.Select(p => Judge(w, p, recorded))]);
    })]);

    private static (SafetyProperty, bool, string) Judge(Workflow workflow, SafetyProperty property, HashSet<string> recorded) =>
        !property.Where.IsEmpty && !property.Where.Any(recorded.Contains) ? (property, false, $"does not apply: the workflow records no {string.Join(" or ", property.Where)}")
        : SafetyProof.Prove(workflow, [property]) is SafetyProof.Outcome.Broken broken
            ? (property, true, $"BROKEN: {string.Join(" ", broken.Findings.Select(f => $"{f.Message} {string.Join(" > ", f.Path)}"))}")
            : (property, false, "holds on every path");

    public string Page()
    {
        var text = new StringBuilder("""
            # Proofs of the workflows

            Each property is followed through every situation that an order of the workflow can come into, not through samples. A workflow with
            a broken property is refused by the server. Checks of the proofs themselves: each of several hundred workflows that were broken on
            purpose must be found out (tests `MutationTests`).


            """);
        foreach (var p in All)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"## {p.Workflow.Id}, version {p.Workflow.Version}\n\nSHA-256 of the file: `{p.Workflow.Sha256}`. {p.Situations} situations, {p.Transitions} transitions. Source: {p.Workflow.Source}\n\n");
            text.Append(Pack.Table(["Property", "What must hold", "Verdict"], p.Verdicts.Select(v => (IReadOnlyList<string>)[$"`{v.Property.Name}`", v.Property.Words.En, v.Verdict]))).Append('\n');
        }
        return text.ToString();
    }
}
