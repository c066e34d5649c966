using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using TherapyChain.Domain;
using TherapyChain.Domain.Access;
using TherapyChain.Server.Access;
using TherapyChain.Server.Accounts;
using TherapyChain.Server.Words;

namespace TherapyChain.Server.Oidc;

/// <summary>Signing in by an organisation's identity provider. It lets in people who are known here; it makes none.</summary>
internal static class OidcSignIn
{
    private const string Scheme = "oidc";

    public static void AddOidc(this IServiceCollection services, OidcSettings settings)
    {
        if (!settings.IsOn) return;
        services.AddAuthentication().AddOAuth<OidcOptions, OidcHandler>(Scheme, options =>
        {
            options.Authority = settings.Authority!;
            options.PublicAddress = settings.PublicAddress;
            options.ClientId = settings.ClientId;
            options.ClientSecret = settings.ClientSecret;
            options.CallbackPath = "/oidc/return";
            options.UsePkce = true;
            options.SaveTokens = false;
            options.Scope.Add("openid");
            // The framework wants addresses here before the provider was asked for them.
            (options.AuthorizationEndpoint, options.TokenEndpoint) = (settings.Authority!, settings.Authority!);
            options.SignInScheme = KeyAuthentication.SchemeName;
            // The one cookie that comes along from elsewhere: it only ties the answer to the browser that asked.
            options.CorrelationCookie.SameSite = SameSiteMode.Lax;
            options.CorrelationCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.Provider = new ConfigurationManager<OpenIdConnectConfiguration>(
                settings.Authority!.TrimEnd('/') + "/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(), new HttpDocumentRetriever { RequireHttps = settings.IsOverHttps });
            options.Events = new OAuthEvents { OnTicketReceived = LetInAsync, OnRemoteFailure = RefuseAsync };
        });
    }

    public static void MapOidc(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/oidc/start", (string? @return) => Results.Challenge(new AuthenticationProperties { RedirectUri = SessionApi.Local(@return) }, [Scheme]))
            .Does(Acts.SignIn).WithTags("Access").WithSummary("Sign in by the organisation's identity provider.");

    private static async Task LetInAsync(TicketReceivedContext context)
    {
        context.HandleResponse();
        var (http, services) = (context.HttpContext, context.HttpContext.RequestServices);
        var settings = services.GetRequiredService<Settings>().Oidc;
        var named = context.Principal?.FindAll(settings.PersonClaim).Select(c => c.Value).ToList();
        var person = named is [var one] ? services.GetRequiredService<Keyring>().Now.People.GetValueOrDefault(one) : null;
        if (person is null || !settings.SiteIds.Contains(person.Site))
        {
            await services.GetRequiredService<AccessLog>().WriteAsync(AccessNote.Of(http, "sign-in", "refused", null, "by identity provider: nobody it may let in here"));
            http.Response.Redirect("/sign-in?failed=provider");
            return;
        }
        var back = SessionApi.Local(context.ReturnUri);
        switch (await services.GetRequiredService<SignInDesk>().GoOnAsync(http, person.Id, code: null, "identity provider", settings))
        {
            case SignIn.In: await LeadOnAsync(http, back); break;
            case SignIn.NeedsCode: await LeadOnAsync(http, $"/sign-in/code?return={Uri.EscapeDataString(back)}"); break;
            default: http.Response.Redirect("/sign-in?failed=provider"); break;
        }
    }

    private static async Task RefuseAsync(RemoteFailureContext context)
    {
        context.HandleResponse();
        var services = context.HttpContext.RequestServices;
        await services.GetRequiredService<AccessLog>().WriteAsync(AccessNote.Of(context.HttpContext, "sign-in", "refused", null, "by identity provider"));
        // The reason is for who runs the server; the visitor may be the one who forged it.
        services.GetRequiredService<ILoggerFactory>().CreateLogger("TherapyChain.Server.Oidc").LogWarning(context.Failure, "A sign-in by the identity provider was refused");
        context.Response.Redirect("/sign-in?failed=provider");
    }

    // A page, not a redirect: a browser keeps a strict cookie back all along a chain of redirects that began elsewhere.
    private static Task LeadOnAsync(HttpContext http, string to)
    {
        var words = PageTongue.Of(http);
        var address = HtmlEncoder.Default.Encode(to);
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.WriteAsync($"<!DOCTYPE html><html lang=\"{words.Language}\"><head><meta charset=\"utf-8\"><title>{Written($"Signed in")}</title><meta http-equiv=\"refresh\" content=\"0;url={address}\"><link rel=\"stylesheet\" href=\"/assets/style.css\"></head>"
            + $"<body><main><p>{Written($"You are signed in.")} <a href=\"{address}\">{Written($"Go on")}</a></p></main></body></html>", http.RequestAborted);

        string Written(Sentence sentence) => HtmlEncoder.Default.Encode(words[sentence]);
    }
}
