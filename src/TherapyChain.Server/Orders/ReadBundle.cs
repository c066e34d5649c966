using System.Collections.Immutable;
using System.Text;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Custody.Bundles;
using TherapyChain.Domain.Orders;
using TherapyChain.Server.Access;
using TherapyChain.Server.Answers;
using TherapyChain.Server.Workflows;

namespace TherapyChain.Server.Orders;

/// <summary><c>GET …/bundle</c>: the whole custody record of an order as one file.</summary>
internal static class ReadBundle
{
    public static async Task<IResult> Handle(HttpContext http, string order, CurrentPerson who, OrderDesk desk, WorkflowShelf shelf)
    {
        if (desk.See(order, who) is not { } opened) return Problems.NotFound($"order");
        var entries = desk.EntriesOf(opened.Order.Id);
        var bundle = Of(opened.Order.Id, entries, shelf);
        using var bytes = new MemoryStream();
        await BundleWriter.WriteAsync(bundle, entries.ToAsyncEnumerable(), bytes, http.RequestAborted);
        http.Response.Headers.ETag = OpenOrder.Tag(entries[^1].Envelope.Seq, entries[^1].Hash);
        return Results.File(bytes.ToArray(), "application/x-ndjson", $"{opened.Order.Id}{Bundle.FileExtension}");
    }

    private static Bundle Of(Domain.OrderId id, IReadOnlyList<SealedEntry> entries, WorkflowShelf shelf)
    {
        var workflows = new List<BundledWorkflow>();
        var documents = new List<BundledDocument>();
        var workflow = "";
        foreach (var entry in entries.Where(e => e.Envelope.Type is "order.created" or "workflow.moved" or "document.added").Select(e => e.Read().Event))
        {
            if (entry is OrderCreated created) workflows.Add(Pinned(workflow = created.Workflow, created.Version, shelf));
            else if (entry is WorkflowMoved moved) workflows.Add(Pinned(workflow, moved.Version, shelf));
            else if (entry is DocumentAdded d && Hash.TryParse(d.Sha256, out var hash)) documents.Add(new BundledDocument(hash, d.Name, d.MediaType, d.Size));
        }
        return new Bundle(id, workflows, documents);
    }

    private static BundledWorkflow Pinned(string id, int version, WorkflowShelf shelf)
    {
        var workflow = shelf.Find(id, version)?.Workflow ?? throw new InvalidOperationException($"{id} version {version} is named by an entry and not held here.");
        return new BundledWorkflow(id, version, Hash.Of(Encoding.UTF8.GetBytes(workflow.Text)), workflow.Text);
    }
}
