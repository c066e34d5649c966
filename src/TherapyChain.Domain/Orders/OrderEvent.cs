using System.Text.Json;
using TherapyChain.Domain.Custody;

namespace TherapyChain.Domain.Orders;

/// <summary>
/// What happened to an order: the closed set of things an entry can say. Each kind knows its stable type name and how its <c>data</c> is
/// written. Reading is in <see cref="OrderEventJson"/>; an unknown type is refused there, never passed over.
/// </summary>
public abstract record OrderEvent
{
    private protected OrderEvent() { }

    /// <summary>The entry type, public and stable: <c>step.completed</c>, <c>order.held</c>, …</summary>
    public abstract string Type { get; }

    /// <summary>Writes the <c>data</c> object, keys in canonical order.</summary>
    public abstract void WriteData(CanonicalWriter json);
}
