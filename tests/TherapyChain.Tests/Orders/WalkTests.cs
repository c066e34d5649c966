using TherapyChain.Testing;

namespace TherapyChain.Tests.Orders;

public sealed class WalkTests
{
    public static TheoryData<string> Workflows => [.. Shipped.WorkflowIds];

    [Theory, MemberData(nameof(Workflows))]
    public void Every_state_of_every_shipped_workflow_is_reached_by_real_decisions(string id)
    {
        foreach (var state in Shipped.Workflow(id).States)
            Assert.Equal(state.Name, Scenario.Of(id).At(state.Name).Order.State);
    }
}
