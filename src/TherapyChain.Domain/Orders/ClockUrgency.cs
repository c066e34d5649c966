using NodaTime;

namespace TherapyChain.Domain.Orders;

/// <summary>How a limit stands: far off, urgent, or passed.</summary>
public enum Urgency { Calm, Soon, Over }

/// <summary>How urgent a limit is: the one rule for every page that shows one.</summary>
public static class ClockUrgency
{
    /// <summary>The last hours of a limit, in which it is urgent whatever its workflow warns of.</summary>
    public static readonly Duration LastHours = Duration.FromHours(24);

    /// <summary>A limit is urgent from the warning of its workflow on and in its last hours, whichever comes first: what is short is never calm.</summary>
    /// <param name="isWarned">Whether its workflow warns of it by now.</param>
    public static Urgency Of(Instant limit, bool isWarned, Instant now) => limit < now ? Urgency.Over : isWarned || limit - now < LastHours ? Urgency.Soon : Urgency.Calm;
}
