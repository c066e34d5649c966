using TherapyChain.Documents.Fonts;
using TherapyChain.Documents.Pdf;

namespace TherapyChain.Documents.Layout;

/// <summary>Text that is broken into lines. A line end in the text begins a new line.</summary>
public class Paragraph : Block
{
    readonly Inline[] content;

    public Paragraph(params ReadOnlySpan<Inline> content) => this.content = content.ToArray();

    private protected virtual string Kind => "P";

    internal override void Lay(Setting setting, double width, List<Piece> flow)
    {
        var text = new TextFlow(content, setting.Style);
        var lines = LineBreaker.Break(text, width);
        var element = setting.IsOnly ? setting.Parent : setting.Element(Kind);
        var first = flow.Count;
        for (var i = 0; i < lines.Count; i++)
        {
            // No single line of a paragraph at the foot or the head of a page.
            var keep = i < lines.Count - 1 && (i == 0 || i == lines.Count - 2);
            flow.Add(new LinePiece(text, lines[i], width, element) { KeepWithNext = keep });
        }

        Laid(flow, first);
    }

    internal override (double Least, double Natural) Widths(TextStyle style) => LineBreaker.Measure(new TextFlow(content, Resolve(style)));

    private protected virtual void Laid(List<Piece> flow, int first)
    {
    }

    private protected string PlainText => string.Concat(content.Select(c => c.Text));
}

/// <summary>A heading: stays with what follows, and stands in the outline and the structure of the document.</summary>
public sealed class Heading : Paragraph
{
    readonly int level;

    /// <param name="level">1 is the title of the document, 2 a section, 3 and more a part of one.</param>
    public Heading(int level, params ReadOnlySpan<Inline> content) : base(content)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(level, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, 6);
        this.level = level;
        KeepWithNext = KeepTogether = true;
        Before = level switch { 1 => 0, 2 => 18, _ => 10 };
        var scale = level switch { 1 => TextStyle.Title, 2 => TextStyle.Heading, _ => TextStyle.Subheading };
        Style = s => scale with { Colour = s.Colour, Align = s.Align };
    }

    private protected override string Kind => $"H{level}";

    private protected override void Laid(List<Piece> flow, int first) => ((LinePiece)flow[first]).Bookmark = (level, PlainText);
}

sealed class LinePiece : Piece
{
    readonly TextFlow text;
    readonly Line line;
    readonly double width;
    readonly Tag? element;

    public LinePiece(TextFlow text, Line line, double width, Tag? element)
    {
        (this.text, this.line, this.width, this.element) = (text, line, width, element);
        Height = text.Leading;
    }

    public (int Level, string Title)? Bookmark { get; set; }

    public override void Paint(Canvas canvas, double x, double y, bool first, bool repeated)
    {
        if (Bookmark is { } mark && !repeated) canvas.Bookmark(mark.Level, mark.Title, y);
        x += text.Align switch { Align.Centre => (width - line.Width) / 2, Align.Right => width - line.Width, _ => 0 };
        foreach (var span in text.Spans)
        {
            // The space at which the line was broken is drawn too: a program that reads the text aloud needs it between two words.
            var withSpace = line.End < text.Count && text.Characters[line.End] == ' ' && span.Style is { IsUnderlined: false, IsStruck: false };
            var end = withSpace ? line.End + 1 : line.End;
            int from = Math.Max(line.Start, span.Start), to = Math.Min(end, span.Start + span.Run.Glyphs.Length);
            if (from >= to) continue;
            var run = new GlyphRun(span.Run.Face, span.Run.Glyphs[(from - span.Start)..(to - span.Start)]);
            var baseline = y + text.Baseline;
            var style = span.Style;
            canvas.Under(repeated ? null : element);
            canvas.Text(run, x, baseline, style.Size, style.Colour, style.Tracking);
            if (!style.IsStruck && !style.IsUnderlined && span.Link is null)
            {
                if (to < line.End) x += run.Width(style.Size, style.Tracking);
                continue;
            }

            var length = run.Width(style.Size, style.Tracking);
            var middle = baseline - Faces.Font(run.Face).StrikeoutPosition * style.Size / 1000;
            var below = baseline + style.Size * 0.14;
            if (style.IsStruck) canvas.Line(x, middle, x + length, middle, style.Size * 0.06, style.Colour);
            if (style.IsUnderlined) canvas.Line(x, below, x + length, below, style.Size * 0.05, style.Colour);
            if (span.Link is { } target) canvas.Link(x, y, length, Height, target);
            x += length;
        }
    }
}
