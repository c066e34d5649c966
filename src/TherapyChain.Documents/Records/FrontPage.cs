using System.Globalization;
using TherapyChain.Documents.Layout;

namespace TherapyChain.Documents.Records;

/// <summary>The first page: which order this is, how it stands, what happened in numbers, and every code and party.</summary>
internal static class FrontPage
{
    private const double BarcodeMm = 66;

    public static IEnumerable<Block> Blocks(CustodyRecord record)
    {
        yield return Title(record);
        yield return Fields(record);
        foreach (var hold in record.OnHold) yield return Hold(hold);
        yield return Summary(record);
        yield return Section.Identifiers.Heading;
        yield return Identifiers(record);
        yield return Section.Parties.Heading;
        yield return new Stack(0, Ink.Table(
            ["Party", "Site", "Time zone"], record.Parties.Select(Row (p) => [new Paragraph(Inline.Bold(p.Party)), p.Site, p.Zone]),
            Column.Mm(38), Column.Share(), Column.Auto)) { KeepTogether = true };
    }

    private static Columns Title(CustodyRecord record) => new(
        18,
        (Column.Share(), new Stack(2,
            new Heading(1, "Custody record"),
            new Paragraph(record.Therapy) { Style = s => s.As(TextStyle.Heading) },
            Ink.Muted(record.Workflow))),
        (Column.Auto, new Stack(2,
            new Paragraph(Inline.Mono(record.Order).InBold()) { Style = s => s.As(TextStyle.Title) with { Align = Align.Centre } },
            new Barcode(record.Order) { Height = Length.Mm(10), ShowsText = false })));

    private static Table Fields(CustodyRecord record) => new(Column.Share(1), Column.Share(1.2), Column.Share(1.1), Column.Share(1))
    {
        Flush = true, Rules = Rules.None, CellPadding = new(6, 0), Before = 12,
        Rows =
        [
            [
                Field("Reference", record.Reference),
                Field("Chain of identity", Inline.Mono(record.ChainOfIdentity ?? "not yet given")),
                Field("State", Inline.Bold(record.State)),
                Field("On hold", Inline.Bold(record.OnHold.IsEmpty ? "no" : "YES")),
            ],
            [
                Field("First entry", record.Entries[0].When.Local),
                Field("Last entry", record.Entries[^1].When.Local),
                Field("Printed", record.Print?.When.Local ?? "not recorded as printed"),
                Field("Copy", record.Print is { } p ? Number(p.Copy) : "unnumbered"),
            ],
        ],
    };

    private static Stack Field(string name, Inline value) => new(0, Ink.Fine(name), new Paragraph(value), new Blank(5));

    private static Box Hold(string reason) => new(new Stack(2,
        new Paragraph(Inline.Bold("ON HOLD and not resolved at the last entry")) { Style = s => s.As(TextStyle.Heading) },
        new Paragraph(reason)))
    {
        Border = Ink.Black, BorderWidth = 2, Padding = new(10, 8), Before = 6,
    };

    private static Table Summary(CustodyRecord record)
    {
        var c = record.Counts;
        (int Count, string What, bool Loud)[] all =
        [
            (c.Entries, "entries", false), (c.Handovers, "handovers", false), (c.Refused, "refused identity checks", true),
            (c.Corrections, "corrections", true), (c.Deviations, "deviations", true), (c.Exceeded, "limits exceeded", true), (c.Late, "late entries", true),
        ];
        return new Table([.. all.Select(_ => Column.Share())])
        {
            Rules = Rules.Frame, RuleColour = Ink.Black, CellPadding = new(4, 4), Before = 6,
            Rows = [new Row(all.Select(a => new Cell(Counted(a.Count, a.What)) { Background = a.Loud && a.Count > 0 ? Ink.Tint : null }))],
        };
    }

    private static Stack Counted(int count, string what) => new(0,
        new Paragraph(Inline.Bold(Number(count))) { Style = s => s.As(TextStyle.Title) with { Align = Align.Centre } },
        new Paragraph(what) { Style = s => s.As(TextStyle.Fine) with { Align = Align.Centre } });

    private static Block Identifiers(CustodyRecord record) => record.Identifiers.IsEmpty ? Ink.Muted("No code has been given yet.") : Ink.Table(
        ["Code", "Entries, and what became of it", "As a barcode"], record.Identifiers.SelectMany(Coded), Column.Mm(48), Column.Share(), Column.Mm(BarcodeMm));

    private static IEnumerable<Row> Coded(Identifier i)
    {
        Cell name = new Stack(1, new Paragraph(Inline.Bold(i.Name)), Ink.Mono(i.Value));
        var scanned = i.Scanned.IsEmpty ? "" : $", scanned in {Ink.Numbers(i.Scanned)}";
        Cell life = new Stack(1, $"given in {i.Given}{scanned}", i.Now.Length > 0 ? Ink.Fine(i.Now) : new Stack(0));
        var bars = new Barcode(i.Symbol) { Height = Length.Mm(7), Module = Length.Mm(0.28), ShowsText = false };
        // A long code has a row of its own: squeezed into the column no scanner would read it.
        var isLong = bars.Widths(TextStyle.Small).Natural > Length.Mm(BarcodeMm - 2);
        if (!isLong) return [[name, life, bars]];
        return [new Row(name, life) { KeepWithNext = true }, [new Cell(bars) { Span = 3 }]];
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
