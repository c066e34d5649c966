using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;
using TherapyChain.Domain.Orders;
using TherapyChain.Server.Answers;
using TherapyChain.Server.Pages.Forms;

namespace TherapyChain.Server.Pages;

/// <summary>Pages that say no.</summary>
internal static class PageAnswer
{
    /// <summary>Set when the answer begins: a page that says 404 while it is rendered is not sent.</summary>
    public static void AnswerWith(this HttpContext http, int status) => http.Response.OnStarting(() =>
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    });

    /// <summary>Says no to a form, in the log of access too where it is about who asks.</summary>
    public static ImmutableArray<Reason> Refuse(this HttpContext http, ImmutableArray<Reason> reasons)
    {
        if (Problems.Refused([.. reasons]) is Problem told) told.Tell(http);
        http.AnswerWith(reasons.Any(r => r.Code == "actor.not-operations") ? StatusCodes.Status403Forbidden : StatusCodes.Status422UnprocessableEntity);
        return reasons;
    }

    /// <summary>Whether a person looks at the answer: a browser that opens an address or sends a form. Programs get theirs as data.</summary>
    public static bool IsWanted(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsPost(request.Method) && request.HasFormContentType) && !request.Path.StartsWithSegments("/api") && !request.Path.StartsWithSegments("/openapi")
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it is about a form that came too late, so that what was typed into it is given back.</summary>
    public static bool IsOfForm(Problem problem) => problem == Problems.OldForm || problem == Problems.FormGone;

    /// <summary>Answers a person with a page in words, with a way on; a form that had grown old keeps what was typed into it.</summary>
    public static async Task ShowAsync(this Problem problem, HttpContext http)
    {
        var typed = Fields.None;
        if (IsOfForm(problem))
        {
            typed = Fields.Of(await http.Request.ReadFormAsync(http.RequestAborted)).WithoutSecrets();
            await http.RequestServices.GetRequiredService<Drafts>().KeepAsync(http, problem == Problems.OldForm ? KeptBecause.FormGrewOld : KeptBecause.NotPossible);
        }
        // A page that was refused halfway has said this already, and the framework says it but once.
        http.Response.Headers.Remove("blazor-enhanced-nav");
        // Anew: a page that failed halfway has used up what renders it.
        await using var scope = http.RequestServices.CreateAsyncScope();
        var services = http.RequestServices;
        http.RequestServices = scope.ServiceProvider;
        try
        {
            await new RazorComponentResult<ProblemPage>(new { Problem = problem, Typed = typed }) { StatusCode = problem.Status }.ExecuteAsync(http);
        }
        finally
        {
            http.RequestServices = services;
        }
    }
}
