using System.Security.Cryptography;
using TherapyChain.Domain;

namespace TherapyChain.Server.Practice;

/// <summary>
/// The names of practice orders: they begin with <c>TRY</c>, which no real order gets. A name tells to everybody who reads it, on a screen or over a telephone, that
/// nothing of it is real. Ids of practice sites and colleagues begin with <c>try.</c>, and no id of a network may hold a full stop.
/// </summary>
internal static class PracticeName
{
    public const string Group = "TRY";

    /// <summary>How the ids of practice sites and colleagues begin.</summary>
    public const string Prefix = "try.";

    // Three characters of five bits lead, nine follow.
    private const int Following = 45;

    private static readonly long Leading = OrderId.TryParse($"{Group}000000000", out var first) ? first.Value >> Following : throw new FormatException(Group);

    public static bool Is(OrderId id) => id.Value >> Following == Leading;

    /// <summary>A fresh name for a practice order.</summary>
    public static OrderId Mint() => new(Leading << Following | Random() & (1L << Following) - 1);

    /// <summary>A fresh name for a real order: never one that could be taken for practice.</summary>
    public static OrderId MintReal()
    {
        OrderId id;
        do id = OrderId.From(Random()); while (Is(id));
        return id;
    }

    private static long Random() => BitConverter.ToInt64(RandomNumberGenerator.GetBytes(8));
}
