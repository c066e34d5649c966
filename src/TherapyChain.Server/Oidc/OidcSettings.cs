namespace TherapyChain.Server.Oidc;

/// <summary>An organisation's own identity provider (OpenID Connect), for the people of the sites that are its own.</summary>
public sealed class OidcSettings
{
    /// <summary>The issuer, <c>https://login.hospital.example</c>; its configuration is read from <c>/.well-known/openid-configuration</c>.</summary>
    public string? Authority { get; set; }

    public string ClientId { get; set; } = "";

    /// <summary>Best in the environment, <c>TherapyChain__Oidc__ClientSecret</c>.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>What the button says.</summary>
    public string Name { get; set; } = "your organisation";

    /// <summary>The claim whose value is the person id. Choose one that people cannot change themselves.</summary>
    public string PersonClaim { get; set; } = "sub";

    /// <summary>The sites whose people it may let in, separated by commas: a provider speaks for its own organisation only.</summary>
    public string Sites { get; set; } = "";

    /// <summary>Whether it asks for a second factor itself. If not, this server does, of those who have enrolled one.</summary>
    public bool AsksSecondFactor { get; set; }

    /// <summary>Where people reach this server, <c>https://chain.hospital.example</c>, when a proxy stands before it; otherwise as the request says.</summary>
    public string? PublicAddress { get; set; }

    public bool IsOn => Authority is { Length: > 0 };

    public IReadOnlyList<string> SiteIds => Sites.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    internal bool IsOverHttps => Uri.TryCreate(Authority, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps;

    /// <summary>What is wrong with these settings; null when they can be used.</summary>
    internal string? Problem =>
        !IsOn ? null
        : !IsOverHttps && !(Uri.TryCreate(Authority, UriKind.Absolute, out var uri) && uri.IsLoopback) ? $"TherapyChain:Oidc:Authority must be an https address; it is \"{Authority}\"."
        : ClientId.Length == 0 || ClientSecret.Length == 0 ? "TherapyChain:Oidc needs ClientId and ClientSecret."
        : SiteIds.Count == 0 ? "TherapyChain:Oidc:Sites must name the sites whose people the identity provider may let in."
        : PersonClaim.Length == 0 ? "TherapyChain:Oidc:PersonClaim must name the claim that holds the person id."
        : null;
}
