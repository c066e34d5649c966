using NodaTime;
using TherapyChain.Server.Access;
using TherapyChain.Server.Orders;
using TherapyChain.Storage;

namespace TherapyChain.Server.Practice;

/// <summary>
/// Where the order that a request names is kept and worked on. Every slice that asks for it can be practised; a slice that asks for the <see cref="OrderDesk"/> itself
/// knows the real orders alone, and to it a practice order does not exist.
/// </summary>
internal sealed class OrderRoom
{
    private readonly Roll _network;

    private OrderRoom(OrderDesk desk, Ledger ledger, IClock clock, Changes changes, Roll network, PracticeOrder? practice) =>
        (Desk, Ledger, Clock, Changes, _network, Practice) = (desk, ledger, clock, changes, network, practice);

    public OrderDesk Desk { get; }

    /// <summary>Where the order's documents are kept.</summary>
    public Ledger Ledger { get; }

    public IClock Clock { get; }

    public Changes Changes { get; }

    /// <summary>The practice order that the request is about; null for all that is real.</summary>
    public PracticeOrder? Practice { get; }

    /// <summary>The sites and people around the order.</summary>
    public Roll Network => _network;

    public static OrderRoom Of(HttpContext? http, IServiceProvider services) => http?.Features.Get<PracticeOrder>() is { } practice
        ? new OrderRoom(practice.Desk, practice.Ledger, practice.Clock, practice.Changes, practice.Network.Roll, practice)
        : new OrderRoom(services.GetRequiredService<OrderDesk>(), services.GetRequiredService<Ledger>(), services.GetRequiredService<IClock>(), services.GetRequiredService<Changes>(), services.GetRequiredService<Keyring>().Now, practice: null);
}
