namespace TherapyChain.Domain.Identity.Isbt128;

/// <summary>The check of ISO/IEC 7064 mod 37-2: one character of 0-9, A-Z and *, or the same value as two digits (ST-001 appendix A).</summary>
public static class Mod37
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*";

    internal static readonly CharacterSet Set = new(c => Alphabet.Contains(c), $"a capital letter, a digit or * belongs there");

    /// <summary>0 to 36, over capitals and digits.</summary>
    public static int Value(ReadOnlySpan<char> text)
    {
        var sum = 0;
        foreach (var c in text) sum = (sum + Alphabet.IndexOf(c, StringComparison.Ordinal)) * 2 % 37;
        return (38 - sum) % 37;
    }

    public static char Character(ReadOnlySpan<char> text) => Alphabet[Value(text)];
}
