using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace TherapyChain.Server.Access;

/// <summary>Who calls, when a proxy stands between: its word counts only when the settings name it. Anybody else who claims to speak for another is taken for themselves.</summary>
internal static class Callers
{
    public static void AddCallers(this IServiceCollection services, Settings settings)
    {
        services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            // A chain of proxies is followed as far as it is made of those that are named.
            options.ForwardLimit = null;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var named in Named(settings)) options.KnownIPNetworks.Add(Read(named)!.Value);
        });
        services.AddSignInLimit(settings);
    }

    /// <summary>The first of the named proxies that is neither an address nor a network; null when all are.</summary>
    public static string? WrongProxy(Settings settings) => Named(settings).FirstOrDefault(named => Read(named) is null);

    private static string[] Named(Settings settings) => settings.Proxies.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static System.Net.IPNetwork? Read(string named) =>
        System.Net.IPNetwork.TryParse(named, out var network) ? network
        : IPAddress.TryParse(named, out var address) ? new System.Net.IPNetwork(address, address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? 32 : 128)
        : null;
}
