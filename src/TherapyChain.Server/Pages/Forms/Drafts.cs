using System.Collections.Concurrent;
using NodaTime;
using TherapyChain.Domain.Custody;
using TherapyChain.Server.Access;
using TherapyChain.Server.Accounts;

namespace TherapyChain.Server.Pages.Forms;

/// <summary>
/// What was typed into a form whose session or token had ended when it came: kept for a while, for the same person at the same page in the same browser, less every password.
/// In memory, of bounded size, and only for browsers that are signed in or whose session did end here.
/// </summary>
public sealed class Drafts(IClock clock, Sessions sessions)
{
    private const string Cookie = "therapychain-draft";
    private const int Most = 500, LongestDraft = 64 * 1024;

    private static readonly Duration Lasts = Duration.FromMinutes(30);

    private readonly ConcurrentDictionary<Hash, Draft> _kept = new();

    public async Task KeepAsync(HttpContext http)
    {
        var person = http.Features.Get<CurrentPerson>()?.Id ?? sessions.Ended(http.Request.Cookies[Sessions.Cookie]);
        if (!http.Request.HasFormContentType || person is null) return;
        var typed = Fields.Of(await http.Request.ReadFormAsync(http.RequestAborted)).WithoutSecrets();
        if (typed.Typed.Sum(field => (long)field.Key.Length + field.Value.Sum(value => value.Length)) > LongestDraft) return;
        var now = clock.GetCurrentInstant();
        foreach (var (token, draft) in _kept)
            if (draft.Ends <= now) _kept.TryRemove(token, out _);
        if (_kept.Count >= Most) return;
        var value = OneTimeCode.New();
        _kept[OneTimeCode.HashOf(value)] = new Draft(person, http.Request.Path, typed, now + Lasts);
        http.Response.Cookies.Append(Cookie, value, Sessions.CookieFor(http, Lasts));
    }

    /// <summary>What this person had typed at this very page, once; null when there is nothing.</summary>
    public Fields? Take(HttpContext http, string person)
    {
        if (http.Request.Cookies[Cookie] is not { Length: > 0 and < 100 } cookie || !_kept.TryGetValue(OneTimeCode.HashOf(cookie), out var draft)
            || draft.Path != http.Request.Path || draft.Person != person || draft.Ends <= clock.GetCurrentInstant()) return null;
        _kept.TryRemove(OneTimeCode.HashOf(cookie), out _);
        http.Response.Cookies.Delete(Cookie, new CookieOptions { Path = "/" });
        return draft.Typed;
    }

    private sealed record Draft(string Person, PathString Path, Fields Typed, Instant Ends);
}
