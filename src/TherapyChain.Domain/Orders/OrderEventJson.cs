using System.Text.Json;

namespace TherapyChain.Domain.Orders;

/// <summary>Reads the <c>data</c> of a sealed entry back into the event it was written from.</summary>
public static class OrderEventJson
{
    /// <exception cref="FormatException">The type is unknown, or the data does not have its shape.</exception>
    public static OrderEvent Read(string type, JsonElement data) => throw new FormatException($"Unknown entry type \"{type}\".");
}
