using System.Collections.Immutable;
using TherapyChain.Documents.Layout;
using TherapyChain.Documents.Words;

namespace TherapyChain.Documents.Records;

/// <summary>A scanned code above the one that belongs there, in fixed pitch, so that the eye finds the character that differs.</summary>
internal static class CodesApart
{
    public static Block Set(RefusedCode code, PaperWords words)
    {
        var rows = new List<Row> { new(Label(words["codes.scanned"]), Marked(code.Scanned, code.Expected.IsEmpty ? code.Scanned : code.Expected[0])) };
        if (code.Expected.IsEmpty) rows.Add([Label(words["codes.expected"]), words["codes.elsewhere"]]);
        else rows.AddRange(code.Expected.Select(Row (e) => [Label(words["codes.expected"]), Marked(e, code.Scanned)]));
        var table = new Table(Column.Mm(17), Column.Share()) { Flush = true, Rules = Rules.None, CellPadding = new(4, 0.5), Rows = rows };
        return new Stack(1, new Paragraph(Inline.Bold(code.Name)), table);
    }

    // Set as if it were as large as the code, so that both stand on one line.
    private static Paragraph Label(string text) => new(Ink.Aside(text)) { Style = Large };

    private static TextStyle Large(TextStyle style) => style with { Size = TextStyle.Heading.Size, Leading = 15 };

    // Characters that differ at their place are bold and underlined; both faces have one pitch, so places stay one above the other.
    private static Paragraph Marked(string text, string other)
    {
        var parts = new List<Inline>();
        for (var i = 0; i < text.Length;)
        {
            var differs = Differs(i);
            var end = i + 1;
            while (end < text.Length && Differs(end) == differs) end++;
            var part = Inline.Mono(text[i..end]);
            parts.Add(differs ? part with { Style = s => s.Mono.Bold with { IsUnderlined = true } } : part);
            i = end;
        }

        return new([.. parts]) { Style = Large };

        bool Differs(int i) => i >= other.Length || text[i] != other[i];
    }
}
