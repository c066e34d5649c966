using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using NodaTime;
using TherapyChain.Server.Oidc;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests.Fuzz;

/// <summary>What an identity provider, or somebody between it and us, may send: damaged ID tokens, token responses, configurations and key sets.</summary>
public sealed class OidcFuzz : IDisposable
{
    private const string Issuer = "https://login.hospital.example";

    private static readonly string[] Words =
    [
        ".", "..", "=", "-", "_", "eyJhbGciOiJub25lIn0", "eyJhbGciOiJIUzI1NiJ9", "\"alg\":\"none\"", "\"alg\":\"HS256\"", "\"kid\":\"k2\"", "\"crit\":[\"b64\"]", "\"b64\":false", "\"jwk\":{}", "\"jku\":\"https://x\"",
        "\"enc\":\"A256GCM\"", "\"zip\":\"DEF\"", "\"iss\":\"", "\"aud\":[", "\"exp\":9e99", "\"nonce\":", "\"sub\":\"administrator\"", "\"id_token\":", "\"keys\":[", "\"kty\":\"oct\"", "\"n\":\"\"", "\"e\":\"AQAB\"", "\"x5c\":[", "\"issuer\":",
    ];

    private readonly RSA _key = RSA.Create(2048);

    public void Dispose() => _key.Dispose();

    [Fact]
    [Requirement("A11-01")]
    public async Task No_damaged_id_token_is_taken()
    {
        var (good, keys, judge) = (Token(), Keys(), Judge());
        Assert.NotNull((await judge.JudgeAsync(good, keys)).Claims);
        byte[][] examples =
        [
            Encoding.ASCII.GetBytes(good), Encoding.ASCII.GetBytes(Token(nonce: "another")), Encoding.ASCII.GetBytes(Token(subject: "somebody-else", by: RSA.Create(2048))),
            Encoding.ASCII.GetBytes(Token(exp: 0)), Encoding.ASCII.GetBytes($"{good[..good.LastIndexOf('.')]}."), Encoding.ASCII.GetBytes($"{Part("""{"alg":"none"}""")}.{good.Split('.')[1]}."),
        ];
        var (taken, meant) = (0, Parts(good));

        Fuzzing.Run(examples, Words, bytes =>
        {
            var text = Encoding.UTF8.GetString(bytes);
            if (judge.JudgeAsync(text, keys).GetAwaiter().GetResult() is not { Claims: { } claims }) return;
            taken++;
            if (!Parts(text).SequenceEqual(meant)) throw new InvalidOperationException($"A token was taken that nobody signed: {text}");
            if (claims.Single(c => c.Type == "employee").Value != "training-manager-charite") throw new InvalidOperationException("It was taken for somebody else.");
        }, allowance: 1 << 20, perByte: 400);

        // The good one at least: else this test would find nothing whatever is taken.
        Assert.NotEqual(0, taken);
    }

    [Fact]
    [Requirement("A11-01")]
    public async Task Claims_and_headers_that_were_changed_and_not_signed_anew_are_never_taken()
    {
        var (good, keys, judge) = (Token(), Keys(), Judge());
        var (parts, turn) = (good.Split('.'), 0);
        Assert.NotNull((await judge.JudgeAsync(good, keys)).Claims);

        // Damage inside the JSON, well-encoded again: it reaches the parts that damage to the letters does not.
        Fuzzing.Run([Base64Url.DecodeFromChars(parts[0]), Base64Url.DecodeFromChars(parts[1])], Words, bytes =>
        {
            var spoilt = turn++ % 2;
            var before = Base64Url.DecodeFromChars(parts[spoilt]);
            if (bytes.AsSpan().SequenceEqual(before)) return;
            var other = Base64Url.EncodeToString(bytes);
            var text = spoilt == 0 ? $"{other}.{parts[1]}.{parts[2]}" : $"{parts[0]}.{other}.{parts[2]}";
            if (judge.JudgeAsync(text, keys).GetAwaiter().GetResult().Claims is not null) throw new InvalidOperationException($"A token was taken that nobody signed: {text}");
        }, allowance: 1 << 20, perByte: 400);
    }

    [Fact]
    [Requirement("A11-01")]
    public async Task Damaged_token_responses_configurations_and_key_sets_let_nobody_in_by_a_key_of_others()
    {
        var (good, judge) = (Token(), Judge());
        var keySet = JsonSerializer.Serialize(new { keys = new[] { new { kty = "RSA", use = "sig", alg = "RS256", kid = "k1", n = Modulus(_key), e = "AQAB" } } });
        var configuration = JsonSerializer.Serialize(new { issuer = Issuer, authorization_endpoint = Issuer + "/authorize", token_endpoint = Issuer + "/token", jwks_uri = Issuer + "/keys" });
        var response = JsonSerializer.Serialize(new { access_token = "unused", token_type = "Bearer", expires_in = 300, id_token = good });
        using var stranger = RSA.Create(2048);
        var forged = Token(by: stranger);
        Assert.NotNull((await judge.JudgeAsync(good, new JsonWebKeySet(keySet).GetSigningKeys())).Claims);

        Fuzzing.Run([Encoding.UTF8.GetBytes(keySet), Encoding.UTF8.GetBytes(configuration), Encoding.UTF8.GetBytes(response)], Words, bytes =>
        {
            var text = Encoding.UTF8.GetString(bytes);
            // The framework fails a sign-in for what its readers throw; nothing else may come out of them.
            try
            {
                var keys = new JsonWebKeySet(text).GetSigningKeys();
                if (judge.JudgeAsync(forged, keys).GetAwaiter().GetResult().Claims is not null) throw new InvalidOperationException("A key of nobody's was taken.");
                _ = new OpenIdConnectConfiguration(text);
            }
            catch (Exception no) when (no is ArgumentException or JsonException or FormatException)
            {
            }
            try
            {
                using var read = JsonDocument.Parse(text);
                if (OidcHandler.IdTokenOf(read.RootElement) is { } token && judge.JudgeAsync(token, Keys()).GetAwaiter().GetResult().Claims is not null && !Parts(token).SequenceEqual(Parts(good)))
                    throw new InvalidOperationException("A token was taken that nobody signed.");
            }
            catch (JsonException)
            {
            }
        }, allowance: 1 << 20, perByte: 2000);
    }

    private static IdToken Judge() => new(Issuer, "therapychain", "a-nonce-of-this-request", Some.Start);

    private RsaSecurityKey[] Keys() => [new RsaSecurityKey(_key.ExportParameters(false)) { KeyId = "k1" }];

    private string Token(string nonce = "a-nonce-of-this-request", string subject = "sub-7", long? exp = null, RSA? by = null)
    {
        var now = Some.Start.ToUnixTimeSeconds();
        var claims = JsonSerializer.Serialize(new { iss = Issuer, aud = "therapychain", sub = subject, employee = "training-manager-charite", nonce, iat = now, exp = exp ?? now + 300 });
        var signed = $"{Part("""{"alg":"RS256","typ":"JWT","kid":"k1"}""")}.{Part(claims)}";
        return $"{signed}.{Base64Url.EncodeToString((by ?? _key).SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    private static string Modulus(RSA key) => Base64Url.EncodeToString(key.ExportParameters(false).Modulus);

    private static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    // What was signed, letter by letter, and the bytes of the signature: its last letter may hold bits that mean nothing.
    private static string[] Parts(string token)
    {
        var parts = token.Split('.');
        if (parts.Length == 3) parts[2] = Convert.ToHexString(Base64UrlEncoder.DecodeBytes(parts[2]));
        return parts;
    }
}
