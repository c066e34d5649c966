using TherapyChain.Cli;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests.Cli;

public sealed class WorkflowsTests
{
    private static readonly string Folder = Path.Combine(Shipped.Root, "workflows");

    [Fact]
    public async Task The_shipped_workflows_are_sound()
    {
        var run = await Command.RunAsync("workflows", "check", Folder, "--json");

        Assert.Equal(ExitCode.Good, run.Exit);
        Assert.Equal(Shipped.WorkflowIds, run.Json.GetProperty("workflows").EnumerateArray().Select(w => w.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task A_broken_property_is_named_with_its_path()
    {
        var folder = TempFolder.New();
        try
        {
            var file = Path.Combine(folder.FullName, "broken.yaml");
            var text = await File.ReadAllTextAsync(Path.Combine(Folder, "allogeneic-from-stock.yaml"), TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(file, text.Replace("place: bedside }", "place: bench }", StringComparison.Ordinal), TestContext.Current.CancellationToken);
            File.Copy(Path.Combine(Folder, "safety.yaml"), Path.Combine(folder.FullName, "safety.yaml"));

            var run = await Command.RunAsync("workflows", "check", file, "--json");

            Assert.Equal(ExitCode.Finding, run.Exit);
            var finding = run.Json.GetProperty("findings").EnumerateArray().First();
            Assert.Equal("infusion-after-bedside-check", finding.GetProperty("property").GetString());
            Assert.Equal("start-infusion", finding.GetProperty("path").EnumerateArray().Last().GetString());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_place_that_is_not_there_is_wrong_use() =>
        Assert.Equal(ExitCode.WrongUse, (await Command.RunAsync("workflows", "check", Path.Combine(Folder, "nowhere"))).Exit);

    [Fact]
    public async Task A_workflow_is_drawn_as_a_table_or_a_picture()
    {
        var file = Path.Combine(Folder, "til-autologous.yaml");

        Assert.StartsWith("| Från | Steg |", (await Command.RunAsync("workflows", "show", file, "--language", "sv")).Output, StringComparison.Ordinal);
        Assert.StartsWith("stateDiagram-v2\n", (await Command.RunAsync("workflows", "show", file, "--as", "mermaid")).Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.WrongUse, (await Command.RunAsync("workflows", "show", file, "--as", "poem")).Exit);
    }
}
