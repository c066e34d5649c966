using System.Collections.Immutable;
using NodaTime;
using TherapyChain.Domain.Custody;

namespace TherapyChain.Domain.Orders;

/// <summary>The entries one decision writes, each folded in at once so that the next sees it.</summary>
internal sealed class Journal(Order order, Context context)
{
    private readonly ImmutableArray<Entry>.Builder _entries = ImmutableArray.CreateBuilder<Entry>();

    public Order Order { get; private set; } = order;

    public void Write(OrderEvent happened, string role, Instant? at = null) =>
        Write(happened, at ?? context.Now, context.Actor.Zone, context.Actor.Site, context.Actor.Id, role);

    /// <summary>Something that nobody did: a clock that ran out. It belongs to no site, so its zone is UTC.</summary>
    public void WriteAsSystem(OrderEvent happened, Instant at) =>
        Write(happened, at, "Etc/UTC", Person.System, Person.System, Person.System);

    public Decision.Accepted Accept() => new(_entries.ToImmutable(), Order);

    public Decision.Refused Refuse(params IEnumerable<Reason> reasons) => new([.. reasons], _entries.ToImmutable(), Order);

    private void Write(OrderEvent happened, Instant at, string zone, string site, string actor, string role)
    {
        // Records only grow forwards: a host clock that was set back must not make an entry older than the one before.
        var recorded = Instant.Max(context.Now, Order.Updated);
        var entry = new Entry(Order.Id, Order.Seq + 1, at, zone, recorded, site, actor, role, happened);
        _entries.Add(entry);
        Order = Order.Evolve(entry);
    }
}
