using System.CommandLine;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Cli.Workflows;

/// <summary><c>workflows check</c>: reads, checks and proves workflow files, and says everything that is wrong with them.</summary>
internal static class CheckWorkflows
{
    public static Command Verb()
    {
        var path = new Argument<string?>("path") { Description = "A workflow file or a folder of them; the folder workflows unless given.", Arity = ArgumentArity.ZeroOrOne };
        return Cli.Verb.Create("check", "Check workflow files and prove every safety property over all paths.", [path],
            (parsed, cancel) => RunAsync(parsed.GetValue(path), cancel));
    }

    private static async Task<Answer> RunAsync(string? path, CancellationToken cancel)
    {
        path ??= WorkflowFolder.Default;
        if (path is null) return Answer.Wrong("There is no folder workflows here. Name a file or a folder.");
        if (!File.Exists(path) && !Directory.Exists(path)) return Answer.Wrong($"There is no file or folder {path}.");
        var (workflows, safety) = await WorkflowFolder.ReadAsync(path, cancel);
        if (workflows.Count == 0) return Answer.Wrong($"There is no workflow file (*.yaml) in {path}.");
        return WorkflowCatalogue.Build(workflows, safety) switch
        {
            WorkflowCatalogue.Building.Built built => Good(built.Catalogue),
            WorkflowCatalogue.Building.Refused refused => Bad(refused),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static Answer Good(WorkflowCatalogue catalogue) => new(
        ExitCode.Good,
        new { sound = true, workflows = catalogue.All.Select(w => new { id = w.Id, version = w.Version, sha256 = w.Sha256 }), findings = Array.Empty<object>() },
        page =>
        {
            page.Table(["workflow", "version>", "states>", "steps>"], catalogue.All.Select(w => (IReadOnlyList<string>)
                [w.Id, $"{w.Version}", $"{w.States.Length}", $"{w.Steps.Length}"]));
            page.Line("All sound, every safety property proved on every path.");
        });

    private static Answer Bad(WorkflowCatalogue.Building.Refused refused) => new(
        ExitCode.Finding,
        new
        {
            sound = false,
            workflows = Array.Empty<object>(),
            findings = refused.Findings.Select(f => new
            {
                file = f.File, line = f.Finding.Line, column = f.Finding.Column, code = f.Finding.Code, property = f.Finding.Property,
                message = f.Finding.Message.ToString(), path = f.Finding.Path,
            }),
        },
        page =>
        {
            foreach (var (file, finding) in refused.Findings)
            {
                page.Line($"{file}{(finding.Line > 0 ? $":{finding.Line}:{finding.Column}" : "")} {finding.Property ?? finding.Code}");
                page.Item(finding.Message);
                if (!finding.Path.IsEmpty) page.Item($"Path: {string.Join(" > ", finding.Path)}");
            }
        },
        refused.Findings.Length == 1 ? "1 finding." : $"{refused.Findings.Length} findings.");
}
