using System.Collections.Frozen;
using System.Collections.Immutable;
using TherapyChain.Documents.Words;
using TherapyChain.Domain;

namespace TherapyChain.Server.Words;

/// <summary>
/// The words of the pages in one language. A page writes its sentences in English where they stand, <c>@Words[$"{count} orders"]</c>; the files beside this one
/// hold their translations, and the names of roles, parties and the like are those of the printed papers.
/// </summary>
public sealed class PageTongue : Tongue
{
    /// <summary>Where a browser keeps the language its user chose.</summary>
    public const string Cookie = "therapychain-language";

    /// <summary>Each language in its own words, for the one place where it is chosen.</summary>
    public static readonly ImmutableArray<(string Code, string Name)> Offered = [("en", "English"), ("de", "Deutsch"), ("sv", "Svenska"), ("fr", "Français")];

    private static readonly FrozenDictionary<string, PageTongue> All = Offered.ToFrozenDictionary(o => o.Code, o => new PageTongue(o.Code), StringComparer.Ordinal);

    private readonly FrozenDictionary<string, string> _patterns;
    private readonly PaperWords _names;

    private PageTongue(string language)
    {
        Language = language;
        _names = PaperWords.In(language);
        if (language == "en")
        {
            _patterns = FrozenDictionary<string, string>.Empty;
            return;
        }
        using var stream = typeof(PageTongue).Assembly.GetManifestResourceStream($"{language}.po") ?? throw new InvalidOperationException($"The program lacks its words in \"{language}\".");
        using var reader = new StreamReader(stream);
        _patterns = PortableObject.Read(reader);
    }

    public override string Language { get; }

    public IReadOnlyCollection<string> Patterns => _patterns.Keys;

    public string this[Sentence sentence] => sentence.In(this);

    /// <summary>What rules write into entries is said as on paper; all else is of the pages.</summary>
    public override string PatternOf(string english) => _patterns.GetValueOrDefault(english) ?? PaperTongue.In(Language).PatternOf(english);

    public override string NameOf(string topic, string name) => _names.Name(topic, name);

    public static PageTongue In(string language) => All.GetValueOrDefault(language) ?? All["en"];

    /// <summary>The language of a page: the user's choice, else the first of ours that the browser names, else English.</summary>
    public static PageTongue Of(HttpContext http) =>
        http.Request.Cookies[Cookie] is { } chosen && All.TryGetValue(chosen, out var tongue) ? tongue : InHeader(http) ?? All["en"];

    /// <summary>The language of an answer of the programming interface: English, with names as files write them, unless the caller or a page asks for another.</summary>
    public static Tongue Asked(HttpContext http) =>
        http.Request.Headers.AcceptLanguage.Count == 0 && !http.Request.Cookies.ContainsKey(Cookie) ? English : Of(http) is { Language: not "en" } other ? other : English;

    private static PageTongue? InHeader(HttpContext http) =>
        http.Request.GetTypedHeaders().AcceptLanguage
            .OrderByDescending(asked => asked.Quality ?? 1)
            .Select(asked => All.GetValueOrDefault(asked.Value.Value?.Split('-')[0].ToLowerInvariant() ?? "")).FirstOrDefault(found => found is not null);
}
