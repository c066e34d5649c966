using System.Diagnostics.CodeAnalysis;

namespace TherapyChain.Domain.Identity;

/// <summary>
/// An ISBT 128 donation identification number (data structure 001): facility (α, two alphanumerics without O, two digits), nominal year,
/// six-digit serial; 13 characters. The two flag characters of a scanned symbol are not part of the number (ST-001 section 2.4.1).
/// </summary>
public sealed record DonationNumber
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*";

    private DonationNumber(string text) => Text = text;

    public string Text { get; }

    /// <summary>The ISO/IEC 7064 mod 37-2 character that is typed, never scanned, after the thirteen.</summary>
    public char CheckCharacter => Check(Text);

    /// <summary>
    /// Reads a scanned symbol (<c>=</c>, 13 characters, 2 flags) or the typed number, with spaces as printed and, when a fourteenth
    /// character follows, its check character. The problem says which character is wrong and why.
    /// </summary>
    public static bool TryParse(string input, [NotNullWhen(true)] out DonationNumber? number, [NotNullWhen(false)] out string? problem)
    {
        number = null;
        var text = LabelGrammar.Plain(input);
        var scanned = text.StartsWith('=');
        if (scanned) text = text[1..];
        if (scanned && text.Length != 15)
        {
            problem = $"a scanned donation number has 15 characters after the =, this has {text.Length}";
            return false;
        }
        if (!scanned && text.Length is not (13 or 14))
        {
            problem = $"a donation number has 13 characters (14 with its check character), this has {text.Length}";
            return false;
        }
        problem = Problem(text.AsSpan(0, 13));
        if (problem is not null) return false;
        if (!scanned && text.Length == 14 && Check(text.AsSpan(0, 13)) != text[13])
        {
            problem = $"the check character is {text[13]} and does not belong to this number: a character was mistyped";
            return false;
        }
        number = new DonationNumber(text[..13]);
        return true;
    }

    private static string? Problem(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < 13; i++)
        {
            var c = text[i];
            var good = i switch
            {
                0 => c is >= 'A' and <= 'Z' and not 'O' or >= '1' and <= '9',
                1 or 2 => c is >= 'A' and <= 'Z' and not 'O' || char.IsAsciiDigit(c),
                _ => char.IsAsciiDigit(c),
            };
            if (!good) return $"character {i + 1} is {c}, which a donation number cannot have there";
        }
        return null;
    }

    private static char Check(ReadOnlySpan<char> text)
    {
        var sum = 0;
        foreach (var c in text) sum = (sum + Alphabet.IndexOf(c, StringComparison.Ordinal)) * 2 % 37;
        return Alphabet[(38 - sum) % 37];
    }

    public override string ToString() => Text;
}
