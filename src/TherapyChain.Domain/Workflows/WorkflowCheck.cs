using System.Collections.Immutable;
using TherapyChain.Domain.Workflows.Files;

namespace TherapyChain.Domain.Workflows;

/// <summary>
/// Whether a workflow holds together: what its names refer to, and where its paths lead. Safety is another question: see
/// <see cref="Proofs.SafetyProof"/>.
/// </summary>
public static class WorkflowCheck
{
    /// <summary>Nothing when the workflow is sound. Lines are 0: a model does not know where it was written.</summary>
    public static ImmutableArray<Finding> Of(Workflow workflow) => [.. Remarks(workflow).Select(r => r.In(null))];

    internal static List<Remark> Remarks(Workflow workflow)
    {
        var remarks = NameCheck.Of(workflow);
        remarks.AddRange(StepCheck.Of(workflow));
        remarks.AddRange(WordsCheck.Of(workflow));
        if (remarks.Count == 0) remarks.AddRange(FlowCheck.Of(workflow));
        return remarks;
    }
}
