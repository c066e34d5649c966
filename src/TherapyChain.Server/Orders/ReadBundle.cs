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
        var bundle = OrderBundle.Of(opened.Order.Id, entries, (id, version) => shelf.Find(id, version)?.Workflow.Text);
        using var bytes = new MemoryStream();
        await BundleWriter.WriteAsync(bundle, entries.ToAsyncEnumerable(), bytes, http.RequestAborted);
        http.Response.Headers.ETag = OpenOrder.Tag(entries[^1].Envelope.Seq, entries[^1].Hash);
        return Results.File(bytes.ToArray(), "application/x-ndjson", $"{opened.Order.Id}{Bundle.FileExtension}");
    }
}
