using NodaTime;
using TherapyChain.Domain.Orders;

namespace TherapyChain.Domain.Shipping;

/// <summary>How far a shipment has come.</summary>
public enum ShipmentStage
{
    /// <summary>Ahead: the next hand-over to a carrier on the order's path.</summary>
    Expected,

    /// <summary>Handed to the carrier and received by nobody yet.</summary>
    Moving,

    /// <summary>Received.</summary>
    Received,
}

/// <summary>
/// One leg of custody: a kind of container goes from a party by a carrier to another party. Parties are those of the order; which site
/// plays each is said by <see cref="Order.Parties"/>.
/// </summary>
/// <param name="Sent">The hand-over to the carrier; null while it is expected.</param>
/// <param name="Taken">The receipt; null until then.</param>
/// <param name="Due">The time limit that concerns it now, or null when none runs.</param>
public sealed record Shipment(string Container, string From, string Carrier, string To, ShipmentStage Stage, Handover? Sent, Handover? Taken, DueBy? Due)
{
    /// <summary>When it last changed hands; null while it is expected.</summary>
    public Instant? Since => (Taken ?? Sent)?.At;

    public bool Concerns(string party) => From == party || Carrier == party || To == party;

    /// <summary>Whether a site plays one of its three parts.</summary>
    public bool IsOf(Order order, string site) => order.Parties.Any(p => p.Value == site && Concerns(p.Key));

    /// <summary>
    /// What is expected of a site now: the giver hands over and the carrier collects what is ahead, the carrier delivers and the taker
    /// receives what moves. The first of its parts counts when a site plays more than one.
    /// </summary>
    public ShipmentDuty DutyOf(Order order, string site)
    {
        bool Plays(string party) => order.Parties.TryGetValue(party, out var at) && at == site;
        return Stage switch
        {
            ShipmentStage.Expected when Plays(From) => ShipmentDuty.HandOver,
            ShipmentStage.Expected when Plays(Carrier) => ShipmentDuty.Collect,
            ShipmentStage.Moving when Plays(To) => ShipmentDuty.Receive,
            ShipmentStage.Moving when Plays(Carrier) => ShipmentDuty.Deliver,
            _ => ShipmentDuty.None,
        };
    }
}

/// <summary>What somebody is expected to do about a shipment.</summary>
public enum ShipmentDuty
{
    None,
    HandOver,
    Collect,
    Deliver,
    Receive,
}

/// <summary>A running clock that a step of a shipment stops or must be taken within.</summary>
public sealed record DueBy(string Clock, RunningClock Running);
