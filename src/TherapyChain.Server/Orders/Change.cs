using System.Collections.Immutable;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;

namespace TherapyChain.Server.Orders;

/// <summary>A decision whose entries are sealed behind the order's head, ready to be recorded.</summary>
internal sealed record Change(OpenOrder Before, ImmutableArray<SealedEntry> Entries, OpenOrder After)
{
    public static Change Of(Decision decision, OpenOrder before)
    {
        if (decision.Entries.IsEmpty) return new Change(before, [], before);
        var entries = ImmutableArray.CreateBuilder<SealedEntry>(decision.Entries.Length);
        Hash? prev = before.Order.Seq == 0 ? null : before.Head;
        foreach (var entry in decision.Entries)
        {
            var closed = Seal.Close(entry, prev);
            entries.Add(closed);
            prev = closed.Hash;
        }
        return new Change(before, entries.MoveToImmutable(), new OpenOrder(decision.After, prev!.Value));
    }
}
