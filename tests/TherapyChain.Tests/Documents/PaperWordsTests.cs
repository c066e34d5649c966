using System.Text.RegularExpressions;
using TherapyChain.Documents.Words;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;
using TherapyChain.Testing;

namespace TherapyChain.Tests.Documents;

/// <summary>The words of the papers: the same in every language, none missing, none left over, and one for every name out of a closed set.</summary>
public sealed class PaperWordsTests
{
    public static TheoryData<string> Others => [.. PaperWords.Languages.Skip(1)];

    [Theory, MemberData(nameof(Others))]
    public void Every_text_is_there_in_every_language_with_the_same_gaps(string language)
    {
        var (english, other) = (PaperWords.In("en"), PaperWords.In(language));
        Assert.Equal(language, other.Language);
        Assert.Equal(english.Keys.Order(StringComparer.Ordinal), other.Keys.Order(StringComparer.Ordinal));
        foreach (var key in english.Keys)
        {
            Assert.NotEqual("", other[key].Trim());
            Assert.Equal(Gaps(english[key]), Gaps(other[key]));
        }
    }

    [Theory, MemberData(nameof(Others))]
    public void A_language_is_not_a_copy_of_the_english(string language)
    {
        var (english, other) = (PaperWords.In("en"), PaperWords.In(language));
        Assert.InRange(english.Keys.Count(key => english[key] == other[key]), 0, english.Keys.Count / 8);
    }

    [Fact]
    public void No_text_is_left_over()
    {
        var source = string.Concat(Directory.EnumerateFiles(Path.Combine(Shipped.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText));
        var asked = Regex.Matches(source, "\"([a-z]+[a-z-]*\\.[a-z0-9-]+)\"").Select(m => m.Groups[1].Value).ToHashSet();
        var named = Regex.Matches(source, "Name\\(\"([a-z-]+)\",").Select(m => m.Groups[1].Value).ToHashSet();
        named.UnionWith(["unit", "one", "site-kind", "recorded"]);
        Assert.Equal([], PaperWords.In("en").Keys.Where(key => !asked.Contains(key) && !named.Contains(key.Split('.')[0])).Order());
    }

    public static TheoryData<string, string[]> ClosedSets => new()
    {
        { "role", [.. Vocabulary.Roles] }, { "party", [.. Vocabulary.Parties] }, { "act", [.. Vocabulary.Acts] }, { "meaning", [.. Vocabulary.Meanings] },
        { "fate", [.. Vocabulary.Fates] }, { "place", [.. Vocabulary.Places] }, { "category", [.. RecordDeviation.Categories] }, { "condition", [.. Condition.All] },
        { "hold-code", [HoldCode.IdentityMismatch, HoldCode.ClockExceeded, HoldCode.Correction, HoldCode.Requested] },
        { "access-act", ["sign-in", "sign-out", "second-factor", "signing", "second-check", "lock-out", "invitation", "password", "factor-loss", "key", "deactivation", "network", "look", "notice", "attempt", "person", "site", "workflow",
            "audit-report", "ledger", "patient-registered", "patient-linked", "patient-amended", "patient-found", "patient-viewed", "patient-reported", "patient-erased"] },
        { "access-outcome", ["done", "refused", "enrolled", "recovery-codes-renewed", "vouched", "made", "whole", "not-whole", "set", "first-word", "second-word-factor-removed", "issued", "revoked", "expired", "loaded", "shown",
            "raised", "acknowledged", "added", "name-changed", "site-changed", "roles-changed", "qualifications-changed", "zone-changed", "kind-changed", "city-changed", "country-changed", "place-changed", "fin-changed", "accreditations-changed", "published", "proposed", "rejected"] },
        { "site-kind", [.. Domain.Network.NetworkFile.Kinds] },
        { "paper", [.. TherapyChain.Documents.Records.Papers.All] },
    };

    [Theory, MemberData(nameof(ClosedSets))]
    public void Every_name_of_a_closed_set_has_a_word_and_no_word_is_of_another_name(string topic, string[] names)
    {
        var keys = PaperWords.In("en").Keys.Where(key => key.StartsWith(topic + ".", StringComparison.Ordinal)).Select(key => key[(topic.Length + 1)..]).Except(["accounted"]);
        Assert.Equal(names.Order(StringComparer.Ordinal), keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_language_that_is_not_ours_is_told_in_english() => Assert.Equal("en", PaperWords.In("tlh").Language);

    private static IEnumerable<string> Gaps(string text) => Regex.Matches(text, @"\{\d\}").Select(m => m.Value).Distinct().Order();
}
