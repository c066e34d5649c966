namespace TherapyChain.Server.Answers;

/// <summary>What every answer tells a browser: pages, files, data, events and refusals alike.</summary>
internal static class SafeHeaders
{
    /// <summary>Nothing is allowed but what our pages use, and all of it comes from here. A picture may stand in the page itself, as the empty icon does.</summary>
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    /// <summary>The camera reads codes on our own pages; nothing else of the device is asked for, and what is not named here stays at the browser's own rule.</summary>
    private const string Device =
        "camera=(self), publickey-credentials-get=(self), publickey-credentials-create=(self), microphone=(), geolocation=(), payment=(), usb=(), serial=(), bluetooth=(), hid=(), midi=(), display-capture=()";

    /// <summary>Two years, in seconds: the least that lists of servers with TLS ask for.</summary>
    private const string TlsOnly = "max-age=63072000";

    public static void Set(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        // Not "no-referrer": browsers then send our own forms with "Origin: null", and no form could be told from a stranger's.
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = Device;
        headers.ContentSecurityPolicy = ContentPolicy;
        // A browser believes this over TLS alone; said on a plain connection it could only be a mistake.
        if (http.Request.IsHttps) headers.StrictTransportSecurity = TlsOnly;
        if (http.Request.Path.StartsWithSegments("/api")) headers.CacheControl = "no-store";
    }
}
