using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using NodaTime;
using TherapyChain.Domain;
using TherapyChain.Server.Answers;
using TherapyChain.Server.Pages;
using TherapyChain.Server.Pages.Forms;

namespace TherapyChain.Server.Access;

/// <summary>Lets in who brings <c>Authorization: Bearer tc_…</c> or a session cookie. Says nothing about why an unknown key was not good.</summary>
public sealed class KeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder, Keyring keys, Sessions sessions, AccessLog access, IClock now, Drafts drafts)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    public const string SchemeName = "TherapyChain";
    private const string Bearer = "Bearer ";
    private Sentence? _why;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (header.Length > 0) return await OfKeyAsync(header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim() : "");
        if (!IsOurOwn(Request) || Request.Cookies[Sessions.Cookie] is not { } cookie) return AuthenticateResult.NoResult();
        if (sessions.Find(cookie) is not { } session)
        {
            _why = $"Your session has ended. What you sent was not recorded: sign in again in another window, then send it once more.";
            return AuthenticateResult.NoResult();
        }
        var roll = keys.Now;
        if (roll.Find(session.Person) is { } known && (session.Key is not { } key || roll.Key(key) is { } held && held.IsGood(now.GetCurrentInstant())))
            return In(known, new CurrentPerson(known.Person, session.Key is { } used ? roll.Key(used)!.Scope : KeyScope.All, session));
        sessions.End(cookie);
        return AuthenticateResult.NoResult();
    }

    private async Task<AuthenticateResult> OfKeyAsync(string text)
    {
        var at = now.GetCurrentInstant();
        var held = ApiKey.HashOf(text) is { } hash ? keys.Now.Key(hash) : null;
        if (held is not null && held.IsGood(at) && keys.Now.Find(held.Person) is { } known)
        {
            keys.Used[held.Sha256] = at;
            return In(known, new CurrentPerson(known.Person, held.Scope));
        }
        var person = held is null ? null : keys.Now.People.GetValueOrDefault(held.Person);
        _why = held?.Expires is { } expired
            ? (Sentence)$"This API key expired on {expired.InZone(DateTimeZoneProviders.Tzdb[person?.Zone ?? "Etc/UTC"]).Date:uuuu-MM-dd}. Ask an administrator for a new one."
            : (Sentence)$"This API key is not known here. It may have been revoked.";
        await access.WriteAsync(AccessNote.Of(Context, "key", held is null ? "refused" : "expired", person));
        return AuthenticateResult.Fail("Not a key of this network.");
    }

    private AuthenticateResult In(Roll.Known known, CurrentPerson who)
    {
        Context.Features.Set(who);
        return AuthenticateResult.Success(new AuthenticationTicket(known.Principal, SchemeName));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (PageAnswer.IsWanted(Request))
        {
            // A form whose session ended in the middle: nothing of it is done, and nothing that was typed is lost.
            if (HttpMethods.IsPost(Request.Method) && IsOurOwn(Request)) await drafts.KeepAsync(Context, KeptBecause.SessionEnded);
            Response.Redirect($"/sign-in?return={Uri.EscapeDataString(Request.Path + Request.QueryString)}{(_why is null ? "" : "&ended=1")}");
            return;
        }
        Response.Headers.WWWAuthenticate = "Bearer";
        await Problems.NoKey(_why ?? (Sentence)$"Send your API key as \"Authorization: Bearer tc_…\", or sign in with a browser.").ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Problems.NotAllowed($"None of your roles may do this.").ExecuteAsync(Context);

    // A cookie counts only for requests our own pages make: SameSite=Strict keeps other sites out, and Origin is asked besides.
    internal static bool IsOurOwn(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)
        || request.Headers.Origin.ToString() is not { Length: > 0 } origin
        || (Uri.TryCreate(origin, UriKind.Absolute, out var from) && string.Equals(from.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));
}
