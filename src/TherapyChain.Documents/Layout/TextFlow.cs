using TherapyChain.Documents.Fonts;

namespace TherapyChain.Documents.Layout;

/// <summary>A stretch of a paragraph in one face and style.</summary>
/// <param name="Start">Place of its first glyph in the paragraph.</param>
readonly record struct TextSpan(GlyphRun Run, TextStyle Style, Uri? Link, int Start);

/// <summary>The text of a paragraph as glyphs, with its widths in points: what lines are broken from and drawn from.</summary>
sealed class TextFlow
{
    public TextFlow(ReadOnlySpan<Inline> content, TextStyle style)
    {
        Align = style.Align;
        Leading = style.Leading;
        var runs = new List<GlyphRun>(1);
        foreach (var inline in content)
        {
            var own = inline.Style is null ? style : inline.Style(style);
            Leading = Math.Max(Leading, own.Leading);
            runs.Clear();
            Shaper.Shape(inline.Text, own.Face, runs);
            foreach (var run in runs)
            {
                Spans.Add(new(run, own, inline.Link, Count));
                Count += run.Glyphs.Length;
            }
        }

        // Capitals stand in the middle of their line whatever the face is, so that cells in different faces share a baseline.
        var largest = style.Size;
        foreach (var span in Spans) largest = Math.Max(largest, span.Style.Size);
        Baseline = Leading / 2 + largest * 0.33;

        Widths = new float[Count];
        Characters = new int[Count];
        foreach (var (run, own, _, start) in Spans)
        {
            var glyphs = run.Glyphs.Span;
            var scale = own.Size / 1000;
            for (var i = 0; i < glyphs.Length; i++)
            {
                Widths[start + i] = (float)(glyphs[i].Advance * scale + own.Tracking);
                Characters[start + i] = glyphs[i].CodePoint;
            }
        }
    }

    public List<TextSpan> Spans { get; } = new(1);
    public int Count { get; }
    public float[] Widths { get; }
    public int[] Characters { get; }
    public double Leading { get; }

    /// <summary>Distance of the baseline from the top of a line.</summary>
    public double Baseline { get; }
    public Align Align { get; }
}
