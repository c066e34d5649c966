using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using NodaTime;
using TherapyChain.Domain.Custody;

namespace TherapyChain.Server.Access;

/// <summary>One browser, signed in.</summary>
/// <param name="Person">Whose session it is.</param>
/// <param name="Key">The API key it was opened with, or null when it was opened with a password or by an identity provider.</param>
/// <param name="Confined">Whether only the page of one's own security may be opened: a second factor must be enrolled first.</param>
public sealed record Session(string Person, Hash? Key, bool Confined, Instant Opened)
{
    private long _seen = Opened.ToUnixTimeTicks();

    public Instant Seen
    {
        get => Instant.FromUnixTimeTicks(Interlocked.Read(ref _seen));
        set => Interlocked.Exchange(ref _seen, value.ToUnixTimeTicks());
    }

    /// <summary>Whether both components of the signature were given in this session already (21 CFR 11.200(a)(1)(i)).</summary>
    public bool HasSigned { get; set; }

    /// <summary>Whether the next signature takes both: the first one does, and each one in a session that a key opened, at which nobody gave them.</summary>
    public bool AsksBoth => Key is not null || !HasSigned;

    /// <summary>A second factor's secret that was shown and waits for its first code.</summary>
    public byte[]? Enrolling { get; set; }

    private AskedPasskey? _asked;

    /// <summary>Keeps what an authenticator was asked that is about to make a passkey.</summary>
    public void Ask(AskedPasskey asked) => Interlocked.Exchange(ref _asked, asked);

    /// <summary>What it was asked; the first who asks for it gets it.</summary>
    public AskedPasskey? TakeAsked() => Interlocked.Exchange(ref _asked, null);
}

/// <param name="State">The framework's own memory of what it asked.</param>
/// <param name="Handle">The user handle the passkey is made for.</param>
public sealed record AskedPasskey(string State, string Handle, Instant Ends);

/// <summary>
/// Browser sessions. They live in memory: a restart ends them, and so do signing out, rest, their longest time, a revoked key, a new
/// password and the end of the person, whatever cookies remain somewhere.
/// </summary>
public sealed class Sessions(IClock clock, Settings settings)
{
    public const string Cookie = "therapychain-session";

    // Whose session ended by time stays known for a while, so that what they were typing is kept for them alone.
    private const int MostEnded = 2000;

    private static readonly Duration EndedFor = Duration.FromHours(12);

    private readonly ConcurrentDictionary<Hash, Session> _open = new();
    private readonly ConcurrentDictionary<Hash, (string Person, Instant At)> _ended = new();

    /// <summary>Opens a session under a fresh name; the one that this browser had before is over.</summary>
    public void Open(HttpContext http, string person, Hash? key, bool confined)
    {
        var now = clock.GetCurrentInstant();
        foreach (var (token, session) in _open)
            if (IsOver(session, now)) Expire(token, session, now);
        End(http.Request.Cookies[Cookie]);
        var value = ApiKey.Base64Url(RandomNumberGenerator.GetBytes(32));
        _open[Token(value)] = new Session(person, key, confined, now);
        http.Response.Cookies.Append(Cookie, value, CookieFor(http, Duration.FromHours(settings.SessionHours)));
    }

    /// <summary>The session behind a cookie, which counts as seen now; null when there is none or it is over.</summary>
    public Session? Find(string? cookie)
    {
        if (cookie is not { Length: > 0 and < 100 } || !_open.TryGetValue(Token(cookie), out var session)) return null;
        var now = clock.GetCurrentInstant();
        if (IsOver(session, now))
        {
            Expire(Token(cookie), session, now);
            return null;
        }
        session.Seen = now;
        return session;
    }

    /// <summary>Whose session it was that a cookie names and that ended by time; null when there was none.</summary>
    public string? Ended(string? cookie) => cookie is { Length: > 0 and < 100 } && _ended.TryGetValue(Token(cookie), out var ended) ? ended.Person : null;

    public void End(string? cookie)
    {
        if (cookie is { Length: > 0 and < 100 }) _open.TryRemove(Token(cookie), out _);
    }

    /// <summary>Ends every session of a person, but for one that may stay.</summary>
    public void EndAllOf(string person, Session? but = null)
    {
        foreach (var (token, session) in _open)
            if (session.Person == person && !ReferenceEquals(session, but)) _open.TryRemove(token, out _);
    }

    public void End(Session over)
    {
        foreach (var (token, session) in _open)
            if (ReferenceEquals(session, over)) _open.TryRemove(token, out _);
    }

    /// <summary>A cookie that no script and no other site can use, and that stays off plain connections where there are others.</summary>
    internal static CookieOptions CookieFor(HttpContext http, Duration lasts) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        // Whoever forges the header only keeps a cookie of their own off plain connections.
        Secure = http.Request.IsHttps || string.Equals(http.Request.Headers["X-Forwarded-Proto"].ToString().Split(',')[0].Trim(), "https", StringComparison.OrdinalIgnoreCase),
        IsEssential = true,
        MaxAge = lasts.ToTimeSpan(),
        Path = "/",
    };

    private void Expire(Hash token, Session session, Instant now)
    {
        _open.TryRemove(token, out _);
        foreach (var (old, ended) in _ended)
            if (ended.At + EndedFor <= now) _ended.TryRemove(old, out _);
        if (_ended.Count < MostEnded) _ended[token] = (session.Person, now);
    }

    private bool IsOver(Session session, Instant now) =>
        session.Opened + Duration.FromHours(settings.SessionHours) <= now || session.Seen + Duration.FromMinutes(settings.IdleMinutes) <= now;

    private static Hash Token(string cookie) => Hash.Of(Encoding.UTF8.GetBytes(cookie));
}
