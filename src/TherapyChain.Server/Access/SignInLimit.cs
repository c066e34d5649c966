using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using NodaTime;
using TherapyChain.Server.Answers;

namespace TherapyChain.Server.Access;

/// <summary>
/// So many tries to sign in from one network address in a minute, and no more: whoever guesses at many accounts is slowed, where the lock-out guards each of them alone.
/// Each place where people sign in has a count of its own, since one sign-in passes through two or three of them. It limits nobody who is signed in already.
/// </summary>
internal static class SignInLimit
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    public static void AddSignInLimit(this IServiceCollection services, Settings settings)
    {
        services.AddSingleton<LimitNotes>();
        services.AddRateLimiter(options =>
        {
            options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, (string Place, string Network)>(http => PlaceOf(http.Request) is not { } place
                ? RateLimitPartition.GetNoLimiter(("", ""))
                : RateLimitPartition.GetFixedWindowLimiter((place, NetworkOf(http)), _ => new() { PermitLimit = settings.SignInsPerMinute, Window = Window }));
            options.OnRejected = async (rejected, _) =>
            {
                var http = rejected.HttpContext;
                var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var left) ? left : Window;
                var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
                http.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
                await http.RequestServices.GetRequiredService<LimitNotes>().NoteAsync(http, PlaceOf(http.Request)!);
                await Problems.TooMany(seconds).ExecuteAsync(http);
            };
        });
    }

    /// <summary>Where a credential is tried; null for all other requests. To look at the form costs nothing and is not counted.</summary>
    private static string? PlaceOf(HttpRequest request)
    {
        var path = request.Path;
        if (path.StartsWithSegments("/oidc")) return "/oidc";
        if (!HttpMethods.IsPost(request.Method) || path.StartsWithSegments("/session/end")) return null;
        return path.StartsWithSegments("/sign-in/code") ? "/sign-in/code"
            : path.StartsWithSegments("/sign-in") ? "/sign-in"
            : path.StartsWithSegments("/session/passkey/options") ? "/session/passkey/options"
            : path.StartsWithSegments("/session/passkey") ? "/session/passkey"
            : path.StartsWithSegments("/session") ? "/session"
            : path.StartsWithSegments("/set-password") ? "/set-password" : null;
    }

    /// <summary>An address of IPv4; of IPv6 the first half, since whoever has one address there has all that begin like it.</summary>
    internal static string NetworkOf(HttpContext http)
    {
        var remote = AccessNote.AddressOf(http);
        return IPAddress.TryParse(remote, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexStringLower(address.GetAddressBytes()[..8]) : remote;
    }
}

/// <summary>One row of the access log for each network and place that goes over the limit, in a minute: a flood must not fill the disk.</summary>
internal sealed class LimitNotes(AccessLog log, IClock clock)
{
    private const int MostKept = 10_000;

    private static readonly Duration Once = Duration.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Place, string Network), Instant> _told = new();

    public async Task NoteAsync(HttpContext http, string place)
    {
        var (now, whose) = (clock.GetCurrentInstant(), (place, SignInLimit.NetworkOf(http)));
        if (_told.TryGetValue(whose, out var last) && now - last < Once) return;
        // From ten thousand networks at once, not each is named.
        if (_told.Count >= MostKept)
            foreach (var (old, at) in _told)
                if (now - at >= Once) _told.TryRemove(old, out _);
        if (_told.Count >= MostKept || _told.AddOrUpdate(whose, now, (_, at) => now - at >= Once ? now : at) != now) return;
        await log.WriteSoonAsync(AccessNote.Of(http, "sign-in", "refused", null, $"too many tries at {place}"));
    }
}
