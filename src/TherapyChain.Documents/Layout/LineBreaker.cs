using System.Globalization;
using System.Text;

namespace TherapyChain.Documents.Layout;

/// <summary>A line of a paragraph: its glyphs without the spaces at its end, and their width in points.</summary>
readonly record struct Line(int Start, int End, double Width);

/// <summary>
/// Breaks text into lines, each filled as far as it goes. Lines end at spaces and after dashes, and after hyphens and slashes between letters.
/// A word that does not fit a line of its own (an identifier, a hash) is broken after its punctuation, and where there is none, anywhere:
/// nothing ever runs out of its column.
/// </summary>
static class LineBreaker
{
    // Sums of rounded advances must not push a word out of the column that was measured for it.
    const double Tolerance = 0.01;

    enum Place { None, InNeed, Good }

    public static List<Line> Break(TextFlow text, double width)
    {
        var lines = new List<Line>();
        var characters = text.Characters;
        int start = 0, good = 0, inNeed = 0;
        double filled = 0;
        for (var i = 0; i < text.Count; i++)
        {
            if (characters[i] == '\n')
            {
                lines.Add(Trim(text, start, i));
                (start, filled) = (i + 1, 0);
                continue;
            }

            filled += text.Widths[i];
            if (filled > width + Tolerance && !IsSpace(characters[i]) && i > start)
            {
                var next = good > start ? good : inNeed > start ? inNeed : Anywhere(characters, start, i);
                lines.Add(Trim(text, start, next));
                (start, filled, i) = (next, 0, next - 1);
                continue;
            }

            switch (After(characters, i))
            {
                case Place.Good: good = i + 1; break;
                case Place.InNeed: inNeed = i + 1; break;
            }
        }

        if (start < text.Count || lines.Count == 0 || characters[^1] == '\n') lines.Add(Trim(text, start, text.Count));
        return lines;
    }

    public static (double Least, double Natural) Measure(TextFlow text)
    {
        double least = 0, natural = 0, line = 0, word = 0, blank = 0;
        for (var i = 0; i < text.Count; i++)
        {
            if (text.Characters[i] == '\n')
            {
                (line, word, blank) = (0, 0, 0);
                continue;
            }

            line += text.Widths[i];
            if (IsSpace(text.Characters[i]))
            {
                blank += text.Widths[i];
                word = 0;
                continue;
            }

            blank = 0;
            word += text.Widths[i];
            natural = Math.Max(natural, line - blank);
            least = Math.Max(least, word);
            if (After(text.Characters, i) != Place.None) word = 0;
        }

        return (least, natural);
    }

    static Line Trim(TextFlow text, int start, int end)
    {
        while (end > start && IsSpace(text.Characters[end - 1])) end--;
        double width = 0;
        for (var i = start; i < end; i++) width += text.Widths[i];
        return new(start, end, width);
    }

    // A mark that combines with the letter before it must not begin a line.
    static int Anywhere(int[] characters, int start, int end)
    {
        while (end > start + 1 && Rune.IsValid(characters[end])
            && Rune.GetUnicodeCategory(new Rune(characters[end])) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark) end--;
        return end;
    }

    static bool IsSpace(int c) => c is ' ' or 0x2009 or 0x200B or 0x2002 or 0x2003 or 0x2005;

    static Place After(int[] characters, int i)
    {
        var c = characters[i];
        if (c is > ' ' and < 0x7F && char.IsAsciiLetterOrDigit((char)c)) return Place.None;
        if (IsSpace(c)) return Place.Good;
        if (i == 0 || i + 1 == characters.Length || IsSpace(characters[i + 1])) return Place.None;
        return c switch
        {
            0x2013 or 0x2014 => IsDigit(characters[i + 1]) ? Place.InNeed : Place.Good,
            '-' or 0x2010 or '/' when IsLetter(characters[i - 1]) && IsLetter(characters[i + 1]) => Place.Good,
            // Before a number a hyphen may be its sign.
            '-' when IsSpace(characters[i - 1]) => Place.None,
            '-' or 0x2010 or '/' or '_' or ':' or '.' or ',' or ';' or '=' or '&' or '?' or '|' or '+' or ')' => Place.InNeed,
            _ => Place.None,
        };
    }

    static bool IsDigit(int c) => c is >= '0' and <= '9';

    static bool IsLetter(int c) => Rune.IsValid(c) && Rune.IsLetter(new Rune(c));
}
