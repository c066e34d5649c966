using System.Collections.Immutable;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Server.Workflows;

/// <summary>The safety properties this server started with, and what they say of a further workflow.</summary>
public sealed class WorkflowProof(ImmutableArray<WorkflowCatalogue.Source> safety)
{
    /// <summary>Reads, checks and proves one file as the start does with all.</summary>
    public WorkflowCatalogue.Building Of(ReadOnlyMemory<byte> file) => WorkflowCatalogue.Build([new WorkflowCatalogue.Source("", file)], safety);
}
