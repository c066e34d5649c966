using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace TherapyChain.Server.Tests.People;

/// <summary>
/// An identity provider that checks every request as the standards tell it to (RFC 6749, RFC 7636, OpenID Connect Core 1.0) and complains
/// of nothing silently. A test may have it mint a token that is wrong in one way.
/// </summary>
public sealed class StandInProvider : IAsyncDisposable
{
    public const string ClientId = "therapychain";
    public const string ClientSecret = "a secret of the provider's tests";

    private readonly RSA _key = RSA.Create(2048);
    private readonly ConcurrentDictionary<string, (string Redirect, string Challenge, string Nonce)> _codes = new();
    private readonly IClock _clock;
    private readonly WebApplication _app;

    private StandInProvider(IClock clock)
    {
        _clock = clock;
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapGet("/.well-known/openid-configuration", () => Results.Json(new Dictionary<string, object>
        {
            ["issuer"] = SaysIssuer ?? Issuer, ["authorization_endpoint"] = Issuer + "/authorize", ["token_endpoint"] = Issuer + "/token", ["jwks_uri"] = Issuer + "/keys",
            ["response_types_supported"] = new[] { "code" }, ["subject_types_supported"] = new[] { "public" }, ["id_token_signing_alg_values_supported"] = new[] { "RS256" },
        }));
        _app.MapGet("/keys", () => Results.Json(new { keys = new[] { new { kty = "RSA", use = "sig", alg = "RS256", kid = "k1", n = Base64Url.EncodeToString(_key.ExportParameters(false).Modulus), e = Base64Url.EncodeToString(_key.ExportParameters(false).Exponent) } } }));
        _app.MapGet("/authorize", Authorize);
        _app.MapPost("/token", TokenAsync);
    }

    public string Issuer => _app.Urls.First();

    /// <summary>The redirect address that is registered, the only one that is taken.</summary>
    public string? Registered { get; set; }

    /// <summary>What the configuration says when it lies.</summary>
    public string? SaysIssuer { get; set; }

    public string Person { get; set; } = "";

    /// <summary>Every request that broke a rule.</summary>
    public ConcurrentQueue<string> Complaints { get; } = new();

    /// <summary>Spoils the claims before they are signed.</summary>
    public Action<JsonObject> Claims { get; set; } = _ => { };

    /// <summary>Makes the token of its claims; signs it rightly when left alone.</summary>
    public Func<JsonObject, string>? Mint { get; set; }

    public static async Task<StandInProvider> StartAsync(IClock clock)
    {
        var provider = new StandInProvider(clock);
        await provider._app.StartAsync();
        return provider;
    }

    public string Sign(JsonObject claims, RSA? key = null, string alg = "RS256", string kid = "k1")
    {
        var signed = Part(new JsonObject { ["alg"] = alg, ["typ"] = "JWT", ["kid"] = kid }) + "." + Part(claims);
        var signature = alg switch
        {
            "none" => "",
            // The classic confusion: the public key taken for a shared secret.
            "HS256" => Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.ASCII.GetBytes((key ?? _key).ExportSubjectPublicKeyInfoPem()), Encoding.ASCII.GetBytes(signed))),
            _ => Base64Url.EncodeToString((key ?? _key).SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)),
        };
        return $"{signed}.{signature}";
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
    }

    private static string Part(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));

    private IResult Authorize(HttpRequest request)
    {
        var q = request.Query;
        string One(string name) => q[name] is [{ } value] ? value : "";
        if (One("client_id") != ClientId) return Complain("client_id");
        if (One("redirect_uri") != Registered) return Complain($"redirect_uri {One("redirect_uri")}");
        if (One("response_type") != "code") return Complain("response_type");
        if (!One("scope").Split(' ').Contains("openid")) return Complain("scope");
        if (One("code_challenge_method") != "S256" || One("code_challenge").Length != 43) return Complain("code_challenge");
        if (One("state").Length < 20) return Complain("state");
        if (One("nonce").Length < 20) return Complain("nonce");
        var code = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        _codes[code] = (One("redirect_uri"), One("code_challenge"), One("nonce"));
        return Results.Redirect($"{One("redirect_uri")}?code={code}&state={Uri.EscapeDataString(One("state"))}&iss={Uri.EscapeDataString(Issuer)}");
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        string One(string name) => form[name] is [{ } value] ? value : "";
        if (One("client_id") != ClientId || One("client_secret") != ClientSecret) return Complain("client");
        if (One("grant_type") != "authorization_code") return Complain("grant_type");
        if (!_codes.TryRemove(One("code"), out var asked)) return Complain("code");
        if (One("redirect_uri") != asked.Redirect) return Complain("redirect_uri at the token endpoint");
        if (Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(One("code_verifier")))) != asked.Challenge) return Complain("code_verifier");
        var now = _clock.GetCurrentInstant().ToUnixTimeSeconds();
        var claims = new JsonObject { ["iss"] = Issuer, ["aud"] = ClientId, ["sub"] = $"sub-{Person}", ["employee"] = Person, ["nonce"] = asked.Nonce, ["iat"] = now, ["exp"] = now + 300 };
        Claims(claims);
        return Results.Json(new { access_token = "unused", token_type = "Bearer", expires_in = 300, id_token = Mint is { } mint ? mint(claims) : Sign(claims) });
    }

    private IResult Complain(string what)
    {
        Complaints.Enqueue(what);
        return Results.Json(new { error = "invalid_request", error_description = what }, statusCode: StatusCodes.Status400BadRequest);
    }
}
