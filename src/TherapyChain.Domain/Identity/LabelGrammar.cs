using System.Diagnostics;

namespace TherapyChain.Domain.Identity;

/// <summary>Reads a scanned or typed text by the grammar its label declares, into the one form that is stored and compared.</summary>
public static class LabelGrammar
{
    private const int ShortestText = 3, LongestText = 48;

    /// <summary>The stored form, or null and the problem in words.</summary>
    public static string? Read(string kind, string input, out string? problem)
    {
        switch (kind)
        {
            case "isbt-128-din": return DonationNumber.TryParse(input, out var din, out problem) ? din.Text : null;
            case "isbt-128-coi": return ChainOfIdentity.TryParse(input, out var coi, out problem) ? coi.Text : null;
            case "text": return ReadText(input, out problem);
            default: throw new UnreachableException($"No grammar for labels of kind {kind}.");
        }
    }

    /// <summary>
    /// Without the spaces of print and in capitals. ASCII letters only: elsewhere capitals of look-alikes (ſ, U+017F) are letters of the
    /// alphabet, and a code that was never printed would match one that was.
    /// </summary>
    internal static string Plain(string input) => string.Concat(input.Where(c => c != ' ').Select(c => char.IsAsciiLetterLower(c) ? (char)(c - 'a' + 'A') : c));

    // Codes are compared character by character: no case folding, no look-alikes forgiven.
    private static string? ReadText(string input, out string? problem)
    {
        var text = input.Trim();
        problem = text.Length is < ShortestText or > LongestText
            ? $"an identifier has {ShortestText} to {LongestText} characters, this has {text.Length}"
            : text.FirstOrDefault(c => c is < '!' or > '~') is var bad and not '\0'
                ? $"an identifier has printable ASCII characters without spaces, this has U+{(int)bad:X4}"
                : null;
        return problem is null ? text : null;
    }
}
