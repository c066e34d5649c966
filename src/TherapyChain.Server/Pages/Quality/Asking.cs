using System.Text.Json;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;
using TherapyChain.Server.Access;
using TherapyChain.Server.Answers;
using TherapyChain.Server.Orders;
using TherapyChain.Server.Pages.Forms;

namespace TherapyChain.Server.Pages.Quality;

/// <summary>
/// From a form of a page to the change it asks for, by the same way as through the programming interface. The form says which state of the order it was filled in
/// for (<c>seen</c>) and carries a name of its own (<c>once</c>): pressing twice, or sending it again after a lost connection, changes once.
/// </summary>
internal static class Asking
{
    /// <returns>Null when it was done; else the "no", whose status the page answers with.</returns>
    public static async Task<Problem?> ChangeAsync(HttpContext http, OrderDesk desk, string order, CurrentPerson who, Fields typed, string act, Func<OpenOrder, Workflow, Context, Decision> decide)
    {
        http.Request.Headers[Repeats.Header] = typed["once"];
        http.Request.Headers.IfMatch = typed["seen"];
        var bytes = JsonSerializer.SerializeToUtf8Bytes(typed.WithoutSecrets().Typed.OrderBy(field => field.Key, StringComparer.Ordinal).ToDictionary(field => field.Key, field => field.Value.ToArray()));
        if (await desk.ChangeAsync(http, order, who, new Wish(act, bytes, decide)) is not Problem no) return null;
        no.Tell(http);
        http.AnswerWith(no.Status);
        return no;
    }

    /// <summary>Its reasons; one made of the problem itself where it has none.</summary>
    public static IReadOnlyList<Reason> Told(this Problem no) => no.Reasons.IsDefaultOrEmpty ? [new Reason(no.Kind, no.Detail)] : no.Reasons;

    public static bool IsStale(this Problem no) => no.Status == StatusCodes.Status412PreconditionFailed;
}
