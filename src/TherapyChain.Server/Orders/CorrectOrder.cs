using TherapyChain.Domain.Access;
using TherapyChain.Domain.Orders;
using TherapyChain.Server.Access;
using TherapyChain.Server.Answers;

namespace TherapyChain.Server.Orders;

/// <summary><c>POST …/corrections</c>: a value of an earlier entry was wrong.</summary>
internal static class CorrectOrder
{
    public static async Task<IResult> Handle(HttpContext http, string order, CurrentPerson who, OrderDesk desk)
    {
        var read = await Body.ReadAsync(http, ApiJson.Default.CorrectionBody);
        if (read.Problem is { } no) return no;
        var body = read.Value!;
        var value = new EvidenceValue(body.Value.Value, body.Value.Unit);
        return await desk.ChangeAsync(http, order, who, new Wish(Acts.Correct, read.Bytes,
            (o, workflow, context) => CorrectEntry.Decide(workflow, o.Order, body.Corrects, body.Field, value, body.Reason, context)));
    }
}
