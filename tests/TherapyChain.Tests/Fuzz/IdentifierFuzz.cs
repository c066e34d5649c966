using System.Globalization;
using TherapyChain.Domain.Identity;
using TherapyChain.Tests.Identity;

namespace TherapyChain.Tests.Fuzz;

/// <summary>
/// The readers of identifiers under spoilt and senseless texts: whatever comes, they answer in words, within a bound of memory, and never
/// throw. 20,000 inputs; as many as THERAPYCHAIN_FUZZ says in a nightly run. The seed is fixed, so that a failure can be repeated.
/// </summary>
public sealed class IdentifierFuzz
{
    private const int Seed = 20261122, LongestInput = 70_000;
    private const long MostBytesPerInput = 1 << 20;

    private static readonly string[] Pieces =
    [
        "]C1", "]d2", "]Q3", "]e0", "]C0", "]d1", "]Q1", "]", "=", "&", "=+02000", "=+99000", "=<S1384V00", "&>0240012359", "&/", "&,4", "&:", "&#AA99", "&a", "=(", "(", ")",
        "\\(", "(01)", "(21)", "(10)", "(8003)", "(7003)", "(7040)", "\u001d", "01", "00", "21", "urn:epc:id:sgtin:", "urn:epc:idpat:", "urn:epc:class:lgtin:", "https://id.gs1.org/",
        "http://", "HTTP://a", "/01/", "/gtin/", "/21/", "?17=", "&99=", "%", "%00", "%zz", "%E2%82%AC", "#", "SEC:", "CH", " ", "\n", "\0", "ſ", "А", "０", "\ud800", "😀", "*", ".", ":",
    ];

    [Fact]
    public void Whatever_comes_is_answered_in_words()
    {
        var count = int.TryParse(Environment.GetEnvironmentVariable("THERAPYCHAIN_FUZZ"), CultureInfo.InvariantCulture, out var asked) ? asked : 20_000;
        var workers = Math.Max(1, Environment.ProcessorCount);
        var recognised = 0;
        Parallel.For(0, workers, worker =>
        {
            var random = new Random(Seed + worker);
            var labels = new GeneratedLabels(Seed + worker);
            for (var i = 0; i < count / workers + 1; i++)
            {
                var text = Input(random, labels);
                var before = GC.GetAllocatedBytesForCurrentThread();
                if (Check(text)) Interlocked.Increment(ref recognised);
                var used = GC.GetAllocatedBytesForCurrentThread() - before;
                Assert.True(used < MostBytesPerInput, $"{used} bytes for {text.Length} characters: {text[..Math.Min(200, text.Length)]}");
            }
        });
        // Inputs that nothing ever recognises would test one line of the readers.
        Assert.InRange(recognised, count / 50, count);
    }

    private static bool Check(string text)
    {
        var found = Recognition.Of(text);
        Assert.Equal(found.IsRecognised, found.Misfits.IsEmpty);
        foreach (var misfit in found.Misfits)
        {
            Assert.True(misfit.Fault.Why.ToString() is { Length: > 0 and < 500 } why && why.All(c => !char.IsControl(c) && !char.IsSurrogate(c)), misfit.Fault.Why);
            if (misfit.Fault.Position is { } position) Assert.InRange(position, 1, found.Text.Length);
        }
        foreach (var kind in GeneratedLabels.Kinds)
        {
            var stored = LabelGrammar.Read(kind, text, out var problem);
            Assert.Equal(stored is null, problem is not null);
            if (stored is not null) Assert.Equal(stored, LabelGrammar.Read(kind, stored, out _));
        }
        return found.IsRecognised;
    }

    private static string Input(Random random, GeneratedLabels labels)
    {
        var kind = labels.One(GeneratedLabels.Kinds);
        var text = random.Next(10) switch
        {
            0 => Pieced(random, random.Next(1, 12)),
            1 => string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => (char)random.Next(0x20, 0x7F))),
            2 => string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => (char)random.Next(0x10000))),
            3 => labels.Text(random.Next(1, 45), labels.One(GeneratedLabels.Digits, GeneratedLabels.Both)),
            _ => labels.Symbol(kind, labels.Code(kind)),
        };
        for (var changes = random.Next(4); changes > 0; changes--) text = Changed(random, text);
        return random.Next(500) == 0 ? string.Concat(Enumerable.Repeat(text + "0", LongestInput / (text.Length + 1))) : text;
    }

    private static string Changed(Random random, string text)
    {
        var at = random.Next(text.Length + 1);
        return random.Next(6) switch
        {
            0 => text[..at],
            1 => text[at..],
            2 => text.Insert(at, Pieces[random.Next(Pieces.Length)]),
            3 => text.Insert(at, ((char)random.Next(0x80)).ToString()),
            4 when at < text.Length => text.Remove(at, 1),
            _ => text + text[at..],
        };
    }

    private static string Pieced(Random random, int count) => string.Concat(Enumerable.Range(0, count).Select(_ => Pieces[random.Next(Pieces.Length)]));
}
