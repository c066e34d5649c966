using System.Collections;
using System.Collections.Concurrent;
using TherapyChain.Documents.Fonts;

namespace TherapyChain.Documents.Pdf;

/// <summary>
/// A font as one document uses it: which glyphs, for which characters, under which codes. Embedded as Type 0 with two-byte codes
/// (ISO 32000-1, 9.7). A code is the glyph's number, except where two characters share a glyph: then the second gets a code of its own
/// above all glyph numbers, so that each copies out as what was written.
/// </summary>
sealed class DocumentFont(Face face, int id)
{
    const int SubsetsKept = 64;

    // Cutting and compressing a font costs as much as several pages, and documents of one house use much the same letters.
    static readonly ConcurrentDictionary<(Face, string), byte[]> subsets = new();

    // Whole alphabets are taken at once, for the same reason: two documents that differ by a name still share their subset.
    static readonly (int First, int Last)[] alphabets = [(0x20, 0x7E), (0xC0, 0xFF), (0x386, 0x3CE), (0x410, 0x44F)];

    readonly TrueTypeFont font = Faces.Font(face);
    readonly int[] characters = new int[Faces.Font(face).GlyphCount];
    readonly SortedDictionary<int, (ushort Glyph, int CodePoint)> aliases = [];
    readonly Dictionary<(ushort Glyph, int CodePoint), int> aliasCodes = [];

    public int Id => id;

    public int Code(ushort glyph, int codePoint)
    {
        ref var known = ref characters[glyph];
        if (known == codePoint) return glyph;
        if (known == 0)
        {
            known = codePoint;
            return glyph;
        }

        if (aliasCodes.TryGetValue((glyph, codePoint), out var code)) return code;
        code = font.GlyphCount + aliases.Count;
        aliases[code] = (glyph, codePoint);
        aliasCodes[(glyph, codePoint)] = code;
        return code;
    }

    public void Write(PdfWriter writer)
    {
        int descendant = writer.Allocate(), descriptor = writer.Allocate(), program = writer.Allocate(), unicode = writer.Allocate();
        var subset = Subset();
        var name = SubsetName(subset);
        var b = new PdfBuffer();
        b.Write("<</Type/Font/Subtype/Type0/BaseFont/"u8).Write(name).Write("/Encoding/Identity-H/DescendantFonts["u8).WriteReference(descendant)
            .Write("]/ToUnicode "u8).WriteReference(unicode).Write(">>"u8);
        writer.Write(id, b.Written);

        b.Clear();
        b.Write("<</Type/Font/Subtype/CIDFontType2/BaseFont/"u8).Write(name)
            .Write("/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor "u8).WriteReference(descriptor);
        if (aliases.Count == 0) b.Write("/CIDToGIDMap/Identity"u8);
        else b.Write("/CIDToGIDMap "u8).WriteReference(WriteGlyphMap(writer));
        b.Write("/DW 0/W["u8);
        foreach (var (code, glyph, _) in Used()) b.Write(code).Write((byte)'[').Write((double)font.Advance(glyph)).Write((byte)']');
        b.Write("]>>"u8);
        writer.Write(descendant, b.Written);

        b.Clear();
        // Flags: 1 fixed pitch, 4 symbolic (the codes are no standard encoding), 64 italic.
        var flags = 4 + (font.IsFixedPitch ? 1 : 0) + (font.ItalicAngle != 0 ? 64 : 0);
        var box = font.Bounds;
        b.Write("<</Type/FontDescriptor/FontName/"u8).Write(name).Write("/Flags "u8).Write(flags)
            .Write("/FontBBox["u8).Write(box.Left).Write((byte)' ').Write(box.Bottom)
            .Write((byte)' ').Write(box.Right).Write((byte)' ').Write(box.Top)
            .Write("]/ItalicAngle "u8).Write(font.ItalicAngle).Write("/Ascent "u8).Write(font.Ascent).Write("/Descent "u8).Write(font.Descent)
            .Write("/CapHeight "u8).Write(font.CapHeight).Write("/XHeight "u8).Write(font.XHeight).Write("/StemV "u8).Write(font.Weight / 5L)
            .Write("/FontFile2 "u8).WriteReference(program).Write(">>"u8);
        writer.Write(descriptor, b.Written);

        b.Clear();
        b.Write("/Length1 "u8).Write(BitConverter.ToInt32(subset));
        writer.WriteDeflated(program, b.Written, subset.AsSpan(4));
        writer.WriteStream(unicode, [], ToUnicode().Written);
    }

