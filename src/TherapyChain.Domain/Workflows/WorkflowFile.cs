namespace TherapyChain.Domain.Workflows;

/// <summary>A workflow's YAML form.</summary>
public static class WorkflowFile
{
}
