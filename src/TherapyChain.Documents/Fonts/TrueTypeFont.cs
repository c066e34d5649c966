using System.Buffers.Binary;
using System.Text;

namespace TherapyChain.Documents.Fonts;

/// <summary>
/// A TrueType font (OpenType with <c>glyf</c> outlines) read from its bytes. Immutable after construction and safe to share between threads.
/// All metrics are in thousandths of the em, whatever the units of the font are.
/// </summary>
public sealed class TrueTypeFont
{
    /// <summary>What a font shows for a character it does not have: a crossed box in ours.</summary>
    public const ushort MissingGlyph = 0;

    readonly byte[] data;
    readonly Dictionary<string, Range> tables = [];
    readonly float[] advances;
    readonly PairKerning kerning;

    /// <exception cref="InvalidDataException">The bytes are no TrueType font with outlines and a Unicode character map.</exception>
    public TrueTypeFont(byte[] bytes)
    {
        data = bytes;
        try
        {
            if (U32(bytes, 0) is not (0x00010000 or 0x74727565)) throw new InvalidDataException("Not a TrueType font.");
            for (var i = 0; i < U16(bytes, 4); i++)
            {
                var record = 12 + 16 * i;
                var start = (int)U32(bytes, record + 8);
                tables[Encoding.ASCII.GetString(bytes, record, 4)] = start..(start + (int)U32(bytes, record + 12));
            }

            var head = Table("head");
            UnitsPerEm = U16(head, 18);
            Bounds = new(Em(S16(head, 36)), Em(S16(head, 38)), Em(S16(head, 40)), Em(S16(head, 42)));
            HasLongOffsets = S16(head, 50) == 1;
            GlyphCount = U16(Table("maxp"), 4);
            var hhea = Table("hhea");
            Ascent = Em(S16(hhea, 4));
            Descent = Em(S16(hhea, 6));
            MetricCount = U16(hhea, 34);
            var os2 = Table("OS/2");
            Weight = U16(os2, 4);
            CapHeight = U16(os2, 0) >= 2 ? Em(S16(os2, 88)) : Ascent;
            XHeight = U16(os2, 0) >= 2 ? Em(S16(os2, 86)) : Ascent / 2;
            StrikeoutPosition = Em(S16(os2, 28));
            var post = Table("post");
            ItalicAngle = BinaryPrimitives.ReadInt32BigEndian(post[4..]) / 65536.0;
            IsFixedPitch = U32(post, 12) != 0;
            PostScriptName = ReadName(6) ?? "Font";
            advances = ReadAdvances();
            Characters = CharacterMap.Read(Table("cmap"));
            kerning = tables.ContainsKey("GPOS") ? PairKerning.Read(Table("GPOS").ToArray(), GlyphCount, 1000f / UnitsPerEm) : PairKerning.None;
            _ = Table("glyf").Length + Table("loca").Length;
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or IndexOutOfRangeException or OverflowException)
        {
            throw new InvalidDataException("The font file is damaged.", e);
        }
    }

    public string PostScriptName { get; }
    public int UnitsPerEm { get; }
    public int GlyphCount { get; }
    public (double Left, double Bottom, double Right, double Top) Bounds { get; }
    public double Ascent { get; }

    /// <summary>Below the baseline, so negative.</summary>
    public double Descent { get; }
    public double CapHeight { get; }
    public double XHeight { get; }
    public double StrikeoutPosition { get; }
    public double ItalicAngle { get; }
    public int Weight { get; }
    public bool IsFixedPitch { get; }
    public CharacterMap Characters { get; }

    /// <summary>Length of the font file; a subset has to be shorter.</summary>
    public int FileLength => data.Length;

    internal bool HasLongOffsets { get; }
    internal int MetricCount { get; }

    /// <summary>Horizontal advance of a glyph in thousandths of the em.</summary>
    public float Advance(ushort glyph) => advances[glyph];

    /// <summary>What to add to the advance of <paramref name="left"/> when <paramref name="right"/> follows, in thousandths of the em.</summary>
    public float Kern(ushort left, ushort right) => kerning.Between(left, right);

    internal bool HasTable(string tag) => tables.ContainsKey(tag);

    internal ReadOnlySpan<byte> Table(string tag) =>
        tables.TryGetValue(tag, out var range) ? data.AsSpan(range) : throw new InvalidDataException($"The font has no '{tag}' table.");

    /// <summary>The outline of one glyph; empty for a blank.</summary>
    internal ReadOnlySpan<byte> Outline(int glyph)
    {
        var loca = Table("loca");
        var (start, end) = HasLongOffsets
            ? ((int)U32(loca, 4 * glyph), (int)U32(loca, 4 * glyph + 4))
            : (2 * U16(loca, 2 * glyph), 2 * U16(loca, 2 * glyph + 2));
        return Table("glyf")[start..end];
    }

    float[] ReadAdvances()
    {
        var hmtx = Table("hmtx");
        var result = new float[GlyphCount];
        for (var glyph = 0; glyph < result.Length; glyph++)
            result[glyph] = (float)Em(U16(hmtx, 4 * Math.Min(glyph, MetricCount - 1)));
        return result;
    }

    string? ReadName(int id)
    {
        var name = Table("name");
        for (var i = 0; i < U16(name, 2); i++)
        {
            var record = name[(6 + 12 * i)..];
            if (U16(record, 0) != 3 || U16(record, 6) != id) continue;
            return Encoding.BigEndianUnicode.GetString(name.Slice(U16(name, 4) + U16(record, 10), U16(record, 8)));
        }

        return null;
    }

    double Em(int units) => units * 1000.0 / UnitsPerEm;

    internal static ushort U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);
    internal static short S16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt16BigEndian(bytes[at..]);
    internal static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);
}
