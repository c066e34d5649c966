using System.Collections.Immutable;
using TherapyChain.Domain.Workflows;
using TherapyChain.Domain.Workflows.Proofs;

namespace TherapyChain.Server.Workflows;

/// <summary>Reads and proves every workflow of some folders before the server starts. One finding anywhere, and it does not start.</summary>
internal static class WorkflowFolders
{
    private const string SafetyEnding = "safety.yaml";

    /// <summary>The sound and proved workflows, or the lines that say what is wrong.</summary>
    public static (ImmutableArray<Workflow> Workflows, ImmutableArray<string> Problems) Read(IReadOnlyList<string> folders)
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        foreach (var folder in folders.Where(folder => !Directory.Exists(folder))) problems.Add($"There is no workflows folder {folder}.");
        var files = folders.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal)).ToList();
        var safety = files.Where(IsSafety).SelectMany(file => Properties(file, problems)).ToList();
        if (problems.Count == 0 && safety.Count == 0)
            problems.Add($"No safety properties were found in {string.Join(", ", folders)}: workflows are never used unproved. Put the shipped safety.yaml beside them.");

        var workflows = new Dictionary<(string, int), (Workflow Workflow, string File)>();
        foreach (var file in files.Where(file => !IsSafety(file)))
        {
            if (One(file, safety, problems) is not { } workflow) continue;
            if (!workflows.TryAdd((workflow.Id, workflow.Version), (workflow, file)))
                problems.Add($"{file}: {workflow.Id} version {workflow.Version} stands already in {workflows[(workflow.Id, workflow.Version)].File}.");
        }
        if (problems.Count == 0 && workflows.Count == 0) problems.Add($"No workflow was found in {string.Join(", ", folders)}.");
        return ([.. workflows.Values.Select(w => w.Workflow)], problems.ToImmutable());
    }

    private static Workflow? One(string file, List<SafetyProperty> safety, ImmutableArray<string>.Builder problems)
    {
        switch (WorkflowFile.Read(File.ReadAllBytes(file)))
        {
            case WorkflowFile.Reading.Unsound unsound:
                problems.AddRange(unsound.Findings.Select(finding => $"{file}:{finding}"));
                return null;
            case WorkflowFile.Reading.Sound { Workflow: var workflow }:
                if (SafetyProof.Prove(workflow, safety) is SafetyProof.Outcome.Broken broken)
                {
                    problems.AddRange(broken.Findings.Select(finding => $"{file}:{finding}"));
                    return null;
                }
                return workflow;
            default: throw new System.Diagnostics.UnreachableException(file);
        }
    }

    private static ImmutableArray<SafetyProperty> Properties(string file, ImmutableArray<string>.Builder problems)
    {
        if (SafetyFile.Read(File.ReadAllBytes(file)) is SafetyFile.Reading.Sound sound) return sound.Properties;
        if (SafetyFile.Read(File.ReadAllBytes(file)) is SafetyFile.Reading.Unsound unsound) problems.AddRange(unsound.Findings.Select(finding => $"{file}:{finding}"));
        return [];
    }

    private static bool IsSafety(string file) => file.EndsWith(SafetyEnding, StringComparison.Ordinal);
}
