using System.Collections.Immutable;
using NodaTime;
using TherapyChain.Domain.Orders;
using TherapyChain.Server.Access;
using TherapyChain.Server.Orders;
using TherapyChain.Server.Practice;

namespace TherapyChain.Server.Accounts;

/// <summary>
/// Who signs proves anew who they are (21 CFR 11.200(a)(1)): in a session person id and password at the first signing, at least the password
/// afterwards, both again in the next session. Who comes with an API key gives both each time: a key is no continuous period of access, others
/// may have seen it, and whoever issued it could keep it. So it never signs by itself, and only those whose scope names it may be used at all.
/// </summary>
public sealed class Signing(Credentials credentials, Sessions sessions, Keyring keys, AccessLog log, IClock clock)
{
    private const string Act = "signing";
    private const string ByKey = "key";
    private const string BySession = "session";

    /// <summary>Everything that stands against this person's signature; none when they are who they say.</summary>
    public async Task<ImmutableArray<Reason>> AgainstAsync(HttpContext http, CurrentPerson who, CredentialsBody? given)
    {
        if (!who.Scope.HasFlag(KeyScope.Sign))
            return [await RefuseAsync(http, who, Act, new("signature.key-scope", $"This step carries a signature, and your API key may not sign.", "signature"))];
        if (await ProveAsync(http, who, given, Act) is { IsEmpty: false } against) return against;
        // In practice the password is the real one, so that people learn it; but nothing was signed by it, and the first real signature still takes both.
        if (http.Features.Get<PracticeOrder>() is not null) return [];
        if (who.Session is { } session) session.HasSigned = true;
        await log.WriteAsync(AccessNote.Of(http, Act, "vouched", who.Person, who.IsByKey ? ByKey : BySession));
        return [];
    }

    /// <summary>
    /// Everything that stands against the word of one of two people, where the word of one is not enough. Who signed in has proved enough; a key may
    /// have been issued by the other of the two, so that its holder gives id and password.
    /// </summary>
    public async Task<ImmutableArray<Reason>> AgainstWordAsync(HttpContext http, CurrentPerson who, CredentialsBody? given, string act) =>
        who.IsByKey ? await ProveAsync(http, who, given, act) : [];

    private async Task<ImmutableArray<Reason>> ProveAsync(HttpContext http, CurrentPerson who, CredentialsBody? given, string act)
    {
        var missing = Missing(who, given);
        if (!missing.IsEmpty)
        {
            // At a browser somebody forgot a field; a program that comes with nothing but its key tried to sign alone.
            if (who.IsByKey) await RefuseAsync(http, who, act, missing[0]);
            return missing;
        }
        if (given!.Person?.Trim() is { Length: > 0 } named && named != who.Id)
            return [await RefuseAsync(http, who, act, new("signature.other-person", who.Session is null
                ? (Domain.Sentence)$"This API key is {who.Person.Name}'s, and only they can sign with it. Somebody else comes with their own."
                : (Domain.Sentence)$"{who.Person.Name} is signed in here and can sign. Somebody else signs in first.", "credentials.person"))];
        if ((await credentials.FindAsync(who.Id))?.PasswordHash is null)
            return [await RefuseAsync(http, who, act, new("signature.no-password", $"You have no password here, and a signature takes one. Your administrator makes you an invitation.", "credentials.password"))];
        if (!await credentials.IsPasswordAsync(http, who.Id, given.Password!, act, who.IsByKey ? ByKey : BySession)) return [await WrongAsync(who)];
        await credentials.ForgetFailuresAsync(who.Id);
        return [];
    }

    /// <summary>The second person of a two-person check, by their own id and password: they have no session here, and a key says nothing of who stands at the bed.</summary>
    public async Task<(Person? Second, Reason? No)> SecondAsync(HttpContext http, SecondBody given)
    {
        if (http.Features.Get<PracticeOrder>() is { } practice) return practice.Second(given);
        if (string.IsNullOrWhiteSpace(given.Person) || string.IsNullOrEmpty(given.Password))
            return (null, new("second-person.credentials", $"The second person gives their own id and password.", "second"));
        var id = given.Person.Trim();
        if (!await credentials.IsPasswordAsync(http, id, given.Password, "second-check"))
            return (null, new("second-person.credentials", $"The second person's id or password is not right, or their account is locked.", "second"));
        await credentials.ForgetFailuresAsync(id);
        var second = keys.Now.People.GetValueOrDefault(id);
        await log.WriteAsync(AccessNote.Of(http, "second-check", "vouched", second));
        return (second, null);
    }

    private static ImmutableArray<Reason> Missing(CurrentPerson who, CredentialsBody? given)
    {
        var (hasPerson, hasPassword) = (!string.IsNullOrWhiteSpace(given?.Person), !string.IsNullOrEmpty(given?.Password));
        if (who.IsByKey)
            return
            [
                .. hasPerson ? Enumerable.Empty<Reason>() : [new("signature.credentials", $"An API key does not sign by itself: give your person id.", "credentials.person")],
                .. hasPassword ? Enumerable.Empty<Reason>() : [new("signature.credentials", $"An API key does not sign by itself: give your password, with each signature.", "credentials.password")],
            ];
        var first = !who.Session!.HasSigned;
        if (!hasPassword)
            return [first ? new("signature.credentials", $"This is your first signature in this session: sign with your person id and password.", "credentials.password")
                : new("signature.credentials", $"Sign with your password.", "credentials.password")];
        return first && !hasPerson ? [new("signature.credentials", $"This is your first signature in this session: give your person id too.", "credentials.person")] : [];
    }

    private async Task<Reason> WrongAsync(CurrentPerson who)
    {
        if ((await credentials.FindAsync(who.Id))?.LockedUntil is not { } until || until <= clock.GetCurrentInstant())
            return new("signature.password", $"This is not your password. Nothing was recorded, and nothing you typed elsewhere is lost.", "credentials.password");
        if (who.Session is not { } session)
            return new("signature.locked", $"Too many wrong passwords: your account is locked for a while. Nothing was recorded.", "credentials.password");
        // A locked account at an open session: somebody is guessing at an unattended screen.
        sessions.End(session);
        return new("signature.locked", $"Too many wrong passwords: your account is locked for a while, and this session has ended. Nothing was recorded.", "credentials.password");
    }

    // What was given was for a signature that could not be: it is in the log like a wrong password.
    private async Task<Reason> RefuseAsync(HttpContext http, CurrentPerson who, string act, Reason reason)
    {
        await log.WriteAsync(AccessNote.Of(http, act, "refused", who.Person, $"{reason.Code["signature.".Length..]}, {(who.IsByKey ? ByKey : BySession)}"));
        return reason;
    }
}
