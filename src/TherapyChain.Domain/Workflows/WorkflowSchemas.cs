using TherapyChain.Domain.Workflows.Files;

namespace TherapyChain.Domain.Workflows;

/// <summary>The published JSON Schemas (2020-12), written from the same declaration that files are checked with.</summary>
public static class WorkflowSchemas
{
    /// <summary>What <c>workflows/workflow.schema.json</c> holds.</summary>
    public static string Workflow => FormSchema.Write(WorkflowForm.Root, "A TherapyChain workflow");

    /// <summary>What <c>workflows/safety.schema.json</c> holds.</summary>
    public static string Safety => FormSchema.Write(SafetyForm.Root, "TherapyChain safety properties");

    /// <summary>What the keys are for that a workflow file must have, in the words that a finding repeats.</summary>
    public static IEnumerable<Term.Phrase> Demands => WorkflowForm.Root.Demands.Distinct().Select(words => new Term.Phrase(words));
}
