using static TherapyChain.Documents.Fonts.TrueTypeFont;

namespace TherapyChain.Documents.Fonts;

/// <summary>
/// Unicode to glyph, read from the <c>cmap</c> subtables of format 12 (whole Unicode) and 4 (the basic plane). Glyph 0 means "not in this font".
/// </summary>
public sealed class CharacterMap
{
    const int PageSize = 256;
    readonly Dictionary<int, ushort[]> pages = [];
    readonly ushort[]?[] basic = new ushort[PageSize][];

    CharacterMap() { }

    public ushort this[int codePoint]
    {
        get
        {
            var page = codePoint < 0x10000 ? basic[codePoint >> 8] : pages.GetValueOrDefault(codePoint >> 8);
            return page is null ? (ushort)0 : page[codePoint & 0xFF];
        }
    }

    internal static CharacterMap Read(ReadOnlySpan<byte> cmap)
    {
        var map = new CharacterMap();
        var found = false;
        for (var i = 0; i < U16(cmap, 2); i++)
        {
            var record = 4 + 8 * i;
            // Platform 0 is Unicode; platform 3 is Windows, where encodings 1 and 10 are Unicode.
            if ((U16(cmap, record), U16(cmap, record + 2)) is not ((0, _) or (3, 1 or 10))) continue;
            var subtable = cmap[(int)U32(cmap, record + 4)..];
            switch (U16(subtable, 0))
            {
                case 4: map.ReadSegments(subtable); break;
                case 12: map.ReadGroups(subtable); break;
                default: continue;
            }

            found = true;
        }

        return found ? map : throw new InvalidDataException("The font has no Unicode character map of format 4 or 12.");
    }

    void ReadGroups(ReadOnlySpan<byte> table)
    {
        for (var i = 0; i < U32(table, 12); i++)
        {
            var group = 16 + 12 * i;
            var first = U32(table, group);
            for (var c = first; c <= U32(table, group + 4); c++) Set((int)c, (ushort)(U32(table, group + 8) + (c - first)));
        }
    }

    void ReadSegments(ReadOnlySpan<byte> table)
    {
        var count = U16(table, 6) / 2;
        int ends = 14, starts = 16 + 2 * count, deltas = starts + 2 * count, offsets = deltas + 2 * count;
        for (var i = 0; i < count; i++)
        {
            int end = U16(table, ends + 2 * i), start = U16(table, starts + 2 * i), delta = U16(table, deltas + 2 * i);
            var offset = U16(table, offsets + 2 * i);
            for (var c = start; c <= end && c != 0xFFFF; c++)
            {
                var glyph = c;
                if (offset != 0)
                {
                    glyph = U16(table, offsets + 2 * i + offset + 2 * (c - start));
                    if (glyph == 0) continue;
                }

                Set(c, (ushort)((glyph + delta) & 0xFFFF));
            }
        }
    }

    void Set(int codePoint, ushort glyph)
    {
        if (codePoint >= 0x10000)
        {
            if (!pages.TryGetValue(codePoint >> 8, out var high)) pages[codePoint >> 8] = high = new ushort[PageSize];
            high[codePoint & 0xFF] = glyph;
            return;
        }

        (basic[codePoint >> 8] ??= new ushort[PageSize])[codePoint & 0xFF] = glyph;
    }
}
