using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;

namespace TherapyChain.Domain.Identity.Gs1;

/// <summary>A GS1 application identifier: what a value after it may be, and what must stand with it.</summary>
/// <param name="Code">Two to four digits.</param>
/// <param name="IsPredefined">The length is fixed by the first two digits: no separator is needed after it.</param>
/// <param name="Requires">One of these combinations must stand with it; empty when it may stand alone.</param>
/// <param name="Qualifiers">For a key of GS1 Digital Link: the orders its qualifiers may come in; null for an identifier that is no key.</param>
public sealed record ApplicationIdentifier(
    string Code, bool IsPredefined, Term.Phrase Title, ImmutableArray<ImmutableArray<string>> Requires, ImmutableArray<ImmutableArray<string>>? Qualifiers)
{
    private static readonly FrozenDictionary<string, ApplicationIdentifier> All =
        ApplicationIdentifierTable.Lines.Split('\n').SelectMany(Read).ToFrozenDictionary(ai => ai.Code, StringComparer.Ordinal);

    internal ImmutableArray<ValueComponent> Components { get; private init; } = [];

    /// <summary>What they are called, each once.</summary>
    public static IEnumerable<Term.Phrase> Titles => All.Values.Select(ai => ai.Title).Distinct();

    public int LongestValue => Components.Sum(c => c.Longest);

    public static ApplicationIdentifier? Find(string code) => All.GetValueOrDefault(code);

    /// <summary>The identifier a text goes on with: no code is the beginning of another.</summary>
    public static ApplicationIdentifier? At(string text, int at)
    {
        for (var length = 2; length <= 4 && at + length <= text.Length; length++)
            if (All.TryGetValue(text.Substring(at, length), out var found)) return found;
        return null;
    }

    /// <summary>What is wrong with a value, or null.</summary>
    /// <param name="position">Where in the given text each character of the value stands, from 1.</param>
    internal Fault? Problem(string value, Func<int, int> position)
    {
        if (value.Length == 0) return Fault.Whole($"({Code}) {Title} has no value");
        var at = 0;
        foreach (var component in Components)
        {
            if (at == value.Length && component.IsOptional) break;
            var length = Math.Min(component.Longest, value.Length - at);
            if (length < component.Shortest)
                return Fault.Whole($"({Code}) {Title} is too short: it has {value.Length} characters");
            if (component.Problem(value, at, length, position) is { } fault) return fault with { Why = $"({Code}) {Title}: {fault.Why}" };
            at += length;
        }
        return at == value.Length ? null
            : Fault.At(position(at), value[at], $"({Code}) {Title} has at most {LongestValue} characters, and this is one too many");
    }

    private static IEnumerable<ApplicationIdentifier> Read(string line)
    {
        var fields = line.Split(';', StringSplitOptions.TrimEntries);
        var components = fields[2].Split(' ').Select(ValueComponent.Read).ToImmutableArray();
        var requires = Alternatives(fields[4], ',', '+');
        ImmutableArray<ImmutableArray<string>>? qualifiers = fields[3] switch
        {
            "" => null,
            "key" => [[]],
            var listed => Alternatives(listed["key ".Length..], '|', ','),
        };
        foreach (var range in fields[0].Split(' '))
        {
            var ends = range.Split('-');
            for (var code = int.Parse(ends[0], CultureInfo.InvariantCulture); code <= int.Parse(ends[^1], CultureInfo.InvariantCulture); code++)
                yield return new ApplicationIdentifier(
                    code.ToString(CultureInfo.InvariantCulture).PadLeft(ends[0].Length, '0'), fields[1] == "fixed", new Term.Phrase(fields[5]), requires, qualifiers) { Components = components };
        }
    }

    private static ImmutableArray<ImmutableArray<string>> Alternatives(string text, char outer, char inner) =>
        text.Length == 0 ? [] : [.. text.Split(outer).Select(one => one.Split(inner).ToImmutableArray())];
}
