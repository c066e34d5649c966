using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using NodaTime;
using TherapyChain.Domain.Custody;
using TherapyChain.Server.Access;

namespace TherapyChain.Server.Accounts;

/// <summary>
/// What was asked of an authenticator at sign-in, between the question and the answer. It travels in a cookie, sealed under a key that lives in
/// memory only, so that strangers who ask and never answer cost nothing; it is good for five minutes, and one sign-in.
/// </summary>
public sealed class PasskeyTickets(IClock clock)
{
    public const string Cookie = "therapychain-passkey";

    private static readonly Duration Lasts = Duration.FromMinutes(5);

    private readonly IDataProtector _seal = new EphemeralDataProtectionProvider().CreateProtector(Cookie);
    private readonly ConcurrentDictionary<Hash, Instant> _spent = new();

    public void Give(HttpContext http, string state)
    {
        var ends = (clock.GetCurrentInstant() + Lasts).ToUnixTimeTicks();
        http.Response.Cookies.Append(Cookie, _seal.Protect($"{ends.ToString(CultureInfo.InvariantCulture)} {state}"), Sessions.CookieFor(http, Lasts));
    }

    /// <summary>What was asked; null when it was too long ago, somebody signed in with it already, or it is not from here.</summary>
    public string? Read(HttpContext http)
    {
        if (http.Request.Cookies[Cookie] is not { Length: > 0 and < 4096 } cookie || _spent.ContainsKey(NameOf(cookie))) return null;
        try
        {
            var parts = _seal.Unprotect(cookie).Split(' ', 2);
            return Instant.FromUnixTimeTicks(long.Parse(parts[0], CultureInfo.InvariantCulture)) > clock.GetCurrentInstant() ? parts[1] : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Takes the one sign-in it is good for; false when another request was faster. Only after the answer was right, so that nobody fills the memory.</summary>
    public bool Spend(HttpContext http)
    {
        var now = clock.GetCurrentInstant();
        foreach (var (name, ends) in _spent)
            if (ends <= now) _spent.TryRemove(name, out _);
        http.Response.Cookies.Delete(Cookie, new CookieOptions { Path = "/" });
        return _spent.TryAdd(NameOf(http.Request.Cookies[Cookie]!), now + Lasts);
    }

    private static Hash NameOf(string cookie) => Hash.Of(Encoding.UTF8.GetBytes(cookie));
}
