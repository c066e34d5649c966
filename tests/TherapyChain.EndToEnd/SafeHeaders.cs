namespace TherapyChain.EndToEnd;

/// <summary>What every page is sent with, so that a browser does not do what the page did not ask for.</summary>
public static class SafeHeaders
{
    private static readonly (string Header, string Part)[] Wanted =
    [
        ("x-content-type-options", "nosniff"), ("x-frame-options", "DENY"), ("referrer-policy", "same-origin"), ("cache-control", "no-store"),
        ("content-security-policy", "default-src 'none'"), ("content-security-policy", "frame-ancestors 'none'"),
    ];

    /// <summary>What is not there, or is there and must not be; nothing when all is right.</summary>
    public static IEnumerable<string> Missing(IReadOnlyDictionary<string, string> headers)
    {
        foreach (var (header, part) in Wanted)
            if (!headers.GetValueOrDefault(header, "").Contains(part, StringComparison.Ordinal)) yield return $"sent without {header}: {part}";
        if (headers.GetValueOrDefault("content-security-policy", "").Contains("unsafe", StringComparison.Ordinal)) yield return "sent with a policy that allows unsafe things";
    }
}
