using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using TherapyChain.Domain.Workflows.Files;

namespace TherapyChain.Domain.Workflows;

/// <summary>A workflow's YAML form. The keys are in <c>workflows/workflow.schema.json</c>.</summary>
public static class WorkflowFile
{
    private const int MaxBytes = 1_000_000;

    /// <summary>What a file turned out to be.</summary>
    public abstract record Reading
    {
        private Reading() { }

        public sealed record Sound(Workflow Workflow) : Reading;

        /// <summary>At least one finding, in the order of the file.</summary>
        public sealed record Unsound(ImmutableArray<Finding> Findings) : Reading;
    }

    /// <summary>Reads UTF-8 without a byte order mark, at most 1,000,000 bytes.</summary>
    public static Reading Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxBytes) return No("file-too-large", $"The file has {bytes.Length} bytes; a workflow has at most {MaxBytes}.");
        if (bytes.StartsWith(Encoding.UTF8.Preamble)) return No("file-encoding", $"The file begins with a byte order mark. Save it as UTF-8 without one.");
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException broken)
        {
            return No("file-encoding", $"The file is not UTF-8 (byte {broken.Index} cannot be read). Save it as UTF-8.");
        }
        return Read(text, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    /// <summary>Reads a text as if it had been stored as UTF-8.</summary>
    public static Reading Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    /// <summary>
    /// Three sieves, each telling all it finds: the form; then what the names refer to; then where the paths lead. A later one runs only on
    /// what passed the earlier, because its findings would be echoes.
    /// </summary>
    private static Reading Read(string text, string sha256)
    {
        var findings = new List<Finding>();
        if (YamlReader.Read(text, findings) is not { } tree) return new Reading.Unsound(Ordered(findings));
        FormCheck.Check(tree, WorkflowForm.Root, "", findings);
        if (tree is not Yaml.Map file || findings.Count > 0) return new Reading.Unsound(Ordered(findings));
        var workflow = WorkflowBinding.Bind(file, text, sha256);
        findings.AddRange(AnywhereCheck.Of(file).Concat(WorkflowCheck.Remarks(workflow)).Select(r => r.In(file)));
        return findings.Count > 0 ? new Reading.Unsound(Ordered(findings)) : new Reading.Sound(workflow);
    }

    private static Reading.Unsound No(string code, Sentence message) => new([new Finding(code, 1, 1, message)]);

    private static ImmutableArray<Finding> Ordered(IEnumerable<Finding> findings) => [.. findings.OrderBy(f => f.Line).ThenBy(f => f.Column)];
}
