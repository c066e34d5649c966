using System.Globalization;
using TherapyChain.Domain.Access;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;
using TherapyChain.Server.Access;
using TherapyChain.Server.Answers;
using TherapyChain.Server.Workflows;

namespace TherapyChain.Server.Orders;

/// <summary><c>POST …/workflow</c>: moves an order to a newer version of its workflow.</summary>
internal static class MoveOrder
{
    public static async Task<IResult> Handle(HttpContext http, string order, CurrentPerson who, OrderDesk desk, WorkflowShelf shelf)
    {
        var read = await Body.ReadAsync(http, ApiJson.Default.MoveBody);
        if (read.Problem is { } no) return no;
        var body = read.Value!;
        return await desk.ChangeAsync(http, order, who, new Wish(Acts.MoveWorkflow, read.Bytes, (o, workflow, context) => Decide(workflow, body.Version, o.Order, body.Reason, shelf, context)));
    }

    /// <summary>The decision, with a version that is not offered among what can stand against it.</summary>
    public static Decision Decide(Workflow workflow, int version, Order order, string reason, WorkflowShelf shelf, Context context) =>
        shelf.Find(workflow.Id, version) is { Offered: true } to ? MoveWorkflow.Decide(workflow, to.Workflow, order, reason, context)
            : new Decision.Refused([Unknown(workflow.Id, version, shelf)], [], order);

    private static Reason Unknown(string id, int version, WorkflowShelf shelf) => new(
        "workflow.version-unknown",
        $"{id} has no version {version} here. There are: {string.Join(", ", shelf.All.Where(w => w.Workflow.Id == id && w.Offered).Select(w => w.Workflow.Version))}.",
        "version");
}
