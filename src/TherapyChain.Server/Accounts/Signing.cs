using System.Collections.Immutable;
using NodaTime;
using TherapyChain.Domain.Orders;
using TherapyChain.Server.Access;
using TherapyChain.Server.Orders;
using TherapyChain.Server.Practice;

namespace TherapyChain.Server.Accounts;

/// <summary>
/// Who signs proves anew who they are (21 CFR 11.200(a)(1)): in a session person id and password at the first signing, at least the password
/// afterwards, both again in the next session. An API key is the credential of its holder, if its scope lets it sign.
/// </summary>
public sealed class Signing(Credentials credentials, Sessions sessions, Keyring keys, AccessLog log, IClock clock)
{
    /// <summary>Everything that stands against this person's signature; none when they are who they say.</summary>
    public async Task<ImmutableArray<Reason>> AgainstAsync(HttpContext http, CurrentPerson who, CredentialsBody? given)
    {
        if (who.Session is not { } session)
            return who.Scope.HasFlag(KeyScope.Sign) ? [] : [new("signature.key-scope", $"This step carries a signature, and your API key may not sign.", "signature")];
        if (given is null || string.IsNullOrEmpty(given.Password))
            return [session.HasSigned ? new("signature.credentials", $"Sign with your password.", "credentials.password")
                : new("signature.credentials", $"This is your first signature in this session: sign with your person id and password.", "credentials.password")];
        if (!session.HasSigned && string.IsNullOrWhiteSpace(given.Person))
            return [new("signature.credentials", $"This is your first signature in this session: give your person id too.", "credentials.person")];
        if (given.Person?.Trim() is { Length: > 0 } named && named != who.Id)
            return [new("signature.other-person", $"{who.Person.Name} is signed in here and can sign. Somebody else signs in first.", "credentials.person")];
        if ((await credentials.FindAsync(who.Id))?.PasswordHash is null)
            return [new("signature.no-password", $"You have no password here, and a signature takes one. Your administrator makes you an invitation.", "credentials.password")];
        if (!await credentials.IsPasswordAsync(http, who.Id, given.Password, "signing"))
        {
            // A locked account at an open session: somebody is guessing at an unattended screen.
            if ((await credentials.FindAsync(who.Id))?.LockedUntil is { } until && until > clock.GetCurrentInstant())
            {
                sessions.End(session);
                return [new("signature.locked", $"Too many wrong passwords: your account is locked for a while, and this session has ended. Nothing was recorded.", "credentials.password")];
            }
            return [new("signature.password", $"This is not your password. Nothing was recorded, and nothing you typed elsewhere is lost.", "credentials.password")];
        }
        await credentials.ForgetFailuresAsync(who.Id);
        // In practice the password is the real one, so that people learn it; but nothing was signed by it, and the first real signature still takes both.
        if (http.Features.Get<PracticeOrder>() is not null) return [];
        session.HasSigned = true;
        await log.WriteAsync(AccessNote.Of(http, "signing", "vouched", who.Person));
        return [];
    }

    /// <summary>The second person of a two-person check, by their own key or their own id and password.</summary>
    public async Task<(Person? Second, Reason? No)> SecondAsync(HttpContext http, SecondBody given)
    {
        if (http.Features.Get<PracticeOrder>() is { } practice) return practice.Second(given);
        if (given.Key is { } text)
        {
            if (given.Person is not null || given.Password is not null) return (null, new("second-person.credentials", $"Give the second person's key, or their id and password.", "second"));
            var held = ApiKey.HashOf(text) is { } hash ? keys.Now.Key(hash) : null;
            if (held is null) return (null, await RefuseAsync(http, null, new("second-person.key", $"The second person's key is not known here.", "second")));
            var holder = keys.Now.People[held.Person];
            if (!held.IsGood(clock.GetCurrentInstant())) return (null, await RefuseAsync(http, holder, new("second-person.key", $"The second person's key has expired.", "second")));
            if (!held.Scope.HasFlag(KeyScope.Sign)) return (null, await RefuseAsync(http, holder, new("second-person.key-scope", $"The second person's key may not vouch for anything: it may not sign.", "second")));
            keys.Used[held.Sha256] = clock.GetCurrentInstant();
            return (holder, null);
        }
        if (string.IsNullOrWhiteSpace(given.Person) || string.IsNullOrEmpty(given.Password))
            return (null, new("second-person.credentials", $"The second person gives their own id and password, or their own key.", "second"));
        var id = given.Person.Trim();
        if (!await credentials.IsPasswordAsync(http, id, given.Password, "second-check"))
            return (null, new("second-person.credentials", $"The second person's id or password is not right, or their account is locked.", "second"));
        await credentials.ForgetFailuresAsync(id);
        return (keys.Now.People.GetValueOrDefault(id), null);
    }

    private async Task<Reason> RefuseAsync(HttpContext http, Person? person, Reason reason)
    {
        await log.WriteAsync(AccessNote.Of(http, "second-check", "refused", person, reason.Code));
        return reason;
    }
}
