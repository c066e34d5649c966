using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using TherapyChain.Server.Accounts;

namespace TherapyChain.Server.Access;

/// <summary>Who is let in: nobody without a key, unless a route declares an act that needs none. What they may do then is the permission table's.</summary>
public static class Policies
{
    public static void AddAccess(this IServiceCollection services)
    {
        services.AddSingleton<Keyring>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<SecurityWatch>();
        services.AddSingleton<AccessLog>();
        services.AddHostedService(provider => provider.GetRequiredService<AccessLog>());
        services.AddSingleton<Credentials>();
        services.AddSingleton<Invitations>();
        services.AddSingleton<SecondFactors>();
        services.AddSingleton<SecondFactorRule>();
        services.AddSingleton<SignInDesk>();
        services.AddSingleton<Signing>();
        services.AddAuthentication(KeyAuthentication.SchemeName).AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(KeyAuthentication.SchemeName, null);
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }
}
