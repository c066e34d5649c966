using System.Collections.Immutable;
using TherapyChain.Domain.Custody;

namespace TherapyChain.Domain.Orders;

/// <summary>
/// The answer to a wish: entries to record, or a refusal. A refusal can leave entries too (a failed identity check and the hold it
/// places; a clock that ran out): they are recorded although the wish was not granted.
/// </summary>
/// <param name="After">The order with <paramref name="Entries"/> folded in.</param>
public abstract record Decision(ImmutableArray<Entry> Entries, Order After)
{
    public sealed record Accepted(ImmutableArray<Entry> Entries, Order After) : Decision(Entries, After);

    public sealed record Refused(ImmutableArray<Reason> Reasons, ImmutableArray<Entry> Entries, Order After) : Decision(Entries, After);
}

/// <summary>One unmet condition.</summary>
/// <param name="Code">Stable and public, <c>evidence.too-low</c>.</param>
/// <param name="Message">What was wrong and what would be right, in words a nurse understands.</param>
/// <param name="Field">The part of the request it is about (<c>evidence.volume</c>, <c>scans.apheresis-bag</c>), or null.</param>
public sealed record Reason(string Code, Sentence Message, string? Field = null);
