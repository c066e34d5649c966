using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using TherapyChain.Server.Answers;

namespace TherapyChain.Server.Access;

/// <summary>Lets in who brings <c>Authorization: Bearer tc_…</c> or a session cookie. Says nothing about why a key was not good.</summary>
public sealed class KeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder, Keyring keys, Sessions sessions)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    public const string SchemeName = "TherapyChain";
    private const string Bearer = "Bearer ";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        var hash = header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? ApiKey.HashOf(header[Bearer.Length..].Trim())
            : header.Length == 0 && IsOurOwn(Request) ? sessions.KeyOf(Request.Cookies[Sessions.Cookie])
            : null;
        if (hash is not { } key || keys.Now.PersonOf(key) is not { } known)
            return Task.FromResult(header.Length == 0 ? AuthenticateResult.NoResult() : AuthenticateResult.Fail("Not a key of this network."));
        Context.Features.Set(new CurrentPerson(known.Person, key));
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(known.Principal, SchemeName)));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (WantsPage(Request))
        {
            Response.Redirect($"/sign-in?return={Uri.EscapeDataString(Request.Path + Request.QueryString)}");
            return Task.CompletedTask;
        }
        Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.NoKey(Request.Headers.Authorization.Count == 0
            ? "Send your API key as \"Authorization: Bearer tc_…\", or sign in with a browser."
            : "This API key is not known here. It may have been revoked.").ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Problems.NotAllowed("None of your roles may do this.").ExecuteAsync(Context);

    // A cookie counts only for requests our own pages make: SameSite=Strict keeps other sites out, and Origin is asked besides.
    internal static bool IsOurOwn(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)
        || request.Headers.Origin.ToString() is not { Length: > 0 } origin
        || (Uri.TryCreate(origin, UriKind.Absolute, out var from) && string.Equals(from.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));

    private static bool WantsPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && !request.Path.StartsWithSegments("/api") && !request.Path.StartsWithSegments("/openapi")
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
