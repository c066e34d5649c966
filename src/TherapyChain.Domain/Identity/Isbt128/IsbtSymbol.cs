using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace TherapyChain.Domain.Identity.Isbt128;

/// <summary>A data structure as read from a symbol.</summary>
/// <param name="Identifier">Set where the structure is an identifier of its own.</param>
public sealed record Element(DataStructure Structure, ImmutableArray<Part> Parts, Identifier? Identifier);

/// <summary>
/// Reads what an ISBT 128 symbol holds: one structure, several in a row, or a compound message (023), which says how many follow.
/// Nothing is interpreted until the whole is consistent.
/// </summary>
public static class IsbtSymbol
{
    private const int Longest = 500;

    public static bool TryRead(string text, out ImmutableArray<Element> elements, [NotNullWhen(false)] out Fault? fault) => TryRead(text, 0, out elements, out fault);

    /// <param name="from">Where the data begin in the text; positions are told from its start.</param>
    internal static bool TryRead(string text, int from, out ImmutableArray<Element> elements, [NotNullWhen(false)] out Fault? fault)
    {
        elements = [];
        fault = text.Length - from > Longest ? Fault.Whole($"a symbol has at most {Longest} characters, this has {text.Length - from}")
            : text.Length == from ? Fault.Whole($"there is nothing in it")
            : null;
        if (fault is not null) return false;
        var source = SourceText.Scanned(text);
        var reader = new FieldReader(source, from);
        var read = ImmutableArray.CreateBuilder<Element>();
        while (reader.Left > 0)
        {
            var at = reader.At;
            if (DataStructure.At(text, at) is not { } structure)
            {
                fault = Fault.At(source.Position(at), text[at], at == from
                    ? (Sentence)$"no ISBT 128 data structure begins so"
                    : (Sentence)$"no ISBT 128 data structure begins so (after {read[^1].Structure.Title})");
                return false;
            }
            if (structure.IsLocal && at != from || structure.Number == "023" && at != from)
            {
                fault = Fault.At(source.Position(at), text[at], $"{structure.Title}: that stands at the beginning only");
                return false;
            }
            reader.Skip(structure.Number == "001" ? 1 : structure.Starts.Length);
            var identifier = structure.Read(reader);
            if (reader.Fault is { } wrong)
            {
                fault = wrong with { Why = $"{structure.Title}: {wrong.Why}" };
                return false;
            }
            var parts = reader.Parts();
            read.Add(new Element(structure, parts, identifier is null ? null : identifier with { Parts = parts }));
        }
        fault = Inconsistent(read);
        if (fault is null) elements = read.ToImmutable();
        return fault is null;
    }

    private static Fault? Inconsistent(ImmutableArray<Element>.Builder read)
    {
        if (read[0].Structure.Number == "023" && FieldReader.Number(read[0].Parts[0].Value) is var declared && declared != read.Count - 1)
            return Fault.Whole($"the compound message announces {declared} structures and holds {read.Count - 1}: it is cut, or was put together from two");
        foreach (var group in read.GroupBy(e => e.Structure.Number))
            if (group.Select(e => string.Concat(e.Parts.Select(p => p.Value))).Distinct().Count() > 1)
                return Fault.Whole($"it holds two different values of one structure ({group.First().Structure.Title})");
        if (Of(read, IdentifierKinds.Sec) is { } sec) return SingleEuropeanCode.Contradiction(sec, Of(read, IdentifierKinds.Donation), Expiry(read));
        return null;
    }

    private static Identifier? Of(IEnumerable<Element> read, string kind) => read.Select(e => e.Identifier).FirstOrDefault(i => i?.Kind == kind);

    private static string? Expiry(IEnumerable<Element> read) => read.FirstOrDefault(e => e.Structure.Number is "004" or "005")?.Parts[0].Meaning;
}
