using System.Diagnostics.CodeAnalysis;

namespace TherapyChain.Domain.Identity;

/// <summary>
/// An ISBT 128 chain of identity identifier (ST-028, data structure 040): <c>CH</c>, issuing facility (five characters), year, six
/// alphanumerics; the same on everything that belongs to one patient's therapy.
/// </summary>
public sealed record ChainOfIdentity
{
    private ChainOfIdentity(string text) => Text = text;

    public string Text { get; }

    /// <summary>Reads the scanned symbol (<c>&amp;/</c> and 15 characters) or the 15 characters typed.</summary>
    public static bool TryParse(string input, [NotNullWhen(true)] out ChainOfIdentity? identifier, [NotNullWhen(false)] out string? problem)
    {
        identifier = null;
        var text = LabelGrammar.Plain(input);
        if (text.StartsWith("&/", StringComparison.Ordinal)) text = text[2..];
        if (text.Length != 15)
        {
            problem = $"a chain of identity identifier has 15 characters, this has {text.Length}";
            return false;
        }
        if (!text.StartsWith("CH", StringComparison.Ordinal))
        {
            problem = "a chain of identity identifier begins with CH";
            return false;
        }
        for (var i = 2; i < 15; i++)
        {
            var c = text[i];
            var good = i switch
            {
                2 => c is >= 'A' and <= 'Z' and not 'O' or >= '1' and <= '9',
                3 or 4 => c is >= 'A' and <= 'Z' and not 'O' || char.IsAsciiDigit(c),
                < 9 => char.IsAsciiDigit(c),
                _ => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c),
            };
            if (good) continue;
            problem = $"character {i + 1} is {c}, which a chain of identity identifier cannot have there";
            return false;
        }
        problem = null;
        identifier = new ChainOfIdentity(text);
        return true;
    }

    public override string ToString() => Text;
}
