using System.Security.Cryptography;
using TherapyChain.Cli;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests.Cli;

public sealed class ValidationPackTests : IDisposable
{
    private static readonly string Workflows = Path.Combine(Shipped.Root, "workflows");
    private readonly DirectoryInfo _folder = TempFolder.New();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Without_results_the_pack_is_whole_and_says_that_nothing_is_shown()
    {
        var run = await Command.RunAsync("validation-pack", At("pack"), "--workflows", Workflows, "--json");

        Assert.Equal(ExitCode.Good, run.Exit);
        Assert.Equal((49, 0), (run.Json.GetProperty("fulfilled").GetInt32() + run.Json.GetProperty("partly").GetInt32() + run.Json.GetProperty("notYet").GetInt32(), run.Json.GetProperty("brokenProperties").GetInt32()));
        Assert.Contains("No test results were given", Text("index.md"), StringComparison.Ordinal);
        foreach (var row in Text("requirements.csv").Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1))
            Assert.Contains($"## {row.Split(',')[0]}: ", Text("requirements.md"), StringComparison.Ordinal);
        foreach (var id in Shipped.WorkflowIds)
            Assert.Equal(File.ReadAllBytes(Path.Combine(Workflows, id + ".yaml")), File.ReadAllBytes(Path.Combine(At("pack"), "workflows", $"{id}.v{Shipped.Workflow(id).Version}.yaml")));
        foreach (var property in Shipped.Safety)
            Assert.Equal(Shipped.WorkflowIds.Count, Text("proofs.md").Split($"| `{property.Name}` |").Length - 1);
    }

    [Fact]
    public async Task Every_file_of_the_pack_has_its_hash()
    {
        await Command.RunAsync("validation-pack", At("pack"), "--workflows", Workflows);

        var sums = Text("SHA256SUMS").Split('\n', StringSplitOptions.RemoveEmptyEntries).ToDictionary(l => l[66..], l => l[..64]);
        var files = Directory.EnumerateFiles(At("pack"), "*", SearchOption.AllDirectories).Where(f => !f.EndsWith("SHA256SUMS", StringComparison.Ordinal)).ToList();
        Assert.Equal(files.Count, sums.Count);
        Assert.All(files, f => Assert.Equal(sums[Path.GetRelativePath(At("pack"), f).Replace('\\', '/')], Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(f)))));
        foreach (var (name, hash) in sums.Where(s => s.Key != "index.md")) Assert.Contains($"({name})", Text("index.md"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Results_are_read_and_a_claim_that_they_do_not_show_is_a_finding()
    {
        await File.WriteAllTextAsync(At("run.trx"), """
            <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010"><Times finish="2026-11-22T12:00:00+00:00" />
              <Results>
                <UnitTestResult testId="a" outcome="Passed" /><UnitTestResult testId="b" outcome="Passed" /><UnitTestResult testId="c" outcome="Failed" />
                <UnitTestResult testId="d" outcome="Passed" /><UnitTestResult testId="e" outcome="Passed" />
              </Results>
              <TestDefinitions>
                <UnitTest id="a"><TestMethod className="TherapyChain.Server.Tests.AccessTests" name="A_session_ends_after_twelve_hours_and_with_its_key" /></UnitTest>
                <UnitTest id="d"><TestMethod className="TherapyChain.Server.Tests.People.AccountTests" name="Who_is_deactivated_is_out_at_once_and_their_id_is_never_given_again" /></UnitTest>
                <UnitTest id="e"><TestMethod className="TherapyChain.Server.Tests.People.SessionTests" name="A_new_password_ends_every_other_session" /></UnitTest>
                <UnitTest id="b"><TestMethod className="TherapyChain.Tests.Compliance.SignatureTests" name="A_changed_meaning_name_or_time_is_found(was: &quot;x&quot;)" /></UnitTest>
                <UnitTest id="c"><TestMethod className="TherapyChain.Tests.Compliance.SignatureTests" name="A_changed_meaning_name_or_time_is_found(was: &quot;y.z&quot;)" /></UnitTest>
              </TestDefinitions>
            </TestRun>
            """, TestContext.Current.CancellationToken);

        var run = await Command.RunAsync("validation-pack", At("pack"), "--results", At("run.trx"), "--workflows", Workflows, "--json");

        Assert.Equal(ExitCode.Finding, run.Exit);
        Assert.Contains("| `AccessTests.A_session_ends_after_twelve_hours_and_with_its_key` | passed |", Text("evidence.md"), StringComparison.Ordinal);
        var findings = run.Json.GetProperty("findings").EnumerateArray().Select(f => f.GetString()!).ToList();
        Assert.Contains("1 tests failed.", findings);
        Assert.Contains(findings, f => f.StartsWith("P11-11 is said to be fulfilled", StringComparison.Ordinal) && f.Contains("(FAILED)", StringComparison.Ordinal));
        Assert.Contains(findings, f => f.StartsWith("P11-01 ", StringComparison.Ordinal) && f.Contains("(no result)", StringComparison.Ordinal));
        Assert.DoesNotContain(findings, f => f.StartsWith("P11-19 ", StringComparison.Ordinal));
        Assert.Equal(await File.ReadAllBytesAsync(At("run.trx"), TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(Path.Combine(At("pack"), "results", "run.trx"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_pack_is_never_written_over_another_nor_from_what_is_no_result()
    {
        await File.WriteAllTextAsync(At("not.trx"), "<html/>", TestContext.Current.CancellationToken);
        Assert.Contains("not empty", (await Command.RunAsync("validation-pack", _folder.FullName, "--workflows", Workflows)).Error, StringComparison.Ordinal);
        Assert.Contains("no TRX", (await Command.RunAsync("validation-pack", At("pack"), "--results", At("not.trx"), "--workflows", Workflows)).Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(At("pack")));
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private string Text(string name) => File.ReadAllText(Path.Combine(At("pack"), name));
}
