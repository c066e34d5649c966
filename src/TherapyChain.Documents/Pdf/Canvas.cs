using TherapyChain.Documents.Fonts;

namespace TherapyChain.Documents.Pdf;

/// <summary>
/// One page to draw on: all that the layout needs of the engine. Points (1/72 inch) from the top left corner, y downwards.
/// Everything is either content under the current <see cref="Tag"/> or decoration that a reading program skips.
/// </summary>
public sealed class Canvas
{
    readonly PdfDocument document;
    readonly PdfBuffer content = new(1 << 14);
    readonly List<Tag> marks = [];
    readonly List<(double X, double Y, double Width, double Height, Uri Target)> links = [];
    readonly int page;
    Tag? tag, openTag;
    bool open;
    Colour fill, stroke;
    double lineWidth = 1, tracking;
    (Face Face, double Size)? font;

    internal Canvas(PdfDocument document, int page, double width, double height)
    {
        (this.document, this.page) = (document, page);
        (Width, Height) = (width, height);
    }

    public double Width { get; }
    public double Height { get; }

    internal IReadOnlyList<Tag> Marks => marks;
    internal IReadOnlyList<(double X, double Y, double Width, double Height, Uri Target)> Links => links;

    /// <summary>Sets what the next text belongs to in the reading order; null for decoration such as running headers.</summary>
    public void Under(Tag? element) => tag = element;

    /// <summary>Draws glyphs with their advances as shaped, so that kerning is as measured.</summary>
    /// <param name="run">Glyphs of one face.</param>
    /// <param name="x">Left end.</param>
    /// <param name="baseline">Distance of the baseline from the top of the page.</param>
    /// <param name="size">Size of the em in points.</param>
    /// <param name="letterSpacing">Points added after each glyph.</param>
    public void Text(GlyphRun run, double x, double baseline, double size, Colour colour, double letterSpacing = 0)
    {
        if (run.Glyphs.Length == 0) return;
        Mark(tag);
        Fill(colour);
        var used = document.Use(run.Face);
        content.Write("BT\n"u8);
        if (font != (run.Face, size))
        {
            content.Write("/F"u8).Write((int)run.Face).Write((byte)' ').Write(size).Write(" Tf\n"u8);
            font = (run.Face, size);
        }

        if (tracking != letterSpacing) content.Write(tracking = letterSpacing).Write(" Tc\n"u8);
        content.Write(x).Write((byte)' ').Write(Height - baseline).Write(" Td\n[<"u8);
        var widths = Faces.Font(run.Face);
        foreach (ref readonly var glyph in run.Glyphs.Span)
        {
            // What only steers the breaking of lines has no glyph.
            if (glyph.Id == Glyph.None) continue;
            content.WriteHex(used.Code(glyph.Id, glyph.CodePoint));
            var kern = glyph.Advance - widths.Advance(glyph.Id);
            if (kern != 0) content.Write((byte)'>').Write(-(double)kern).Write((byte)'<');
        }

        content.Write(">]TJ\nET\n"u8);
    }

    /// <summary>A line as decoration: table rules, frames, strike-through.</summary>
    public void Line(double x1, double y1, double x2, double y2, double width, Colour colour)
    {
        Mark(null);
        Stroke(colour, width);
        Point(x1, y1).Write(" m "u8);
        Point(x2, y2).Write(" l S\n"u8);
    }

    /// <summary>A rectangle as decoration: backgrounds and frames.</summary>
    public void Rectangle(double x, double y, double width, double height, Colour? background, Colour? border = null, double borderWidth = 0.5)
    {
        Mark(null);
        if (background is { } inside)
        {
            Fill(inside);
            Path(x, y, width, height).Write(" f\n"u8);
        }

        if (border is not { } edge) return;
        Stroke(edge, borderWidth);
        Path(x, y, width, height).Write(" S\n"u8);
    }

    /// <summary>Black rectangles filled as one shape, so that no viewer shows seams between them: bar codes. Content under the current tag.</summary>
    public void Bars(ReadOnlySpan<(double X, double Y, double Width, double Height)> rectangles)
    {
        Mark(tag);
        Fill(Colour.Black);
        foreach (var (x, y, width, height) in rectangles) Path(x, y, width, height).Write((byte)'\n');
        content.Write("f\n"u8);
    }

    /// <summary>Makes an area open an address.</summary>
    public void Link(double x, double y, double width, double height, Uri target) => links.Add((x, y, width, height, target));

    /// <summary>Adds an entry to the outline that leads to this place.</summary>
    /// <param name="level">1 for the top.</param>
    public void Bookmark(int level, string title, double y) => document.AddBookmark(level, title, page, Height - y);

    internal ReadOnlySpan<byte> Close()
    {
        if (open) content.Write("EMC\n"u8);
        open = false;
        return content.Written;
    }

    PdfBuffer Path(double x, double y, double width, double height) =>
        Point(x, y + height).Write((byte)' ').Write(width).Write((byte)' ').Write(height).Write(" re"u8);

    PdfBuffer Point(double x, double y) => content.Write(x).Write((byte)' ').Write(Height - y);

    void Fill(Colour colour)
    {
        if (fill == colour) return;
        fill = colour;
        Channels(colour).Write(" rg\n"u8);
    }

    void Stroke(Colour colour, double width)
    {
        if (stroke != colour) Channels(stroke = colour).Write(" RG\n"u8);
        if (lineWidth != width) content.Write(lineWidth = width).Write(" w\n"u8);
    }

    PdfBuffer Channels(Colour c) => content.Write(c.Red / 255.0).Write((byte)' ').Write(c.Green / 255.0).Write((byte)' ').Write(c.Blue / 255.0);

    void Mark(Tag? element)
    {
        if (open && openTag == element) return;
        if (open) content.Write("EMC\n"u8);
        (open, openTag) = (true, element);
        if (element is null)
        {
            content.Write("/Artifact BMC\n"u8);
            return;
        }

        // The kind of the element is written in the structure tree; any name will do here.
        content.Write("/Span<</MCID "u8).Write(marks.Count).Write(">>BDC\n"u8);
        element.Mark(page, marks.Count);
        marks.Add(element);
    }
}
