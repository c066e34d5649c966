using TherapyChain.Domain.Custody;
using TherapyChain.Server.Access;

namespace TherapyChain.Server.Demo;

/// <summary>
/// The keys of the demonstration. Everybody's follows from their id, so that all can be tried and none is a secret. A server that is not
/// started as a demonstration refuses a ledger that knows any of them.
/// </summary>
public static class DemoKeys
{
    private const string Prefix = "tc_demo_";
    private const int Length = 46;

    /// <summary><c>tc_demo_ebba-lindqvist_00000000000000000000000</c>: the id, filled up with zeros.</summary>
    public static string Of(string person) => $"{Prefix}{person}_".PadRight(Length, '0');

    /// <summary>Whose key it is.</summary>
    public static string PersonOf(string key) => key[Prefix.Length..key.LastIndexOf('_')];

    public static Hash HashOf(string person) =>
        ApiKey.HashOf(Of(person)) ?? throw new ArgumentException($"\"{person}\" is too long for a demonstration key.", nameof(person));
}
