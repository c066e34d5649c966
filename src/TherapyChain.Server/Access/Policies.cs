using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace TherapyChain.Server.Access;

/// <summary>Who may reach what: nothing without a key unless a route says so itself.</summary>
public static class Policies
{
    public const string Administrator = "administrator";

    public static void AddAccess(this IServiceCollection services)
    {
        services.AddSingleton<Keyring>();
        services.AddSingleton<Sessions>();
        services.AddAuthentication(KeyAuthentication.SchemeName).AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(KeyAuthentication.SchemeName, null);
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())
            .AddPolicy(Administrator, policy => policy.RequireRole("administrator"));
    }
}
