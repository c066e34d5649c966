using System.Collections.Immutable;
using System.CommandLine;
using TherapyChain.Cli.Workflows;
using TherapyChain.Domain.Access;
using TherapyChain.Domain.Compliance;
using TherapyChain.Domain.Workflows;
using TherapyChain.Domain.Workflows.Proofs;

namespace TherapyChain.Cli.Validation;

/// <summary><c>validation-pack</c>: writes a folder that a hospital can file beside its own validation.</summary>
internal static class WriteValidationPack
{
    public static Command Verb()
    {
        var folder = new Argument<string>("folder") { Description = "The folder to write; it must not exist or be empty." };
        var results = new Option<string?>("--results") { Description = "A TRX file or a folder of them: what tests/run --results wrote for this build." };
        var workflows = new Option<string?>("--workflows") { Description = "The folder of the workflows in use; the shipped ones when left out." };
        return Cli.Verb.Create("validation-pack", "Write requirements, risks, test evidence, configuration and workflow proofs of this build, to be filed.", [folder, results, workflows],
            (parsed, cancel) => RunAsync(parsed.GetRequiredValue(folder), parsed.GetValue(results), parsed.GetValue(workflows), cancel));
    }

    private static async Task<Answer> RunAsync(string folder, string? results, string? workflows, CancellationToken cancel)
    {
        if (File.Exists(folder) || Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()) return Answer.Wrong($"{folder} exists and is not empty. A pack is never written over another.");
        if ((workflows ?? WorkflowFolder.Default) is not { } place || !Directory.Exists(place)) return Answer.Wrong("There is no folder of workflows. Name it with --workflows.");
        if (results is not null && !File.Exists(results) && !Directory.Exists(results)) return Answer.Wrong($"There is no file or folder {results}.");
        try
        {
            var evidence = results is null ? null : TestEvidence.Read(File.Exists(results) ? [results] : Directory.EnumerateFiles(results, "*.trx"));
            if (evidence is { Runs.IsEmpty: true }) return Answer.Wrong($"There is no TRX file in {results}.");
            return await WriteAsync(folder, evidence, place, cancel);
        }
        catch (FormatException no)
        {
            return Answer.Wrong(no.Message);
        }
    }

