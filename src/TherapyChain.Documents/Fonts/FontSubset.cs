using System.Buffers.Binary;
using System.Collections;
using static TherapyChain.Documents.Fonts.TrueTypeFont;

namespace TherapyChain.Documents.Fonts;

/// <summary>
/// Cuts a font down to the glyphs a document shows. Glyph numbers stay as they are, so text can be written before the set is known:
/// unused outlines become empty, and everything after the last used glyph goes.
/// </summary>
static class FontSubset
{
    // Hinting programs go along; without them composites that ask for hints would point into nothing.
    static readonly string[] kept = ["cvt ", "fpgm", "prep"];

    /// <param name="used">One bit a glyph. Glyph 0 (the replacement box) and the parts of composites are added.</param>
    public static byte[] Cut(TrueTypeFont font, BitArray used)
    {
        var closed = Close(font, used);
        var count = closed.Length;
        while (!closed[count - 1]) count--;

        var glyf = new MemoryStream();
        var loca = new byte[4 * (count + 1)];
        var hmtx = new byte[4 * count];
        var metrics = font.Table("hmtx");
        ReadOnlySpan<byte> padding = [0, 0, 0];
        for (var glyph = 0; glyph < count; glyph++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(loca.AsSpan(4 * glyph), (uint)glyf.Length);
            if (!closed[glyph]) continue;
            var outline = font.Outline(glyph);
            glyf.Write(outline);
            glyf.Write(padding[..(-outline.Length & 3)]);
            metrics.Slice(4 * Math.Min(glyph, font.MetricCount - 1), 2).CopyTo(hmtx.AsSpan(4 * glyph));
            var bearing = glyph < font.MetricCount ? 4 * glyph + 2 : 4 * font.MetricCount + 2 * (glyph - font.MetricCount);
            metrics.Slice(bearing, 2).CopyTo(hmtx.AsSpan(4 * glyph + 2));
        }

        BinaryPrimitives.WriteUInt32BigEndian(loca.AsSpan(4 * count), (uint)glyf.Length);
        var head = font.Table("head").ToArray();
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(8), 0);
        BinaryPrimitives.WriteInt16BigEndian(head.AsSpan(50), 1);
        var hhea = font.Table("hhea").ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(hhea.AsSpan(34), (ushort)count);
        var maxp = font.Table("maxp").ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(maxp.AsSpan(4), (ushort)count);

        var tables = new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["head"] = head, ["hhea"] = hhea, ["maxp"] = maxp, ["hmtx"] = hmtx, ["loca"] = loca, ["glyf"] = glyf.ToArray(),
        };
        foreach (var tag in kept)
            if (font.HasTable(tag))
                tables[tag] = font.Table(tag).ToArray();
        return Assemble(tables);
    }

    static BitArray Close(TrueTypeFont font, BitArray used)
    {
        var closed = new BitArray(used) { [0] = true };
        var open = new Stack<int>();
        for (var glyph = 0; glyph < closed.Length; glyph++)
            if (closed[glyph])
                open.Push(glyph);
        while (open.TryPop(out var glyph))
        {
            var outline = font.Outline(glyph);
            // A negative number of contours marks a glyph that is put together from others.
            if (outline.Length < 10 || S16(outline, 0) >= 0) continue;
            for (int at = 10, flags = 0x20; (flags & 0x20) != 0;)
            {
                flags = U16(outline, at);
                var part = U16(outline, at + 2);
                if (!closed[part]) open.Push(part);
                closed[part] = true;
                at += 4 + ((flags & 1) != 0 ? 4 : 2) + ((flags & 8) != 0 ? 2 : (flags & 0x40) != 0 ? 4 : (flags & 0x80) != 0 ? 8 : 0);
            }
        }

        return closed;
    }

    static byte[] Assemble(SortedDictionary<string, byte[]> tables)
    {
        var start = 12 + 16 * tables.Count;
        var file = new byte[start + tables.Values.Sum(t => t.Length + 3 & ~3)];
        var power = 1;
        while (power * 2 <= tables.Count) power *= 2;
        BinaryPrimitives.WriteUInt32BigEndian(file, 0x00010000);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(4), (ushort)tables.Count);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(6), (ushort)(16 * power));
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(8), (ushort)int.Log2(power));
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(10), (ushort)(16 * (tables.Count - power)));

        int record = 12, head = 0;
        foreach (var (tag, table) in tables)
        {
            if (tag == "head") head = start;
            table.CopyTo(file, start);
            for (var i = 0; i < 4; i++) file[record + i] = (byte)tag[i];
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(record + 4), Checksum(file.AsSpan(start, table.Length + 3 & ~3)));
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(record + 8), (uint)start);
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(record + 12), (uint)table.Length);
            start += table.Length + 3 & ~3;
            record += 16;
        }

        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(head + 8), unchecked(0xB1B0AFBA - Checksum(file)));
        return file;
    }

    static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint sum = 0;
        for (var i = 0; i < bytes.Length; i += 4) sum = unchecked(sum + U32(bytes, i));
        return sum;
    }
}
