using TherapyChain.Domain.Access;
using TherapyChain.Domain.Orders;
using TherapyChain.Server.Access;
using TherapyChain.Server.Answers;

namespace TherapyChain.Server.Orders;

/// <summary><c>POST …/hold</c> and <c>POST …/holds/{seq}/resolve</c>.</summary>
internal static class HoldOrder
{
    public static async Task<IResult> Place(HttpContext http, string order, CurrentPerson who, OrderDesk desk)
    {
        var read = await Body.ReadAsync(http, ApiJson.Default.ReasonBody);
        return read.Problem is { } no ? no
            : await desk.ChangeAsync(http, order, who, new Wish(Acts.Hold, read.Bytes, (o, workflow, context) => Holds.Place(workflow, o.Order, read.Value!.Reason, context)));
    }

    public static async Task<IResult> Resolve(HttpContext http, string order, int seq, CurrentPerson who, OrderDesk desk)
    {
        var read = await Body.ReadAsync(http, ApiJson.Default.ReasonBody);
        return read.Problem is { } no ? no
            : await desk.ChangeAsync(http, order, who, new Wish(Acts.Resume, read.Bytes, (o, workflow, context) => Holds.Resolve(workflow, o.Order, seq, read.Value!.Reason, context)));
    }
}
