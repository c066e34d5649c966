using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using TherapyChain.Documents.Records;
using TherapyChain.Domain;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Custody.Bundles;
using TherapyChain.Domain.Orders;
using TherapyChain.Storage;

namespace TherapyChain.Cli.Ledger;

/// <summary>
/// A whole ledger as a ZIP file (docs/decisions/0026-one-open-file.md): a bundle for each order, each document under its hash, and tables of the names. Every bundle can be
/// verified alone; <c>export.json</c> says how many there are and which entry was recorded last, so that none can be left out.
/// </summary>
internal static class LedgerArchive
{
    private const string Index = "export.json", Readme = "README.txt", Orders = "orders/", Documents = "documents/";

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <param name="Last">The hash of the entry recorded last over all orders.</param>
    private sealed record Contents(string Format, int Version, long Orders, long Entries, string Last);

    public static async Task WriteAsync(LedgerContents ledger, string path, CancellationToken cancel)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var file = new FileStream(path, options);
        using var zip = new ZipArchive(file, ZipArchiveMode.Create);
        var (orders, workflows, (count, last)) = (ledger.Orders(), ledger.Workflows(), ledger.End());
        await PutAsync(Index, JsonSerializer.SerializeToUtf8Bytes(new Contents("therapychain-export", 1, orders.Count, count, last.ToString()), Format));
        await PutAsync(Readme, System.Text.Encoding.UTF8.GetBytes(Explanation));
        foreach (var listing in ledger.Listings()) await PutAsync($"{listing.Name}.csv", Csv.Of(listing.Columns, listing.Rows));
        foreach (var order in orders)
        {
            var entries = ledger.EntriesOf(order);
            await using var bundle = zip.CreateEntry($"{Orders}{order}{Bundle.FileExtension}").Open();
            await BundleWriter.WriteAsync(OrderBundle.Of(order, entries, (id, version) => workflows.GetValueOrDefault((id, version))), entries.ToAsyncEnumerable(), bundle, cancel);
        }
        foreach (var (sha256, bytes) in ledger.Documents()) await PutAsync($"{Documents}{sha256}", bytes);

