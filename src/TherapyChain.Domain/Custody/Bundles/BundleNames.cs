using System.Text.Json;

namespace TherapyChain.Domain.Custody.Bundles;

/// <summary>
/// The workflows and documents that entries name by hash: the member <c>workflow-sha256</c> in the <c>data</c> of any entry, and
/// <c>sha256</c> in that of a <c>document.added</c>.
/// </summary>
public sealed class BundleNames
{
    private readonly HashSet<Hash> _workflows = [];
    private readonly HashSet<Hash> _documents = [];

    public IReadOnlySet<Hash> Workflows => _workflows;

    public IReadOnlySet<Hash> Documents => _documents;

    /// <summary>Takes the names out of an entry; answers what is wrong with one, or null.</summary>
    public string? Collect(ReadOnlyMemory<byte> entry)
    {
        if (entry.Span.IndexOf("\"workflow-sha256\":"u8) < 0 && entry.Span.IndexOf("\"document.added\""u8) < 0) return null;
        using var document = JsonDocument.Parse(entry);
        var data = document.RootElement.GetProperty("data");
        if (data.TryGetProperty("workflow-sha256", out var workflow) && !Add(workflow, _workflows)) return "\"workflow-sha256\" is not a hash";
        if (document.RootElement.GetProperty("type").ValueEquals("document.added"u8))
            if (!data.TryGetProperty("sha256", out var added) || !Add(added, _documents)) return "\"sha256\" of a document is not a hash";
        return null;
    }

    private static bool Add(JsonElement value, HashSet<Hash> names)
    {
        var sound = Hash.TryParse(value.ValueKind == JsonValueKind.String ? value.GetString() : null, out var hash);
        if (sound) names.Add(hash);
        return sound;
    }
}
