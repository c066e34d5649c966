using TherapyChain.Domain.Identity.Isbt128;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Domain.Identity;

/// <summary>
/// Reads a scanned or typed text by the kind its label declares, into the one form that is stored and compared. Any symbol the standards
/// allow for the kind will do; one that is not understood whole, contradicts itself, or holds no identifier of the kind is refused.
/// </summary>
public static class LabelGrammar
{
    /// <summary>No symbol read here is longer; a text that is, is not looked at.</summary>
    internal const int LongestScan = 2000;

    private const int ShortestText = 3, LongestText = 48;

    /// <summary>The stored form, or null and the problem in words.</summary>
    /// <exception cref="ArgumentException">There is no such kind of label.</exception>
    public static string? Read(string kind, string input, out Sentence? problem)
    {
        if (input.Length > LongestScan)
        {
            problem = TooLong(input);
            return null;
        }
        var given = Trimmed(input);
        if (kind == "text") return ReadText(given, out problem);
        if (!Vocabulary.Labels.Contains(kind)) throw new ArgumentException($"No grammar for labels of kind {kind}.", nameof(kind));
        if (!Identity.Symbol.Announces(given)) return ReadTyped(kind, given, out problem);
        if (!Identity.Symbol.TryRead(given, out var symbol, out var fault))
        {
            problem = fault.Why;
            return null;
        }
        var held = symbol.Identifiers.Where(i => i.Kind == kind).ToList();
        problem = held.Count switch
        {
            1 => null,
            0 => (Sentence)$"this holds no code of the kind {IdentifierKinds.Title(kind)}; it was read as: {symbol.Standard}",
            _ => (Sentence)$"this holds {held.Count} different identifiers ({IdentifierKinds.Title(kind)})",
        };
        return held.Count == 1 ? held[0].Text : null;
    }

    /// <summary>What a scan is compared by: its stored form, or what was read when the grammar refuses it, so that it matches nothing.</summary>
    public static string Compared(string kind, string input) => Read(kind, input, out _) ?? Trimmed(input);

    /// <summary>
    /// Why a right code was not given rightly: a donation number that was typed, for it does not announce itself as scanned, has its check
    /// character with it (ISBT 128 standard: required on manual entry, never on a scan). Null when nothing is missing.
    /// </summary>
    public static Sentence? LacksCheck(string kind, string input)
    {
        var given = Trimmed(input);
        return kind == IdentifierKinds.Donation && input.Length <= LongestScan && !Identity.Symbol.Announces(given)
            && SourceText.Typed(given).Text.Length == DonationNumber.Length && DonationNumber.TryParse(given, out _, out _)
            ? (Sentence)$"a typed donation number ends with its check character, which stands in the box behind the thirteen characters on the label; scan the number, or type that character too"
            : null;
    }

    /// <summary>
    /// What a bar code of a stored code holds: the ISBT 128 data structure (a donation number with empty flags), the GS1 element string after
    /// the ASCII 29 that stands for FNC1, or the text itself.
    /// </summary>
    public static string Symbol(string kind, string stored) => kind switch
    {
        IdentifierKinds.Donation => $"={stored}00",
        IdentifierKinds.ChainOfIdentity => $"&/{stored}",
        IdentifierKinds.Sec => $"&,4{stored}",
        "text" => stored,
        _ => Gs1.ElementString.TryReadBracketed(stored, out var elements, out _) ? Gs1.ElementString.Separator + elements.Scanned : stored,
    };

    /// <summary>Without what a scanner or a hand leaves around a text; nothing else is forgiven.</summary>
    internal static string Trimmed(string input) => input.Trim(' ', '\t', '\r', '\n');

    internal static Sentence TooLong(string input) => $"a scan has at most {LongestScan} characters, this has {input.Length}";

    private static string? ReadTyped(string kind, string given, out Sentence? problem)
    {
        Fault? fault;
        var text = kind switch
        {
            IdentifierKinds.Donation => DonationNumber.TryParse(given, out var din, out fault) ? din.Text : null,
            IdentifierKinds.ChainOfIdentity => ChainOfIdentity.TryParse(given, out var coi, out fault) ? coi.Text : null,
            IdentifierKinds.Sec => SingleEuropeanCode.TryParse(given, out var sec, out fault) ? sec.Text : null,
            IdentifierKinds.Sscc => ReadKey("00", given, out fault),
            IdentifierKinds.GsrnRecipient => ReadKey("8018", given, out fault),
            _ => Unreadable(kind, out fault),
        };
        problem = fault?.Why;
        return text;
    }

    // Eighteen digits with a check digit can be typed as they are; everything else needs its application identifier to be told apart.
    private static string? ReadKey(string code, string given, out Fault? fault)
    {
        var digits = SourceText.Typed(given).Text;
        return Gs1.ElementString.TryReadBracketed($"({code}){digits}", out var read, out fault) && read.Elements.Length == 1 ? read.Bracketed : null;
    }

    private static string? Unreadable(string kind, out Fault fault)
    {
        fault = Fault.Whole($"the {IdentifierKinds.Title(kind)} is scanned, or typed with its application identifiers in brackets");
        return null;
    }

    // Codes are compared character by character: no case folding, no look-alikes forgiven.
    private static string? ReadText(string given, out Sentence? problem)
    {
        var text = given;
        if (given.StartsWith(']'))
        {
            if (!Identity.Symbol.TryRead(given, out var symbol, out var fault) || symbol.PlainText is null)
            {
                problem = fault?.Why ?? (Sentence)$"a plain code is expected here; it was read as: {symbol!.Standard}";
                return null;
            }
            text = symbol.PlainText;
        }
        // A label carries several bar codes: the product code, the same for every patient, must never pass for the code of one bag.
        if (DataStructure.At(text, 0) is { IsLocal: false } structure)
        {
            problem = $"this is an ISBT 128 symbol ({structure.Title}), and a plain code is expected here";
            return null;
        }
        if (LabelSerial.TryParse(text, out _))
        {
            problem = $"this is the serial number of a printed label, and the code beside it is expected here";
            return null;
        }
        problem = text.Length is < ShortestText or > LongestText
            ? (Sentence)$"an identifier has {ShortestText} to {LongestText} characters, this has {text.Length}"
            : text.StartsWith(']') ? (Sentence)$"an identifier does not begin with ], which announces a symbol"
            : text.FirstOrDefault(c => c is < '!' or > '~') is var bad and not '\0'
                ? (Sentence)$"an identifier has printable ASCII characters without spaces, this has U+{(int)bad:X4}"
                : null;
        return problem is null ? text : null;
    }
}
