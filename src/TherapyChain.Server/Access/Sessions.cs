using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using NodaTime;
using TherapyChain.Domain.Custody;

namespace TherapyChain.Server.Access;

/// <summary>
/// Browser sessions, each opened with an API key and good for twelve hours. They live in memory: a restart ends them, revoking the key ends
/// them, and so does signing out, whatever cookies remain somewhere.
/// </summary>
public sealed class Sessions(IClock clock)
{
    public const string Cookie = "therapychain-session";

    public static readonly Duration Lasts = Duration.FromHours(12);

    private readonly ConcurrentDictionary<Hash, Session> _open = new();

    private sealed record Session(Hash Key, Instant Ends);

    /// <summary>A new session for a key; the answer is the cookie's value.</summary>
    public string Open(Hash key)
    {
        var now = clock.GetCurrentInstant();
        foreach (var (token, session) in _open)
            if (session.Ends <= now) _open.TryRemove(token, out _);
        var value = ApiKey.Base64Url(RandomNumberGenerator.GetBytes(32));
        _open[Hash.Of(Encoding.ASCII.GetBytes(value))] = new Session(key, now + Lasts);
        return value;
    }

    /// <summary>The key a session was opened with, or null when there is no such session or it has run out.</summary>
    public Hash? KeyOf(string? cookie) =>
        cookie is { Length: > 0 and < 100 } && _open.TryGetValue(Token(cookie), out var session) && session.Ends > clock.GetCurrentInstant() ? session.Key : null;

    public void End(string? cookie)
    {
        if (cookie is { Length: > 0 and < 100 }) _open.TryRemove(Token(cookie), out _);
    }

    private static Hash Token(string cookie) => Hash.Of(Encoding.UTF8.GetBytes(cookie));
}
