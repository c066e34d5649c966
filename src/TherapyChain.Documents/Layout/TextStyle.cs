using TherapyChain.Documents.Fonts;
using TherapyChain.Documents.Pdf;

namespace TherapyChain.Documents.Layout;

public enum Align { Left, Centre, Right }

/// <summary>How text is set. Blocks inherit the style of what encloses them and change what they need with the properties below.</summary>
/// <param name="Size">Size of the em in points.</param>
/// <param name="Leading">Distance of the baselines in points.</param>
public sealed record TextStyle(Face Face, double Size, double Leading)
{
    // The fixed-pitch face looks larger than the text face beside it.
    const double MonoScale = 0.93;

    public Colour Colour { get; init; } = Colour.Grey(0x1A);

    /// <summary>Points added after each glyph.</summary>
    public double Tracking { get; init; }

    /// <summary>A line through the middle: a value that was corrected.</summary>
    public bool IsStruck { get; init; }
    public bool IsUnderlined { get; init; }
    public Align Align { get; init; }

    public TextStyle Bold => this with { Face = Face is Face.Mono or Face.MonoSemiBold ? Face.MonoSemiBold : Face.SemiBold };
    public TextStyle Italic => this with { Face = Face.Italic };
    public TextStyle Mono => this with { Face = Face is Face.SemiBold ? Face.MonoSemiBold : Face.Mono, Size = Size * MonoScale };
    public TextStyle Struck => this with { IsStruck = true };
    public TextStyle Muted => this with { Colour = Colour.Grey(0x5C) };

    /// <summary>Another size of the scale in the same face and colour.</summary>
    public TextStyle As(TextStyle size) => this with { Size = size.Size, Leading = size.Leading };

    // One scale for all papers, so that they look like one house.
    public static TextStyle Title { get; } = new(Face.SemiBold, 20, 25);
    public static TextStyle Heading { get; } = new(Face.SemiBold, 12.5, 16);
    public static TextStyle Subheading { get; } = new(Face.SemiBold, 10, 13);
    public static TextStyle Body { get; } = new(Face.Regular, 9.5, 13);
    public static TextStyle Small { get; } = new(Face.Regular, 8.5, 11);
    public static TextStyle Fine { get; } = new(Face.Regular, 7.5, 9.5);
}
