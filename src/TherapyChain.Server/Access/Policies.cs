using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using TherapyChain.Server.Accounts;

namespace TherapyChain.Server.Access;

/// <summary>Who may reach what: nothing without a key unless a route says so itself.</summary>
public static class Policies
{
    public const string Administrator = "administrator";

    /// <summary>May read the access log of their site.</summary>
    public const string Audit = "audit";

    public static void AddAccess(this IServiceCollection services)
    {
        services.AddSingleton<Keyring>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<AccessLog>();
        services.AddHostedService(provider => provider.GetRequiredService<AccessLog>());
        services.AddSingleton<Credentials>();
        services.AddSingleton<Invitations>();
        services.AddSingleton<SecondFactors>();
        services.AddSingleton<SecondFactorRule>();
        services.AddSingleton<SignInDesk>();
        services.AddSingleton<Signing>();
        services.AddAuthentication(KeyAuthentication.SchemeName).AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(KeyAuthentication.SchemeName, null);
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())
            .AddPolicy(Audit, policy => policy.RequireRole("administrator", "quality"))
            .AddPolicy(Administrator, policy => policy.RequireRole("administrator"));
    }
}
