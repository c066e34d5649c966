using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Data.Sqlite;
using TherapyChain.Storage;

namespace TherapyChain.Server.Answers;

/// <summary>The outermost middleware: safe headers on every answer, and a problem for everything that ends without a body or in an exception.</summary>
internal static class Guarding
{
    public static void UseGuarding(this IApplicationBuilder app, ILogger log) => app.Use(async (http, next) =>
    {
        SafeHeaders.Set(http);
        try
        {
            await next(http);
            if (!http.Response.HasStarted && http.Response.StatusCode >= 400 && http.Response.ContentLength is null
                // A page whose form is refused before it is rendered has named its kind already, and nothing more.
                && (http.Response.ContentType is null || http.Response.StatusCode == StatusCodes.Status400BadRequest)
                && Of(http.Response.StatusCode, http) is { } problem)
            {
                // The framework keeps a form with a bad token from being looked at. It is refused by now, and read only to be given back to whoever sent it.
                if (problem == Problems.OldForm) http.Features.Set<IAntiforgeryValidationFeature>(null);
                await problem.ExecuteAsync(http);
            }
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller went away; there is nobody to answer.
        }
        catch (BadHttpRequestException bad) when (!http.Response.HasStarted)
        {
            await (Of(bad.StatusCode, http) ?? Problems.Unreadable($"{bad.Message}")).ExecuteAsync(http);
        }
        catch (LedgerWriteException no) when (!http.Response.HasStarted)
        {
            log.LogError(no, "The ledger could not be written; traceId {TraceId}", Problem.TraceOf(http));
            await Problems.CannotStore($"{no.Message}").ExecuteAsync(http);
        }
        catch (Exception failure) when (!http.Response.HasStarted && OfTheDisk(failure) is { } fault)
        {
            log.LogError(failure, "The database could not be written; traceId {TraceId}", Problem.TraceOf(http));
            await Problems.CannotStore($"Nothing was recorded: {fault.Message.TrimEnd('.')}. Make room on the disk or check it, then send the request again.").ExecuteAsync(http);
        }
        catch (Exception failure) when (!http.Response.HasStarted)
        {
            // The path and the failure, never the body or a header: they may hold keys.
            log.LogError(failure, "{Method} {Path} failed; traceId {TraceId}", http.Request.Method, http.Request.Path, Problem.TraceOf(http));
            http.Response.Clear();
            SafeHeaders.Set(http);
            await Problems.Unexpected.ExecuteAsync(http);
        }
    });

    // What is administered goes through EF Core: full (13), failed (10) or read-only (8) files are no fault of the caller's either.
    private static SqliteException? OfTheDisk(Exception failure) =>
        (failure as SqliteException ?? failure.InnerException as SqliteException) is { SqliteErrorCode: 13 or 10 or 8 } fault ? fault : null;

    // A page is rendered before its form is looked for, as the order stands by then.
    private static Problem? Of(int status, HttpContext http) => status switch
    {
        400 when http.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false } => Problems.OldForm,
        400 when HttpMethods.IsPost(http.Request.Method) && http.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null => Problems.FormGone,
        400 => Problems.Unreadable($"A part of the address or the query is not what belongs there."),
        404 => Problems.NotFound($"address"),
        405 => Problems.NoSuchMethod(http.Request.Method),
        413 => Problems.TooLong(http.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize ?? 0),
        415 => Problems.WrongMediaType($"Send JSON as application/json."),
        _ => null,
    };
}
