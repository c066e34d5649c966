using System.Collections.Concurrent;
using NodaTime;
using TherapyChain.Domain;
using TherapyChain.Domain.Custody;
using TherapyChain.Server.Access;
using TherapyChain.Server.Oidc;
using TherapyChain.Storage.Accounts;

namespace TherapyChain.Server.Accounts;

/// <summary>How far a sign-in has come.</summary>
public abstract record SignIn
{
    private SignIn() { }

    /// <summary>Not let in. The words are the same whatever was wrong.</summary>
    public sealed record Refused : SignIn;

    /// <summary>The password was right; now the second factor.</summary>
    public sealed record NeedsCode : SignIn;

    /// <summary>All was right, but the password is too old: a new one is set with this code.</summary>
    public sealed record Aged(string Code) : SignIn;

    /// <summary>Signed in; the cookie is set.</summary>
    public sealed record In : SignIn;
}

/// <summary>Signing in with person id and password, then with the second factor of those who have one.</summary>
public sealed class SignInDesk(Credentials credentials, Invitations invitations, Sessions sessions, SecondFactorRule rule, Keyring keys, AccessLog log, IClock clock, Settings settings)
{
    public const string HalfwayCookie = "therapychain-halfway";

    /// <summary>One answer for every failure, and it tells of the lock whether there is one or not.</summary>
    public static Sentence Words(Settings settings) =>
        $"Person id, password or code is not right. After {Attempts.Most} failures in a row an account is locked for {settings.LockMinutes} minutes.";

    private static readonly Duration HalfwayLasts = Duration.FromMinutes(5);

    private readonly ConcurrentDictionary<Hash, (string Person, Instant Ends)> _halfway = new();

    public async Task<SignIn> WithPasswordAsync(HttpContext http, string name, string password, string? code)
    {
        var id = name.Trim();
        if (!await credentials.IsPasswordAsync(http, id, password, "sign-in")) return new SignIn.Refused();
        return await GoOnAsync(http, id, code, "password");
    }

    /// <summary>Goes on after the first component was proved, here or by an identity provider.</summary>
    /// <param name="http">Where it came from.</param>
    /// <param name="person">Who it is.</param>
    /// <param name="code">The second factor, when it came along.</param>
    /// <param name="way">How they came, for the log.</param>
    /// <param name="provider">The identity provider that vouched for them, or null when their password here did.</param>
    public async Task<SignIn> GoOnAsync(HttpContext http, string person, string? code, string way, OidcSettings? provider = null)
    {
        var account = await credentials.FindAsync(person);
        if (account?.TotpSecret is null || provider is { AsksSecondFactor: true })
            return await LetInAsync(http, account, person, way, byPassword: provider is null, twoFactors: provider is { AsksSecondFactor: true });
        if (code is null)
        {
            var now = clock.GetCurrentInstant();
            foreach (var (token, half) in _halfway)
                if (half.Ends <= now) _halfway.TryRemove(token, out _);
            var value = OneTimeCode.New();
            _halfway[OneTimeCode.HashOf(value)] = (person, now + HalfwayLasts);
            http.Response.Cookies.Append(HalfwayCookie, value, Sessions.CookieFor(http, HalfwayLasts));
            return new SignIn.NeedsCode();
        }
        return await credentials.IsCodeAsync(http, person, code) ? await LetInAsync(http, account, person, way + " and code", byPassword: provider is null, twoFactors: true) : new SignIn.Refused();
    }

    /// <summary>Whether this browser has given a right password less than five minutes ago.</summary>
    public bool IsHalfway(HttpContext http) => PersonOf(http) is not null;

    public async Task<SignIn> WithCodeAsync(HttpContext http, string code)
    {
        if (PersonOf(http) is not { } person || !await credentials.IsCodeAsync(http, person, code)) return new SignIn.Refused();
        _halfway.TryRemove(OneTimeCode.HashOf(http.Request.Cookies[HalfwayCookie]!), out _);
        http.Response.Cookies.Delete(HalfwayCookie, new CookieOptions { Path = "/" });
        return await LetInAsync(http, await credentials.FindAsync(person), person, "password and code", byPassword: true, twoFactors: true);
    }

    /// <summary>Lets in whose passkey answered: it is held, and it verified its holder, so that it stands for both factors.</summary>
    public async Task<SignIn> WithPasskeyAsync(HttpContext http, string person) =>
        await LetInAsync(http, await credentials.FindAsync(person), person, "passkey", byPassword: false, twoFactors: true);

    private string? PersonOf(HttpContext http) =>
        http.Request.Cookies[HalfwayCookie] is { Length: > 0 and < 100 } cookie && _halfway.TryGetValue(OneTimeCode.HashOf(cookie), out var half) && half.Ends > clock.GetCurrentInstant()
            ? half.Person : null;

    private async Task<SignIn> LetInAsync(HttpContext http, AccountRow? account, string name, string way, bool byPassword, bool twoFactors)
    {
        if (keys.Now.People.GetValueOrDefault(name) is not { } person) return new SignIn.Refused();
        await credentials.ForgetFailuresAsync(name);
        if (byPassword && settings.PasswordDays > 0 && account?.PasswordSet is { } set && set + Duration.FromDays(settings.PasswordDays) <= clock.GetCurrentInstant())
        {
            await log.WriteAsync(AccessNote.Of(http, "sign-in", "refused", person, "the password has aged"));
            return new SignIn.Aged(await invitations.MakeAsync(http, person, person.Id, Duration.FromMinutes(15)));
        }
        var confined = rule.Demands(person) && !twoFactors;
        await log.WriteAsync(AccessNote.Of(http, "sign-in", "done", person, way));
        sessions.Open(http, name, key: null, confined);
        return new SignIn.In();
    }
}
