using System.Globalization;
using System.Text;

namespace TherapyChain.Documents.Fonts;

/// <summary>One glyph of a line of text. <paramref name="Advance"/> is its width with kerning towards the next, in thousandths of the em.</summary>
/// <param name="Id">Glyph number in the font of the run.</param>
/// <param name="CodePoint">The character it stands for, kept so that text can be copied out of the document.</param>
public readonly record struct Glyph(ushort Id, float Advance, int CodePoint)
{
    /// <summary>In place of a glyph number for what steers the breaking of lines and is not drawn.</summary>
    public const ushort None = ushort.MaxValue;
}

/// <summary>Text of one face, as glyphs.</summary>
public readonly record struct GlyphRun(Face Face, ReadOnlyMemory<Glyph> Glyphs)
{
    /// <summary>Width in points at a size in points.</summary>
    public double Width(double size, double tracking = 0)
    {
        double sum = 0;
        foreach (ref readonly var glyph in Glyphs.Span) sum += glyph.Advance;
        return sum * size / 1000 + tracking * Glyphs.Length;
    }
}

/// <summary>Turns text into glyphs: NFC, one glyph a character, kerned within a face.</summary>
public static class Shaper
{
    /// <summary>
    /// Shapes text into as few runs as the faces allow. Control and formatting characters (a line end and a zero-width space apart) show as a
    /// crossed box, so that none can turn text around unseen; a soft hyphen, word joiner or byte order mark, which have no shape of
    /// their own, are left out. A tab becomes a space.
    /// </summary>
    public static void Shape(string text, Face face, List<GlyphRun> into)
    {
        text = Normal(text);
        var glyphs = new Glyph[text.Length];
        var count = 0;
        var start = 0;
        var current = face;
        for (var i = 0; i < text.Length; i++)
        {
            int codePoint = text[i];
            if (char.IsSurrogatePair(text, i)) codePoint = char.ConvertToUtf32(text[i], text[++i]);
            if (codePoint is 0x00AD or 0x2060 or 0xFEFF) continue;
            if (codePoint == '\t') codePoint = ' ';
            else if (codePoint is not ('\n' or 0x200B) && IsHidden(codePoint)) codePoint = Rune.ReplacementChar.Value;
            // A line end and a zero-width space steer the breaking of lines and are not drawn.
            var (found, id) = codePoint is '\n' or 0x200B ? (current, Glyph.None) : Faces.Resolve(face, codePoint);
            if (found != current && count > start)
            {
                into.Add(new(current, glyphs.AsMemory(start..count)));
                start = count;
            }

            current = found;
            var font = Faces.Font(found);
            if (count > start && id != Glyph.None && glyphs[count - 1] is { Id: not Glyph.None } left)
                glyphs[count - 1] = left with { Advance = left.Advance + font.Kern(left.Id, id) };
            glyphs[count++] = new(id, id == Glyph.None ? 0 : font.Advance(id), codePoint);
        }

        if (count > start) into.Add(new(current, glyphs.AsMemory(start..count)));
    }

    static bool IsHidden(int codePoint) => codePoint is < 0x20 or (>= 0x7F and < 0xA0)
        || codePoint >= 0x600 && CharUnicodeInfo.GetUnicodeCategory(codePoint) is UnicodeCategory.Format or UnicodeCategory.PrivateUse;

    static string Normal(string text)
    {
        if (text.Contains('\r', StringComparison.Ordinal)) text = text.ReplaceLineEndings("\n");
        if (System.Text.Ascii.IsValid(text)) return text;
        // A lone surrogate cannot be normalised; it must still show.
        if (!IsWellFormed(text)) text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        return text.IsNormalized(NormalizationForm.FormC) ? text : text.Normalize(NormalizationForm.FormC);
    }

    static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (!char.IsSurrogatePair(text, i)) return false;
            i++;
        }

        return true;
    }
}
