using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using TherapyChain.Domain.Compliance;

namespace TherapyChain.Cli.Validation;

/// <summary>The evidence: what was run, and the outcome of each test on which a requirement or a mitigation rests.</summary>
internal static class EvidencePage
{
    public const string None = "**No test results were given.** This pack holds what is claimed and which tests would show it, and no evidence that they passed on this build.";

    public static string Of(ImmutableArray<Requirement> requirements, ImmutableArray<Risk> risks, TestEvidence? evidence)
    {
        var text = new StringBuilder("# Test evidence\n\n");
        if (evidence is null) text.Append(None).Append("\n\n");
        else
        {
            text.Append(Pack.Table(["Results", "Finished", "Passed", "Failed", "Not run"], evidence.Runs.Select(r => (IReadOnlyList<string>)
                [$"[{r.File}](results/{r.File})", r.Finished, Count(r.Passed), Count(r.Failed), Count(r.NotRun)])));
            text.Append("\nThe results do not tell of which commit they are; who files this pack says so by signing that they were made from the commit in configuration.md.\n\n");
        }
        text.Append("## By requirement\n\n").Append(Pack.Table(["Requirement", "State", "Test", "Outcome"], requirements.SelectMany(r => r.Tests.IsEmpty
            ? [Row(r.Id, ComplianceText.Word(r.State), "no test", "–")]
            : r.Tests.Select(t => Row(r.Id, ComplianceText.Word(r.State), t, evidence?.WordOf(t) ?? "no results given")))));
        text.Append("\n## By risk\n\n").Append(Pack.Table(["Risk", "", "Test", "Outcome"], risks.SelectMany(r => r.Tests.Select(t => Row(r.Id, r.Hazard, t, evidence?.WordOf(t) ?? "no results given")))));
        return text.ToString();
    }

    private static IReadOnlyList<string> Row(string id, string what, string test, string outcome) => [id, what, test == "no test" ? test : $"`{test}`", outcome];

    private static string Count(int number) => number.ToString(CultureInfo.InvariantCulture);
}
