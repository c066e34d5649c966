using Microsoft.AspNetCore.Antiforgery;
using TherapyChain.Domain.Access;
using NodaTime;
using TherapyChain.Server.Accounts;
using TherapyChain.Server.Answers;
using TherapyChain.Server.Pages.Forms;

namespace TherapyChain.Server.Access;

/// <summary>Signing in with a browser: a credential is exchanged for a cookie that no script and no other site can use.</summary>
public static class SessionApi
{
    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/session", Open).Does(Acts.SignIn).WithTags("Access").WithSummary("Exchange an API key, or person id, password and code, for a session cookie.")
            .Accepts<SessionBody>("application/json", "application/x-www-form-urlencoded").Produces(204).ProducesProblem(401).DisableAntiforgery();
        routes.MapPost("/session/end", End).Does(Acts.SignIn).WithTags("Access").WithSummary("End the session of this browser.").Produces(204).DisableAntiforgery();
    }

    private static async Task<IResult> Open(HttpContext http, Keyring keys, Sessions sessions, SignInDesk desk, AccessLog log, IClock clock, Settings settings, IAntiforgery antiforgery)
    {
        if (!KeyAuthentication.IsOurOwn(http.Request)) return Problems.NotAllowed($"Sign in from a page of this server.");
        if (http.Request.HasFormContentType)
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            if (!await antiforgery.IsRequestValidAsync(http)) return Results.Redirect("/sign-in?failed=stale");
            return await WithKeyAsync(form["key"]) ? Results.Redirect(Local(form["return"])) : Results.Redirect("/sign-in?failed=1");
        }
        var read = await Body.ReadAsync(http, ApiJson.Default.SessionBody);
        if (read.Problem is { } no) return no;
        var body = read.Value!;
        if (body.Key is { } key)
            return body.Person is not null || body.Password is not null ? Problems.Unreadable($"Sign in with a key, or with person and password.", field: "key")
                : await WithKeyAsync(key) ? Results.NoContent() : Problems.NoKey($"This API key is not known here, or has expired.");
        if (body.Person is not { } person || body.Password is not { } password) return Problems.Unreadable($"Sign in with a key, or with person and password.", field: "person");
        return await desk.WithPasswordAsync(http, person, password, body.Code) switch
        {
            SignIn.In => Results.NoContent(),
            SignIn.NeedsCode => Problems.NoKey($"Now send the code of your authenticator, with person and password, as \"code\"."),
            SignIn.Aged => Problems.NoKey($"Your password has aged. Sign in at /sign-in and set a new one."),
            _ => Problems.NoKey(SignInDesk.Words(settings)),
        };

        async Task<bool> WithKeyAsync(string? text)
        {
            var held = ApiKey.HashOf(text?.Trim()) is { } hash ? keys.Now.Key(hash) : null;
            var holder = held is null ? null : keys.Now.People.GetValueOrDefault(held.Person);
            var good = held is not null && held.IsGood(clock.GetCurrentInstant());
            await log.WriteAsync(AccessNote.Of(http, "sign-in", good ? "done" : "refused", holder, "key"));
            if (good)
            {
                keys.Used[held!.Sha256] = clock.GetCurrentInstant();
                sessions.Open(http, held.Person, held.Sha256, confined: false);
            }
            return good;
        }
    }

    private static async Task<IResult> End(HttpContext http, Sessions sessions, AccessLog log, Drafts drafts)
    {
        if (!KeyAuthentication.IsOurOwn(http.Request)) return Problems.NotAllowed($"Sign out from a page of this server.");
        sessions.End(http.Request.Cookies[Sessions.Cookie]);
        if (http.Features.Get<CurrentPerson>() is { Session: not null } who)
        {
            await drafts.ForgetAllOfAsync(who.Id);
            await log.WriteAsync(AccessNote.Of(http, "sign-out", "done", who.Person));
        }
        http.Response.Cookies.Delete(Sessions.Cookie, new CookieOptions { Path = "/" });
        return http.Request.HasFormContentType ? Results.Redirect("/sign-in") : Results.NoContent();
    }

    /// <summary>
    /// Only places on this server: "//elsewhere" and "/\elsewhere" are other servers to a browser, and it reads them too where a tab or the end of a
    /// line stands between the two strokes, since it leaves those out of any address. What is not ASCII cannot stand in the header that leads there.
    /// </summary>
    internal static string Local(string? place) =>
        place is { Length: > 0 } && place[0] == '/' && (place.Length == 1 || place[1] is not ('/' or '\\')) && place.All(c => c is >= ' ' and <= '~') ? place : "/";
}

/// <summary>What to sign in with: an API key; or person id, password and, for those who have a second factor, its code.</summary>
public sealed record SessionBody(string? Key = null, string? Person = null, string? Password = null, string? Code = null);
