using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
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
/// the nonce and the ID token (3.1.3.7): issuer, audience, authorized party, signature by a key of the provider, life time, nonce.
/// </summary>
public sealed class OidcHandler(IOptionsMonitor<OidcOptions> options, ILoggerFactory log, UrlEncoder encoder, IClock clock) : OAuthHandler<OidcOptions>(options, log, encoder)
{
    private const string Nonce = "nonce";
    private static readonly Duration Skew = Duration.FromMinutes(1);

    // Signatures by a key pair only: with a shared secret every client could mint tokens, and "none" is none.
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384,
        SecurityAlgorithms.RsaSsaPssSha512, SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

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
        if (tokens.Response is null || !tokens.Response.RootElement.TryGetProperty("id_token", out var text) || text.GetString() is not { } idToken)
            throw new AuthenticationFailureException("The provider sent no ID token.");
        var provider = await Options.Provider.GetConfigurationAsync(Context.RequestAborted);
        var handler = new JsonWebTokenHandler { MapInboundClaims = false };
        var verdict = await handler.ValidateTokenAsync(idToken, new TokenValidationParameters
        {
            ValidIssuer = Options.Authority,
            ValidAudience = Options.ClientId,
            IssuerSigningKeys = provider.SigningKeys,
            ValidAlgorithms = Algorithms,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            LifetimeValidator = (from, to, _, _) => IsAlive(from, to),
        });
        if (!verdict.IsValid)
        {
            // The provider may have changed its keys: the next attempt reads them anew.
            if (verdict.Exception is SecurityTokenSignatureKeyNotFoundException) Options.Provider.RequestRefresh();
            throw new AuthenticationFailureException("The ID token is not good.", verdict.Exception);
        }
        var token = (JsonWebToken)verdict.SecurityToken;
        if (token.Subject is not { Length: > 0 }) throw new AuthenticationFailureException("The ID token names nobody.");
        if (!token.TryGetClaim("iat", out _)) throw new AuthenticationFailureException("The ID token does not say when it was issued.");
        if ((token.Audiences.Count() > 1 || token.TryGetClaim("azp", out _)) && !(token.TryGetClaim("azp", out var party) && party.Value == Options.ClientId))
            throw new AuthenticationFailureException("The ID token was made for somebody else.");
        if (!properties.Items.TryGetValue(Nonce, out var asked) || asked is null || !token.TryGetClaim(Nonce, out var given)
            || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(asked), Encoding.UTF8.GetBytes(given.Value)))
            throw new AuthenticationFailureException("The ID token answers another request.");
        identity.AddClaims(verdict.ClaimsIdentity.Claims);
        return new AuthenticationTicket(new ClaimsPrincipal(identity), properties, Scheme.Name);
    }

    private bool IsAlive(DateTime? from, DateTime? to)
    {
        var now = clock.GetCurrentInstant();
        return to is { } end && now < At(end) + Skew && (from is not { } start || At(start) - Skew <= now);

        static Instant At(DateTime utc) => Instant.FromDateTimeUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc));
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
