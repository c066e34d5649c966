using TherapyChain.Domain.Access;
using TherapyChain.Domain.Orders;
using TherapyChain.Server.Access;
using TherapyChain.Server.Answers;

namespace TherapyChain.Server.Orders;

/// <summary><c>POST …/deviations</c>: something departed from the plan.</summary>
internal static class DeviateOrder
{
    public static async Task<IResult> Handle(HttpContext http, string order, CurrentPerson who, OrderDesk desk)
    {
        var read = await Body.ReadAsync(http, ApiJson.Default.DeviationBody);
        if (read.Problem is { } no) return no;
        return await desk.ChangeAsync(http, order, who, new Wish(Acts.RecordDeviation, read.Bytes,
            (o, workflow, context) => RecordDeviation.Decide(workflow, o.Order, read.Value!.Category, read.Value.Description, context)));
    }
}
