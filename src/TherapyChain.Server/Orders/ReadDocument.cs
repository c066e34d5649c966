using Microsoft.EntityFrameworkCore;
using TherapyChain.Domain.Custody;
using TherapyChain.Server.Access;
using TherapyChain.Server.Answers;
using TherapyChain.Storage;

namespace TherapyChain.Server.Orders;

/// <summary>The documents of an order: their list, and each as it was sent.</summary>
internal static class ReadDocument
{
    public static IResult All(HttpContext http, string order, CurrentPerson who, OrderDesk desk)
    {
        if (desk.See(order, who) is not { } opened) return Problems.NotFound($"order");
        return Results.Json(opened.Order.Documents.Values.Select(d => new DocumentView(d.Sha256, d.Name, d.MediaType, d.Size, d.Kind, d.Summary)).ToList(), ViewJson.Options);
    }

    public static async Task<IResult> One(HttpContext http, string order, string sha256, CurrentPerson who, OrderDesk desk, Ledger ledger)
    {
        if (desk.See(order, who) is not { } opened) return Problems.NotFound($"order");
        if (!opened.Order.Documents.TryGetValue(sha256, out var document) || !Hash.TryParse(sha256, out var hash)) return Problems.NotFound($"document");
        await using var db = ledger.CreateDb();
        if (await db.Documents.FirstOrDefaultAsync(d => d.Sha256 == hash, http.RequestAborted) is not { } kept) return Problems.NotFound($"document");
        // Always saved, never shown: what a partner uploaded must not run as a page of this server.
        http.Response.Headers.ContentDisposition = DownloadName.AsAttachment(document.Name);
        http.Response.Headers.ETag = $"\"{sha256}\"";
        return Results.Bytes(kept.Bytes, document.MediaType);
    }
}
