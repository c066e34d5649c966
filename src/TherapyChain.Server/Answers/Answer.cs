using Microsoft.Net.Http.Headers;

namespace TherapyChain.Server.Answers;

/// <summary>
/// An answer as bytes, made before the entries are recorded, so that the two are kept in one transaction and a repeated request gets the
/// very same answer.
/// </summary>
/// <param name="ETag">The head of the order after it, or null.</param>
/// <param name="Location">The address of what was made, or null.</param>
public sealed record Answer(int Status, byte[] Body, string? ETag = null, string? Location = null) : IResult
{
    /// <summary>Set when the bytes come from an earlier, identical request.</summary>
    public bool Replayed { get; init; }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = Status < 400 ? "application/json" : Problem.MediaType;
        response.ContentLength = Body.Length;
        if (ETag is not null) response.Headers.ETag = ETag;
        if (Location is not null) response.Headers.Location = Location;
        if (Replayed) response.Headers["Idempotency-Replayed"] = "true";
        response.Headers[HeaderNames.CacheControl] = "no-store";
        await response.Body.WriteAsync(Body, httpContext.RequestAborted);
    }
}
