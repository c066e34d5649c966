using TherapyChain.Domain.Workflows;

namespace TherapyChain.Cli.Workflows;

/// <summary>Workflow and safety files as they lie in a folder.</summary>
internal static class WorkflowFolder
{
    /// <summary>The folder of a checkout or of the tool's own place, whichever is found first; null when there is none.</summary>
    public static string? Default { get; } = new[] { "workflows", Path.Combine(AppContext.BaseDirectory, "workflows") }.FirstOrDefault(Directory.Exists);

    public static bool IsSafety(string file) =>
        Path.GetFileName(file) == "safety.yaml" || file.EndsWith(".safety.yaml", StringComparison.Ordinal);

    /// <summary>The workflows of a folder, or the one file that was named, and the safety properties beside them.</summary>
    public static async Task<(List<WorkflowCatalogue.Source> Workflows, List<WorkflowCatalogue.Source> Safety)> ReadAsync(string path, CancellationToken cancel)
    {
        var folder = Directory.Exists(path) ? path : Path.GetDirectoryName(Path.GetFullPath(path))!;
        var beside = Directory.GetFiles(folder, "*.yaml").Order(StringComparer.Ordinal).ToList();
        var safety = beside.Where(IsSafety).ToList();
        if (safety.Count == 0 && Default is { } shipped && File.Exists(Path.Combine(shipped, "safety.yaml"))) safety.Add(Path.Combine(shipped, "safety.yaml"));
        var workflows = Directory.Exists(path) ? beside.Where(f => !IsSafety(f)) : [path];
        return (await ReadAsync(workflows, cancel), await ReadAsync(safety, cancel));
    }

    private static async Task<List<WorkflowCatalogue.Source>> ReadAsync(IEnumerable<string> files, CancellationToken cancel)
    {
        var sources = new List<WorkflowCatalogue.Source>();
        foreach (var file in files) sources.Add(new(Path.GetFileName(file), await File.ReadAllBytesAsync(file, cancel)));
        return sources;
    }
}
