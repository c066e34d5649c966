using TherapyChain.Documents.Layout;
using TherapyChain.Documents.Words;

namespace TherapyChain.Documents.Records;

/// <summary>The first page: which order this is, how it stands, what happened in numbers, and every code and party.</summary>
internal static class FrontPage
{
    private const double BarcodeMm = 66;

    public static IEnumerable<Block> Blocks(CustodyRecord record)
    {
        var words = record.Words;
        yield return PaperFrame.Title(record.Head);
        yield return PaperFrame.Fields(record.Head);
        foreach (var hold in PaperFrame.Holds(record.Head)) yield return hold;
        yield return Summary(record);
        yield return Section.Identifiers.Heading(words);
        yield return Identifiers(record);
        yield return Section.Parties.Heading(words);
        yield return new Stack(0, Ink.Table(
            [words["column.party"], words["column.site"], words["column.zone"]],
            record.Parties.Select(Row (p) => [new Paragraph(Inline.Bold(p.Party)), p.Site, p.Zone]), Column.Mm(38), Column.Share(), Column.Auto)) { KeepTogether = true };
    }

    private static Table Summary(CustodyRecord record)
    {
        var (c, words) = (record.Counts, record.Words);
        return PaperFrame.Counted(
            (c.Entries, words["count.entries"], false), (c.Handovers, words["count.handovers"], false), (c.Refused, words["count.refused"], true),
            (c.Corrections, words["count.corrections"], true), (c.Deviations, words["count.deviations"], true),
            (c.Exceeded, words["count.exceeded"], true), (c.Late, words["count.late"], true));
    }

    private static Block Identifiers(CustodyRecord record) => record.Identifiers.IsEmpty ? Ink.Muted(record.Words["identifiers.none"]) : Codes(record.Identifiers, record.Words);

    /// <summary>Every code, what became of it, and as a barcode.</summary>
    public static Table Codes(IEnumerable<Identifier> identifiers, PaperWords words) => Ink.Table(
        [words["column.code"], words["column.life"], words["column.barcode"]], identifiers.SelectMany(i => Coded(i, words)),
        Column.Mm(48), Column.Share(), Column.Mm(BarcodeMm));

    private static IEnumerable<Row> Coded(Identifier i, PaperWords words)
    {
        Cell name = new Stack(1, new Paragraph(Inline.Bold(i.Name)), Ink.Mono(i.Value));
        var scanned = i.Scanned.IsEmpty ? "" : words.Say("life.scanned", Ink.Numbers(i.Scanned));
        Cell life = new Stack(1, words.Say("life.given", i.Given) + scanned, i.Now.Length > 0 ? Ink.Fine(i.Now) : new Stack(0));
        var bars = new Barcode(i.Symbol) { Height = Length.Mm(7), Module = Length.Mm(0.28), ShowsText = false };
        // A long code has a row of its own: squeezed into the column no scanner would read it.
        var isLong = bars.Widths(TextStyle.Small).Natural > Length.Mm(BarcodeMm - 2);
        if (!isLong) return [[name, life, bars]];
        return [new Row(name, life) { KeepWithNext = true }, [new Cell(bars) { Span = 3 }]];
    }
}
