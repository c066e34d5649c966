using Microsoft.AspNetCore.Antiforgery;
using TherapyChain.Domain.Access;
using TherapyChain.Server.Answers;

namespace TherapyChain.Server.Access;

/// <summary>Signing in with a browser: an API key is exchanged for a cookie that no script and no other site can use.</summary>
public static class SessionApi
{
    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/session", Open).Does(Acts.SignIn).WithTags("Access").WithSummary("Exchange an API key for a session cookie of 12 hours.")
            .Accepts<SessionBody>("application/json", "application/x-www-form-urlencoded").Produces(204).ProducesProblem(401).DisableAntiforgery();
        routes.MapPost("/session/end", End).Does(Acts.SignIn).WithTags("Access").WithSummary("End the session of this browser.").Produces(204).DisableAntiforgery();
    }

    private static async Task<IResult> Open(HttpContext http, Keyring keys, Sessions sessions, IAntiforgery antiforgery)
    {
        if (!KeyAuthentication.IsOurOwn(http.Request)) return Problems.NotAllowed("Sign in from a page of this server.");
        var form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : null;
        if (form is not null && !await antiforgery.IsRequestValidAsync(http)) return Results.Redirect("/sign-in?failed=stale");
        string? key;
        if (form is not null) key = form["key"];
        else
        {
            var read = await Body.ReadAsync(http, ApiJson.Default.SessionBody);
            if (read.Problem is { } no) return no;
            key = read.Value!.Key;
        }
        var hash = ApiKey.HashOf(key?.Trim());
        if (hash is not { } good || keys.Now.PersonOf(good) is null)
            return form is null ? Problems.NoKey("This API key is not known here.") : Results.Redirect("/sign-in?failed=1");
        http.Response.Cookies.Append(Sessions.Cookie, sessions.Open(good), new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = http.Request.IsHttps,
            IsEssential = true,
            MaxAge = Sessions.Lasts.ToTimeSpan(),
            Path = "/",
        });
        return form is null ? Results.NoContent() : Results.Redirect(Local(form["return"]));
    }

    private static IResult End(HttpContext http, Sessions sessions)
    {
        if (!KeyAuthentication.IsOurOwn(http.Request)) return Problems.NotAllowed("Sign out from a page of this server.");
        sessions.End(http.Request.Cookies[Sessions.Cookie]);
        http.Response.Cookies.Delete(Sessions.Cookie, new CookieOptions { Path = "/" });
        return http.Request.HasFormContentType ? Results.Redirect("/sign-in") : Results.NoContent();
    }

    // Only places on this server: "//elsewhere" and "/\elsewhere" are other servers to a browser.
    private static string Local(string? place) => place is { Length: > 0 } && place[0] == '/' && (place.Length == 1 || place[1] is not ('/' or '\\')) ? place : "/";
}

/// <summary>An API key, to sign in with.</summary>
public sealed record SessionBody(string Key);
