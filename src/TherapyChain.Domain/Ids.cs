using System.Diagnostics.CodeAnalysis;

namespace TherapyChain.Domain;

/// <summary>
/// Names one order: 60 bits, written as twelve Crockford base-32 characters in three groups (<c>7KQ4-M9TD-22XH</c>), so that it can be
/// read aloud over a telephone and scanned from paper. Minted by the host; the ledger's unique key refuses a second order of the same name.
/// </summary>
public readonly record struct OrderId(long Value)
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>Takes the low 60 bits of any number: the host passes random ones.</summary>
    public static OrderId From(long bits) => new(bits & 0x0FFF_FFFF_FFFF_FFFF);

    /// <summary>Reads the twelve characters, with or without hyphens, in either case. The letters I, L and O, which the alphabet leaves out, are refused.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out OrderId id)
    {
        id = default;
        if (text is null) return false;
        long value = 0;
        var digits = 0;
        foreach (var c in text)
        {
            if (c == '-') continue;
            var digit = Alphabet.IndexOf(char.ToUpperInvariant(c), StringComparison.Ordinal);
            if (digit < 0 || ++digits > 12) return false;
            value = value << 5 | (uint)digit;
        }
        id = new OrderId(value);
        return digits == 12;
    }

    public override string ToString() => string.Create(14, Value, static (span, value) =>
    {
        for (var i = 13; i >= 0; i--)
        {
            if (i is 4 or 9) { span[i] = '-'; continue; }
            span[i] = Alphabet[(int)(value & 31)];
            value >>= 5;
        }
    });
}
