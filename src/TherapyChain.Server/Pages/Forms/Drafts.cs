using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using TherapyChain.Server.Access;
using TherapyChain.Storage.Accounts;

namespace TherapyChain.Server.Pages.Forms;

/// <summary>Why what was typed into a form was kept and not recorded.</summary>
public enum KeptBecause
{
    /// <summary>Nothing is known of it any more, or its page no longer had the form.</summary>
    NotPossible,

    /// <summary>Whoever sent it was no longer signed in.</summary>
    SessionEnded,

    /// <summary>They were, but the form was of an earlier sign-in or of a browser that had been closed since.</summary>
    FormGrewOld,
}

/// <summary>What was typed, and why it was kept.</summary>
public sealed record Draft(Fields Typed, KeptBecause Because);

/// <summary>
/// What was typed into a form whose session or token had ended when it came, less every password: one draft of each form for each person, sealed in <c>accounts.db</c>,
/// until the form has done its work, the person discards it or signs out, or a week has passed. Of bounded size, and only of forms that were somebody's.
/// </summary>
public sealed class Drafts(AccountsFile file, IDataProtectionProvider protection, IClock clock, Sessions sessions)
{
    /// <summary>The mark by which a form is known as somebody's. It begins with a stroke: such fields are never kept or shown.</summary>
    public const string Whose = "_whose";

    // Typed fields that begin with a stroke are not kept: nobody can send this one.
    private const string Because = "_because";

    private const int MostOfAPerson = 20, LongestDraft = 64 * 1024, LongestForm = 300;

    private static readonly Duration Lasts = Duration.FromDays(7);

    private readonly ITimeLimitedDataProtector _marks = protection.CreateProtector("TherapyChain.Forms.Whose").ToTimeLimitedDataProtector();

    /// <summary>Says whose a form is, sealed, for as long as somebody may leave it open: sessions do not outlive a restart of the server, forms do.</summary>
    public string MarkOf(string person) => _marks.Protect(person, TimeSpan.FromDays(1));

    /// <summary>The name of the form that a request shows or sends.</summary>
    public static string FormOf(HttpRequest request) => request.PathBase + request.Path;

    public async Task KeepAsync(HttpContext http, KeptBecause because)
    {
        if (!http.Request.HasFormContentType || FormOf(http.Request) is not { Length: <= LongestForm } form) return;
        var sent = await http.Request.ReadFormAsync(http.RequestAborted);
        if ((http.Features.Get<CurrentPerson>()?.Id ?? sessions.Ended(http.Request.Cookies[Sessions.Cookie]) ?? PersonOf(sent[Whose].ToString())) is not { } person) return;
        var typed = Fields.Of(sent).WithoutSecrets();
        var longest = (long)LongestDraft;
        if (http.GetEndpoint()?.Metadata.GetMetadata<KeepsFileAttribute>() is { } keeps)
        {
            typed = await WithFileAsync(typed, sent.Files.GetFile(keeps.Field), keeps, http.RequestAborted);
            longest += keeps.Longest * 4L / 3;
        }
        if (typed.Typed.Sum(field => (long)field.Key.Length + field.Value.Sum(value => value.Length)) > longest) return;
        var words = JsonSerializer.SerializeToUtf8Bytes(typed.With(Because, $"{because}").Typed.ToDictionary(field => field.Key, field => field.Value.ToArray()));
        var now = clock.GetCurrentInstant();
        await TryAsync(async db =>
        {
            await db.Drafts.Where(draft => draft.Ends <= now || draft.PersonId == person && draft.Form == form).ExecuteDeleteAsync();
            if (await db.Drafts.CountAsync(draft => draft.PersonId == person) >= MostOfAPerson) return;
            db.Drafts.Add(new DraftRow(person, form, SealOf(person, form).Protect(words), now + Lasts));
            await db.SaveChangesAsync();
        });
    }

    /// <summary>What this person had typed into this form; null when there is nothing.</summary>
    public Draft? Find(string person, string form)
    {
        var now = clock.GetCurrentInstant();
        using var db = file.CreateDb();
        if (db.Drafts.FirstOrDefault(draft => draft.PersonId == person && draft.Form == form && draft.Ends > now) is not { } kept) return null;
        try
        {
            var typed = JsonSerializer.Deserialize<Dictionary<string, string[]>>(SealOf(person, form).Unprotect(kept.Sealed))!;
            var because = typed.Remove(Because, out var said) && Enum.TryParse<KeptBecause>(said[0], out var known) ? known : KeptBecause.NotPossible;
            return new Draft(new Fields(typed.ToImmutableDictionary(field => field.Key, field => field.Value.ToImmutableArray(), StringComparer.Ordinal)), because);
        }
        catch (CryptographicException)
        {
            // Sealed with keys that this server no longer has: there is nothing to give back.
            return null;
        }
    }

    private static async Task<Fields> WithFileAsync(Fields typed, IFormFile? file, KeepsFileAttribute keeps, CancellationToken ct)
    {
        if (file is not { Length: > 0 } || file.Length > keeps.Longest) return typed;
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, ct);
        return typed.With(KeepsFileAttribute.Kept, Convert.ToBase64String(bytes.ToArray())).With(KeepsFileAttribute.KeptName, file.FileName);
    }

    public Task ForgetAsync(string person, string form) => ForgetAsync(draft => draft.PersonId == person && draft.Form == form);

    public Task ForgetAllOfAsync(string person) => ForgetAsync(draft => draft.PersonId == person);

    private Task ForgetAsync(System.Linq.Expressions.Expression<Func<DraftRow, bool>> which) => TryAsync(async db =>
    {
        if (await db.Drafts.AnyAsync(which)) await db.Drafts.Where(which).ExecuteDeleteAsync();
    });

    // A draft is a convenience: that it cannot be written or taken away never turns what was recorded into a failure.
    private async Task TryAsync(Func<AccountsDb, Task> change)
    {
        try
        {
            await using var db = file.CreateDb();
            await change(db);
        }
        catch (Exception no) when (no is SqliteException or DbUpdateException)
        {
            // It goes by itself after a week, and what was typed stands on the page that says no.
        }
    }

    private string? PersonOf(string mark)
    {
        if (mark.Length is 0 or > 2000) return null;
        try
        {
            return _marks.Unprotect(mark);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    // Bound to its person and form: a row put elsewhere opens nowhere.
    private IDataProtector SealOf(string person, string form) => protection.CreateProtector("TherapyChain.Forms.Drafts", person, form);
}
