using TherapyChain.Domain.Workflows;
using TherapyChain.Testing;

namespace TherapyChain.Tests.Workflows;

public sealed class NextStepsTests
{
    [Theory]
    [InlineData("referred", "confirm-eligibility")]
    [InlineData("waiting-for-slot", "take-consent record-infection-tests prescribe")]
    [InlineData("ordered", "approve-order")]
    [InlineData("frozen", "reconcile-labels confirm-cell-count")]
    [InlineData("starting-material-packed", "hand-over-starting-material")]
    [InlineData("manufactured", "record-test-results")]
    [InlineData("reviewed", "release-product")]
    [InlineData("conditioned", "confirm-fitness confirm-rescue-ready start-thaw")]
    [InlineData("infusing", "complete-infusion")]
    [InlineData("infused", "complete-monitoring")]
    [InlineData("material-accounted", "close-order")]
    [InlineData("closed", "")]
    public void An_order_waits_for_what_leads_on_and_not_for_what_may_go_wrong(string state, string steps) =>
        Assert.Equal(steps.Split(' ', StringSplitOptions.RemoveEmptyEntries), NextSteps.Of(Shipped.Workflow("car-t-autologous-cryo"))[state].Select(step => step.Name));

    [Fact]
    public void In_every_shipped_workflow_every_state_but_the_ends_waits_for_somebody() =>
        Assert.All(Shipped.WorkflowIds.Select(Shipped.Workflow), workflow => Assert.All(workflow.States, state => Assert.Equal(state.IsFinal, NextSteps.Of(workflow)[state.Name].IsEmpty)));
}
