using NodaTime;
using TherapyChain.Documents.Layout;
using TherapyChain.Documents.Pdf;

namespace TherapyChain.Tests.Documents;

/// <summary>Papers that use everything the layout can do, in the words of the field.</summary>
static class SamplePaper
{
    public const string Identity = "COI-2026-KAR-000417";
    public const string Head = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    public static readonly Instant Printed = Instant.FromUtc(2026, 3, 14, 9, 26, 53);
    public static readonly PdfInfo Info = new("Chain of custody record", "en", Printed) { Author = "Karolinska, Stockholm" };

    static readonly string[] people = ["Åsa Lindqvist", "Jürgen Weiß", "Ελένη Παπαδοπούλου", "Олена Шевченко", "Zdeněk Říha"];

    /// <summary>A record as an inspector would see it.</summary>
    public static Paper Custody(int entries) => new(Info, Page, Body(entries));

    /// <summary>Dense pages: on each a heading, two codes and 150 bordered cells in three scripts.</summary>
    public static Paper Grid(int pages) => new(Info, Page, Enumerable.Range(0, pages).SelectMany(GridPage)) { Gap = 4 };

    static IEnumerable<Block> GridPage(int page)
    {
        yield return new Heading(2, "Temperature trace, leg ", Number(page + 1)) { OnNewPage = true, Before = 0 };
        yield return new Columns(12,
            (Column.Share(), new Barcode(Identity)),
            (Column.Auto, new Qr($"https://verify.example/{Head}") { Size = Length.Mm(18) }));
        yield return new Table(Column.Mm(24), Column.Share(), Column.Share(), Column.Share(), Column.Mm(24))
        {
            Rules = Rules.Grid, Style = s => s.As(TextStyle.Small), CellPadding = new(4, 2), HeaderBackground = Colour.Grey(0xEE),
            Header = [["Reading", "Nurse", "Υπεύθυνος", "Відповідальний", "Value"]],
            Rows = [.. Enumerable.Range(1, 30).Select(Row (int i) => [Number(1000 * page + i), people[i % 2], people[2], people[3], $"−{150 + i % 40},{i % 10} °C"])],
        };
    }

    static string Number(int value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    static PageTemplate Page => new()
    {
        Header = _ => new Stack(3,
            new Columns(12, (Column.Share(), "Chain of custody record"), (Column.Auto, new Paragraph(Inline.Mono(Identity)))),
            new Rule()) { Style = Running },
        Footer = page => new Stack(3, new Rule(), new Columns(12,
            (Column.Share(), "Printed 14 March 2026 10:26 CET, copy 1 of 2"),
            (Column.Auto, $"page {page.Number} of {page.Of}"))) { Style = Running },
    };

    static TextStyle Running(TextStyle style) => style.As(TextStyle.Fine).Muted;

    static IEnumerable<Block> Body(int entries)
    {
        yield return new Columns(20,
            (Column.Share(), new Stack(4,
                new Heading(1, "Chain of custody record"),
                new Paragraph(
                    "Autologous CAR-T, frozen starting material. Order ", Inline.Mono("7c1b2f0e-52a4-4d7c-9a53-0d9f6f9a1e44"),
                    ", from referral at Karolinska, Stockholm, to infusion at Charité, Berlin."),
                new Barcode(Identity) { Before = 8 })),
            (Column.Auto, new Qr($"https://verify.example/{Head}")));
        yield return new Heading(2, "Parties");
        yield return new Table(Column.Mm(34), Column.Share(2), Column.Share(3))
        {
            Rules = Rules.Rows, Flush = true,
            Header = [["Party", "Institution", "Address and zone"]],
            Rows =
            [
                ["Collection site", "Karolinska Universitetssjukhuset", "Hälsovägen 13, 141 86 Huddinge; Europe/Stockholm"],
                ["Manufacturer", "Αθηναϊκή Βιοτεχνία Κυττάρων", "Λεωφόρος Κηφισίας 44, 151 25 Μαρούσι; Europe/Athens"],
                ["Courier", "Швидка Лоґістика", "вул. Хрещатик 22, 01001 Київ; Europe/Kyiv"],
                ["Treatment site", "Charité – Universitätsmedizin Berlin", "Augustenburger Platz 1, 13353 Berlin; Europe/Berlin"],
            ],
        };
        yield return new Heading(2, "Entries");
        yield return new Paragraph(
            "Every entry carries the hash of the one before it. Times are those of the site, with the zone, and UTC below. ",
            "A value that was corrected is ", Inline.Struck("struck"), " and stands beside the new one with the reason.");
        yield return new Table(Column.Auto with { Align = Align.Right }, Column.Mm(31), Column.Mm(32), Column.Share())
        {
            Style = s => s.As(TextStyle.Small),
            Header = [["No.", "When", "Who", "What"]],
            Rows = [.. Enumerable.Range(1, entries).Select(Entry)],
        };
        yield return new Heading(2, "Ledger");
        yield return new Box(new Stack(3,
            new Paragraph(Inline.Bold("Head of the chain"), " at printing"),
            new Paragraph(Inline.Mono(Head)),
            new Paragraph("Check it offline: ", Inline.Mono("therapychain ledger verify record.bundle"), ", or see ", Inline.To(new("https://example.org/verify"), "how to verify"), "."))) { Background = Colour.Grey(0xF4), Edge = new(0x1F, 0x4E, 0x79) };
        yield return new Columns(24, (Column.Share(), Signature("Released by, date")), (Column.Share(), Signature("Received by, date")));
    }

    static Stack Signature(string caption) => new(2, new Blank(34), new Rule(0.6), new Paragraph(caption) { Style = Running });

    static Row Entry(int number)
    {
        var who = people[number % people.Length];
        Block what = (number % 4) switch
        {
            0 => new Stack(2,
                new Paragraph(Inline.Bold("Handed over to courier"), ", shipper DVS-1180, seal ", Inline.Mono("SE-99-4471/B"), ", condition: intact"),
                new Paragraph("Shipper charged to −190 °C; limit ≤ −150 °C; 10⁹ cells, µ = 4.2 × 10⁸ ± 3 %.")),
            1 => new Paragraph(
                Inline.Bold("Apheresis completed"), ": total nucleated cells ", Inline.Struck("8.1 × 10⁹"), " 8.4 × 10⁹ (corrected by entry 12: misread from the counter)"),
            2 => new Paragraph(
                Inline.Bold("Identity scan refused"), ": expected ", Inline.Mono("A9999 26 000417"), ", read ", Inline.Mono("A9999 26 000471"),
                "; the order was put on hold until quality resolved it."),
            _ => new Paragraph(Inline.Bold("Receipt accepted"), " – sealed, temperature trace complete; ✓ label ☑ count"),
        };
        return
        [
            Number(number),
            new Stack(0, "14 Mar 2026 10:26 CET", new Paragraph(Inline.Muted("2026-03-14T09:26:53Z"))),
            new Stack(0, who, new Paragraph(Inline.Muted("apheresis nurse"))),
            what,
        ];
    }
}
