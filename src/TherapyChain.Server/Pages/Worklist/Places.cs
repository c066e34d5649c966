using TherapyChain.Domain.Orders;
using TherapyChain.Server.Workflows;
using TherapyChain.Storage;

namespace TherapyChain.Server.Pages.Worklist;

/// <summary>Where orders can stand, as lists ask for it: by phase, and by who has the next word there.</summary>
internal static class Places
{
    public static IReadOnlyList<Standing> In(WorkflowShelf shelf, string phase) =>
        [.. shelf.All.SelectMany(w => w.Workflow.States.Where(state => state.Phase == phase).Select(state => new Standing(w.Workflow.Id, w.Workflow.Version, state.Name)))];

    /// <summary>Where an order waits for somebody in one of this person's roles, with the part that their site must play in it.</summary>
    public static Awaiting For(WorkflowShelf shelf, Person person) => new(person.Site,
    [
        .. from w in shelf.All
           from state in w.Next
           from party in state.Value.Where(step => step.By.Roles.Any(person.Roles.Contains)).Select(step => step.By.At).Distinct()
           select (new Standing(w.Workflow.Id, w.Workflow.Version, state.Key), party),
    ]);

    public static string PhaseOf(WorkflowShelf shelf, OrderRow order) => shelf.Find(order.Workflow, order.Version)?.Workflow.FindState(order.State)?.Phase ?? "";
}
