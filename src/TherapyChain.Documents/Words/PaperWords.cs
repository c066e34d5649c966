using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;

namespace TherapyChain.Documents.Words;

/// <summary>
/// Every word that papers bring with them, in one language: the files beside this one, a line <c>key = text</c> for each. What people typed and
/// what a workflow calls its steps is not here.
/// </summary>
public sealed class PaperWords
{
    /// <summary>The languages papers are set in; the first is the one for everybody else.</summary>
    public static readonly ImmutableArray<string> Languages = ["en", "de", "sv", "fr"];

    private static readonly FrozenDictionary<string, PaperWords> All = Languages.ToFrozenDictionary(l => l, l => new PaperWords(l), StringComparer.Ordinal);

    private readonly FrozenDictionary<string, string> _texts;

    private PaperWords(string language)
    {
        Language = language;
        using var stream = typeof(PaperWords).Assembly.GetManifestResourceStream($"Words/{language}.txt")
            ?? throw new InvalidOperationException($"The words in \"{language}\" are missing from the assembly.");
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(" = ", 2));
        _texts = lines.ToFrozenDictionary(line => line[0], line => line[1], StringComparer.Ordinal);
    }

    public string Language { get; }

    public IReadOnlyCollection<string> Keys => _texts.Keys;

    /// <summary>The words in a language, English where it is none of ours.</summary>
    public static PaperWords In(string language) => All.GetValueOrDefault(language) ?? All["en"];

    /// <exception cref="KeyNotFoundException">There is no such text: a mistake in the program, which a test finds.</exception>
    public string this[string key] => _texts[key];

    /// <summary>A text with its gaps filled.</summary>
    public string Say(string key, params ReadOnlySpan<object?> values) => string.Format(CultureInfo.InvariantCulture, _texts[key], values);

    /// <summary>The word for a name out of a closed set: <c>Name("role", "courier")</c>. A name that is not known is told as it is written.</summary>
    public string Name(string topic, string name) => _texts.GetValueOrDefault($"{topic}.{name}") ?? Plain(name);

    /// <summary>A kebab-case name as words, for names that nobody has words for.</summary>
    public static string Plain(string name) => name.Length == 0 ? "" : char.ToUpperInvariant(name[0]) + name[1..].Replace('-', ' ');
}
