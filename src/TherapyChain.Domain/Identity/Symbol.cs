using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using TherapyChain.Domain.Identity.Gs1;
using TherapyChain.Domain.Identity.Isbt128;

namespace TherapyChain.Domain.Identity;

/// <summary>A piece of a symbol: a data structure or an application identifier, with its parts.</summary>
public sealed record SymbolContent(string Title, ImmutableArray<Part> Parts);

/// <summary>
/// What a scanner read: ISBT 128 structures (Code 128 or Data Matrix), a GS1 element string (GS1-128, GS1 DataMatrix, GS1 QR, DataBar), a
/// GS1 Digital Link, an EPC URI, or a plain text with a symbology identifier before it. All or nothing: what is not understood to its last
/// character, or contradicts itself, holds no identifier.
/// </summary>
/// <param name="Standard">What it is, in words.</param>
/// <param name="PlainText">The text of a symbol that follows no standard; null otherwise.</param>
public sealed record Symbol(Sentence Standard, ImmutableArray<Identifier> Identifiers, ImmutableArray<SymbolContent> Contents, string? PlainText = null)
{
    private const int PrefixLength = 3;

    /// <summary>The text announces itself as something scanned, so that it is never read as if a person had typed it.</summary>
    public static bool Announces(string text) => text.Length > 1 && (text[0] is ']' or '=' or '&' or ElementString.Separator
        || text[0] == '(' && char.IsAsciiDigit(text[1])
        || IsLink(text, 0) || IsUrn(text, 0));

    public static bool TryRead(string text, [NotNullWhen(true)] out Symbol? symbol, [NotNullWhen(false)] out Fault? fault)
    {
        (symbol, fault) = (null, null);
        // ISO/IEC 15424: ], a letter for the symbology, a character for its kind.
        if (!text.StartsWith(']')) return ReadContent(text, 0, out symbol, out fault);
        switch (text.Length < PrefixLength ? text : text[..PrefixLength])
        {
            case "]C1": return ReadGs1(text, "GS1-128", out symbol, out fault);
            case "]d2": return ReadGs1(text, "GS1 DataMatrix", out symbol, out fault);
            case "]Q3": return ReadGs1(text, "GS1 QR", out symbol, out fault);
            case "]e0": return ReadGs1(text, "GS1 DataBar", out symbol, out fault);
            case "]C0" or "]C4" or "]d1" when IsIsbt(text, PrefixLength): return ReadIsbt(text, PrefixLength, out symbol, out fault);
            case "]d1" or "]Q1" when IsLink(text, PrefixLength): return ReadLink(text[PrefixLength..], out symbol, out fault);
            case "]C0" or "]d1" or "]Q1" when !IsIsbt(text, PrefixLength) && text.Length > PrefixLength:
                symbol = new Symbol($"a symbol with a plain text", [], [], text[PrefixLength..]);
                return true;
            default:
                fault = new Fault(1, $"it begins with a symbology identifier (], a letter, a character) for which no identifier is defined");
                return false;
        }
    }

    private static bool ReadContent(string text, int from, out Symbol? symbol, [NotNullWhen(false)] out Fault? fault)
    {
        symbol = null;
        if (IsIsbt(text, from)) return ReadIsbt(text, from, out symbol, out fault);
        if (IsLink(text, from)) return ReadLink(text, out symbol, out fault);
        var read = IsUrn(text, from) ? EpcUri.TryRead(text, out var elements, out fault)
            : text.StartsWith(ElementString.Separator) ? ElementString.TryReadScanned(text, 1, out elements, out fault)
            : ElementString.TryReadBracketed(text, out elements, out fault);
        return read && Complete(IsUrn(text, from) ? (Sentence)$"EPC URI" : (Sentence)$"GS1 element string", elements!, out symbol, out fault);
    }

    private static bool ReadGs1(string text, string carrier, out Symbol? symbol, [NotNullWhen(false)] out Fault? fault)
    {
        symbol = null;
        return ElementString.TryReadScanned(text, PrefixLength, out var elements, out fault)
            && Complete($"GS1 element string in a {carrier} symbol", elements, out symbol, out fault);
    }

    private static bool ReadLink(string text, out Symbol? symbol, [NotNullWhen(false)] out Fault? fault)
    {
        symbol = null;
        return DigitalLink.TryRead(text, out var link, out fault) && Complete($"GS1 Digital Link", link.All, out symbol, out fault);
    }

    private static bool Complete(Sentence standard, ElementString elements, out Symbol? symbol, [NotNullWhen(false)] out Fault? fault)
    {
        fault = elements.Incomplete();
        symbol = fault is null
            ? new Symbol(standard, Gs1Keys.Of(elements), [.. elements.Elements.Select(e => new SymbolContent($"({e.Ai.Code}) {e.Ai.Title}", [Gs1Keys.Part(e)]))])
            : null;
        return fault is null;
    }

    private static bool ReadIsbt(string text, int from, out Symbol? symbol, [NotNullWhen(false)] out Fault? fault)
    {
        symbol = null;
        if (!IsbtSymbol.TryRead(text, from, out var elements, out fault)) return false;
        var standard = elements[0].Structure.Number == "023" ? (Sentence)$"ISBT 128 compound message"
            : elements.Length == 1 ? (Sentence)$"ISBT 128 data structure {elements[0].Structure.Number}"
            : (Sentence)$"ISBT 128 data structures in a row";
        symbol = new Symbol(standard, [.. elements.Select(e => e.Identifier).OfType<Identifier>().DistinctBy(i => (i.Kind, i.Text))],
            [.. elements.Select(e => new SymbolContent(e.Structure.Title, e.Parts))]);
        return true;
    }

    private static bool IsIsbt(string text, int from) => text.Length > from && text[from] is ('=' or '&');

    private static bool IsLink(string text, int from) =>
        string.Compare(text, from, "http://", 0, 7, StringComparison.OrdinalIgnoreCase) == 0
        || string.Compare(text, from, "https://", 0, 8, StringComparison.OrdinalIgnoreCase) == 0;

    private static bool IsUrn(string text, int from) => string.CompareOrdinal(text, from, "urn:epc:", 0, 8) == 0;
}
