using TherapyChain.Cli;

namespace TherapyChain.Server.Tests.Cli;

public class CommandLineTests
{
    [Theory]
    [InlineData("Required command was not provided.")]
    [InlineData("Required command was not provided.", "traces")]
    [InlineData("'summarise'", "traces", "summarise", "x.csv")]
    [InlineData("--frozen", "traces", "summarize", "x.csv", "--frozen")]
    public async Task Wrong_use_ends_with_2_and_says_what_is_wrong(string words, params string[] args)
    {
        var run = await Command.RunAsync(args);
        Assert.Equal(ExitCode.WrongUse, run.Exit);
        Assert.Contains(words, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task Every_verb_has_help_and_json()
    {
        var nouns = Names((await Command.RunAsync("--help")).Output);
        Assert.Contains("traces", nouns);
        foreach (var noun in nouns)
        {
            var page = await Command.RunAsync(noun, "--help");
            var verbs = Names(page.Output);
            foreach (var help in verbs.Count == 0 ? [page] : await Task.WhenAll(verbs.Select(verb => Command.RunAsync(noun, verb, "--help"))))
            {
                Assert.Equal(ExitCode.Good, help.Exit);
                Assert.Contains("--json", help.Output, StringComparison.Ordinal);
            }
        }
    }

    /// <summary>The first words under "Commands:" of a help page; none where a word is the whole command.</summary>
    private static List<string> Names(string help) =>
        help.Split("Commands:") is not [_, var commands] ? [] : [.. commands.Split('\n').Select(line => line.Trim().Split(' ')[0]).Where(name => name.Length > 0)];
}
