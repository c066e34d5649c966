namespace TherapyChain.Domain.Custody;

/// <summary>Checks the entries of many orders as they stand in a ledger, mixed, each order's own in ascending sequence.</summary>
public sealed class LedgerVerifier
{
    private readonly Dictionary<OrderId, ChainVerifier> _chains = [];

    public int Orders => _chains.Count;

    public long Count { get; private set; }

    /// <summary>The hash of the entry judged last; all zero before the first.</summary>
    public Hash Last { get; private set; }

    /// <summary>Judges the next entry of an order: null when it is sound.</summary>
    /// <param name="order">The order under which the entry is kept.</param>
    /// <param name="bytes">The entry.</param>
    /// <param name="position">Its place in the ledger.</param>
    /// <param name="stated">The hash kept beside it.</param>
    public Verification.Broken? Next(OrderId order, ReadOnlySpan<byte> bytes, long position, Hash? stated = null)
    {
        if (!_chains.TryGetValue(order, out var chain)) _chains.Add(order, chain = new ChainVerifier(order));
        Count++;
        var broken = chain.Next(bytes, position, stated);
        Last = chain.Head;
        return broken;
    }

    /// <summary>The head of an order's chain so far; null when no entry of it came.</summary>
    public (Hash Head, int Count)? HeadOf(OrderId order) => _chains.TryGetValue(order, out var chain) ? (chain.Head, chain.Count) : null;
}
