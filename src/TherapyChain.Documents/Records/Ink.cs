using System.Collections.Immutable;
using System.Globalization;
using TherapyChain.Documents.Layout;
using TherapyChain.Documents.Pdf;

namespace TherapyChain.Documents.Records;

/// <summary>What the parts of the paper share: greys, tables of one look, times and hashes set in one way.</summary>
internal static class Ink
{
    public static readonly Colour Black = Colour.Grey(0x1A);
    public static readonly Colour Rule = Colour.Grey(0x9A);
    public static readonly Colour Tint = Colour.Grey(0xF1);

    public static Inline InBold(this Inline inline) => inline with { Style = s => inline.Style!(s).Bold };

    public static Paragraph Mono(string text) => new(Inline.Mono(text));

    public static Paragraph Muted(string text) => new(Inline.Muted(text));

    /// <summary>A smaller word on the same line.</summary>
    public static Inline Aside(string text) => new(text) { Style = s => s.Muted with { Face = TextStyle.Fine.Face, Size = TextStyle.Fine.Size } };

    public static Paragraph Bold(string text) => new(Inline.Bold(text));

    /// <summary>Where a table would stand that has no row.</summary>
    public static Paragraph None(string sentence) => new(Inline.Muted(sentence)) { Style = s => s.As(TextStyle.Small) };

    /// <summary>A note of secondary importance below what it belongs to.</summary>
    public static Paragraph Fine(string text) => new(Inline.Muted(text)) { Style = s => s.As(TextStyle.Fine) };

    /// <summary>The wall clock first, as the person who looks for "Tuesday morning" reads it; zone and UTC below.</summary>
    public static Block Time(When when) =>
        new Stack(0, when.Local, Fine(when.Zone.StartsWith("Etc/", StringComparison.Ordinal) ? "UTC" : $"{when.Zone}\nUTC {when.Utc}"));

    /// <summary>Wall clock, zone and offset, where UTC stands in the entry itself.</summary>
    public static Block Zoned(When when) => new Stack(0, when.Local, Fine(when.Zone));

    public static Table Table(ImmutableArray<string> header, IEnumerable<Row> rows, params Column[] columns) => new(columns)
    {
        Style = s => s.As(TextStyle.Small), Flush = true, CellPadding = new(4, 3), RuleColour = Black, HairColour = Colour.Grey(0xC4),
        Header = [new Row(header.Select(h => (Cell)new Paragraph(h)))], Rows = [.. rows],
    };

    /// <summary>Enough of a hash to see that two are not the same; the whole stands in the list of hashes.</summary>
    public static string Short(string hash) => $"{hash[..8]}…{hash[^8..]}";

    /// <summary>A hash in two lines of one length.</summary>
    public static string Folded(string hash) => hash.Length == 64 ? $"{hash[..32]}\n{hash[32..]}" : hash;

    /// <summary>A hash in groups of eight digits, four to a line, to be compared by eye.</summary>
    public static string Grouped(string hash) =>
        string.Join('\n', hash.Chunk(32).Select(line => string.Join(' ', line.Chunk(8).Select(group => new string(group)))));

    public static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Numbers of entries, runs of neighbours joined.</summary>
    public static string Numbers(ImmutableArray<int> numbers)
    {
        var parts = new List<string>();
        for (var i = 0; i < numbers.Length;)
        {
            var end = i;
            while (end + 1 < numbers.Length && numbers[end + 1] == numbers[end] + 1) end++;
            parts.Add(end - i > 1 ? $"{numbers[i]}–{numbers[end]}" : string.Join(", ", numbers[i..(end + 1)]));
            i = end + 1;
        }

        return string.Join(", ", parts);
    }
}
