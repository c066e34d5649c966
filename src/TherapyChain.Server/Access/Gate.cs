using TherapyChain.Server.Answers;

namespace TherapyChain.Server.Access;

/// <summary>
/// What holds for every address alike, so that no handler can forget it: a session without its second factor leads nowhere but to the
/// page where one is enrolled, a key that may only read changes nothing, and every look at an order is noted.
/// </summary>
internal static class Gate
{
    public const string OwnPage = "/my-security";

    public static void UseGate(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        if (http.Features.Get<CurrentPerson>() is not { } who)
        {
            await next(http);
            return;
        }
        var path = http.Request.Path;
        if (who.Session is { Confined: true } && !path.StartsWithSegments(OwnPage) && !path.StartsWithSegments("/session") && !path.StartsWithSegments("/assets")
            && !path.StartsWithSegments("/sign-in") && !path.StartsWithSegments("/set-password"))
        {
            if (path.StartsWithSegments("/api") || !HttpMethods.IsGet(http.Request.Method))
                await Problems.NotAllowed($"You sign records: enrol a second factor at {OwnPage} first.").ExecuteAsync(http);
            else http.Response.Redirect(OwnPage);
            return;
        }
        var looks = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);
        if (!looks && !who.Scope.HasFlag(KeyScope.Write) && !path.StartsWithSegments("/session"))
        {
            await Problems.NotAllowed($"This API key may only read.").ExecuteAsync(http);
            return;
        }
        await next(http);
        if (looks && OrderOf(http) is { } order && http.Response.StatusCode < 500)
            await http.RequestServices.GetRequiredService<AccessLog>().WriteSoonAsync(
                AccessNote.Of(http, "look", http.Response.StatusCode < 400 ? "shown" : "refused", who.Person, path.Value ?? "") with { Order = order });
    });

    // The order in the address, in written form; what cannot be the name of one is no look at an order.
    private static string? OrderOf(HttpContext http) =>
        http.GetRouteValue(DoesExtensions.Order) is string name && Domain.OrderId.TryParse(name, out var id) ? id.ToString() : null;
}
