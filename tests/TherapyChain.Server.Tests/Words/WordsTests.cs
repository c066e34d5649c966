using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using TherapyChain.Documents.Words;
using TherapyChain.Domain;
using TherapyChain.Domain.Access;
using TherapyChain.Domain.Identity.Gs1;
using TherapyChain.Domain.Workflows;
using TherapyChain.Exchange.Loggers;
using TherapyChain.Server.Words;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests.Words;

/// <summary>That everything the pages and refusals say is said in every language, with the same gaps. <c>TC_REFRESH_GOLDEN=1</c> writes what lacks a translation into the files.</summary>
public sealed partial class WordsTests
{
    private static readonly IReadOnlyList<string> Sentences =
        [.. new[] { typeof(Sentence), typeof(LoggerFiles), typeof(PageTongue) }.SelectMany(type => SentencesIn.Assembly(type.Assembly)).Concat(Tables.Select(phrase => phrase.Words)).Distinct().Where(s => Gap().Replace(s, "").Any(char.IsLetter)).Except(PaperTongue.Patterns).Order(StringComparer.Ordinal)];

    // Words that stand in tables and not in sentences.
    private static IEnumerable<Term.Phrase> Tables =>
        [.. ApplicationIdentifier.Titles, .. PermissionTable.Shipped.All.Select(act => act.What), .. WorkflowSchemas.Demands];

    public static TheoryData<string> Languages => new(PageTongue.Offered.Select(offered => offered.Code).Where(code => code != "en"));

    [Theory, MemberData(nameof(Languages))]
    public void Everything_is_said_in_every_language_with_the_same_gaps_and_nothing_else(string language)
    {
        var file = Path.Combine(Shipped.Root, "src", "TherapyChain.Server", "Words", $"{language}.po");
        using var reader = new StreamReader(file);
        var had = PortableObject.Read(reader);
        if (Environment.GetEnvironmentVariable("TC_REFRESH_GOLDEN") == "1") Write(file, language, had);

        Assert.True(Sentences.Count > 300, "The sentences are not found.");
        Assert.Empty(Sentences.Except(had.Keys));
        Assert.Empty(had.Keys.Except(Sentences));
        Assert.Empty(had.Where(words => !Gaps(words.Key).SetEquals(Gaps(words.Value))).Select(words => $"{words.Key} -> {words.Value}"));
    }

    [Fact]
    public void What_papers_tell_of_the_texts_of_rules_are_sentences_of_the_domain_in_the_same_words_on_pages()
    {
        Assert.Empty(PaperTongue.Patterns.Except(SentencesIn.Assembly(typeof(Sentence).Assembly)));
        Assert.All(PageTongue.Offered, offered => Assert.All(PaperTongue.Patterns, pattern => Assert.Equal(PaperTongue.In(offered.Code).PatternOf(pattern), PageTongue.In(offered.Code).PatternOf(pattern))));
    }

    [Fact]
    public void A_sentence_keeps_its_gaps_in_any_language_and_terms_are_said_in_it_too()
    {
        Sentence told = $"Held by {Term.Role("courier")}: {(Sentence)$"Ended"} after {2.5m} h, {{braces}}";

        Assert.Equal("Held by {0}: {1} after {2} h, {{braces}}", told.Pattern);
        Assert.Equal("Held by courier: Ended after 2.5 h, {braces}", told.ToString());
        Assert.Equal("Held by Kurier: " + PageTongue.In("de")[$"Ended"] + " after 2.5 h, {braces}", told.In(PageTongue.In("de")));
    }

    private static HashSet<string> Gaps(string pattern) => [.. Gap().Matches(pattern).Select(gap => gap.Value)];

    private static void Write(string file, string language, IReadOnlyDictionary<string, string> had)
    {
        var text = new StringBuilder(File.ReadAllText(file)[..(File.ReadAllText(file).IndexOf("8bit\\n\"", StringComparison.Ordinal) + "8bit\\n\"".Length)]).Append('\n');
        foreach (var sentence in Sentences)
            text.Append(CultureInfo.InvariantCulture, $"\nmsgid \"{Quoted(sentence)}\"\nmsgstr \"{Quoted(had.GetValueOrDefault(sentence, ""))}\"\n");
        File.WriteAllText(file, text.ToString());
    }

    private static string Quoted(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Gap();
}
