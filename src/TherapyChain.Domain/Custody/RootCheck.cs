using NodaTime.Text;
using static TherapyChain.Domain.Custody.Verification;

namespace TherapyChain.Domain.Custody;

/// <summary>Compares entries, given one after the other in the order of commits, with the roots that were noted of them.</summary>
/// <param name="noted">In ascending size.</param>
public sealed class RootCheck(IReadOnlyList<NotedRoot> noted)
{
    private int _next;

    /// <summary>The tree over what has been given.</summary>
    public MerkleTree Tree { get; } = new();

    /// <summary>How many entries are covered by the last root that agreed.</summary>
    public long Agreed => _next == 0 ? 0 : noted[_next - 1].Size;

    /// <summary>Takes the next entry: null when it agrees with what was noted, or when nothing was noted there.</summary>
    public Broken? Next(ReadOnlySpan<byte> entry)
    {
        Tree.Add(entry);
        if (_next == noted.Count || noted[_next].Size != Tree.Size) return null;
        var root = noted[_next];
        if (Tree.Root is var found && found != root.Root)
            return new Broken(RecordPart.Roots, null, 0, root.Size, $"The ledger was written anew: of entries {Agreed + 1} to {root.Size} at least one is not what it was on {At(root)}", $"root {root.Root}", $"{found}");
        _next++;
        return null;
    }

    /// <summary>At the end: the first root of which there are not even as many entries.</summary>
    public Broken? Missing() => _next == noted.Count ? null
        : new Broken(RecordPart.Roots, null, 0, 0, $"Entries are missing at the end that were there on {At(noted[_next])}", $"{noted[_next].Size} entries", $"{Tree.Size}");

    private static string At(NotedRoot root) => InstantPattern.General.Format(root.At);
}
