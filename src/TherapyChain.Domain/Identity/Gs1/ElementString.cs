using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace TherapyChain.Domain.Identity.Gs1;

/// <summary>One application identifier with its value.</summary>
public sealed record Gs1Element(ApplicationIdentifier Ai, string Value);

/// <summary>
/// A GS1 element string (General Specifications, section 7.8): what a GS1 symbol holds. Scanned it separates values with FNC1, which a
/// scanner sends as ASCII 29; printed it stands with brackets: <c>(01)04012345111118(21)A-9</c>, a bracket within a value as <c>\(</c>.
/// </summary>
public sealed class ElementString
{
    public const char Separator = '\u001d';
    private const int Longest = 500;

    private ElementString(ImmutableArray<Gs1Element> elements) => Elements = elements;

    /// <summary>In the order given, each application identifier once.</summary>
    public ImmutableArray<Gs1Element> Elements { get; }

    public string? this[string code] => Elements.FirstOrDefault(e => e.Ai.Code == code)?.Value;

    /// <summary>The printed form.</summary>
    public string Bracketed => Bracket(Elements);

    /// <summary>The scanned form without the first FNC1; separators where they are needed.</summary>
    public string Scanned
    {
        get
        {
            var text = new StringBuilder();
            for (var i = 0; i < Elements.Length; i++)
            {
                text.Append(Elements[i].Ai.Code).Append(Elements[i].Value);
                if (!Elements[i].Ai.IsPredefined && i + 1 < Elements.Length) text.Append(Separator);
            }
            return text.ToString();
        }
    }

    public static string Bracket(IEnumerable<Gs1Element> elements) =>
        string.Concat(elements.Select(e => $"({e.Ai.Code}){e.Value.Replace("(", "\\(", StringComparison.Ordinal)}"));

    /// <summary>Reads what follows the first FNC1 of a symbol.</summary>
    public static bool TryReadScanned(string text, [NotNullWhen(true)] out ElementString? read, [NotNullWhen(false)] out Fault? fault) =>
        TryReadScanned(text, 0, out read, out fault);

    internal static bool TryReadScanned(string text, int from, [NotNullWhen(true)] out ElementString? read, [NotNullWhen(false)] out Fault? fault)
    {
        read = null;
        fault = TooLong(text);
        if (fault is not null) return false;
        var elements = ImmutableArray.CreateBuilder<Gs1Element>();
        for (var at = from; at < text.Length;)
        {
            if (ApplicationIdentifier.At(text, at) is not { } ai)
            {
                fault = Fault.At(at + 1, text[at], $"no GS1 application identifier begins here");
                return false;
            }
            var start = at + ai.Code.Length;
            var end = text.IndexOf(Separator, start);
            if (end < 0) end = text.Length;
            if (ai.IsPredefined) end = Math.Min(end, start + ai.LongestValue);
            var value = text[start..end];
            fault = ai.Problem(value, i => start + i + 1);
            if (fault is not null) return false;
            elements.Add(new Gs1Element(ai, value));
            at = end < text.Length && text[end] == Separator ? end + 1 : end;
        }
        return TryCollect(elements, out read, out fault);
    }

    /// <summary>Reads the printed form.</summary>
    public static bool TryReadBracketed(string text, [NotNullWhen(true)] out ElementString? read, [NotNullWhen(false)] out Fault? fault)
    {
        read = null;
        fault = TooLong(text);
        if (fault is not null) return false;
        var elements = ImmutableArray.CreateBuilder<Gs1Element>();
        for (var at = 0; at < text.Length;)
        {
            var close = text[at] == '(' ? text.IndexOf(')', at) : -1;
            if (text[at] != '(') fault = Fault.At(at + 1, text[at], $"an application identifier in brackets belongs there");
            else if (close < 0) fault = new Fault(at + 1, $"the bracket at character {at + 1} is not closed");
            if (fault is not null) return false;
            if (ApplicationIdentifier.Find(text[(at + 1)..close]) is not { } ai)
            {
                fault = new Fault(at + 2, $"there is no GS1 application identifier {Shown(text[(at + 1)..close])} (character {at + 2})");
                return false;
            }
            var (value, positions) = (new StringBuilder(), new List<int>());
            for (at = close + 1; at < text.Length && text[at] != '('; at++)
            {
                if (text[at] == '\\' && at + 1 < text.Length && text[at + 1] == '(') at++;
                value.Append(text[at]);
                positions.Add(at + 1);
            }
            fault = ai.Problem(value.ToString(), i => positions[i]);
            if (fault is not null) return false;
            elements.Add(new Gs1Element(ai, value.ToString()));
        }
        return TryCollect(elements, out read, out fault);
    }

    /// <summary>What must stand with one of the elements and does not: a serial number without its item says nothing.</summary>
    public Fault? Incomplete()
    {
        foreach (var element in Elements)
            if (!element.Ai.Requires.IsEmpty && !element.Ai.Requires.Any(all => all.All(Has)))
                return Fault.Whole($"({element.Ai.Code}) {element.Ai.Title} says nothing without {new Term.List([.. element.Ai.Requires.Take(4).Select(all => new Term.Phrase(string.Concat(all.Select(c => $"({c})"))))], Any: true)}");
        return this["01"] is not null && this["37"] is not null
            ? Fault.Whole($"(37) counts items inside, which (02) names and not (01)")
            : null;
    }

    private bool Has(string pattern) => Elements.Any(e => e.Ai.Code.Length == pattern.Length && e.Ai.Code.Zip(pattern).All(p => p.Second == 'n' || p.First == p.Second));

    internal static bool TryCollect(IEnumerable<Gs1Element> given, [NotNullWhen(true)] out ElementString? read, [NotNullWhen(false)] out Fault? fault)
    {
        (read, fault) = (null, null);
        var once = ImmutableArray.CreateBuilder<Gs1Element>();
        foreach (var element in given)
        {
            var before = once.FirstOrDefault(e => e.Ai == element.Ai);
            if (before is null) once.Add(element);
            else if (before.Value != element.Value)
            {
                fault = Fault.Whole($"({element.Ai.Code}) {element.Ai.Title} stands twice, with different values");
                return false;
            }
        }
        if (once.Count == 0) fault = Fault.Whole($"there is no application identifier in it");
        else read = new ElementString(once.ToImmutable());
        return fault is null;
    }

    private static Fault? TooLong(string text) => text.Length > Longest ? Fault.Whole($"a symbol has at most {Longest} characters, this has {text.Length}") : null;

    private static Sentence Shown(string code) => code.Length is > 0 and <= 6 && code.All(c => c is > ' ' and <= '~') ? (Sentence)$"({code})" : (Sentence)$"of such a form";
}
