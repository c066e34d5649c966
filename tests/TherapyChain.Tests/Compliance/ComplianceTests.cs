using System.Text.RegularExpressions;
using TherapyChain.Domain.Compliance;
using TherapyChain.Testing;

namespace TherapyChain.Tests.Compliance;

/// <summary>The compliance matrix and the risks are what the tests of this checkout show, and not more.</summary>
public sealed partial class ComplianceTests
{
    private static readonly (string Test, string[] Tags)[] Tests = [.. FilesOfTests().SelectMany(TestsIn)];

    [Fact]
    public void Which_tests_show_what_stands_in_a_table()
    {
        var rows = Tests.SelectMany(t => t.Tags.Select(tag => $"{tag},{t.Test}")).Distinct().Order(StringComparer.Ordinal);
        Assert.Null(Golden.Difference("docs/compliance/tests.csv", $"requirement,test\n{string.Join('\n', rows)}\n"));
    }

    [Fact]
    public void The_matrix_says_of_each_requirement_what_meets_it_and_what_is_missing()
    {
        var all = ComplianceFiles.Requirements(Text("requirements.csv"), Text("fulfilment.yaml"), Text("tests.csv"));

        Assert.Equal(49, all.Length);
        Assert.All(all, r => Assert.False(r.Behaviour.Length == 0 || r.Asked.Length == 0));
        Assert.Null(Golden.Difference("docs/compliance.md", ComplianceText.Matrix(all)));
    }

    [Fact]
    public void The_risks_name_tests_that_exist()
    {
        var risks = ComplianceFiles.Risks(Text("risks.yaml"));

        Assert.True(risks.Length >= 25);
        Assert.Empty(risks.SelectMany(r => r.Tests).Except(Tests.Select(t => t.Test)));
        Assert.All(risks, r => Assert.True(r.After <= r.Before, $"{r.Id} is worse with its mitigation."));
        Assert.Null(Golden.Difference("docs/risks.md", ComplianceText.Risks(risks)));
    }

    [Theory]
    [InlineData("P11-06:\n    state: fulfilled", "P11-99:\n    state: fulfilled", "no requirement")]
    [InlineData("P11-08:\n    state: not-yet\n    missing: ", "P11-08:\n    state: fulfilled\n    how: ", "no test carries its tag")]
    [InlineData("ISO-01:\n    state: not-yet\n    missing: ", "ISO-01:\n    state: not-yet\n    how: ", "say what is missing")]
    public void A_row_that_claims_more_than_is_shown_is_refused(string was, string now, string words)
    {
        var text = Text("fulfilment.yaml");
        Assert.Contains(was, text, StringComparison.Ordinal);

        var no = Assert.Throws<FormatException>(() => ComplianceFiles.Requirements(Text("requirements.csv"), text.Replace(was, now, StringComparison.Ordinal), Text("tests.csv")));

        Assert.Contains(words, no.Message, StringComparison.Ordinal);
    }

    private static string Text(string file) => File.ReadAllText(Path.Combine(Shipped.Root, "docs", "compliance", file));

    private static IEnumerable<string> FilesOfTests() => Directory.EnumerateDirectories(Path.Combine(Shipped.Root, "tests"), "TherapyChain.*")
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
        .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    /// <summary>Read from the text, because one test project cannot look into the others.</summary>
    private static IEnumerable<(string Test, string[] Tags)> TestsIn(string file)
    {
        var text = File.ReadAllText(file);
        var name = Class().Match(text).Groups[1].Value;
        foreach (Match test in Method().Matches(text))
            yield return ($"{name}.{test.Groups["name"].Value}", [.. Tag().Matches(test.Groups["attributes"].Value).SelectMany(tag => Id().Matches(tag.Groups[1].Value)).Select(id => id.Groups[1].Value)]);
    }

    [GeneratedRegex(@"^(?:public|internal) (?:sealed |partial |static )*class (\w+)", RegexOptions.Multiline)]
    private static partial Regex Class();

    [GeneratedRegex(@"(?<attributes>(?:^ +\[.*\]\r?\n|^ {8}.*\)\]\r?\n)+) +public (?:async |static )*[\w<>.\[\]]+ (?<name>\w+)\(", RegexOptions.Multiline)]
    private static partial Regex Method();

    [GeneratedRegex(@"\[Requirement\(([^)]*)\)\]")]
    private static partial Regex Tag();

    [GeneratedRegex("\"([^\"]+)\"")]
    private static partial Regex Id();
}
