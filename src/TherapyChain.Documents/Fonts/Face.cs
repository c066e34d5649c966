namespace TherapyChain.Documents.Fonts;

/// <summary>The faces a document may use: a text face (Source Sans 3) and a fixed-pitch one for identifiers and hashes (Source Code Pro).</summary>
public enum Face
{
    Regular,
    SemiBold,
    Italic,
    Mono,
    MonoSemiBold,
}

/// <summary>The fonts behind the faces, read from the assembly once a process and shared by all threads.</summary>
public static class Faces
{
    static readonly Lazy<TrueTypeFont>[] fonts =
    [
        Load("SourceSans3-Regular"), Load("SourceSans3-SemiBold"), Load("SourceSans3-Italic"),
        Load("SourceCodePro-Regular"), Load("SourceCodePro-SemiBold"),
    ];

    static readonly Face[][] fallbacks =
    [
        [Face.Regular, Face.Mono, Face.Italic],
        [Face.SemiBold, Face.MonoSemiBold, Face.Regular],
        [Face.Italic, Face.Regular, Face.Mono],
        [Face.Mono, Face.Regular, Face.Italic],
        [Face.MonoSemiBold, Face.SemiBold, Face.Mono],
    ];

    public static int Count => fonts.Length;

    public static TrueTypeFont Font(Face face) => fonts[(int)face].Value;

    /// <summary>
    /// The glyph for a character: from the wanted face, else from a related one, else the crossed box that every font has as its glyph 0.
    /// The answer is never a blank for something that has a shape.
    /// </summary>
    public static (Face Face, ushort Glyph) Resolve(Face wanted, int codePoint)
    {
        foreach (var face in fallbacks[(int)wanted])
            if (Font(face).Characters[codePoint] is not 0 and var glyph)
                return (face, glyph);
        return (wanted, TrueTypeFont.MissingGlyph);
    }

    static Lazy<TrueTypeFont> Load(string name) => new(() =>
    {
        using var stream = typeof(Faces).Assembly.GetManifestResourceStream($"Fonts/{name}.ttf")
            ?? throw new InvalidOperationException($"The font {name} is missing from the assembly.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return new TrueTypeFont(bytes);
    });
}
