using NodaTime;
using TherapyChain.Domain.Custody;

namespace TherapyChain.Storage.Tests;

public sealed class RootsFileTests : IDisposable
{
    private readonly LedgerFolder _folder = new();
    private readonly MerkleTree _tree = new();

    private string File => _folder.Another("ledger.roots");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_is_read_as_it_was_noted_and_is_its_owners_alone()
    {
        Assert.Empty(RootsFile.Read(File));
        NotedRoot[] noted = [Note(), Note(), Note()];
        Assert.Equal(noted, RootsFile.Read(File));
        Assert.Equal([1L, 2, 3], noted.Select(root => root.Size));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
    }

    [Fact]
    public void A_line_that_was_cut_by_a_crash_was_never_noted_and_the_next_takes_its_place()
    {
        var whole = Note();
        foreach (var cut in new[] { "2", "2 abc", $"2 {whole.Root} 2026-01-01T00:00:0" })
        {
            System.IO.File.WriteAllText(File, $"{whole}\n{cut}");
            Assert.Equal([whole], RootsFile.Read(File));
        }
        var next = Note();
        Assert.Equal([whole, next], RootsFile.Read(File));
    }

    [Theory]
    [InlineData("nonsense\n", "line 1")]
    [InlineData("{0}\n\n", "line 2")]
    [InlineData("{0}\n{0}\n", "line 2")]
    public void A_line_that_is_no_root_or_comes_too_early_is_named(string text, string where)
    {
        var root = Note();
        System.IO.File.WriteAllText(File, text.Replace("{0}", $"{root}", StringComparison.Ordinal));
        Assert.Contains(where, Assert.Throws<RootsFileException>(() => RootsFile.Read(File)).Message, StringComparison.Ordinal);
    }

    private NotedRoot Note()
    {
        _tree.Add(BitConverter.GetBytes(_tree.Size));
        return RootsFile.Append(File, _tree, Instant.FromUtc(2026, 3, 4, 5, 6) + Duration.FromMinutes(_tree.Size));
    }
}
