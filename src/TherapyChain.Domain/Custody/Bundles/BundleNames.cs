using System.Text.Json;

namespace TherapyChain.Domain.Custody.Bundles;

/// <summary>
/// The workflows and documents that entries name: the member <c>workflow-sha256</c> in the <c>data</c> of any entry, and what a
/// <c>document.added</c> says. A writer asks it what belongs into a bundle, the verifier whether it is there.
/// </summary>
public sealed class BundleNames
{
    private readonly HashSet<Hash> _workflows = [];
    private readonly HashSet<BundledDocument> _documents = [];

    public IReadOnlySet<Hash> Workflows => _workflows;

    public IReadOnlySet<BundledDocument> Documents => _documents;

    /// <summary>Takes the names out of a sealed entry; answers what is wrong with one, or null.</summary>
    public string? Collect(ReadOnlySpan<byte> entry)
    {
        if (entry.IndexOf("\"workflow-sha256\":"u8) < 0 && entry.IndexOf("\"document.added\""u8) < 0) return null;
        using var document = JsonDocument.Parse(entry.ToArray());
        var data = document.RootElement.GetProperty("data");
        try
        {
            if (data.TryGetProperty("workflow-sha256", out _)) _workflows.Add(BundleLines.HashOf(data, "workflow-sha256"));
            if (document.RootElement.GetProperty("type").ValueEquals("document.added"u8)) _documents.Add(BundleLines.Document(data));
            return null;
        }
        catch (FormatException no)
        {
            return no.Message;
        }
    }
}
