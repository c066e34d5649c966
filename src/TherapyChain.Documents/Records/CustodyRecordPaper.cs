using TherapyChain.Documents.Layout;
using TherapyChain.Documents.Pdf;

namespace TherapyChain.Documents.Records;

/// <summary>
/// Sets a custody record on A4 as a PDF. Everything it says stands in the <see cref="CustodyRecord"/>; here is decided where and how large.
/// It must be readable in black and white: weight and rules carry the meaning, grey only calms what is secondary.
/// </summary>
public static class CustodyRecordPaper
{
    /// <summary>Sets the record. The same record gives the same bytes; the creation time of the file is when the last entry was recorded.</summary>
    public static byte[] Set(CustodyRecord record) => new Paper(Info(record), Page(record), Body(record)) { Gap = 5 }.ToPdf();

    private static PdfInfo Info(CustodyRecord record) => new($"Custody record {record.Order}", "en", record.Seal.Recorded)
    {
        Subject = $"{record.Therapy}; {record.Seal.Code}",
    };

    private static IEnumerable<Block> Body(CustodyRecord record) =>
    [
        .. FrontPage.Blocks(record),
        .. Chronology.Blocks(record),
        .. RecordTables.Blocks(record),
        .. SealPage.Blocks(record),
    ];

    private static PageTemplate Page(CustodyRecord record) => new()
    {
        Gap = Length.Mm(5),
        Header = _ => new Stack(3,
            new Columns(14,
                (Column.Auto, new Paragraph("Order ", Inline.Mono(record.Order).InBold())),
                (Column.Share() with { Align = Align.Centre }, new Paragraph("Chain of identity ", Inline.Mono(record.ChainOfIdentity ?? "not yet given").InBold())),
                (Column.Auto, new Paragraph(Copy(record)))),
            new Rule(0.8, Ink.Black)) { Style = s => s.As(TextStyle.Small) },
        Footer = page => new Stack(3,
            new Rule(0.4, Ink.Rule),
            new Columns(14,
                (Column.Share(), new Paragraph($"Custody record, {record.Seal.Entries} entries, head ", Inline.Mono(Ink.Short(record.Seal.Head)))),
                (Column.Auto, new Paragraph(Inline.Bold($"page {page.Number} of {page.Of}"))))) { Style = s => s.As(TextStyle.Fine) },
    };

    private static string Copy(CustodyRecord record) => record.Print is { } print ? $"Copy {print.Copy}" : "Unnumbered view";
}
