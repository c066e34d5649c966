using System.Collections.Concurrent;
using TherapyChain.Domain.Workflows;
using TherapyChain.Domain.Workflows.Proofs;

namespace TherapyChain.Testing;

/// <summary>The files the repository ships, as the product reads them.</summary>
public static class Shipped
{
    private static readonly ConcurrentDictionary<string, Workflow> Read = new(StringComparer.Ordinal);

    /// <summary>The top folder of the checkout.</summary>
    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<string> WorkflowIds { get; } =
        [.. Directory.GetFiles(Path.Combine(Root, "workflows"), "*.yaml").Select(f => Path.GetFileNameWithoutExtension(f)!).Where(n => !n.EndsWith("safety", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    public static Workflow Workflow(string id) => Read.GetOrAdd(id, static id =>
        WorkflowFile.Read(File.ReadAllBytes(Path.Combine(Root, "workflows", id + ".yaml"))) switch
        {
            WorkflowFile.Reading.Sound sound => sound.Workflow,
            WorkflowFile.Reading.Unsound unsound => throw new InvalidOperationException(string.Join('\n', unsound.Findings)),
            var other => throw new InvalidOperationException(other.GetType().Name),
        });

    /// <summary>The properties of <c>workflows/safety.yaml</c>.</summary>
    public static IReadOnlyList<SafetyProperty> Safety { get; } =
        SafetyFile.Read(File.ReadAllBytes(Path.Combine(Root, "workflows", "safety.yaml"))) switch
        {
            SafetyFile.Reading.Sound sound => sound.Properties,
            SafetyFile.Reading.Unsound unsound => throw new InvalidOperationException(string.Join('\n', unsound.Findings)),
            var other => throw new InvalidOperationException(other.GetType().Name),
        };

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "TherapyChain.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run inside a checkout: TherapyChain.sln was not found above them.");
    }
}