    private static async Task<Answer> WriteAsync(string folder, TestEvidence? evidence, string place, CancellationToken cancel)
    {
        var (files, safety) = await WorkflowFolder.ReadAsync(place, cancel);
        var properties = safety.SelectMany(s => Sound(s)).ToList();
        var read = files.Select(f => (File: f, Reading: WorkflowFile.Read(f.Bytes.Span))).ToList();
        if (read.FirstOrDefault(r => r.Reading is not WorkflowFile.Reading.Sound) is { File: { } unsound }) return Answer.Wrong($"{unsound.Name} is not sound; workflows check says more.");
        var proofs = WorkflowProofs.Of(read.Select(r => ((WorkflowFile.Reading.Sound)r.Reading).Workflow), properties);
        var requirements = ComplianceFiles.Requirements(Resource("requirements.csv"), Resource("fulfilment.yaml"), Resource("tests.csv"));
        var risks = ComplianceFiles.Risks(Resource("risks.yaml"));
        var configuration = Configuration.OfThis();

        var pack = new Pack(folder);
        await pack.WriteAsync("requirements.md", "What regulations ask, what meets it, what is missing, and the tests that show it.", ComplianceText.Matrix(requirements), cancel);
        await pack.WriteAsync("requirements.csv", "The requirements as they were taken as a basis.", Resource("requirements.csv"), cancel);
        await pack.WriteAsync("risks.md", "Hazards with cause, severity, probability, mitigation and what rests.", ComplianceText.Risks(risks), cancel);
        await pack.WriteAsync("permissions.md", "Who may do what: role, act, relation of the site.", PermissionText.Markdown(PermissionTable.Shipped), cancel);
        await pack.WriteAsync("evidence.md", "The outcome of each test that shows a requirement or a mitigation.", EvidencePage.Of(requirements, risks, evidence), cancel);
        foreach (var run in evidence?.Runs ?? []) await pack.WriteAsync($"results/{run.File}", "The results as the test run left them.", run.Bytes, cancel);
        await pack.WriteAsync("configuration.md", "Version, commit, runtime, database settings and packages.", configuration.Page(), cancel);
        await pack.WriteAsync("proofs.md", "Each safety property of each workflow with its verdict.", proofs.Page(), cancel);
        foreach (var proof in proofs.All)
        {
            await pack.WriteAsync($"workflows/{proof.Workflow.Id}.v{proof.Workflow.Version}.yaml", "The workflow, byte for byte as it was proved.", proof.Workflow.Text, cancel);
            await pack.WriteAsync($"workflows/{proof.Workflow.Id}.v{proof.Workflow.Version}.md", "The same as a table for review.", WorkflowDrawing.Table(proof.Workflow, "en"), cancel);
        }
        foreach (var file in safety) await pack.WriteAsync($"workflows/{Path.GetFileName(file.Name)}", "The properties that were proved.", file.Bytes.ToArray(), cancel);
        var findings = Findings(requirements, evidence, proofs).ToImmutableArray();
        await pack.WriteAsync("index.md", "This page.", PackIndex.Of(configuration, requirements, risks, evidence, proofs, findings, pack), cancel);
        await pack.SealAsync(cancel);
        return new Answer(
            findings.IsEmpty ? ExitCode.Good : ExitCode.Finding,
            new
            {
                folder, version = configuration.Version, commit = configuration.Commit, files = pack.Files.Count + 1, evidence = evidence is not null,
                fulfilled = requirements.Count(r => r.State == Fulfilment.Fulfilled), partly = requirements.Count(r => r.State == Fulfilment.Partly),
                notYet = requirements.Count(r => r.State == Fulfilment.NotYet), risks = risks.Length, brokenProperties = proofs.Broken, findings,
            },
            page =>
            {
                page.Line($"{folder}: {pack.Files.Count + 1} files. Begin with index.md; sha256sum -c SHA256SUMS checks them.");
                if (evidence is null) page.Line("No test results were given: the pack says so on its first page. Run tests/run --results <folder> and name it with --results.");
                foreach (var finding in findings) page.Item(finding);
            },
            findings.IsEmpty ? null : $"{findings.Length} finding{(findings.Length == 1 ? "" : "s")}; the pack was written and says so.");
    }

    private static IEnumerable<string> Findings(ImmutableArray<Requirement> requirements, TestEvidence? evidence, WorkflowProofs proofs)
    {
        if (proofs.Broken > 0) yield return $"{proofs.Broken} safety properties do not hold (proofs.md).";
        if (evidence is null) yield break;
        if (evidence.Runs.Sum(r => r.Failed) is var failed and > 0) yield return $"{failed} tests failed.";
        foreach (var r in requirements.Where(r => r.State == Fulfilment.Fulfilled))
            if (r.Tests.Where(t => !evidence.Tests.TryGetValue(t, out var o) || !o.IsPassed).ToList() is { Count: > 0 } without)
                yield return $"{r.Id} is said to be fulfilled, and these results do not show it: {string.Join(", ", without.Select(t => $"{t} ({evidence.WordOf(t)})"))}.";
    }

    private static ImmutableArray<SafetyProperty> Sound(WorkflowCatalogue.Source file) => SafetyFile.Read(file.Bytes.Span) switch
    {
        SafetyFile.Reading.Sound sound => sound.Properties,
        _ => throw new FormatException($"{file.Name} is not sound; workflows check says more."),
    };

    private static string Resource(string name)
    {
        using var stream = typeof(WriteValidationPack).Assembly.GetManifestResourceStream($"compliance/{name}") ?? throw new InvalidOperationException($"The program lacks {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
