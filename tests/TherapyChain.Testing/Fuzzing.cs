using System.Diagnostics;
using System.Globalization;

namespace TherapyChain.Testing;

/// <summary>
/// Throws many damaged inputs at a parser: 20,000, or as many as THERAPYCHAIN_FUZZ says, from the seed THERAPYCHAIN_FUZZ_SEED. What the
/// parser throws, what it does not finish and what it allocates beyond a bound fails, with the input in base64.
/// </summary>
public static class Fuzzing
{
    // Not a measure of speed: nothing that reads some kilobytes takes this long unless it never ends.
    private static readonly TimeSpan Hanging = TimeSpan.FromSeconds(60);

    public static int Inputs { get; } = Number("THERAPYCHAIN_FUZZ", 20_000);

    public static int Seed { get; } = Number("THERAPYCHAIN_FUZZ_SEED", 20_261_122);

    /// <param name="examples">Real inputs to damage.</param>
    /// <param name="words">Words of the format, to be put in anywhere.</param>
    /// <param name="read">Reads one input and checks the answer; throws what must not be thrown.</param>
    /// <param name="allowance">Bytes that reading may allocate whatever the input is.</param>
    /// <param name="perByte">Bytes it may allocate besides for each byte of input.</param>
    /// <param name="inputs">How many, when not as many as usual.</param>
    public static void Run(IReadOnlyList<byte[]> examples, IReadOnlyList<string> words, Action<byte[]> read, long allowance, long perByte, int? inputs = null)
    {
        foreach (var example in examples) read(example);
        var mutator = new Mutator(examples, words, Seed);
        string? fault = null;
        var (number, input) = (-1, Array.Empty<byte>());
        var count = inputs ?? Inputs;
        // A thread of its own: it can be watched, and what it allocates is nobody else's.
        var worker = new Thread(() =>
        {
            for (var n = 0; n < count && fault is null; n++)
            {
                var bytes = mutator.Make(n);
                Volatile.Write(ref input, bytes);
                Volatile.Write(ref number, n);
                fault = Judge(bytes, read, allowance, perByte);
            }
        })
        { IsBackground = true };
        worker.Start();
        for (var (seen, since) = (-2, Stopwatch.StartNew()); !worker.Join(100);)
        {
            if (Volatile.Read(ref number) is var now && now != seen) (seen, since) = (now, Stopwatch.StartNew());
            else if (since.Elapsed > Hanging)
            {
                fault = $"is not done with after {Hanging.TotalSeconds:0} s";
                break;
            }
        }
        if (fault is not null)
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Input {number} of seed {Seed} ({input.Length} bytes) {fault}\nIn base64: {Convert.ToBase64String(input)}"));
    }

    private static string? Judge(byte[] bytes, Action<byte[]> read, long allowance, long perByte)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            read(bytes);
        }
#pragma warning disable CA1031 // Whatever comes out here is the finding.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            return $"made it throw {thrown}";
        }
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        var bound = allowance + perByte * bytes.Length;
        return allocated <= bound ? null : string.Create(CultureInfo.InvariantCulture, $"made it allocate {allocated:N0} bytes, over the bound of {bound:N0}");
    }

    private static int Number(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var given) && given > 0 ? given : otherwise;
}
