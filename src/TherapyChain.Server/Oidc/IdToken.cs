using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using NodaTime;

namespace TherapyChain.Server.Oidc;

/// <summary>What an ID token must be (OpenID Connect Core 1.0, 3.1.3.7): issuer, audience, authorized party, signature by a key of the provider, life time, nonce.</summary>
/// <param name="Issuer">The provider's issuer.</param>
/// <param name="ClientId">For whom it was made.</param>
/// <param name="Nonce">What the request asked for; null when that is not known, and then no token is good.</param>
/// <param name="Now">The present moment.</param>
public sealed record IdToken(string Issuer, string ClientId, string? Nonce, Instant Now)
{
    /// <summary>No provider of ours writes longer ones: 64 KiB.</summary>
    private const int Longest = 65_536;

    private static readonly Duration Skew = Duration.FromMinutes(1);

    // Signatures by a key pair only: with a shared secret every client could mint tokens, and "none" is none.
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384,
        SecurityAlgorithms.RsaSsaPssSha512, SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    /// <summary>What a token turned out to be.</summary>
    /// <param name="Claims">Of a good one; null of any other.</param>
    /// <param name="Why">What is wrong, in words.</param>
    /// <param name="IsKeyUnknown">Whether the provider may have changed its keys.</param>
    public sealed record Verdict(IReadOnlyList<Claim>? Claims, string Why = "", Exception? Cause = null, bool IsKeyUnknown = false);

    /// <summary>Judges a token as it came. Never throws for what is in it.</summary>
    /// <param name="text">Header, payload and signature, with dots.</param>
    /// <param name="keys">The provider's.</param>
    public async Task<Verdict> JudgeAsync(string text, IEnumerable<SecurityKey> keys)
    {
        if (text.Length > Longest) return new(null, "The ID token is too long.");
        var verdict = await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(text, new TokenValidationParameters
        {
            ValidIssuer = Issuer,
            ValidAudience = ClientId,
            IssuerSigningKeys = keys,
            ValidAlgorithms = Algorithms,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            LifetimeValidator = (from, to, _, _) => IsAlive(from, to),
        });
        if (!verdict.IsValid) return new(null, "The ID token is not good.", verdict.Exception, verdict.Exception is SecurityTokenSignatureKeyNotFoundException);
        var token = (JsonWebToken)verdict.SecurityToken;
        if (token.Subject is not { Length: > 0 }) return new(null, "The ID token names nobody.");
        if (!token.TryGetClaim("iat", out _)) return new(null, "The ID token does not say when it was issued.");
        if ((token.Audiences.Count() > 1 || token.TryGetClaim("azp", out _)) && !(token.TryGetClaim("azp", out var party) && party.Value == ClientId))
            return new(null, "The ID token was made for somebody else.");
        if (Nonce is null || !token.TryGetClaim("nonce", out var given) || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Nonce), Encoding.UTF8.GetBytes(given.Value)))
            return new(null, "The ID token answers another request.");
        return new([.. verdict.ClaimsIdentity.Claims]);
    }

    private bool IsAlive(DateTime? from, DateTime? to)
    {
        return to is { } end && Now < At(end) + Skew && (from is not { } start || At(start) - Skew <= Now);

        static Instant At(DateTime utc) => Instant.FromDateTimeUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc));
    }
}
