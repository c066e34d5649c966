using System.Text.Json;
using System.Text.Json.Nodes;
using TherapyChain.Domain.Access;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;
using TherapyChain.Server.Access;
using TherapyChain.Server.Accounts;
using TherapyChain.Server.Answers;
using TherapyChain.Server.Workflows;

namespace TherapyChain.Server.Orders;

/// <summary>Takes a step: for <c>POST /api/orders/{order}/steps/{step}</c>, and for the pages with a form of a step.</summary>
internal static class AdvanceOrder
{
    public static async Task<IResult> Handle(HttpContext http, string order, string step, CurrentPerson who, OrderDesk desk, WorkflowShelf shelf, Signing signing)
    {
        var read = await Body.ReadAsync(http, ApiJson.Default.StepBody);
        return read.Problem is { } unreadable ? unreadable : await TakeAsync(http, order, step, read.Value!, read.Bytes, who, desk, shelf, signing);
    }

    /// <param name="body">The form.</param>
    /// <param name="bytes">The bytes it came in, to know it again when it comes twice.</param>
    public static async Task<IResult> TakeAsync(
        HttpContext http, string order, string step, StepBody body, ReadOnlyMemory<byte> bytes, CurrentPerson who, OrderDesk desk, WorkflowShelf shelf, Signing signing)
    {
        // Before any credential is looked at: who may not see the order must not learn whose password is right.
        if (desk.Refusal(order, who, Acts.TakeStep, out var seen) is { } may) return may;
        var (second, noSecond) = body.Second is { } other ? await signing.SecondAsync(http, other) : (null, null);
        var (bound, no) = StepBinding.Bind(step, body, who.Person, second, noSecond is null ? [] : [noSecond]);
        if (bound is null) return no!;

        var vouched = false;
        if (Signs(shelf.For(seen!.Order).Workflow))
        {
            var against = await signing.AgainstAsync(http, who, body.Credentials);
            vouched = against.IsEmpty;
            bound = bound with { Reasons = [.. bound.Reasons, .. against] };
        }
        return await desk.ChangeAsync(http, order, who, new Wish(Acts.TakeStep, WithoutSecrets(bytes, body), (o, workflow, context) => Advance.Decide(workflow, o.Order, Request(workflow), context))
        {
            Second = bound.Second,
            Codes = workflow => Advance.CodesToLookUp(workflow, bound.Request, who.Person),
            Edge = bound,
        });

        bool Signs(Workflow workflow) => workflow.FindStep(step) is { Sign: not null };

        // The order may have moved to another version of its workflow meanwhile: a signature that nobody was asked to vouch for is none.
        StepRequest Request(Workflow workflow) => Signs(workflow) && !vouched && bound.Reasons.IsEmpty ? bound.Request with { Signature = null } : bound.Request;
    }

    // A hash of what was sent is kept in the ledger, to know the request again. No password may be guessed from it.
    private static ReadOnlyMemory<byte> WithoutSecrets(ReadOnlyMemory<byte> bytes, StepBody body)
    {
        if (body.Credentials is null && body.Second?.Password is null) return bytes;
        var form = JsonNode.Parse(bytes.Span)!.AsObject();
        form.Remove("credentials");
        (form["second"] as JsonObject)?.Remove("password");
        return JsonSerializer.SerializeToUtf8Bytes(form);
    }
}
