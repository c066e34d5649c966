using TherapyChain.Domain.Orders;
using TherapyChain.Server.Access;
using TherapyChain.Server.Answers;

namespace TherapyChain.Server.Orders;

/// <summary><c>POST /api/orders/{order}/steps/{step}</c>: takes a step.</summary>
internal static class AdvanceOrder
{
    public static async Task<IResult> Handle(HttpContext http, string order, string step, CurrentPerson who, OrderDesk desk, Keyring keys)
    {
        var read = await Body.ReadAsync(http, ApiJson.Default.StepBody);
        if (read.Problem is { } unreadable) return unreadable;
        var (bound, no) = StepBinding.Bind(step, read.Value!, who.Person, keys.Now);
        if (bound is null) return no!;
        return await desk.ChangeAsync(http, order, who, new Wish(read.Bytes, (o, workflow, context) => Advance.Decide(workflow, o.Order, bound.Request, context))
        {
            Second = bound.Second,
            Codes = workflow => Advance.CodesToLookUp(workflow, bound.Request, who.Person),
            Edge = bound,
        });
    }
}
