using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using TherapyChain.Domain.Access;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;
using TherapyChain.Server.Access;
using TherapyChain.Server.Answers;
using TherapyChain.Storage;

namespace TherapyChain.Server.Workflows;

/// <summary>
/// Checks a workflow file, keeps a proposal of one, and publishes it when somebody else of quality has approved it: stored in the ledger with who and why,
/// and offered at once. A version is published once and never changes; one that fails any check or proof is neither proposed nor published. One at a time,
/// because proofs take the processor from the ledger.
/// </summary>
public sealed class WorkflowDesk(Ledger ledger, WorkflowShelf shelf, WorkflowProof proof, AccessLog log, IClock clock) : IDisposable
{
    /// <summary>Bytes of a workflow file, at most.</summary>
    public const int LongestFile = 1_000_000;

    private const int LongestReason = 200;

    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>What a file is: the workflow, or its findings; and why it could not be published here now.</summary>
    public sealed record Checked(Workflow? Workflow, ImmutableArray<Finding> Findings, Reason? Taken);

    public Task<Checked> CheckAsync(ReadOnlyMemory<byte> file, CancellationToken ct) => AloneAsync(() => Task.FromResult(Check(file)), ct);

    /// <summary>Keeps a file as a proposal, or says everything that stands against it.</summary>
    public Task<(ProposalRow? Proposed, ImmutableArray<Reason> Refused)> ProposeAsync(HttpContext http, ReadOnlyMemory<byte> file, string reason, CurrentPerson who) => AloneAsync<(ProposalRow?, ImmutableArray<Reason>)>(async () =>
    {
        if (!IsOfOperations(who, Acts.ProposeWorkflow)) return (null, [NotOfOperations]);
        if (who.IsByKey) return (null, [CurrentPerson.NotByKey]);
        var refused = Spoken(reason);
        var found = Check(file);
        if (found.Workflow is null) refused = refused.Add(Unsound(found));
        if (found.Taken is { } taken) refused = refused.Add(taken);
        await using var db = ledger.CreateDb();
        if (found.Workflow is { } named && await Open(db).FirstOrDefaultAsync(p => p.Workflow == named.Id) is { } open)
            refused = refused.Add(new("workflow.proposal-open", $"Version {open.Version} of {named.Id} is proposed already, by {open.PrintedName}. It is approved or rejected first."));
        if (found.Workflow is not { } workflow || !refused.IsEmpty) return (null, refused);
        await log.WriteAsync(AccessNote.Of(http, "workflow", "proposed", who.Person, Told(workflow, reason)));
        var proposal = new ProposalRow(0, workflow.Id, workflow.Version, Hash.Of(file.Span), workflow.Text, who.Id, who.Person.Name, Moment.Whole(clock.GetCurrentInstant()), reason.Trim());
        db.Proposals.Add(proposal);
        await db.SaveChangesAsync();
        return (proposal, refused);
    }, CancellationToken.None);

    /// <summary>Publishes a proposal, or says everything that stands against it.</summary>
    public Task<(Workflow? Published, ImmutableArray<Reason> Refused)> ApproveAsync(HttpContext http, int number, string reason, CurrentPerson who) => AloneAsync<(Workflow?, ImmutableArray<Reason>)>(async () =>
    {
        if (!IsOfOperations(who, Acts.ApproveWorkflow)) return (null, [NotOfOperations]);
        if (who.IsByKey) return (null, [CurrentPerson.NotByKey]);
        await using var db = ledger.CreateDb();
        if (await Open(db).FirstOrDefaultAsync(p => p.Number == number) is not { } proposal) return (null, [Closed]);
        var refused = Spoken(reason);
        if (proposal.PersonId == who.Id) refused = refused.Add(new("workflow.own-proposal", $"You proposed this version yourself. Somebody else must approve it."));
        // Once more: the rules may have become stricter since, or the version taken.
        var found = Check(Encoding.UTF8.GetBytes(proposal.Text));
        if (found.Workflow is null) refused = refused.Add(Unsound(found));
        if (found.Taken is { } taken) refused = refused.Add(taken);
        if (found.Workflow is not { } workflow || !refused.IsEmpty) return (null, refused);
        // The log first: a crash between the two leaves a note of what did not happen, never a version that nobody published.
        await log.WriteAsync(AccessNote.Of(http, "workflow", "published", who.Person, $"{Told(workflow, reason)}; proposed by {proposal.PrintedName}: {proposal.Reason}"));
        var now = Moment.Whole(clock.GetCurrentInstant());
        if (await ledger.PublishWorkflowAsync(workflow.Text, new(workflow.Id, workflow.Version, who.Id, who.Person.Name, now, reason.Trim()),
            new(number, Approved: true, who.Id, who.Person.Name, now, reason.Trim()), CancellationToken.None) != WorkflowKept.Added) return (null, [TakenBy(workflow)]);
        shelf.Add(new Shelved(workflow, offered: true));
        return (workflow, refused);
    }, CancellationToken.None);

