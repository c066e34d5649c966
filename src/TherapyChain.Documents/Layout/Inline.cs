namespace TherapyChain.Documents.Layout;

/// <summary>A stretch of text within a paragraph, with what makes its style differ from the paragraph's. Plain text converts by itself.</summary>
public sealed record Inline(string Text)
{
    public Func<TextStyle, TextStyle>? Style { get; init; }

    /// <summary>Makes the text open an address. Its look does not change by that.</summary>
    public Uri? Link { get; init; }

    public static implicit operator Inline(string text) => new(text);

    public static Inline FromString(string text) => new(text);
    public static Inline Bold(string text) => new(text) { Style = s => s.Bold };
    public static Inline Italic(string text) => new(text) { Style = s => s.Italic };
    public static Inline Mono(string text) => new(text) { Style = s => s.Mono };
    public static Inline Struck(string text) => new(text) { Style = s => s.Struck };
    public static Inline Muted(string text) => new(text) { Style = s => s.Muted };
    public static Inline To(Uri address, string text) => new(text) { Link = address, Style = s => s with { IsUnderlined = true } };
}
