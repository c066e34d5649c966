using System.Diagnostics.CodeAnalysis;

namespace TherapyChain.Domain;

/// <summary>
/// Names one order: 60 bits, written as twelve Crockford base-32 characters in three groups (<c>7KQ4-M9TD-22XH</c>), so that it can be
/// read aloud over a telephone and scanned from paper. Minted by the host; the ledger's unique key refuses a second order of the same name.
/// </summary>
public readonly record struct OrderId(long Value)
{
    /// <summary>Takes the low 60 bits of any number: the host passes random ones.</summary>
    public static OrderId From(long bits) => new(Crockford.Low(bits));

    /// <summary>Reads the twelve characters, with or without hyphens, in either case. The letters I, L and O, which the alphabet leaves out, are refused.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out OrderId id)
    {
        var sound = Crockford.TryRead(text, out var value);
        id = new OrderId(value);
        return sound;
    }

    public override string ToString() => Crockford.Write(Value);
}

/// <summary>
/// Names one patient of the vault and says nothing about them: 60 random bits, written as an order's name is, with <c>P-</c> before it, so
/// that nobody takes the one for the other.
/// </summary>
public readonly record struct PatientId(long Value)
{
    private const string Prefix = "P-";

    /// <summary>Takes the low 60 bits of any number: the host passes random ones.</summary>
    public static PatientId From(long bits) => new(Crockford.Low(bits));

    public static bool TryParse([NotNullWhen(true)] string? text, out PatientId id)
    {
        id = default;
        if (text is null || !text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) || !Crockford.TryRead(text[Prefix.Length..], out var value)) return false;
        id = new PatientId(value);
        return true;
    }

    public override string ToString() => Prefix + Crockford.Write(Value);
}

/// <summary>Sixty bits as twelve base-32 characters in three groups.</summary>
internal static class Crockford
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static long Low(long bits) => bits & 0x0FFF_FFFF_FFFF_FFFF;

    public static bool TryRead([NotNullWhen(true)] string? text, out long value)
    {
        value = 0;
        if (text is null) return false;
        long read = 0;
        var digits = 0;
        foreach (var c in text)
        {
            if (c == '-') continue;
            var digit = Alphabet.IndexOf(char.ToUpperInvariant(c), StringComparison.Ordinal);
            if (digit < 0 || ++digits > 12) return false;
            read = read << 5 | (uint)digit;
        }
        value = read;
        return digits == 12;
    }

    public static string Write(long value) => string.Create(14, value, static (span, value) =>
    {
        for (var i = 13; i >= 0; i--)
        {
            if (i is 4 or 9) { span[i] = '-'; continue; }
            span[i] = Alphabet[(int)(value & 31)];
            value >>= 5;
        }
    });
}
