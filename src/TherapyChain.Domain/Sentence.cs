using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

namespace TherapyChain.Domain;

/// <summary>
/// What is told to a person: a pattern with gaps, and what stands in them. It is written as an interpolated text, <c>$"At least {min} bags."</c>, and as nothing
/// else, so that its pattern is always known and can be looked up in another language. As text it is English.
/// </summary>
[InterpolatedStringHandler]
public sealed class Sentence(int literalLength, int formattedCount) : IEquatable<Sentence>
{
    private readonly StringBuilder _pattern = new(literalLength + (3 * formattedCount));
    private readonly ImmutableArray<object>.Builder _parts = ImmutableArray.CreateBuilder<object>(formattedCount);

    /// <summary>The words with numbered gaps, <c>At least {0} bags.</c>; braces that are words are doubled.</summary>
    public string Pattern => _pattern.ToString();

    /// <summary>The sentence in the words of a language.</summary>
    public string In(Tongue tongue) => string.Format(CultureInfo.InvariantCulture, tongue.PatternOf(Pattern), [.. _parts.Select(part => part switch
    {
        Sentence inner => inner.In(tongue),
        Term term => term.In(tongue),
        _ => part,
    })]);

    /// <summary>What stands in the gaps of an English text that this sentence was told as, whatever stood in them; null when it is no such text.</summary>
    public ImmutableArray<string>? GapsIn(string told)
    {
        var shape = string.Concat(_parts.Select((_, gap) => $"{{{gap}}}").Aggregate(Regex.Escape(Pattern), (text, gap) => text.Replace(Regex.Escape(gap), "(.*?)", StringComparison.Ordinal)));
        return Regex.Match(told, $"^{shape}$", RegexOptions.Singleline | RegexOptions.CultureInvariant) is { Success: true } match ? [.. match.Groups.Values.Skip(1).Select(gap => gap.Value)] : null;
    }

    public override string ToString() => In(Tongue.English);

    public bool Equals(Sentence? other) => other is not null && Pattern == other.Pattern && ToString() == other.ToString();

    public override bool Equals(object? obj) => Equals(obj as Sentence);

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    public static implicit operator string(Sentence sentence) => sentence.ToString();

    // What the compiler calls for each piece of an interpolated text.

    public void AppendLiteral(string value) => _pattern.Append(value.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));

    public void AppendFormatted(Sentence value) => Append(value);

    public void AppendFormatted<T>(T value, string? format = null) => Append(value switch
    {
        Sentence or Term => value,
        IFormattable number => number.ToString(format, CultureInfo.InvariantCulture),
        _ => value?.ToString() ?? "",
    });

    private void Append(object part)
    {
        _pattern.Append(CultureInfo.InvariantCulture, $"{{{_parts.Count}}}");
        _parts.Add(part);
    }
}
