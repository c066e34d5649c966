using Microsoft.AspNetCore.ResponseCompression;
using TherapyChain.Domain.Access;
using TherapyChain.Server.Access;
using TherapyChain.Server.Words;

namespace TherapyChain.Server.Pages;

/// <summary>The pages: rendered here, with the few files they need. Everything works without script but what the scripts say of themselves. Nothing is fetched from anywhere else.</summary>
public static class PageRouting
{
    public static void AddPages(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddHttpContextAccessor();
        services.AddAntiforgery(options => options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest);
        services.AddScoped(provider => PageTongue.Of(provider.GetRequiredService<IHttpContextAccessor>().HttpContext!));
        // Over TLS too: our cookies are SameSite=Strict, so no other site can make a browser ask for a page with a guess in it, and anti-forgery tokens differ each time.
        services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = ["text/html", "application/json", "application/problem+json"];
            options.Providers.Add<BrotliCompressionProvider>();
            options.Providers.Add<GzipCompressionProvider>();
        });
    }

    public static void MapPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/assets/{name}", PageFiles.Answer).Does(Acts.SignIn).ExcludeFromDescription();
        routes.MapPost("/language", (Delegate)Choose).Does(Acts.SignIn).ExcludeFromDescription().DisableAntiforgery();
        routes.MapPost("/drafts/discard", (Delegate)Discard).Does(Acts.ManageOwnSecurity).ExcludeFromDescription().DisableAntiforgery();
        // The framework's own redirection between pages, which is nobody's act but belongs to whoever moves about in them.
        routes.MapRazorComponents<App>().Add(route =>
        {
            if (route is RouteEndpointBuilder { RoutePattern.RawText: "/_framework/opaque-redirect" }) route.Metadata.Add(new DoesAttribute(Acts.ListOrders));
        });
    }

    // Of one's own, and asked for by a page of ours alone.
    private static async Task<IResult> Discard(HttpContext http, CurrentPerson who, Forms.Drafts drafts)
    {
        if (!KeyAuthentication.IsOurOwn(http.Request)) return Answers.Problems.NotAllowed($"Discard it from a page of this server.");
        if (!http.Request.HasFormContentType) return Answers.Problems.WrongMediaType($"Send it as the form of a page.");
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        await drafts.ForgetAsync(who.Id, form["form"].ToString());
        return Results.Redirect(SessionApi.Local(form["return"]));
    }

    // Which language a browser shows is no secret and changes nothing: no token is asked for.
    private static async Task<IResult> Choose(HttpContext http)
    {
        if (!http.Request.HasFormContentType) return Answers.Problems.WrongMediaType($"Send the language as the form of a page.");
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var language = PageTongue.In(form["language"].ToString()).Language;
        http.Response.Cookies.Append(PageTongue.Cookie, language, Sessions.CookieFor(http, NodaTime.Duration.FromDays(365)));
        return Results.Redirect(SessionApi.Local(form["return"]));
    }
}
