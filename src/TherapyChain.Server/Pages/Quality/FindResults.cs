using NodaTime;
using System.Collections.Immutable;
using TherapyChain.Documents.Records;
using TherapyChain.Domain;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Identity;
using TherapyChain.Server.Access;
using TherapyChain.Server.Orders;
using TherapyChain.Server.Papers;
using TherapyChain.Server.Workflows;
using TherapyChain.Storage;

namespace TherapyChain.Server.Pages.Quality;

/// <summary>What a search over all orders found: asked of the indexes, at most a page of it, and only in orders that the asker may see.</summary>
internal static class FindResults
{
    public const int MostOrders = 20;
    public const int EntriesOnPage = 25;

    /// <param name="Links">Exact codes, with the container they are on.</param>
    /// <param name="Orders">Orders in whose name, reference or codes the text stands, the newest first; none where a code was met exactly.</param>
    public sealed record Codes(IReadOnlyList<LinkedCodeView> Links, IReadOnlyList<OrderRow> Orders, bool HasMore);

    /// <param name="Next">The position before which the next page begins; null on the last.</param>
    public sealed record Entries(IReadOnlyList<(string Order, string Reference, EntryLine Line, Instant At, string Zone)> Lines, long? Next);

    public static async Task<Codes> OfTextAsync(string text, Ledger ledger, OrderDesk desk, WorkflowShelf shelf, Roll network, CurrentPerson who, CancellationToken ct)
    {
        await using var db = ledger.CreateDb();
        var links = await FindIdentifier.LinksAsync(db, text, who, desk, shelf, network, ct);
        if (links.Count > 0) return new Codes(links, [], false);
        // The number of a printed label begins with the name of its order.
        var filter = new OrderFilter { VisibleTo = who.SeesAllOrders ? null : [who.Person.Site], Text = LabelSerial.TryParse(text, out var label) ? label.Order.ToString() : text };
        var page = await db.ListOrdersAsync(filter, after: null, MostOrders, ct);
        return new Codes([], page.Orders, page.Next is not null);
    }

    public static async Task<Entries> OfEntriesAsync(EntryFilter filter, Ledger ledger, OrderDesk desk, WorkflowShelf shelf, Roll network, string language, CancellationToken ct)
    {
        await using var db = ledger.CreateDb();
        var found = await db.FindEntriesAsync(filter, EntriesOnPage + 1, ct);
        var names = OrderPapers.NamesIn(network);
        var records = new Dictionary<OrderId, (string Reference, ImmutableArray<SealedEntry> Sealed, CustodyRecord Record)>();
        foreach (var id in found.Take(EntriesOnPage).Select(f => f.Order).Distinct())
        {
            var order = desk.Open(id)!.Order;
            var entries = desk.EntriesOf(id).Take(order.Seq).ToImmutableArray();
            records[id] = (order.Reference, entries, CustodyRecordBuilder.Build(shelf.For(order).Workflow, entries, names, language));
        }
        return new Entries(
            [.. found.Take(EntriesOnPage).Where(f => f.Seq <= records[f.Order].Sealed.Length).Select(f =>
                {
                    var (reference, entries, record) = records[f.Order];
                    var envelope = entries[f.Seq - 1].Envelope;
                    return (f.Order.ToString(), reference, record.Entries[f.Seq - 1], envelope.At, envelope.Zone);
                })],
            found.Count > EntriesOnPage ? found[EntriesOnPage - 1].Position : null);
    }
}