    /// <summary>Closes a proposal for good: by whoever could approve it, or by who proposed it.</summary>
    public Task<(ProposalRow? Rejected, ImmutableArray<Reason> Refused)> RejectAsync(HttpContext http, int number, string reason, CurrentPerson who) => AloneAsync<(ProposalRow?, ImmutableArray<Reason>)>(async () =>
    {
        await using var db = ledger.CreateDb();
        if (await Open(db).FirstOrDefaultAsync(p => p.Number == number) is not { } proposal) return (null, [Closed]);
        if (!IsOfOperations(who, proposal.PersonId == who.Id ? Acts.ProposeWorkflow : Acts.ApproveWorkflow)) return (null, [NotOfOperations]);
        if (Spoken(reason) is { IsEmpty: false } refused) return (null, refused);
        await log.WriteAsync(AccessNote.Of(http, "workflow", "rejected", who.Person, $"{proposal.Workflow} version {proposal.Version}, SHA-256 {proposal.Sha256}; reason: {reason.Trim()}"));
        db.Verdicts.Add(new(number, Approved: false, who.Id, who.Person.Name, Moment.Whole(clock.GetCurrentInstant()), reason.Trim()));
        await db.SaveChangesAsync();
        return (proposal, []);
    }, CancellationToken.None);

    /// <summary>Proposals without a verdict, oldest first.</summary>
    public static IQueryable<ProposalRow> Open(LedgerDb db) =>
        db.Proposals.AsNoTracking().Where(proposal => !db.Verdicts.Any(verdict => verdict.Proposal == proposal.Number)).OrderBy(proposal => proposal.Number);

    /// <summary>Whether somebody may do this to the workflows of all sites.</summary>
    public static bool IsOfOperations(CurrentPerson who, string act) => who.Person.Site == Relations.OperationsSite && who.May(act, Relation.Here);

    public void Dispose() => _one.Dispose();

    private async Task<T> AloneAsync<T>(Func<Task<T>> act, CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            return await act();
        }
        finally
        {
            _one.Release();
        }
    }

    private Checked Check(ReadOnlyMemory<byte> file) => proof.Of(file) switch
    {
        WorkflowCatalogue.Building.Refused no => new(null, [.. no.Findings.Select(f => f.Finding)], null),
        WorkflowCatalogue.Building.Built { Catalogue.All: [var workflow] } => new(workflow, [], Newest(workflow.Id) < workflow.Version ? null : TakenBy(workflow)),
        var other => throw new UnreachableException(other.GetType().Name),
    };

    private static Reason NotOfOperations { get; } = new("actor.not-operations", $"A workflow is for all sites: quality or administrators of the site \"operations\" propose it, and quality there approves it.");

    private static Reason Closed { get; } = new("workflow.proposal-closed", $"This proposal is approved or rejected already, or there was none. Nothing was recorded.");

    private static Reason Unsound(Checked found) => new("workflow.unsound", $"The file has findings: {found.Findings.Length}. Check it again; nothing unproved is published.");

    private static ImmutableArray<Reason> Spoken(string reason) =>
        reason.Trim().Length is 0 or > LongestReason || reason.Any(char.IsControl) ? [new("reason.missing", $"Say why, in 1 to 200 characters.", "reason")] : [];

    private static string Told(Workflow workflow, string reason) => $"{workflow.Id} version {workflow.Version}, SHA-256 {workflow.Sha256}; reason: {reason.Trim()}";

    private Reason TakenBy(Workflow workflow) => new("workflow.version-taken",
        $"{workflow.Id} has version {Newest(workflow.Id)} here already, and a published version never changes. Give this one a higher number.");

    private int Newest(string id) => shelf.All.Where(w => w.Workflow.Id == id).Select(w => w.Workflow.Version).DefaultIfEmpty(0).Max();
}