        async Task PutAsync(string name, byte[] bytes)
        {
            await using var part = zip.CreateEntry(name).Open();
            await part.WriteAsync(bytes, cancel);
        }
    }

    /// <summary>Checks every bundle, every document, and that none is missing or added.</summary>
    public static async Task<Verification> VerifyAsync(string path, CancellationToken cancel)
    {
        try
        {
            using var zip = ZipFile.OpenRead(path);
            return await VerifyAsync(zip, cancel);
        }
        catch (InvalidDataException no)
        {
            return Wrong(RecordPart.Header, null, "The archive is damaged", "a ZIP file", no.Message.TrimEnd('.'));
        }
    }

    private static async Task<Verification> VerifyAsync(ZipArchive zip, CancellationToken cancel)
    {
        if (Read(zip) is not { } stated || !Hash.TryParse(stated.Last, out var last))
            return new Verification.Broken(RecordPart.Header, null, 0, 0, "export.json is missing or cannot be read", "an export of format version 1", "something else");
        var (entries, heads, named) = (0L, new HashSet<Hash>(), new HashSet<Hash>());
        var bundles = zip.Entries.Where(part => part.FullName.StartsWith(Orders, StringComparison.Ordinal)).ToList();
        foreach (var part in bundles)
        {
            await using var stream = await part.OpenAsync(cancel);
            var found = await BundleVerifier.VerifyAsync(stream, cancel);
            if (found is not Verification.Sound sound) return found;
            if (part.FullName != $"{Orders}{sound.Order}{Bundle.FileExtension}") return Wrong(RecordPart.Header, sound.Order, "A bundle stands under the name of another order", $"{sound.Order}", part.Name);
            entries += sound.Count;
            heads.Add(sound.Head);
            foreach (var document in await DocumentsOfAsync(part, cancel)) named.Add(document);
        }
        if (bundles.DistinctBy(part => part.FullName).LongCount() != stated.Orders || bundles.Count != stated.Orders) return Wrong(RecordPart.Header, null, "Orders are missing or added", $"{stated.Orders} orders", $"{bundles.Count}");
        if (entries != stated.Entries) return Wrong(RecordPart.Entry, null, "Entries are missing or added", $"{stated.Entries} entries", $"{entries}");
        if (entries > 0 && !heads.Contains(last)) return Wrong(RecordPart.Entry, null, "The entry that was recorded last is missing", $"{last}", "nothing");
        foreach (var part in zip.Entries.Where(part => part.FullName.StartsWith(Documents, StringComparison.Ordinal)))
        {
            await using var stream = await part.OpenAsync(cancel);
            var found = Hash.From(await System.Security.Cryptography.SHA256.HashDataAsync(stream, cancel));
            if (part.Name != found.ToString()) return Wrong(RecordPart.Documents, null, "A document is not what was kept", part.Name, $"{found}");
            named.Remove(found);
        }
        return named.Count > 0 ? Wrong(RecordPart.Documents, null, "A document that an entry names is missing", $"{named.First()}", "nothing") : new Verification.Sound(null, last, entries);
    }

    /// <summary>What a sound archive holds.</summary>
    public static RecordFile.Contents Survey(string path)
    {
        using var zip = ZipFile.OpenRead(path);
        return new RecordFile.Contents([], [], zip.Entries.Count(part => part.FullName.StartsWith(Documents, StringComparison.Ordinal)), Read(zip)?.Orders ?? 0);
    }

    /// <summary>The hash of one entry; null when there is none.</summary>
    public static Hash? HashOf(string path, OrderId order, int seq)
    {
        using var zip = ZipFile.OpenRead(path);
        if (zip.GetEntry($"{Orders}{order}{Bundle.FileExtension}") is not { } part) return null;
        using var lines = new StreamReader(part.Open());
        return RecordFile.HashIn(Lines(lines), seq);
    }

    private static IEnumerable<string> Lines(StreamReader reader)
    {
        while (reader.ReadLine() is { } line) yield return line;
    }

    private static Contents? Read(ZipArchive zip)
    {
        if (zip.GetEntry(Index) is not { Length: < 10_000 } part) return null;
        using var stream = part.Open();
        try
        {
            return JsonSerializer.Deserialize<Contents>(stream, Format) is { Format: "therapychain-export", Version: 1 } contents ? contents : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static async Task<IEnumerable<Hash>> DocumentsOfAsync(ZipArchiveEntry part, CancellationToken cancel)
    {
        using var reader = new StreamReader(await part.OpenAsync(cancel));
        using var json = JsonDocument.Parse(Lines(reader).ElementAt(2));
        return [.. json.RootElement.GetProperty("documents").EnumerateArray().Select(d => Hash.TryParse(d.GetProperty("sha256").GetString()!, out var hash) ? hash : default)];
    }

    private static Verification.Broken Wrong(RecordPart part, OrderId? order, string what, string expected, string found) => new(part, order, 0, 0, what, expected, found);

    private static readonly string Explanation = string.Create(CultureInfo.InvariantCulture, $"""
        All custody records of one ledger, written by TherapyChain.

        export.json      how many orders and entries there are, and the hash of the entry that was recorded last
        orders/          for each order its custody record ({Bundle.FileExtension}): lines of JSON; each can be verified alone
        documents/       the documents that entries name, each under its SHA-256
        sites.csv        what the names of sites mean; people.csv and identifiers.csv the same for staff, and for codes on labels

        An entry says what happened (type, data), when (at, recorded: UTC; zone: the wall clock's), where (site), and who did it (actor, role). Its hash is the SHA-256
        of its bytes, and each names the hash of the one before it (prev). Patients are not named: their hospital keeps who they are.
        therapychain ledger verify <this file> checks everything; so does any program that can read ZIP, JSON and SHA-256.
        """);
}
