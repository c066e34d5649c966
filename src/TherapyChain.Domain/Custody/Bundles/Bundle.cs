namespace TherapyChain.Domain.Custody.Bundles;

/// <summary>
/// A custody record as one file (<c>.tcbundle</c>) that anyone can check without a server: UTF-8 lines, each canonical JSON and ended by a
/// line feed. Header, workflows, documents, one line for each entry, closing line; docs/decisions/0004-entry-format.md describes each.
/// </summary>
/// <param name="Order">The order whose record it is.</param>
/// <param name="Workflows">Every workflow the order ran on; usually one.</param>
/// <param name="Documents">Every document the entries name, once; the documents themselves are not in the bundle.</param>
public sealed record Bundle(OrderId Order, IReadOnlyList<BundledWorkflow> Workflows, IReadOnlyList<BundledDocument> Documents)
{
    public const string Format = "therapychain-bundle";
    public const int Version = 1;
    public const string FileExtension = ".tcbundle";

    // What a line begins with tells what it is, whatever else is wrong with it.
    internal static ReadOnlySpan<byte> EntryOpening => "{\"entry\":"u8;
    internal static ReadOnlySpan<byte> EntryHash => ",\"hash\":\""u8;
    internal static ReadOnlySpan<byte> EntryEnding => "\"}"u8;
    internal static ReadOnlySpan<byte> ClosingOpening => "{\"digest\":"u8;
}

/// <summary>A workflow file as it was when the order ran on it.</summary>
/// <param name="Sha256">SHA-256 of the file's bytes, which are <paramref name="Text"/> in UTF-8.</param>
public sealed record BundledWorkflow(string Id, int Version, Hash Sha256, string Text);

/// <summary>A document an entry names.</summary>
/// <param name="Size">Bytes.</param>
public sealed record BundledDocument(Hash Sha256, string Name, string MediaType, long Size);

/// <summary>The last line: what the writer saw, so that what is missing or altered can be named.</summary>
/// <param name="Digest">SHA-256 of every byte before the closing line.</param>
internal sealed record BundleClosing(Hash Digest, Hash Documents, int Entries, Hash Head, Hash Header, Hash Workflows);
