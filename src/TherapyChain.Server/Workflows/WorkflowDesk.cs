using System.Collections.Immutable;
using System.Diagnostics;
using TherapyChain.Domain.Access;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;
using TherapyChain.Server.Access;
using TherapyChain.Server.Answers;
using TherapyChain.Storage;
using NodaTime;

namespace TherapyChain.Server.Workflows;

/// <summary>
/// Checks a workflow file, and publishes one: stored in the ledger with who and why, and offered at once. A version is published once and never changes;
/// one that fails any check or proof is never stored. One at a time, because proofs take the processor from the ledger.
/// </summary>
public sealed class WorkflowDesk(Ledger ledger, WorkflowShelf shelf, WorkflowProof proof, AccessLog log, IClock clock) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>What a file is: the workflow, or its findings; and why it could not be published here now.</summary>
    public sealed record Checked(Workflow? Workflow, ImmutableArray<Finding> Findings, Reason? Taken);

    public async Task<Checked> CheckAsync(ReadOnlyMemory<byte> file, CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            return Check(file);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Publishes a file, or says everything that stands against it.</summary>
    public async Task<(Workflow? Published, ImmutableArray<Reason> Refused)> PublishAsync(HttpContext http, ReadOnlyMemory<byte> file, string reason, CurrentPerson who)
    {
        var refused = ImmutableArray<Reason>.Empty;
        if (who.Person.Site != Relations.OperationsSite || !who.May(Acts.PublishWorkflow, Relation.Here))
            return (null, [new("actor.not-operations", $"A workflow is for all sites: somebody of the site \"operations\" publishes it.")]);
        if (reason.Trim().Length is 0 or > 200 || reason.Any(char.IsControl)) refused = refused.Add(new("reason.missing", $"Say why, in 1 to 200 characters.", "reason"));
        await _one.WaitAsync(CancellationToken.None);
        try
        {
            var found = Check(file);
            if (found.Workflow is null) refused = refused.Add(new("workflow.unsound", $"The file has findings: {found.Findings.Length}. Check it again; nothing unproved is published."));
            if (found.Taken is { } taken) refused = refused.Add(taken);
            if (found.Workflow is not { } workflow || !refused.IsEmpty) return (null, refused);
            // The log first: a crash between the two leaves a note of what did not happen, never a version that nobody published.
            await log.WriteAsync(AccessNote.Of(http, "workflow", "published", who.Person, $"{workflow.Id} version {workflow.Version}, SHA-256 {workflow.Sha256}; reason: {reason.Trim()}"));
            var publication = new PublicationRow(workflow.Id, workflow.Version, who.Id, who.Person.Name, Moment.Whole(clock.GetCurrentInstant()), reason.Trim());
            if (await ledger.PublishWorkflowAsync(workflow.Text, publication, CancellationToken.None) != WorkflowKept.Added) return (null, [TakenBy(workflow)]);
            shelf.Add(new Shelved(workflow, offered: true));
            return (workflow, []);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private Checked Check(ReadOnlyMemory<byte> file) => proof.Of(file) switch
    {
        WorkflowCatalogue.Building.Refused no => new(null, [.. no.Findings.Select(f => f.Finding)], null),
        WorkflowCatalogue.Building.Built { Catalogue.All: [var workflow] } => new(workflow, [], Newest(workflow.Id) < workflow.Version ? null : TakenBy(workflow)),
        var other => throw new UnreachableException(other.GetType().Name),
    };

    private Reason TakenBy(Workflow workflow) => new("workflow.version-taken",
        $"{workflow.Id} has version {Newest(workflow.Id)} here already, and a published version never changes. Give this one a higher number.");

    private int Newest(string id) => shelf.All.Where(w => w.Workflow.Id == id).Select(w => w.Workflow.Version).DefaultIfEmpty(0).Max();
}
