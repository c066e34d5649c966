using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using TherapyChain.Domain.Access;
using TherapyChain.Domain.Orders;
using TherapyChain.Server.Access;
using TherapyChain.Server.Answers;
using TherapyChain.Server.Network;
using TherapyChain.Server.Orders;
using TherapyChain.Storage.Accounts;

namespace TherapyChain.Server.Accounts;

/// <summary>What administrators do with the accounts of their own site.</summary>
public static class AccountApi
{
    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        var accounts = routes.MapGroup("/api/accounts/{person}").WithTags("Accounts").Does(Acts.ManageAccounts).ProducesProblem(404);
        accounts.MapGet("", Show).WithSummary("Whether a person of your site can sign in, and how.").Produces<AccountView>();
        accounts.MapPost("/invitations", Invite).WithSummary("Make a one-time code with which the person sets their own password; it is told this once. For who signs or administers: with how their identity was checked.")
            .Accepts<InvitationBody>("application/json").Produces<InvitationView>(201).ProducesProblem(422);
        accounts.MapPost("/factor-loss", Lose).WithSummary("Say that the person's second factor is lost. A second administrator's word takes it away. With an API key: with your id and password.")
            .Accepts<LossBody>("application/json").Produces<FactorLossView>().ProducesProblem(422);
        accounts.MapPost("/deactivation", Deactivate).WithSummary("End a person's access for good. Their id is never given again.")
            .Accepts<ReasonedBody>("application/json").Produces(204).ProducesProblem(422);
    }

    private static async Task<IResult> Show(string person, CurrentPerson who, Keyring keys, Credentials credentials, SecondFactors factors, SecondFactorRule rule, IClock clock)
    {
        if (Theirs(person, who, keys) is not { } found) return Problems.NotFound($"person");
        var account = await credentials.FindAsync(person);
        return Results.Json(new AccountView(
            person, account?.PasswordHash is not null, account?.TotpSecret is not null, rule.Demands(found),
            account?.LockedUntil is { } until && until > clock.GetCurrentInstant() ? InstantPattern.ExtendedIso.Format(until) : null, await factors.CodesLeftAsync(person)), ViewJson.Options);
    }

    private static async Task<IResult> Invite(HttpContext http, string person, CurrentPerson who, Keyring keys, Invitations invitations, SecondFactorRule rule, IClock clock, Settings settings)
    {
        if (Theirs(person, who, keys) is not { } found) return Problems.NotFound($"person");
        var read = await Body.ReadAsync(http, ApiJson.Default.InvitationBody);
        if (read.Problem is { } unreadable) return unreadable;
        var (code, expires, refused) = await InviteAsync(http, found, read.Value!.Identity, who, invitations, rule, clock, settings);
        return code is null ? Problems.Refused(refused!)
            : Results.Json(new InvitationView(person, code, LinkOf(code), InstantPattern.ExtendedIso.Format(expires)), ViewJson.Options, statusCode: StatusCodes.Status201Created);
    }

    /// <summary>The page on this server on which an invitation is used.</summary>
    internal static string LinkOf(string code) => $"/set-password?code={code}";

    /// <summary>Makes an invitation, or says why not: whoever signs or administers is seen before.</summary>
    internal static async Task<(string? Code, Instant Expires, Reason? Refused)> InviteAsync(
        HttpContext http, Person found, string? said, CurrentPerson who, Invitations invitations, SecondFactorRule rule, IClock clock, Settings settings)
    {
        var identity = said?.Trim() ?? "";
        if (identity.Length > 500 || identity.Any(char.IsControl)) return (null, default, new("identity.malformed", $"Say in 500 characters, on one line, how it was checked who they are.", "identity"));
        if (identity.Length == 0 && rule.IsTrusted(found))
            return (null, default, new("identity.missing",
                $"{found.Name} signs records or administers. Before that somebody has seen who they are (21 CFR 11.100(b)): say what document was seen, by whom and when, without its number.", "identity"));
        var lasts = Duration.FromHours(settings.InvitationHours);
        var expires = Moment.Whole(clock.GetCurrentInstant() + lasts);
        return (await invitations.MakeAsync(http, found, who.Id, lasts, identity), expires, null);
    }

    private static async Task<IResult> Lose(HttpContext http, string person, CurrentPerson who, Keyring keys, SecondFactors factors, Signing signing)
    {
        if (Theirs(person, who, keys) is not { } found) return Problems.NotFound($"person");
        var read = await Body.ReadAsync(http, ApiJson.Default.LossBody);
        if (read.Problem is { } no) return no;
        var reason = read.Value!.Reason.Trim();
        if (AgainstReason(reason) is { } unsaid) return Problems.Refused(unsaid);
        if (await signing.AgainstWordAsync(http, who, read.Value.Credentials, "factor-loss") is { IsEmpty: false } against) return Problems.Refused(against);
        var (gone, refused) = await factors.LoseAsync(http, who, found, reason);
        return refused is null ? Results.Json(new FactorLossView(person, gone), ViewJson.Options) : Problems.Refused(refused);
    }

    private static async Task<IResult> Deactivate(HttpContext http, string person, CurrentPerson who, Keyring keys, NetworkDesk desk, AccountsFile file, Sessions sessions, AccessLog log)
    {
        if (Theirs(person, who, keys) is not { } found) return Problems.NotFound($"person");
        var (reason, no) = await ReasonAsync(http);
        if (no is not null) return no;
        return await DeactivateAsync(http, found, reason!, who, desk, file, sessions, log) is { } refused ? Problems.Refused(refused) : Results.NoContent();
    }

    /// <summary>Ends a person's access for good: keys, password, second factor, passkeys, invitations and sessions.</summary>
    internal static async Task<Reason?> DeactivateAsync(HttpContext http, Person found, string reason, CurrentPerson who, NetworkDesk desk, AccountsFile file, Sessions sessions, AccessLog log)
    {
        if (found.Id == who.Id) return new("deactivation.own", $"Another administrator ends your access.", "person");
        await desk.DeactivateAsync(found.Id);
        sessions.EndAllOf(found.Id);
        await using var db = file.CreateDb();
        await db.Accounts.Where(a => a.PersonId == found.Id).ExecuteUpdateAsync(a => a
            .SetProperty(row => row.PasswordHash, (string?)null).SetProperty(row => row.TotpSecret, (byte[]?)null));
        await db.Invitations.Where(i => i.PersonId == found.Id && i.Used == null).ExecuteDeleteAsync();
        await db.RecoveryCodes.Where(c => c.PersonId == found.Id).ExecuteDeleteAsync();
        await db.Passkeys.Where(p => p.PersonId == found.Id).ExecuteDeleteAsync();
        await log.WriteAsync(AccessNote.Of(http, "deactivation", "done", found, reason) with { Actor = who.Id });
        return null;
    }

    /// <summary>
    /// The person, if this administrator looks after them: at the same site. Who runs the server looks after every site, so that a new one
    /// gets its first administrator.
    /// </summary>
    private static Person? Theirs(string person, CurrentPerson who, Keyring keys) =>
        keys.Now.People.GetValueOrDefault(person) is { } found && who.May(Acts.ManageAccounts, Relations.ToPersonOf(found.Site, who.Person.Site)) ? found : null;

    private static async Task<(string? Reason, Problem? No)> ReasonAsync(HttpContext http)
    {
        var read = await Body.ReadAsync(http, ApiJson.Default.ReasonedBody);
        if (read.Problem is { } no) return (null, no);
        var reason = read.Value!.Reason.Trim();
        return AgainstReason(reason) is { } unsaid ? (null, Problems.Refused(unsaid)) : (reason, null);
    }

    /// <summary>Why a reason is none, or null.</summary>
    internal static Reason? AgainstReason(string reason) =>
        reason.Length is > 0 and <= 500 && !reason.Any(char.IsControl) ? null : new("reason.missing", $"Say why, in 1 to 500 characters.", "reason");
}

/// <param name="LockedUntil">UTC, while the account is locked.</param>
public sealed record AccountView(string Person, bool HasPassword, bool HasSecondFactor, bool NeedsSecondFactor, string? LockedUntil, int RecoveryCodes);

/// <param name="Code">Told this once.</param>
/// <param name="Link">The page on this server on which it is used.</param>
public sealed record InvitationView(string Person, string Code, string Link, string Expires);

/// <param name="Gone">Whether the factor was taken away: false after the first administrator's word.</param>
public sealed record FactorLossView(string Person, bool Gone);

/// <param name="Identity">How it was checked who they are: what document was seen, by whom, when. It stands in the access log.</param>
public sealed record InvitationBody(string? Identity = null);

public sealed record ReasonedBody(string Reason);

/// <param name="Credentials">With an API key: whose it is, proved by id and password.</param>
public sealed record LossBody(string Reason, CredentialsBody? Credentials = null);
