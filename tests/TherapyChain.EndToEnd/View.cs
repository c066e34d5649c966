using Microsoft.Playwright;

namespace TherapyChain.EndToEnd;

/// <summary>How somebody looks at a page: how large, how light, in which language, and with or without scripts.</summary>
public sealed record View(string Name, int Width, int Height, ColorScheme Scheme)
{
    public static readonly View Desktop = new("desktop-light", 1440, 900, ColorScheme.Light);
    public static readonly View Phone = new("phone-light", 390, 844, ColorScheme.Light);

    public string Locale { get; init; } = "en-GB";

    public bool Script { get; init; } = true;

    /// <summary>Still unless a test is about movement: a picture taken while something moves is another one each time.</summary>
    public ReducedMotion Motion { get; init; } = ReducedMotion.Reduce;

    public BrowserNewContextOptions Options => new()
    {
        ViewportSize = new ViewportSize { Width = Width, Height = Height },
        ColorScheme = Scheme,
        Locale = Locale,
        ReducedMotion = Motion,
        JavaScriptEnabled = Script,
        IsMobile = Width < 600,
        HasTouch = Width < 600,
    };

    public override string ToString() => Name;

    /// <summary>The same by night.</summary>
    public View Dark() => this with { Name = Name.Replace("light", "dark", StringComparison.Ordinal), Scheme = ColorScheme.Dark };
}
