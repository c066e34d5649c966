using System.Text.Json;

namespace TherapyChain.Domain.Custody.Bundles;

/// <summary>The lines of a bundle other than entries, written and read.</summary>
internal static class BundleLines
{
    public static void Header(CanonicalWriter json, OrderId order)
    {
        json.BeginObject();
        json.Key("format"); json.Value(Bundle.Format);
        json.Key("order"); json.Value(order.ToString());
        json.Key("v"); json.Value(Bundle.Version);
        json.EndObject();
    }

    public static void Workflows(CanonicalWriter json, IEnumerable<BundledWorkflow> workflows)
    {
        json.BeginObject();
        json.Key("workflows");
        json.BeginArray();
        foreach (var workflow in workflows)
        {
            json.BeginObject();
            json.Key("id"); json.Value(workflow.Id);
            json.Key("sha256"); json.Value(workflow.Sha256.ToString());
            json.Key("text"); json.Value(workflow.Text);
            json.Key("version"); json.Value(workflow.Version);
            json.EndObject();
        }
        json.EndArray();
        json.EndObject();
    }

    public static void Documents(CanonicalWriter json, IEnumerable<BundledDocument> documents)
    {
        json.BeginObject();
        json.Key("documents");
        json.BeginArray();
        foreach (var document in documents)
        {
            json.BeginObject();
            json.Key("media-type"); json.Value(document.MediaType);
            json.Key("name"); json.Value(document.Name);
            json.Key("sha256"); json.Value(document.Sha256.ToString());
            json.Key("size"); json.Value(document.Size);
            json.EndObject();
        }
        json.EndArray();
        json.EndObject();
    }

    public static void Closing(CanonicalWriter json, BundleClosing closing)
    {
        json.BeginObject();
        json.Key("digest"); json.Value(closing.Digest.ToString());
        json.Key("documents"); json.Value(closing.Documents.ToString());
        json.Key("entries"); json.Value(closing.Entries);
        json.Key("head"); json.Value(closing.Head.ToString());
        json.Key("header"); json.Value(closing.Header.ToString());
        json.Key("workflows"); json.Value(closing.Workflows.ToString());
        json.EndObject();
    }

    /// <exception cref="FormatException">Not the line it should be; so with each reader here.</exception>
    public static OrderId ReadHeader(ReadOnlyMemory<byte> line) => Read(line, root =>
    {
        if (Text(root, "format") != Bundle.Format) throw new FormatException($"\"format\" is \"{Text(root, "format")}\", not \"{Bundle.Format}\"");
        if (Number(root, "v") != Bundle.Version) throw new FormatException($"format version {Number(root, "v")} is not known to this program");
        Only(root, "format", "order", "v");
        return OrderId.TryParse(Text(root, "order"), out var order) ? order : throw new FormatException("\"order\" is not the name of an order");
    });

    public static IReadOnlyList<BundledWorkflow> ReadWorkflows(ReadOnlyMemory<byte> line) => Read(line, root =>
    {
        Only(root, "workflows");
        return Items(root, "workflows").Select(item =>
        {
            Only(item, "id", "sha256", "text", "version");
            return new BundledWorkflow(Text(item, "id"), checked((int)Number(item, "version")), HashOf(item, "sha256"), Text(item, "text"));
        }).ToList();
    });

    public static IReadOnlyList<BundledDocument> ReadDocuments(ReadOnlyMemory<byte> line) => Read(line, root =>
    {
        Only(root, "documents");
        return Items(root, "documents").Select(item =>
        {
            Only(item, "media-type", "name", "sha256", "size");
            return Document(item);
        }).ToList();
    });

    public static BundledDocument Document(JsonElement item) =>
        new(HashOf(item, "sha256"), Text(item, "name"), Text(item, "media-type"), Number(item, "size"));

    public static BundleClosing ReadClosing(ReadOnlyMemory<byte> line) => Read(line, root =>
    {
        Only(root, "digest", "documents", "entries", "head", "header", "workflows");
        return new BundleClosing(
            HashOf(root, "digest"), HashOf(root, "documents"), checked((int)Number(root, "entries")),
            HashOf(root, "head"), HashOf(root, "header"), HashOf(root, "workflows"));
    });

    private static T Read<T>(ReadOnlyMemory<byte> line, Func<JsonElement, T> shape)
    {
        var scan = new CanonicalScanner(line.Span);
        var end = scan.Is(0, '{') ? scan.Value(0) : scan.Refuse(0, "'{' must begin it");
        if (end >= 0 && !scan.IsEnd(end)) end = scan.Refuse(end, "nothing may follow");
        if (end < 0) throw new FormatException($"not a canonical JSON object, byte {scan.FaultAt + 1}: {scan.Fault}");
        using var document = JsonDocument.Parse(line);
        try
        {
            return shape(document.RootElement);
        }
        catch (OverflowException no)
        {
            throw new FormatException("a number is too large", no);
        }
    }

    private static void Only(JsonElement item, params ReadOnlySpan<string> known)
    {
        foreach (var member in item.EnumerateObject())
            if (!known.Contains(member.Name)) throw new FormatException($"the member \"{member.Name}\" is not known to format version {Bundle.Version}");
    }

    private static JsonElement Member(JsonElement item, string name, JsonValueKind kind) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) && value.ValueKind == kind
            ? value
            : throw new FormatException($"the member \"{name}\" is missing or of another kind");

    private static string Text(JsonElement item, string name) => Member(item, name, JsonValueKind.String).GetString()!;

    private static long Number(JsonElement item, string name) =>
        Member(item, name, JsonValueKind.Number).TryGetInt64(out var number) ? number : throw new FormatException($"\"{name}\" is not a whole number");

    public static Hash HashOf(JsonElement item, string name) =>
        Hash.TryParse(Text(item, name), out var hash) ? hash : throw new FormatException($"\"{name}\" is not a hash");

    private static JsonElement.ArrayEnumerator Items(JsonElement item, string name) => Member(item, name, JsonValueKind.Array).EnumerateArray();
}
