using System.Text;

namespace TherapyChain.Testing;

/// <summary>Damages real examples as wires, hands and adversaries do. The same seed and number give the same bytes, everywhere.</summary>
public sealed class Mutator(IReadOnlyList<byte[]> examples, IReadOnlyList<string> words, int seed)
{
    private const int LargeExample = 16_000;

    private static readonly string[] Nastiness =
    [
        "\0", "\r", "\n", "\t", "\"", "'", "\\", "{", "}", "[", "]", ":", ",", ": ", "- ", "&a ", "*a", "!!str ", "|\n", ">\n", "%YAML 9.9\n", "---\n", "...\n", "#", "null", "true",
        "-0", "1e999", "-1e-999", "00", "0x10", "NaN", "9007199254740993", "99999999999999999999999999", "0.00000000000000000000000001", "2147483648", "-9223372036854775809",
        "\\ud800", "\\u0000", "\ud83d\udc49", "\u202e", "\ufeff", "\u00e5", "a\u030a", "٣", "２", "9999-12-31T23:59:59Z", "0000-00-00", "2026-02-30", "2026-03-29T02:30", "PT-1S", "P999999999Y", "Europe/Nowhere", "24:00", "-273.16",
    ];

    private static readonly string[] Deep = ["[", "{\"a\":", "{a: ", "- ", "? ", "(", "<"];

    private static readonly byte[] Broken = [0xC3, 0x28, 0xED, 0xA0, 0x80, 0xF8, 0xFF];

    private readonly byte[][] _small = [.. examples.Where(e => e.Length <= LargeExample)];

    public byte[] Make(int number)
    {
        var random = new Random(unchecked(seed * 1_000_003 + number));
        // A large example costs as much as fifty small ones, and finds little that they do not.
        byte[] bytes = _small.Length == 0 || random.Next(100) == 0 ? [.. examples[random.Next(examples.Count)]] : [.. _small[random.Next(_small.Length)]];
        for (var times = 1 + random.Next(4); times > 0; times--) bytes = Mutate(bytes, random);
        return bytes;
    }

    private byte[] Mutate(byte[] b, Random random)
    {
        var at = random.Next(b.Length + 1);
        var length = Math.Min(b.Length - at, 1 + (random.Next(8) == 0 ? random.Next(400) : random.Next(12)));
        var (head, cut, tail) = (b[..at], b[at..(at + length)], b[(at + length)..]);
        switch (random.Next(14))
        {
            case 0 or 1 when length > 0: head = [.. head, (byte)(cut[0] ^ 1 << random.Next(8)), .. cut[1..]]; break;
            case 2 when length > 0: head = [.. head, (byte)random.Next(256), .. cut[1..]]; break;
            case 3: break;
            case 4: head = [.. head, .. cut, .. cut]; break;
            case 5: return random.Next(3) == 0 ? head : [.. head, .. cut];
            case 6: head = [.. head, .. Encoding.UTF8.GetBytes(words[random.Next(words.Count)]), .. Maybe(cut, random)]; break;
            case 7 or 8: head = [.. head, .. Encoding.UTF8.GetBytes(Nastiness[random.Next(Nastiness.Length)]), .. Maybe(cut, random)]; break;
            case 9:
                var other = examples[random.Next(examples.Count)];
                var from = random.Next(other.Length);
                return [.. head, .. other[from..Math.Min(other.Length, from + LargeExample)]];
            case 10 when tail.Length > length: head = [.. head, .. tail[..length], .. cut]; tail = tail[length..]; break;
            case 11: head = [.. head, .. Broken.AsSpan(0, 1 + random.Next(Broken.Length)), .. cut]; break;
            case 12 when random.Next(20) == 0: head = [.. head, .. Many(Deep[random.Next(Deep.Length)], random), .. cut]; break;
            case 13 when random.Next(20) == 0: head = [.. head, .. Many(words[random.Next(words.Count)] + (random.Next(2) == 0 ? "\n" : ""), random), .. cut]; break;
            default: head = [.. head, .. cut.Reverse()]; break;
        }
        return [.. head, .. tail];
    }

    private static byte[] Maybe(byte[] cut, Random random) => random.Next(2) == 0 ? cut : [];

    private static byte[] Many(string what, Random random) => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(what, 1 + random.Next(random.Next(10) == 0 ? 5_000 : 100))));
}
