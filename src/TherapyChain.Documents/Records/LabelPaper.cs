using System.Collections.Immutable;
using NodaTime;
using TherapyChain.Documents.Layout;
using TherapyChain.Documents.Pdf;
using TherapyChain.Documents.Words;

namespace TherapyChain.Documents.Records;

/// <summary>How labels are set: on A4 to be cut, or each on a page of 100 × 50 mm for a label printer.</summary>
public enum LabelSize { A4, Single }

/// <summary>Sets labels of 100 × 50 mm: every code readable, as Code 128 and as Data Matrix.</summary>
public static class LabelPaper
{
    private const double WidthMm = 100, HeightMm = 50, MarginMm = 3, MatrixMm = 14, GapMm = 2, SerialMm = 8;

    /// <summary>Below this a usual scanner does not read the narrowest bar; the Data Matrix then stands alone.</summary>
    private const double NarrowestMm = 0.19;

    public static byte[] Set(ImmutableArray<OrderLabel> labels, LabelSize size, string language, Instant at)
    {
        var words = PaperWords.In(language);
        var info = new PdfInfo($"{words["frame.order"]} {labels[0].Order}", words.Language, at);
        return size == LabelSize.Single
            ? new Paper(info, Page(WidthMm, HeightMm, MarginMm), labels.Select(Block (label, i) => Face(label, words, onNewPage: i > 0))).ToPdf()
            : new Paper(info, Page(210, 297, 5), labels.Chunk(2).Select(Block (pair) => Row(pair, words))) { Gap = Length.Mm(2) }.ToPdf();
    }

    private static PageTemplate Page(double width, double height, double margin) => new()
    {
        Width = Length.Mm(width), Height = Length.Mm(height), Left = Length.Mm(margin), Right = Length.Mm(margin), Top = Length.Mm(margin), Bottom = Length.Mm(margin),
    };

    private static Columns Row(OrderLabel[] pair, PaperWords words) => new(0, [.. pair.Select(label =>
        (Column.Mm(WidthMm), (Block)new Box(Face(label, words)) { Border = Ink.Rule, Padding = new(Length.Mm(MarginMm)) }))]);

    // One piece, so that a label never breaks over two.
    private static Columns Face(OrderLabel label, PaperWords words, bool onNewPage = false) => new(0, (Column.Share(), new Stack(3,
    [
        // The serial has a symbol of its own, apart from those of the standards and smaller: what identifies material stays what the standards say.
        new Columns(Length.Mm(GapMm),
            (Column.Share(), new Stack(0,
                new Paragraph(Inline.Bold(label.Therapy)) { Style = s => s.As(TextStyle.Small) },
                new Paragraph($"{words["frame.order"]} ", Inline.Mono(label.Order).InBold(), $"   {words["field.reference"]} ", Inline.Bold(label.Reference)) { Style = s => s.As(TextStyle.Fine) },
                new Paragraph($"{words.Say("labels.serial", label.Serial[^3..], label.Number, label.Of)}   ", Inline.Bold(label.AutologousOnly ? words["labels.autologous"] : "")) { Style = s => s.As(TextStyle.Fine) })),
            (Column.Mm(SerialMm), new Matrix(label.Serial) { Size = Length.Mm(SerialMm) })),
        .. label.Codes.Select(Set),
    ]))) { OnNewPage = onNewPage };

    private static Columns Set(LabelCode code)
    {
        var bars = new Barcode(code.Symbol) { Height = Length.Mm(6.5), Module = Length.Mm(0.25), ShowsText = false };
        var room = Length.Mm(WidthMm - 2 * MarginMm - MatrixMm - GapMm);
        var isReadable = room / bars.Widths(TextStyle.Small).Natural * 0.25 >= NarrowestMm;
        return new Columns(Length.Mm(GapMm),
            (Column.Share(), new Stack(1, new Paragraph(code.Name) { Style = s => s.As(TextStyle.Fine) }, Ink.Mono(code.Value), isReadable ? bars : new Stack(0))),
            (Column.Mm(MatrixMm), new Matrix(code.Symbol) { Size = Length.Mm(MatrixMm) }));
    }
}
