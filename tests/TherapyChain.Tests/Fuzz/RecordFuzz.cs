using System.Text;
using TherapyChain.Domain;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Custody.Bundles;
using TherapyChain.Testing;
using TherapyChain.Tests.Workflows;

namespace TherapyChain.Tests.Fuzz;

/// <summary>What comes from outside as a record, damaged: JSON to be made canonical, sealed entries, bundles.</summary>
public sealed class RecordFuzz
{
    private const long Kilo = 1024;
    private static readonly string[] Words =
        ["{\"entry\":", "\"hash\":\"", "\"prev\":null", "\"seq\":2", "\"v\":1", "\"data\":{", "\"at\":\"2026-03-02T06:05:10Z\"", "\"type\":\"order.created\"", "\"type\":\"step.completed\"", "\"digest\":", "[]", "{}", "null", "1.0", "\\u00e5", "\n"];

    private static readonly List<SealedEntry> Entries = SealedRecords.Of(SealedRecords.Order, 8, Hash.Of(Encoding.UTF8.GetBytes(Toy.Text)).ToString());

    [Fact]
    public void Canonical_json() => Fuzzing.Run(
        [.. Entries.Select(e => e.Bytes.ToArray()), "{\"numbers\":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],\"literals\":[null,true,false]}"u8.ToArray()], Words, bytes =>
        {
            try
            {
                var once = CanonicalJson.Canonicalize(Encoding.UTF8.GetString(bytes));
                if (!once.AsSpan().SequenceEqual(CanonicalJson.Canonicalize(Encoding.UTF8.GetString(once)))) throw new InvalidOperationException("The canonical form has another canonical form.");
            }
            catch (FormatException)
            {
                // The documented no.
            }
        }, 64 * Kilo, 400);

    [Fact]
    [Requirement("P11-01")]
    public void Sealed_entries() => Fuzzing.Run([.. Entries.Select(e => e.Bytes.ToArray())], Words, bytes =>
    {
        try
        {
            var opened = Seal.Open(bytes);
            if (!opened.Bytes.Span.SequenceEqual(bytes) || opened.Hash != Hash.Of(bytes)) throw new InvalidOperationException("Opened as something else than it is.");
            // What opens as an entry is in the one canonical form, so that no two texts of one entry exist.
            if (!CanonicalJson.Canonicalize(Encoding.UTF8.GetString(bytes)).AsSpan().SequenceEqual(bytes)) throw new InvalidOperationException("Opened although it is not canonical.");
            opened.Read();
        }
        catch (FormatException)
        {
            // The documented no.
        }
    }, 64 * Kilo, 400);

    [Fact]
    [Requirement("P11-01")]
    public void Bundles()
    {
        var whole = Bundle();
        Fuzzing.Run([whole], Words, bytes =>
        {
            var answer = BundleVerifier.VerifyAsync(new MemoryStream(bytes)).GetAwaiter().GetResult();
            if (answer is Verification.Sound && !bytes.AsSpan().SequenceEqual(whole)) throw new InvalidOperationException("A bundle that was changed was found sound.");
            if (answer is Verification.Broken { What.Length: 0 }) throw new InvalidOperationException("Broken, and not said how.");
        }, 400 * Kilo, 200);
    }

    private static byte[] Bundle()
    {
        var workflow = new BundledWorkflow("car-t-autologous-cryo", 3, Hash.Of(Encoding.UTF8.GetBytes(Toy.Text)), Toy.Text);
        using var to = new MemoryStream();
        BundleWriter.WriteAsync(new Bundle(SealedRecords.Order, [workflow], [new BundledDocument(Hash.Of("x"u8), "logger leg 5.csv", "text/csv", 18_209)]), Entries.ToAsyncEnumerable(), to, CancellationToken.None).GetAwaiter().GetResult();
        return to.ToArray();
    }
}
