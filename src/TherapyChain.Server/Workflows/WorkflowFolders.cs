using System.Collections.Immutable;
using System.Globalization;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Server.Workflows;

/// <summary>Reads and proves every workflow of some folders before the server starts. One finding anywhere, and it does not start.</summary>
internal static class WorkflowFolders
{
    private const string SafetyEnding = "safety.yaml";

    /// <summary>The sound and proved workflows, or the lines that say what is wrong.</summary>
    public static (ImmutableArray<Workflow> Workflows, WorkflowProof Proof, ImmutableArray<string> Problems) Read(IReadOnlyList<string> folders)
    {
        ImmutableArray<string> missing = [.. folders.Where(folder => !Directory.Exists(folder)).Select(folder => $"There is no workflows folder {folder}.")];
        if (!missing.IsEmpty) return ([], new WorkflowProof([]), missing);
        var files = folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal)).ToLookup(file => file.EndsWith(SafetyEnding, StringComparison.Ordinal), Source);
        var proof = new WorkflowProof([.. files[true]]);
        return WorkflowCatalogue.Build(files[false], files[true]) switch
        {
            WorkflowCatalogue.Building.Built { Catalogue.All.IsEmpty: true } => ([], proof, [$"No workflow was found in {string.Join(", ", folders)}."]),
            WorkflowCatalogue.Building.Built built => (built.Catalogue.All, proof, []),
            WorkflowCatalogue.Building.Refused refused => ([], proof, [.. refused.Findings.Select(Line)]),
            var other => throw new System.Diagnostics.UnreachableException(other.GetType().Name),
        };
    }

    private static WorkflowCatalogue.Source Source(string file) => new(file, File.ReadAllBytes(file));

    // As the command line tells it: the place, the code, the words, the path.
    private static string Line(WorkflowCatalogue.FileFinding found) => string.Create(CultureInfo.InvariantCulture,
        $"{found.File}{(found.Finding.Line > 0 ? $":{found.Finding.Line}:{found.Finding.Column}" : "")} {found.Finding.Property ?? found.Finding.Code}: {found.Finding.Message}{(found.Finding.Path.IsEmpty ? "" : $" Path: {string.Join(" > ", found.Finding.Path)}")}");
}
