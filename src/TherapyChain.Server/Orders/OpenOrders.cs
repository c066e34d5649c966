using TherapyChain.Domain;

namespace TherapyChain.Server.Orders;

/// <summary>
/// The orders used last, folded, so that a step does not read the whole record again. Only a copy: what counts is the unique place of an
/// entry in the ledger, and whoever loses a race for it brings the copy up to date first.
/// </summary>
public sealed class OpenOrders(int capacity = 4096)
{
    private readonly Dictionary<OrderId, LinkedListNode<OpenOrder>> _byId = [];
    private readonly LinkedList<OpenOrder> _byUse = new();
    private readonly Lock _lock = new();

    public OpenOrder? Find(OrderId id)
    {
        lock (_lock)
        {
            if (!_byId.TryGetValue(id, out var node)) return null;
            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value;
        }
    }

    /// <summary>Keeps an order unless a later state of it is kept already.</summary>
    public void Keep(OpenOrder order)
    {
        lock (_lock)
        {
            if (_byId.TryGetValue(order.Order.Id, out var node))
            {
                if (node.Value.Order.Seq < order.Order.Seq) node.Value = order;
                return;
            }
            _byId[order.Order.Id] = _byUse.AddFirst(order);
            if (_byId.Count <= capacity) return;
            _byId.Remove(_byUse.Last!.Value.Order.Id);
            _byUse.RemoveLast();
        }
    }
}
