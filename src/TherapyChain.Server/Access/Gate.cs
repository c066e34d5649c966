using TherapyChain.Domain;
using TherapyChain.Server.Answers;
using TherapyChain.Server.Practice;

namespace TherapyChain.Server.Access;

/// <summary>
/// What holds for every address alike, so that no handler can forget it: a session without its second factor leads nowhere but to the
/// page where one is enrolled, a key that may only read changes nothing, every look at an order is noted, and so is every attempt at
/// what somebody may not do.
/// </summary>
internal static class Gate
{
    public const string OwnPage = "/my-security";

    /// <summary>An address is written into the log up to here.</summary>
    private const int LongestPath = 300;

    public static void UseGate(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        if (http.Features.Get<CurrentPerson>() is not { } who)
        {
            await next(http);
            return;
        }
        var looks = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);
        switch (Against(http, who, looks))
        {
            case null: await next(http); break;
            case var no when looks && !http.Request.Path.StartsWithSegments("/api") && no.Confines:
                http.Response.Redirect(OwnPage);
                return;
            case var no: await Problems.NotAllowed(no.Words).ExecuteAsync(http); break;
        }
        if (NoteOf(http, who, looks) is { } note) await http.RequestServices.GetRequiredService<AccessLog>().WriteSoonAsync(note);
    });

    private sealed record Barred(Sentence Words, bool Confines);

    private static Barred? Against(HttpContext http, CurrentPerson who, bool looks)
    {
        var path = http.Request.Path;
        if (who.Session is { Confined: true } && !path.StartsWithSegments(OwnPage) && !path.StartsWithSegments("/session") && !path.StartsWithSegments("/assets")
            && !path.StartsWithSegments("/sign-in") && !path.StartsWithSegments("/set-password"))
            return new($"You sign records: enrol a second factor at {OwnPage} first.", Confines: true);
        return !looks && !who.Scope.HasFlag(KeyScope.Write) && !path.StartsWithSegments("/session") ? new($"This API key may only read.", Confines: false) : null;
    }

    // One row for a request: a look that was refused says so itself.
    private static AccessNote? NoteOf(HttpContext http, CurrentPerson who, bool looks)
    {
        // Of practice there is nothing real to be looked at, and nothing to be kept from anybody.
        if (http.Features.Get<PracticeOrder>() is not null) return null;
        var (order, status) = (OrderOf(http), http.Response.StatusCode);
        if (looks && order is not null)
            return status < 500 ? AccessNote.Of(http, "look", status < 400 ? "shown" : "refused", who.Person, http.Request.Path.Value ?? "") with { Order = order } : null;
        if (http.Features.Get<Problem>() is not { } told || Denied(told, looks) is not { } codes) return null;
        var path = http.Request.Path.ToUriComponent();
        return AccessNote.Of(http, "attempt", "refused", who.Person, $"{codes}: {http.Request.Method} {path[..Math.Min(path.Length, LongestPath)]}") with { Order = order ?? "" };
    }

    /// <summary>Why somebody may not: the codes about who asks, of a "no" that is about who asks; null for any other. An order that is not theirs to see counts, where they came to change it.</summary>
    private static string? Denied(Problem told, bool looks)
    {
        var codes = told.Reasons.Select(r => r.Code).Where(code => code.StartsWith("actor.", StringComparison.Ordinal) || code == "network.other-site").Distinct().ToList();
        return codes.Count > 0 ? string.Join(", ", codes)
            : told.Status == StatusCodes.Status403Forbidden ? told.Kind
            : !looks && told == Problems.NotFound($"order") ? "no order to be seen" : null;
    }

    // The order in the address, in written form; what cannot be the name of one is no look at an order.
    private static string? OrderOf(HttpContext http) =>
        http.GetRouteValue(DoesExtensions.Order) is string name && Domain.OrderId.TryParse(name, out var id) ? id.ToString() : null;
}
