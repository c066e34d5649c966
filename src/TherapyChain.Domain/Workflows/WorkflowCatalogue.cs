using System.Collections.Frozen;
using System.Collections.Immutable;
using TherapyChain.Domain.Workflows.Proofs;

namespace TherapyChain.Domain.Workflows;

/// <summary>
/// All workflows that orders may follow, each read, checked and proved against every safety property. There is a catalogue only when all
/// of them are sound: one bad file stops the start, because nobody would notice that a therapy is missing.
/// </summary>
public sealed class WorkflowCatalogue
{
    private readonly FrozenDictionary<(string Id, int Version), Workflow> _byVersion;
    private readonly FrozenDictionary<string, Workflow> _byHash;
    private readonly FrozenDictionary<string, Workflow> _latest;

    private WorkflowCatalogue(ImmutableArray<Workflow> workflows)
    {
        All = [.. workflows.OrderBy(w => w.Id, StringComparer.Ordinal).ThenBy(w => w.Version)];
        _byVersion = All.ToFrozenDictionary(w => (w.Id, w.Version));
        _byHash = All.ToFrozenDictionary(w => w.Sha256, StringComparer.Ordinal);
        _latest = All.GroupBy(w => w.Id, StringComparer.Ordinal).ToFrozenDictionary(g => g.Key, g => g.MaxBy(w => w.Version)!, StringComparer.Ordinal);
    }

    /// <summary>A file as the host read it.</summary>
    /// <param name="Name">What it is called in findings.</param>
    public sealed record Source(string Name, ReadOnlyMemory<byte> Bytes);

    /// <summary>A finding and the file it is about.</summary>
    public sealed record FileFinding(string File, Finding Finding);

    /// <summary>What the files came to.</summary>
    public abstract record Building
    {
        private Building() { }

        public sealed record Built(WorkflowCatalogue Catalogue) : Building;

        /// <summary>At least one finding; nothing of the files is used.</summary>
        public sealed record Refused(ImmutableArray<FileFinding> Findings) : Building;
    }

    /// <summary>By id, then version.</summary>
    public ImmutableArray<Workflow> All { get; }

    /// <summary>The workflow that new orders follow.</summary>
    public Workflow? Latest(string id) => _latest.GetValueOrDefault(id);

    public Workflow? Find(string id, int version) => _byVersion.GetValueOrDefault((id, version));

    /// <summary>The workflow with exactly these bytes: what an order has pinned.</summary>
    public Workflow? ByHash(string sha256) => _byHash.GetValueOrDefault(sha256);

    public static Building Build(IEnumerable<Source> workflows, IEnumerable<Source> safety)
    {
        var findings = ImmutableArray.CreateBuilder<FileFinding>();
        var properties = new List<SafetyProperty>();
        foreach (var file in safety)
        {
            switch (SafetyFile.Read(file.Bytes.Span))
            {
                case SafetyFile.Reading.Unsound no: findings.AddRange(no.Findings.Select(f => new FileFinding(file.Name, f))); break;
                case SafetyFile.Reading.Sound yes:
                    foreach (var twice in yes.Properties.Where(p => properties.Any(q => q.Name == p.Name)))
                        findings.Add(new FileFinding(file.Name, new Finding("duplicate-property", 0, 0, $"The property {twice.Name} is declared in another file too; give it a name of its own.")));
                    properties.AddRange(yes.Properties);
                    break;
            }
        }
        if (properties.Count == 0 && findings.Count == 0)
            findings.Add(new FileFinding("safety.yaml", new Finding("no-safety-properties", 0, 0, $"There are no safety properties: without them nothing is proved, and no workflow is used.")));
        var read = new List<Workflow>();
        foreach (var file in workflows)
        {
            switch (WorkflowFile.Read(file.Bytes.Span))
            {
                case WorkflowFile.Reading.Unsound no: findings.AddRange(no.Findings.Select(f => new FileFinding(file.Name, f))); break;
                case WorkflowFile.Reading.Sound { Workflow: var workflow }:
                    if (read.Any(w => w.Id == workflow.Id && w.Version == workflow.Version))
                        findings.Add(new FileFinding(file.Name, new Finding("duplicate-workflow", 1, 1, $"{workflow.Id} version {workflow.Version} is in another file too; a published version never changes, so give this one the next version.")));
                    else if (SafetyProof.Prove(workflow, properties) is SafetyProof.Outcome.Broken broken)
                        findings.AddRange(broken.Findings.Select(f => new FileFinding(file.Name, f)));
                    read.Add(workflow);
                    break;
            }
        }
        return findings.Count > 0 ? new Building.Refused(findings.ToImmutable()) : new Building.Built(new WorkflowCatalogue([.. read]));
    }
}
