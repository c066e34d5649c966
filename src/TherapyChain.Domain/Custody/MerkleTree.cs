using System.Security.Cryptography;

namespace TherapyChain.Domain.Custody;

/// <summary>
/// The Merkle tree over all entries in the order of commits (RFC 6962 section 2.1), as far as its root needs it: of what was added only the roots
/// of the largest whole subtrees are kept, one for each bit set in the size.
/// </summary>
public sealed class MerkleTree
{
    private const byte LeafMark = 0, NodeMark = 1;

    private readonly List<Hash> _whole = [];
    private readonly IncrementalHash _sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>How many entries it covers.</summary>
    public long Size { get; private set; }

    /// <summary>The root over all that was added; of nothing, the hash of nothing.</summary>
    public Hash Root => _whole.Count == 0 ? Hash.Of([]) : _whole.AsEnumerable().Reverse().Aggregate((right, left) => Node(left, right));

    /// <summary>Adds the next entry by its canonical bytes.</summary>
    public void Add(ReadOnlySpan<byte> entry)
    {
        var node = Leaf(entry);
        // Two subtrees of one size become one of twice that size, as a carry goes through the ones of a binary number.
        for (var size = Size; (size & 1) == 1; size >>= 1)
        {
            node = Node(_whole[^1], node);
            _whole.RemoveAt(_whole.Count - 1);
        }
        _whole.Add(node);
        Size++;
    }

    private Hash Leaf(ReadOnlySpan<byte> entry)
    {
        _sha.AppendData([LeafMark]);
        _sha.AppendData(entry);
        return End();
    }

    private Hash Node(Hash left, Hash right)
    {
        Span<byte> bytes = stackalloc byte[1 + 2 * Hash.Size];
        bytes[0] = NodeMark;
        left.CopyTo(bytes[1..]);
        right.CopyTo(bytes[(1 + Hash.Size)..]);
        _sha.AppendData(bytes);
        return End();
    }

    private Hash End()
    {
        Span<byte> digest = stackalloc byte[Hash.Size];
        _sha.GetHashAndReset(digest);
        return Hash.From(digest);
    }
}
