using System.Text;
using System.Text.Json;
using NodaTime;
using TherapyChain.Domain.Custody;
using TherapyChain.Testing;

namespace TherapyChain.Tests.Custody;

/// <summary>The tree of RFC 6962 by its published vectors, and what it is there for: that entries written anew do not fit what was noted.</summary>
public sealed class MerkleTreeTests
{
    private static readonly JsonElement Vectors = TestData.Json("merkle/rfc6962_hashes.json");
    private static readonly Instant Noted = Instant.FromUtc(2026, 3, 4, 5, 6, 7);

    [Fact]
    public void Roots_are_those_of_the_published_vectors_for_every_size()
    {
        var roots = Vectors.GetProperty("rootHexBySize").EnumerateArray().Select(root => root.GetString()).ToList();
        var tree = new MerkleTree();
        Assert.Equal(roots[0], $"{tree.Root}");
        foreach (var (leaf, root) in Vectors.GetProperty("leavesHex").EnumerateArray().Zip(roots.Skip(1)))
        {
            tree.Add(Convert.FromHexString(leaf.GetString()!));
            Assert.Equal(root, $"{tree.Root}");
        }
        Assert.Equal(8, tree.Size);
    }

    [Fact]
    public void A_root_is_the_one_of_its_definition_whatever_the_size()
    {
        var leaves = Enumerable.Range(0, 130).Select(n => Encoding.UTF8.GetBytes($"entry {n}")).ToArray();
        var tree = new MerkleTree();
        for (var n = 1; n <= leaves.Length; n++)
        {
            tree.Add(leaves[n - 1]);
            Assert.Equal(Defined(leaves.AsSpan(0, n)), tree.Root);
        }
    }

    [Fact]
    public void An_entry_written_anew_left_out_or_moved_does_not_fit_what_was_noted()
    {
        var entries = Enumerable.Range(1, 12).Select(n => Encoding.UTF8.GetBytes($"entry {n}")).ToArray();
        NotedRoot[] noted = [Note(entries[..5]), Note(entries[..9]), Note(entries)];
        Assert.Null(Compare(entries, noted));
        Assert.Null(Compare([.. entries, "another"u8.ToArray()], noted));

        for (var n = 0; n < entries.Length; n++)
        {
            var broken = Compare([.. entries[..n], "anew"u8.ToArray(), .. entries[(n + 1)..]], noted)!;
            Assert.Equal((RecordPart.Roots, n < 5 ? 5 : n < 9 ? 9 : 12), (broken.Part, broken.Line));
            Assert.NotNull(Compare([.. entries[..n], .. entries[(n + 1)..]], noted));
            if (n > 0) Assert.NotNull(Compare([.. entries[..(n - 1)], entries[n], entries[n - 1], .. entries[(n + 1)..]], noted));
        }
        Assert.Equal("Unknown order, noted roots: Entries are missing at the end that were there on 2026-03-04T05:06:07Z. Expected 12 entries; found 11.", $"{Compare(entries[..11], noted)}");
    }

    [Fact]
    public void A_line_is_read_as_it_was_written_and_nothing_else_is()
    {
        var root = Note(["a"u8.ToArray()]);
        var line = $"{root}";
        Assert.Equal(root, NotedRoot.Parse(line));
        foreach (var other in new[] { "", " ", $" {line}", $"{line} ", $"0{line}", $"-{line}", line.ToUpperInvariant(), line[..^1], line.Replace(' ', '\t'), $"0 {line.Split(' ', 2)[1]}", $"{line} more" })
            Assert.Null(NotedRoot.Parse(other));
    }

    private static Verification.Broken? Compare(byte[][] entries, NotedRoot[] noted)
    {
        var check = new RootCheck(noted);
        return entries.Select(entry => check.Next(entry)).FirstOrDefault(broken => broken is not null) ?? check.Missing();
    }

    private static NotedRoot Note(byte[][] entries)
    {
        var tree = new MerkleTree();
        foreach (var entry in entries) tree.Add(entry);
        return new NotedRoot(tree.Size, tree.Root, Noted);
    }

    // Section 2.1, word by word.
    private static Hash Defined(ReadOnlySpan<byte[]> leaves)
    {
        if (leaves.Length == 1) return Hash.Of([0, .. leaves[0]]);
        var k = 1;
        while (k * 2 < leaves.Length) k *= 2;
        return Hash.Of([1, .. Defined(leaves[..k]).ToArray(), .. Defined(leaves[k..]).ToArray()]);
    }
}
