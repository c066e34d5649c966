using TherapyChain.Domain.Workflows.Proofs;
using TherapyChain.Testing;

namespace TherapyChain.Tests.Workflows;

public sealed class MutationTests(ITestOutputHelper output)
{
    public static TheoryData<string> Ids => [.. Shipped.WorkflowIds];

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_proofs_look_at_the_same_paths_as_a_plain_walk(string id)
    {
        var workflow = Shipped.Workflow(id);
        var ways = PlainWalk.Ways(workflow, PlainWalk.Required(workflow));

        var proved = Assert.IsType<SafetyProof.Outcome.Proved>(SafetyProof.Prove(workflow, []));

        Assert.Equal((ways.SelectMany(w => new[] { w.From, w.To }).Distinct().Count(), ways.Count), (proved.Situations, proved.Transitions));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    [Requirement("P11-06")]
    public void Every_mutant_breaks_a_property_that_is_named(string id)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var survivors = new List<string>();
        foreach (var mutant in WorkflowMutants.Of(Shipped.Workflow(id)))
        {
            counts[mutant.Kind] = counts.GetValueOrDefault(mutant.Kind) + 1;
            if (SafetyProof.Prove(mutant.Workflow, Shipped.Safety) is not SafetyProof.Outcome.Broken broken || broken.Findings.All(f => f.Property is null))
                survivors.Add($"{mutant.Kind} - {mutant.Name}");
        }
        output.WriteLine($"{id}: {counts.Values.Sum()} mutants, {survivors.Count} survived\n{string.Join("\n", counts.Select(c => $"  {c.Value,4} {c.Key}"))}");
        Assert.True(survivors.Count == 0, string.Join("\n", survivors));
    }
}
