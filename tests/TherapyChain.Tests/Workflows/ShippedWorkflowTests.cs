using System.Diagnostics;
using TherapyChain.Domain.Workflows.Proofs;
using TherapyChain.Testing;

namespace TherapyChain.Tests.Workflows;

public sealed class ShippedWorkflowTests(ITestOutputHelper output)
{
    public static TheoryData<string> Ids => [.. Shipped.WorkflowIds];

    [Theory]
    [MemberData(nameof(Ids))]
    [Requirement("P11-06", "P4-04", "P4-05", "FJ-02", "FJ-03")]
    public void Every_safety_property_holds_on_every_path(string id)
    {
        var watch = Stopwatch.StartNew();
        var outcome = SafetyProof.Prove(Shipped.Workflow(id), Shipped.Safety);
        var milliseconds = watch.Elapsed.TotalMilliseconds;

        if (outcome is SafetyProof.Outcome.Broken broken) Assert.Fail(string.Join("\n", broken.Findings));
        var proved = Assert.IsType<SafetyProof.Outcome.Proved>(outcome);
        output.WriteLine($"{id}: {Shipped.Safety.Count} properties over {proved.Situations} situations and {proved.Transitions} transitions in {milliseconds:0.0} ms");
    }
}
