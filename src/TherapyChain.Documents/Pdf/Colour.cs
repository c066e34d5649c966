namespace TherapyChain.Documents.Pdf;

/// <summary>A colour of the sRGB kind, one byte a channel.</summary>
public readonly record struct Colour(byte Red, byte Green, byte Blue)
{
    public static readonly Colour Black = new(0, 0, 0);
    public static readonly Colour White = new(255, 255, 255);

    public static Colour Grey(byte level) => new(level, level, level);
}
