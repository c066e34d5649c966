using System.Collections.Immutable;
using System.Text;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using TherapyChain.Domain.Workflows;
using TherapyChain.Storage;

namespace TherapyChain.Server.Workflows;

/// <summary>
/// The workflow versions of the ledger. A version, once published, never changes: a file that says otherwise under the same number is refused.
/// What an order is pinned to stays here, also when its file is gone.
/// </summary>
internal static class WorkflowStore
{
    /// <summary>Stores what is new and answers everything known, or the lines that say what contradicts.</summary>
    public static async Task<(WorkflowShelf? Shelf, ImmutableArray<string> Problems)> ShelveAsync(
        Ledger ledger, ImmutableArray<Workflow> files, WorkflowProof proof, Instant now, CancellationToken ct)
    {
        await using var db = ledger.CreateDb();
        var stored = await db.Workflows.ToListAsync(ct);
        var published = (await db.Publications.ToListAsync(ct)).Select(p => (p.Id, p.Version)).ToHashSet();
        var problems = ImmutableArray.CreateBuilder<string>();
        foreach (var file in files)
            if (stored.FirstOrDefault(w => w.Id == file.Id && w.Version == file.Version) is { } row && row.Sha256.ToString() != file.Sha256)
                problems.Add($"{file.Id} version {file.Version} was published with other content (SHA-256 {row.Sha256}; the file now has {file.Sha256}). "
                    + $"A published version never changes: restore it, and give the changed file the version {stored.Where(w => w.Id == file.Id).Max(w => w.Version) + 1}.");
        if (problems.Count > 0) return (null, problems.ToImmutable());
        foreach (var file in files) await ledger.KeepWorkflowAsync(file.Id, file.Version, file.Text, now, ct);
        var shelved = files.Select(file => new Shelved(file, offered: true)).ToList();
        foreach (var row in stored.Where(row => !files.Any(f => f.Id == row.Id && f.Version == row.Version)))
        {
            if (WorkflowFile.Read(row.Text) is WorkflowFile.Reading.Sound sound) shelved.Add(new Shelved(sound.Workflow, offered: published.Contains((row.Id, row.Version))));
            else problems.Add($"{row.Id} version {row.Version}, which orders may be pinned to, can no longer be read by this program.");
        }
        problems.AddRange(Unproved(shelved, files, proof));
        return problems.Count > 0 ? (null, problems.ToImmutable()) : (new WorkflowShelf([.. shelved.Select(s => s.Offered && !IsProved(s, files, proof) ? new Shelved(s.Workflow, offered: false) : s)]), []);
    }

    /// <summary>
    /// Published versions that the rules of today refuse. An older one is offered no longer; where it is the newest of its therapy nobody would notice that new
    /// orders go by an older one, and the server does not start.
    /// </summary>
    private static IEnumerable<string> Unproved(List<Shelved> shelved, ImmutableArray<Workflow> files, WorkflowProof proof) => shelved
        .Where(s => s.Offered).GroupBy(s => s.Workflow.Id, StringComparer.Ordinal).Select(versions => versions.MaxBy(s => s.Workflow.Version)!)
        .Where(newest => !IsProved(newest, files, proof))
        .Select(newest => $"{newest.Workflow.Id} version {newest.Workflow.Version}, which was published here, does not meet the safety properties of today. Put a version that does, with a higher number, into a workflows folder.");

    // The files have been proved before.
    private static bool IsProved(Shelved shelved, ImmutableArray<Workflow> files, WorkflowProof proof) =>
        files.Contains(shelved.Workflow) || proof.Of(Encoding.UTF8.GetBytes(shelved.Workflow.Text)) is WorkflowCatalogue.Building.Built;
}
