using System.Collections.Concurrent;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using TherapyChain.Domain.Access;
using TherapyChain.Domain.Orders;
using TherapyChain.Server.Access;
using TherapyChain.Server.Practice;

namespace TherapyChain.Server.Orders;

/// <summary>
/// Tells open pages that an order has changed, by server-sent events: its name and its newest entry, nothing else. Whoever listens reads the page again, by the same
/// rules as anybody. What is missed is missed: it is a notice, never the record.
/// </summary>
public sealed class Changes
{
    // A page that does not keep up is told the newest only.
    private const int Waiting = 32;

    private readonly ConcurrentDictionary<Channel<Order>, byte> _listeners = [];

    public void Tell(Order order)
    {
        foreach (var listener in _listeners.Keys) listener.Writer.TryWrite(order);
    }

    /// <summary>Every change of an order that <paramref name="who"/> may see, until they go away.</summary>
    /// <param name="order">One order, or null for all of them.</param>
    public async IAsyncEnumerable<SseItem<string>> ListenAsync(CurrentPerson who, string? order, [EnumeratorCancellation] CancellationToken ct)
    {
        var channel = Channel.CreateBounded<Order>(new BoundedChannelOptions(Waiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        _listeners[channel] = 0;
        try
        {
            // Told at once, so that the page knows it is connected.
            yield return new SseItem<string>("", "listening");
            await foreach (var changed in channel.Reader.ReadAllAsync(ct))
                if (who.May(Acts.SeeOrder, changed) && (order is null || changed.Id.ToString() == order))
                    yield return new SseItem<string>($"{changed.Id} {changed.Seq}", "changed");
        }
        finally
        {
            _listeners.TryRemove(channel, out _);
        }
    }
}

internal static class ChangesApi
{
    public static void MapChanges(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/changes", (CurrentPerson who, Changes changes, CancellationToken ct) => TypedResults.ServerSentEvents(changes.ListenAsync(who, null, ct)))
            .Does(Acts.ListOrders).WithTags("Orders").WithSummary("Server-sent events: each change of an order that you may see, as its name and newest entry.").ProducesProblem(401);
        routes.MapGet("/api/orders/{order}/changes", (string order, CurrentPerson who, OrderRoom room, CancellationToken ct) =>
                room.Desk.See(order, who) is { } opened ? (IResult)TypedResults.ServerSentEvents(room.Changes.ListenAsync(who, opened.Order.Id.ToString(), ct)) : Answers.Problems.NotFound($"order"))
            .Does(Acts.SeeOrder).Practised().WithTags("Orders").WithSummary("Server-sent events: each change of one order.").ProducesProblem(401).ProducesProblem(404);
    }
}