    IEnumerable<(int Code, ushort Glyph, int CodePoint)> Used()
    {
        for (var glyph = 0; glyph < characters.Length; glyph++)
            if (characters[glyph] != 0)
                yield return (glyph, (ushort)glyph, characters[glyph]);
        foreach (var (code, (glyph, codePoint)) in aliases) yield return (code, glyph, codePoint);
    }

    int WriteGlyphMap(PdfWriter writer)
    {
        var map = new byte[2 * (font.GlyphCount + aliases.Count)];
        foreach (var (code, glyph, _) in Used()) (map[2 * code], map[2 * code + 1]) = ((byte)(glyph >> 8), (byte)(glyph & 0xFF));
        var mapId = writer.Allocate();
        writer.WriteStream(mapId, [], map);
        return mapId;
    }

    /// <summary>Length of the font program in four bytes, then the program, deflated.</summary>
    byte[] Subset()
    {
        var used = new BitArray(font.GlyphCount);
        for (var glyph = 0; glyph < characters.Length; glyph++) used[glyph] = characters[glyph] != 0;
        foreach (var (first, last) in alphabets)
        {
            if (!Used().Any(u => u.CodePoint >= first && u.CodePoint <= last)) continue;
            for (var c = first; c <= last; c++) used[font.Characters[c]] = true;
        }

        var bits = new byte[(used.Length + 7) / 8];
        used.CopyTo(bits, 0);
        var key = (face, Convert.ToBase64String(bits));
        if (subsets.TryGetValue(key, out var known)) return known;
        var program = FontSubset.Cut(font, used);
        byte[] subset = [.. BitConverter.GetBytes(program.Length), .. PdfWriter.Compress(program)];
        if (subsets.Count >= SubsetsKept) subsets.Clear();
        return subsets[key] = subset;
    }

    // Six capitals and a plus sign mark a subset (ISO 32000-1, 9.6.4); taken from the bytes so that they do not change from run to run.
    byte[] SubsetName(byte[] subset)
    {
        var digest = System.Security.Cryptography.SHA256.HashData(subset);
        var name = new byte[7 + font.PostScriptName.Length];
        for (var i = 0; i < 6; i++) name[i] = (byte)('A' + digest[i] % 26);
        name[6] = (byte)'+';
        System.Text.Encoding.ASCII.GetBytes(font.PostScriptName, name.AsSpan(7));
        return name;
    }

    PdfBuffer ToUnicode()
    {
        var b = new PdfBuffer();
        b.Write("/CIDInit/ProcSet findresource begin 12 dict begin begincmap"u8)
            .Write("/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def/CMapName/Adobe-Identity-UCS def/CMapType 2 def\n"u8)
            .Write("1 begincodespacerange<0000><FFFF>endcodespacerange\n"u8);
        // A block holds at most a hundred entries (Adobe Technical Note 5014).
        foreach (var block in Used().Chunk(100))
        {
            b.Write(block.Length).Write(" beginbfchar\n"u8);
            foreach (var (code, _, codePoint) in block)
            {
                b.Write((byte)'<').WriteHex(code).Write("><"u8);
                if (codePoint < 0x10000) b.WriteHex(codePoint);
                else foreach (var half in char.ConvertFromUtf32(codePoint)) b.WriteHex(half);
                b.Write(">\n"u8);
            }

            b.Write("endbfchar\n"u8);
        }

        return b.Write("endcmap CMapName currentdict/CMap defineresource pop end end"u8);
    }
}
