namespace TherapyChain.Server;

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

    public bool IsOn => Authority is { Length: > 0 };
}
