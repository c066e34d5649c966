using System.Collections.Frozen;
using TherapyChain.Domain;

namespace TherapyChain.Documents.Words;

/// <summary>
/// The sentences that rules of ours write into entries, as papers tell them. Their translations stand with the words of the papers, since a paper is the same
/// wherever it is made; pages take them from here.
/// </summary>
public sealed class PaperTongue : Tongue
{
    private const string Recorded = "recorded.";

    private static readonly FrozenDictionary<string, string> Keys = PaperWords.In("en").Keys.Where(key => key.StartsWith(Recorded, StringComparison.Ordinal))
        .ToFrozenDictionary(key => PaperWords.In("en")[key], StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, PaperTongue> All = PaperWords.Languages.ToFrozenDictionary(l => l, l => new PaperTongue(PaperWords.In(l)), StringComparer.Ordinal);

    private readonly PaperWords _words;

    private PaperTongue(PaperWords words) => _words = words;

    /// <summary>The English patterns of the sentences.</summary>
    public static IReadOnlyCollection<string> Patterns => Keys.Keys;

    public override string Language => _words.Language;

    /// <summary>The sentences in a language, English where it is none of ours.</summary>
    public static PaperTongue In(string language) => All.GetValueOrDefault(language) ?? All["en"];

    public override string PatternOf(string english) => Keys.TryGetValue(english, out var key) ? _words[key] : english;

    public override string NameOf(string topic, string name) => _words.Name(topic, name);
}
