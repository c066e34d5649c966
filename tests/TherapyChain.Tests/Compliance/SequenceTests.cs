using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;
using TherapyChain.Testing;

namespace TherapyChain.Tests.Compliance;

/// <summary>Operational checks (21 CFR 11.10(f)): the sequence of steps, asked of the decisions themselves in every shipped workflow.</summary>
public sealed class SequenceTests
{
    public static TheoryData<string> Ids => [.. Shipped.WorkflowIds];

    [Theory]
    [MemberData(nameof(Ids))]
    [Requirement("P11-06")]
    public void Nothing_is_received_before_it_was_handed_over_and_nothing_infused_before_release(string id)
    {
        var workflow = Shipped.Workflow(id);
        var tooEarly = 0;
        for (var s = Scenario.Of(id); ; )
        {
            foreach (var step in workflow.Steps.Where(step => !step.From.Contains(s.Order.State) && IsReceiptOrInfusion(step)))
            {
                var refused = Assert.IsType<Decision.Refused>(Advance.Decide(workflow, s.Order, new StepRequest(step.Name), s.By(step.By.Roles[0], step.By.At)));
                Assert.Equal("step.not-from-here", Assert.Single(refused.Reasons).Code);
                tooEarly++;
            }
            if (s.Order.State == Released(workflow)) break;
            s.Take(RehearsalPath.To(workflow, s.Order, Released(workflow))!.Value[0].Name);
            Assert.False(s.Order.Acts.ContainsKey("infusion"));
        }
        Assert.True(tooEarly > 5);
    }

    private static bool IsReceiptOrInfusion(Step step) => step.Records.Contains("infusion") || step.Custody.Any(move => move.FromCarrier);

    private static string Released(Workflow workflow) => workflow.Steps.First(step => step.Records.Contains("release") && step.To is not null).To!;
}
