using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using TherapyChain.Domain;
using TherapyChain.Domain.Orders;
using TherapyChain.Server.Pages;
using TherapyChain.Server.Words;

namespace TherapyChain.Server.Answers;

/// <summary>A "no" as RFC 9457 tells it. Which outcome becomes which problem is decided in <see cref="Problems"/> and nowhere else.</summary>
/// <param name="Kind">The last part of the problem's <c>type</c>, stable.</param>
public sealed record Problem(int Status, string Kind, Sentence Title, Sentence Detail) : IResult
{
    public const string MediaType = "application/problem+json";

    /// <summary>Everything that stands against the request, in the order in which it is told to people.</summary>
    public ImmutableArray<Reason> Reasons { get; init; } = [];

    /// <summary>What is told to people: its reasons, or one made of the problem itself where it has none.</summary>
    public IReadOnlyList<Reason> Told => Reasons.IsDefaultOrEmpty ? [new Reason(Kind, Detail)] : Reasons;

    /// <summary>Where in the body or the file the trouble begins, from 1.</summary>
    public int? Line { get; init; }

    public int? Column { get; init; }

    /// <summary>The problem as bytes, with the name under which the request stands in the log.</summary>
    public byte[] ToJson(string traceId, Tongue tongue)
    {
        using var bytes = new MemoryStream(512);
        using (var json = new Utf8JsonWriter(bytes, ApiJson.Writing))
        {
            json.WriteStartObject();
            json.WriteString("type", $"/problems/{Kind}");
            json.WriteString("title", Title.In(tongue));
            json.WriteNumber("status", Status);
            json.WriteString("detail", Detail.In(tongue));
            if (Line is { } line) json.WriteNumber("line", line);
            if (Column is { } column) json.WriteNumber("column", column);
            if (!Reasons.IsDefaultOrEmpty)
            {
                json.WriteStartArray("reasons");
                foreach (var reason in Reasons)
                {
                    json.WriteStartObject();
                    json.WriteString("code", reason.Code);
                    json.WriteString("message", reason.Message.In(tongue));
                    if (reason.Field is { } field) json.WriteString("field", field);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
            }
            json.WriteString("traceId", traceId);
            json.WriteEndObject();
        }
        return bytes.ToArray();
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        Tell(httpContext);
        if (PageAnswer.IsWanted(httpContext.Request))
        {
            await this.ShowAsync(httpContext);
            return;
        }
        var body = ToJson(TraceOf(httpContext), PageTongue.Asked(httpContext));
        httpContext.Response.StatusCode = Status;
        httpContext.Response.ContentType = MediaType;
        httpContext.Response.ContentLength = body.Length;
        await httpContext.Response.Body.WriteAsync(body, httpContext.RequestAborted);
    }

    /// <summary>Leaves word of this "no" with the request, for the log of access. A page that shows it in its own words says so by this.</summary>
    public void Tell(HttpContext http) => http.Features.Set(this);

    public static string TraceOf(HttpContext http) => Activity.Current?.TraceId.ToHexString() ?? http.TraceIdentifier;
}
