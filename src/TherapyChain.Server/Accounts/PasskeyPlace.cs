using System.Net;

namespace TherapyChain.Server.Accounts;

/// <summary>
/// The one place whose passkeys count here (Web Authentication, 13.4.9): the domain they are bound to, and the origin they must have been used
/// at. On another machine that is https at exactly this name and port; on <c>localhost</c>, which leads to no other machine, any port.
/// </summary>
public sealed record PasskeyPlace(string Domain, string? Origin)
{
    /// <param name="setting"><c>chain.example.org</c>, with a port where it is not 443.</param>
    /// <returns>The place, or null where the setting is no name: passkeys are never bound to an IP address.</returns>
    public static PasskeyPlace? Of(string setting) =>
        setting == "localhost" ? new(setting, null)
        : Uri.TryCreate($"https://{setting}", UriKind.Absolute, out var uri) && uri.Authority == setting && uri.HostNameType == UriHostNameType.Dns && !IPAddress.TryParse(uri.Host, out _)
            ? new(uri.Host, $"https://{uri.Authority}") : null;

    public bool Allows(string? origin, bool crossOrigin) =>
        !crossOrigin && (Origin is not null ? origin == Origin : Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Host == Domain && uri.Scheme is "http" or "https");
}
