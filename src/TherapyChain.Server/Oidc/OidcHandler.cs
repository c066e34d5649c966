using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using NodaTime;
using TherapyChain.Server.Access;

namespace TherapyChain.Server.Oidc;

public sealed class OidcOptions : OAuthOptions
{
    /// <summary>The provider's addresses and keys, read when they are first needed and again when a key is not known.</summary>
    public ConfigurationManager<OpenIdConnectConfiguration> Provider { get; set; } = null!;

    public string Authority { get; set; } = "";

    public string? PublicAddress { get; set; }
}

/// <summary>
/// OpenID Connect Core 1.0, authorization code flow, on the framework's OAuth handler, which sees to state, correlation and PKCE. Here are
/// the nonce, and what <see cref="IdToken"/> asks of the token that answers it.
/// </summary>
public sealed class OidcHandler(IOptionsMonitor<OidcOptions> options, ILoggerFactory log, UrlEncoder encoder, IClock clock) : OAuthHandler<OidcOptions>(options, log, encoder)
{
    private const string Nonce = "nonce";

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        await ConfigureAsync();
        await base.HandleChallengeAsync(properties);
    }

    protected override string BuildChallengeUrl(AuthenticationProperties properties, string redirectUri)
    {
        var nonce = ApiKey.Base64Url(RandomNumberGenerator.GetBytes(32));
        properties.Items[Nonce] = nonce;
        return QueryHelpers.AddQueryString(base.BuildChallengeUrl(properties, Ours(redirectUri)), Nonce, nonce);
    }

    protected override async Task<HandleRequestResult> HandleRemoteAuthenticateAsync()
    {
        await ConfigureAsync();
        // RFC 9207: an answer that names another issuer is another provider's.
        return Request.Query["iss"].ToString() is { Length: > 0 } issuer && issuer != Options.Authority
            ? HandleRequestResult.Fail("The answer names another issuer.") : await base.HandleRemoteAuthenticateAsync();
    }

    protected override Task<OAuthTokenResponse> ExchangeCodeAsync(OAuthCodeExchangeContext context) =>
        base.ExchangeCodeAsync(new OAuthCodeExchangeContext(context.Properties, context.Code, Ours(context.RedirectUri)));

    protected override async Task<AuthenticationTicket> CreateTicketAsync(ClaimsIdentity identity, AuthenticationProperties properties, OAuthTokenResponse tokens)
    {
        if (tokens.Response is null || IdTokenOf(tokens.Response.RootElement) is not { } idToken)
            throw new AuthenticationFailureException("The provider sent no ID token.");
        var provider = await Options.Provider.GetConfigurationAsync(Context.RequestAborted);
        var verdict = await new IdToken(Options.Authority, Options.ClientId, properties.Items.TryGetValue(Nonce, out var asked) ? asked : null, clock.GetCurrentInstant()).JudgeAsync(idToken, provider.SigningKeys);
        if (verdict.Claims is null)
        {
            // The provider may have changed its keys: the next attempt reads them anew.
            if (verdict.IsKeyUnknown) Options.Provider.RequestRefresh();
            throw new AuthenticationFailureException(verdict.Why, verdict.Cause);
        }
        identity.AddClaims(verdict.Claims);
        return new AuthenticationTicket(new ClaimsPrincipal(identity), properties, Scheme.Name);
    }

    /// <summary>The ID token of a token response; null where there is none, whatever stands there instead.</summary>
    public static string? IdTokenOf(JsonElement response)
    {
        try
        {
            return response.ValueKind == JsonValueKind.Object && response.TryGetProperty("id_token", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, written as an escape, in a name or in the text: no text, and no token.
            return null;
        }
    }

    private async Task ConfigureAsync()
    {
        var provider = await Options.Provider.GetConfigurationAsync(Context.RequestAborted);
        if (provider.Issuer != Options.Authority)
            throw new AuthenticationFailureException(string.Create(CultureInfo.InvariantCulture, $"The configuration at {Options.Authority} is that of {provider.Issuer}."));
        (Options.AuthorizationEndpoint, Options.TokenEndpoint) = (provider.AuthorizationEndpoint, provider.TokenEndpoint);
    }

    // Behind a proxy the request does not say how people reached it.
    private string Ours(string redirectUri) => Options.PublicAddress is { Length: > 0 } address ? address.TrimEnd('/') + Options.CallbackPath : redirectUri;
}
