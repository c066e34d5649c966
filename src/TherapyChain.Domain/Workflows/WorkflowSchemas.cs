using TherapyChain.Domain.Workflows.Files;

namespace TherapyChain.Domain.Workflows;

/// <summary>The published JSON Schemas (2020-12), written from the same declaration that files are checked with.</summary>
public static class WorkflowSchemas
{
    /// <summary>What <c>workflows/workflow.schema.json</c> holds.</summary>
    public static string Workflow => FormSchema.Write(WorkflowForm.Root, "A TherapyChain workflow");

    /// <summary>What <c>workflows/safety.schema.json</c> holds.</summary>
    public static string Safety => FormSchema.Write(SafetyForm.Root, "TherapyChain safety properties");
}
