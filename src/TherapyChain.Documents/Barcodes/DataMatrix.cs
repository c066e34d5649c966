using System.Collections;
using System.Collections.Immutable;

namespace TherapyChain.Documents.Barcodes;

/// <summary>
/// Data Matrix with error correction ECC 200 (ISO/IEC 16022), square, in ASCII encodation: pairs of digits take one codeword. A text that
/// begins with ASCII 29 is a GS1 element string: there, and wherever 29 follows, stands FNC1.
/// </summary>
public static class DataMatrix
{
    /// <summary>Blank modules on every side.</summary>
    public const int QuietZone = 2;

    const char Separator = '\u001d';
    const byte Pad = 129, PairBase = 130, Fnc1 = 232;

    /// <summary>Side in modules, with finder; regions along it; codewords of data and of error correction; interleaved blocks.</summary>
    readonly record struct Size(int Side, int Regions, int Data, int Check, int Blocks);

    static readonly ImmutableArray<Size> sizes =
    [
        new(10, 1, 3, 5, 1), new(12, 1, 5, 7, 1), new(14, 1, 8, 10, 1), new(16, 1, 12, 12, 1), new(18, 1, 18, 14, 1), new(20, 1, 22, 18, 1),
        new(22, 1, 30, 20, 1), new(24, 1, 36, 24, 1), new(26, 1, 44, 28, 1), new(32, 2, 62, 36, 1), new(36, 2, 86, 42, 1), new(40, 2, 114, 48, 1),
        new(44, 2, 144, 56, 1), new(48, 2, 174, 68, 1), new(52, 2, 204, 84, 2), new(64, 4, 280, 112, 2), new(72, 4, 368, 144, 4),
        new(80, 4, 456, 192, 4), new(88, 4, 576, 224, 4), new(96, 4, 696, 272, 4), new(104, 4, 816, 336, 6), new(120, 6, 1050, 408, 6),
        new(132, 6, 1304, 496, 8), new(144, 6, 1558, 620, 10),
    ];

    /// <summary>Rows of modules, true for dark, with the quiet zone around; the smallest square that holds the text.</summary>
    /// <exception cref="ArgumentException">The text is empty, not ASCII, or too long for the largest square.</exception>
    public static IReadOnlyList<BitArray> Encode(string text)
    {
        var (codewords, size) = Codewords(text);
        var inner = size.Side - 2 * size.Regions;
        var places = DataMatrixPlacement.Of(inner);
        var region = inner / size.Regions;
        var rows = Enumerable.Range(0, size.Side + 2 * QuietZone).Select(_ => new BitArray(size.Side + 2 * QuietZone)).ToArray();
        for (var y = 0; y < size.Side; y++)
            for (var x = 0; x < size.Side; x++)
                rows[y + QuietZone][x + QuietZone] = IsDark(x, y);
        return rows;

        bool IsDark(int x, int y)
        {
            int withinX = x % (region + 2), withinY = y % (region + 2);
            if (withinX == 0 || withinY == region + 1) return true;
            if (withinY == 0) return withinX % 2 == 0;
            if (withinX == region + 1) return withinY % 2 == 1;
            var place = places[y / (region + 2) * region + withinY - 1, x / (region + 2) * region + withinX - 1];
            return place == DataMatrixPlacement.Dark || place >= 0 && (codewords[place / 8] >> (7 - place % 8) & 1) == 1;
        }
    }

    /// <summary>Data, padding and error correction in the order they are placed.</summary>
    public static byte[] Symbols(string text) => Codewords(text).Codewords;

    static (byte[] Codewords, Size Size) Codewords(string text)
    {
        var data = Ascii(text);
        if (sizes.FirstOrDefault(s => s.Data >= data.Count) is not { Side: > 0 } size)
            throw new ArgumentException($"A Data Matrix holds at most {sizes[^1].Data} codewords; this text needs {data.Count}.", nameof(text));
        if (data.Count < size.Data) data.Add(Pad);
        while (data.Count < size.Data) data.Add(Randomised(data.Count + 1));
        var all = new byte[size.Data + size.Check];
        data.CopyTo(all);
        for (var block = 0; block < size.Blocks; block++)
        {
            var own = data.Where((_, i) => i % size.Blocks == block).ToArray();
            var check = ReedSolomon.Check(own, size.Check / size.Blocks);
            // In the largest square too the first block comes first, as the standard's clarification says; some printers start with the ninth.
            for (var i = 0; i < check.Length; i++) all[size.Data + block + i * size.Blocks] = check[i];
        }
        return (all, size);
    }

    static List<byte> Ascii(string text)
    {
        if (text.Length == 0) throw new ArgumentException("There is nothing to encode.", nameof(text));
        if (text.Any(c => c > 0x7F)) throw new ArgumentException("A Data Matrix of ours holds ASCII characters only.", nameof(text));
        var isGs1 = text[0] == Separator;
        var data = new List<byte>();
        for (var i = 0; i < text.Length; i++)
        {
            if (isGs1 && text[i] == Separator) data.Add(Fnc1);
            else if (char.IsAsciiDigit(text[i]) && i + 1 < text.Length && char.IsAsciiDigit(text[i + 1])) data.Add((byte)(PairBase + (text[i] - '0') * 10 + text[++i] - '0'));
            else data.Add((byte)(text[i] + 1));
        }
        return data;
    }

    // Padding after the first is scattered, so that it draws no stripes.
    static byte Randomised(int position)
    {
        var value = Pad + 149 * position % 253 + 1;
        return (byte)(value <= 254 ? value : value - 254);
    }
}
