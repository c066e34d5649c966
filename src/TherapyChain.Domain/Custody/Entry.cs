using NodaTime;
using TherapyChain.Domain.Orders;

namespace TherapyChain.Domain.Custody;

/// <summary>
/// One line of an order's record before it is sealed (format version 1).
/// </summary>
/// <param name="Order">The order it belongs to.</param>
/// <param name="Seq">Its place in the order, from 1 without gaps.</param>
/// <param name="At">When it happened.</param>
/// <param name="Zone">The IANA zone of the site where it happened: local time is shown in it.</param>
/// <param name="Recorded">When it was entered; later than <paramref name="At"/> for a late entry, never earlier.</param>
/// <param name="Site">The site where it happened.</param>
/// <param name="Actor">Who did it: the identifier of a person, or <c>system</c>.</param>
/// <param name="Role">In which role.</param>
/// <param name="Event">What happened.</param>
public sealed record Entry(OrderId Order, int Seq, Instant At, string Zone, Instant Recorded, string Site, string Actor, string Role, OrderEvent Event);
