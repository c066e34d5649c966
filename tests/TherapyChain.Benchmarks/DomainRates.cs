using System.Security.Cryptography;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;
using TherapyChain.Testing;

namespace TherapyChain.Benchmarks;

/// <summary>What needs no disk: fold, decide, seal, verify, on one core.</summary>
internal static class DomainRates
{
    private const int Verified = 100_000;

    public static double Decide()
    {
        var s = Scenario.Of("car-t-autologous-cryo").At("waiting-for-slot");
        var (request, context) = (s.Fill("record-infection-tests"), s.For("record-infection-tests"));
        return Measure.Rate(() =>
        {
            for (var i = 0; i < 1000; i++)
                if (s.Try(request, context: context) is not Decision.Accepted) throw new InvalidOperationException("The step was refused.");
            return 1000;
        });
    }

    public static double DecideHandover()
    {
        var s = Scenario.Of("car-t-autologous-cryo").At("in-transit-to-manufacturer");
        s.AddDocument(s.Step("receive-starting-material"));
        var (request, context) = (s.Fill("receive-starting-material"), s.For("receive-starting-material"));
        return Measure.Rate(() =>
        {
            for (var i = 0; i < 1000; i++)
                if (s.Try(request, context: context) is not Decision.Accepted) throw new InvalidOperationException("The step was refused.");
            return 1000;
        });
    }

    public static double Fold()
    {
        var s = Scenario.Of("car-t-autologous-cryo").At("closed");
        return Measure.Rate(() =>
        {
            OrderFold.Of(s.Order.Id, s.Entries);
            return s.Entries.Count;
        });
    }

    /// <summary>Verified entries a second, and raw SHA-256 of the same bytes, one entry a call, measured in turn.</summary>
    public static (double Verify, double Raw, int Bytes) Verify()
    {
        var entries = Chain();
        var raw = new List<double>();
        var verify = new List<double>();
        for (var round = 0; round < 3; round++)
        {
            raw.Add(Measure.Rate(() => HashAll(entries)));
            verify.Add(Measure.Rate(() => VerifyAll(entries)));
        }
        return (verify.Order().ElementAt(1), raw.Order().ElementAt(1), (int)entries.Average(e => e.Length));
    }

    private static int HashAll(List<ReadOnlyMemory<byte>> entries)
    {
        Span<byte> digest = stackalloc byte[32];
        foreach (var entry in entries) SHA256.HashData(entry.Span, digest);
        return entries.Count;
    }

    private static int VerifyAll(List<ReadOnlyMemory<byte>> entries)
    {
        var chain = new ChainVerifier();
        for (var i = 0; i < entries.Count; i++)
            if (chain.Next(entries[i].Span, i + 1) is { } broken) throw new InvalidOperationException(broken.What);
        return entries.Count;
    }

    /// <summary>One long chain made of the entries of a whole order, over and over: real kinds and sizes.</summary>
    private static List<ReadOnlyMemory<byte>> Chain()
    {
        var s = Scenario.Of("car-t-autologous-cryo").At("closed");
        var chain = new List<ReadOnlyMemory<byte>>(Verified);
        Hash? prev = null;
        while (chain.Count < Verified)
        {
            var entry = s.Entries[chain.Count % s.Entries.Count] with { Seq = chain.Count + 1, At = s.Entries[0].At, Recorded = s.Entries[^1].Recorded };
            var closed = Seal.Close(entry, prev);
            chain.Add(closed.Bytes);
            prev = closed.Hash;
        }
        return chain;
    }
}
