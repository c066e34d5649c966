using System.Collections.Immutable;
using System.Globalization;
using TherapyChain.Domain.Orders;
using TherapyChain.Server.Access;
using TherapyChain.Server.Answers;
using TherapyChain.Server.Workflows;

namespace TherapyChain.Server.Orders;

/// <summary><c>POST /api/orders</c>: an order begins.</summary>
internal static class BeginOrder
{
    public static async Task<IResult> Handle(HttpContext http, CurrentPerson who, OrderDesk desk, WorkflowShelf shelf, Keyring keys)
    {
        var read = await Body.ReadAsync(http, ApiJson.Default.CreateBody);
        if (read.Problem is { } no) return no;
        var body = read.Value!;
        if (body.Parties.Any(p => p.Value is null)) return Problems.Unreadable($"\"parties\" holds null where a site belongs.", field: "parties");
        var found = body.Version is { } version ? shelf.Find(body.Workflow, version) : shelf.Newest(body.Workflow);
        if (found is not { Offered: true }) return Problems.Refused(Unknown(body, shelf));
        var parties = body.Parties.ToImmutableSortedDictionary(StringComparer.Ordinal);
        return await desk.BeginAsync(http, who, found, read.Bytes, (id, context) =>
            CreateOrder.Decide(found.Workflow, id, body.Reference, parties, keys.Now.SiteIds, context));
    }

    private static Reason Unknown(CreateBody body, WorkflowShelf shelf)
    {
        var versions = shelf.All.Where(w => w.Workflow.Id == body.Workflow && w.Offered).Select(w => w.Workflow.Version).ToList();
        return versions.Count == 0
            ? new("workflow.unknown", $"There is no workflow \"{body.Workflow}\" here. There are: {string.Join(", ", shelf.All.Where(w => w.Offered).Select(w => w.Workflow.Id).Distinct())}.", "workflow")
            : new("workflow.version-unknown", $"{body.Workflow} has no version {body.Version} here. There are: {string.Join(", ", versions)}.", "version");
    }
}
