using System.Buffers.Binary;
using System.Buffers.Text;
using Microsoft.EntityFrameworkCore;
using TherapyChain.Domain;

namespace TherapyChain.Storage;

/// <summary>Which orders a list shows; a member left null does not narrow it.</summary>
public sealed record OrderFilter
{
    /// <summary>Only orders to which one of these sites is a party; null for someone who may see all.</summary>
    public IReadOnlyCollection<string>? VisibleTo { get; init; }

    public string? State { get; init; }
    public string? Workflow { get; init; }
    public string? Site { get; init; }
    public bool? Held { get; init; }
    public bool? Final { get; init; }

    /// <summary>Only orders in one of these states, each written <c>workflow/state</c>.</summary>
    public IReadOnlyCollection<string>? Standing { get; init; }

    /// <summary>Only orders with an entry recorded at this instant or later.</summary>
    public NodaTime.Instant? UpdatedSince { get; init; }

    /// <summary>Only orders on which this clock runs.</summary>
    public string? RunningClock { get; init; }

    /// <summary>Only orders that own one of these identifiers, of whatever kind.</summary>
    public IReadOnlyCollection<string>? Identifiers { get; init; }

    /// <summary>Only orders in whose reference, name or identifiers this stands, in either case.</summary>
    public string? Text { get; init; }
}

/// <summary>One page of a list.</summary>
/// <param name="Next">Where the next page begins; null on the last.</param>
public sealed record OrderPage(IReadOnlyList<OrderRow> Orders, OrderCursor? Next);

/// <summary>The last order of a page. Pages stay stable while orders are added and changed, for an order's creation never changes.</summary>
public sealed record OrderCursor(long CreatedTicks, OrderId Order)
{
    public static bool TryParse(string text, out OrderCursor? cursor)
    {
        Span<byte> bytes = stackalloc byte[16];
        var sound = text.Length is 22 && Base64Url.IsValid(text) && Base64Url.DecodeFromChars(text, bytes) == 16;
        cursor = sound ? new OrderCursor(BinaryPrimitives.ReadInt64BigEndian(bytes), new OrderId(BinaryPrimitives.ReadInt64BigEndian(bytes[8..]))) : null;
        return sound;
    }

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, CreatedTicks);
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], Order.Value);
        return Base64Url.EncodeToString(bytes);
    }
}

/// <summary>Questions to the order list.</summary>
public static class OrderQueries
{
    /// <summary>Orders by creation, the newest first.</summary>
    /// <param name="after">The last order of the page before; null for the first page.</param>
    /// <param name="size">How many at most.</param>
    public static async Task<OrderPage> ListOrdersAsync(this LedgerDb db, OrderFilter filter, OrderCursor? after, int size, CancellationToken ct)
    {
        // A row comparison walks the index from the cursor on; LINQ has no word for it.
        var orders = after is null
            ? db.Orders
            : db.Orders.FromSql($"SELECT * FROM orders WHERE (created, order_id) < ({after.CreatedTicks}, {after.Order.Value})");
        var page = await Narrow(db, orders, filter).OrderByDescending(order => order.Created).ThenByDescending(order => order.OrderId).Take(size + 1).ToListAsync(ct);
        if (page.Count <= size) return new OrderPage(page, null);
        page.RemoveAt(size);
        return new OrderPage(page, new OrderCursor(page[^1].Created.ToUnixTimeTicks(), page[^1].OrderId));
    }

    /// <summary>The order an identifier belongs to, once for each name the order gave it.</summary>
    public static Task<List<IdentifierRow>> FindIdentifierAsync(this LedgerDb db, string value, CancellationToken ct) =>
        db.Identifiers.Where(identifier => identifier.Value == value).OrderBy(identifier => identifier.Kind).ToListAsync(ct);

    internal static IQueryable<OrderRow> Narrow(LedgerDb db, IQueryable<OrderRow> orders, OrderFilter filter)
    {
        if (filter.VisibleTo is { } sites)
            orders = orders.Where(order => db.OrderParties.Any(party => party.OrderId == order.OrderId && sites.Contains(party.SiteId)));
        if (filter.Site is { } site)
            orders = orders.Where(order => db.OrderParties.Any(party => party.OrderId == order.OrderId && party.SiteId == site));
        if (filter.UpdatedSince is { } since) orders = orders.Where(order => order.Updated >= since);
        if (filter.RunningClock is { } name)
            orders = orders.Where(order => db.RunningClocks.Any(clock => clock.OrderId == order.OrderId && clock.Clock == name));
        if (filter.Identifiers is { } values)
            orders = orders.Where(order => db.Identifiers.Any(identifier => identifier.OrderId == order.OrderId && values.Contains(identifier.Value)));
        if (filter.State is { } state) orders = orders.Where(order => order.State == state);
        if (filter.Standing is { } states) orders = orders.Where(order => states.Contains(order.Workflow + "/" + order.State));
        if (filter.Workflow is { } workflow) orders = orders.Where(order => order.Workflow == workflow);
        if (filter.Held is { } held) orders = orders.Where(order => order.Held == held);
        if (filter.Final is { } final) orders = orders.Where(order => order.Final == final);
        if (filter.Text is { } text)
        {
            var pattern = $"%{text.ToLowerInvariant().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";
            orders = orders.Where(order => EF.Functions.Like(order.Search, pattern, "\\"));
        }
        return orders;
    }
}
