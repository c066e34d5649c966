using System.Collections.Concurrent;
using TherapyChain.Domain.Identity;
using TherapyChain.Testing;

namespace TherapyChain.Tests.Identity;

/// <summary>A million scans of the wrong patient or the wrong bag, none of which may pass; and the right ones, all of which must.</summary>
public sealed class ScanSuite
{
    private const int Chunks = 240, ScansPerChunk = 5_000;

    [Fact]
    [Requirement("P4-05")]
    public void Of_a_million_wrong_scans_none_is_accepted()
    {
        var passed = new ConcurrentBag<string>();
        var made = new ConcurrentDictionary<string, int>();
        Parallel.For(0, Chunks, chunk =>
        {
            var g = new GeneratedLabels(chunk);
            for (var i = 0; i < ScansPerChunk; i++)
            {
                var kind = GeneratedLabels.Kinds[i % GeneratedLabels.Kinds.Length];
                var (name, make) = WrongScans.Ways[i / GeneratedLabels.Kinds.Length % WrongScans.Ways.Length];
                var declared = g.Code(kind);
                var scan = make(g, kind, declared);
                if (LabelGrammar.Compared(kind, scan) == declared && passed.Count < 20) passed.Add($"{kind}, {name}: {declared} <- {scan}");
                if (chunk == 0) made.AddOrUpdate($"{kind} {name}", 1, (_, n) => n + 1);
            }
        });
        Assert.True(passed.IsEmpty, string.Join('\n', passed.Order(StringComparer.Ordinal)));
        Assert.Equal(GeneratedLabels.Kinds.Length * WrongScans.Ways.Length, made.Count);
        Assert.True(Chunks * ScansPerChunk >= 1_000_000);
    }

    [Fact]
    public void The_right_code_is_accepted_in_every_symbol_its_standard_allows()
    {
        var refused = new ConcurrentBag<string>();
        Parallel.For(0, 40, chunk =>
        {
            var g = new GeneratedLabels(100_000 + chunk);
            for (var i = 0; i < ScansPerChunk; i++)
            {
                var kind = GeneratedLabels.Kinds[i % GeneratedLabels.Kinds.Length];
                var code = g.Code(kind);
                var scan = g.Symbol(kind, code);
                if (LabelGrammar.Compared(kind, scan) != code && refused.Count < 20)
                    refused.Add($"{kind}: {code} <- {scan.Replace("\u001d", "<GS>", StringComparison.Ordinal)}: {(LabelGrammar.Read(kind, scan, out var problem), problem)}");
            }
        });
        Assert.True(refused.IsEmpty, string.Join('\n', refused.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void What_is_stored_reads_as_itself_and_so_does_its_bar_code()
    {
        var g = new GeneratedLabels(7);
        for (var i = 0; i < 20_000; i++)
            if (GeneratedLabels.Kinds[i % GeneratedLabels.Kinds.Length] is var kind && g.Code(kind) is var code)
            {
                Assert.Equal(code, LabelGrammar.Read(kind, code, out _));
                Assert.Equal(code, LabelGrammar.Read(kind, LabelGrammar.Symbol(kind, code), out _));
            }
    }
}
