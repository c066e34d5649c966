using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;

namespace TherapyChain.Server.Answers;

/// <summary>A body that was read: the value, or what is wrong with it. The bytes stay, for comparing repeated requests.</summary>
public readonly record struct Bound<T>(T? Value, ReadOnlyMemory<byte> Bytes, Problem? Problem) where T : class;

/// <summary>Reads JSON bodies strictly: an unknown member, a member twice, a missing one, a number where text belongs are each named with their place.</summary>
public static partial class Body
{
    /// <summary>No form of ours is longer.</summary>
    public const int LongestForm = 256 * 1024;

    public static async ValueTask<Bound<T>> ReadAsync<T>(HttpContext http, JsonTypeInfo<T> shape) where T : class
    {
        if (!http.Request.HasJsonContentType())
            return new(null, default, Problems.WrongMediaType($"Send the body as application/json, not as {Named(http.Request.ContentType)}."));
        var (bytes, tooLong) = await BytesAsync(http.Request, LongestForm);
        if (tooLong is not null) return new(null, default, tooLong);
        return Parse(bytes, shape);
    }

    /// <summary>The whole body, or the problem that it is longer than the limit.</summary>
    public static async ValueTask<(ReadOnlyMemory<byte> Bytes, Problem? Problem)> BytesAsync(HttpRequest request, long limit)
    {
        if (request.ContentLength > limit) return (default, Problems.TooLong(limit));
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(request.HttpContext.RequestAborted);
            if (read.Buffer.Length > limit)
            {
                reader.AdvanceTo(read.Buffer.End);
                return (default, Problems.TooLong(limit));
            }
            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return (bytes, null);
            }
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    public static Bound<T> Parse<T>(ReadOnlyMemory<byte> bytes, JsonTypeInfo<T> shape) where T : class
    {
        if (bytes.IsEmpty) return new(null, bytes, Problems.Unreadable("The body is empty; a JSON object was expected.", 1, 1));
        try
        {
            return JsonSerializer.Deserialize(bytes.Span, shape) is { } value
                ? new(value, bytes, null)
                : new(null, bytes, Problems.Unreadable("The body is null; a JSON object was expected.", 1, 1));
        }
        catch (JsonException no)
        {
            return new(null, bytes, Explain(no, shape));
        }
    }

    private static Problem Explain(JsonException no, JsonTypeInfo shape)
    {
        var field = no.Path is { Length: > 1 } path && path[0] == '$' ? path[1..].TrimStart('.') : null;
        var (line, column) = ((int?)no.LineNumber + 1, (int?)no.BytePositionInLine + 1);
        var words = Trailer().Replace(no.Message, "");
        string detail;
        if (Unmapped().Match(words) is { Success: true } unmapped)
        {
            var known = field?.Contains('.', StringComparison.Ordinal) == true ? "" : $" Known here: {string.Join(", ", shape.Properties.Select(p => p.Name))}.";
            detail = $"There is no member \"{unmapped.Groups[1].Value}\".{known}";
        }
        else if (Wanted().Match(words) is { Success: true } wanted)
            detail = $"{(field is null ? "The body" : $"\"{field}\"")} must be {Kind(wanted.Groups[1].Value)}.";
        else if (Missing().Match(words) is { Success: true } missing)
            detail = $"{(string.IsNullOrEmpty(field) ? "The body" : $"\"{field}\"")} lacks: {missing.Groups[1].Value.Replace("'", "\"", StringComparison.Ordinal).TrimEnd('.')}.";
        else if (no.InnerException is JsonException or null && line is not null)
            detail = $"The body is not JSON: {words}";
        else
            detail = words;
        return Problems.Unreadable(detail, line, column, string.IsNullOrEmpty(field) ? null : field);
    }

    private static string Kind(string type) => type switch
    {
        "System.String" => "a text in quotes",
        "System.Int32" => "a whole number without quotes",
        "System.Boolean" => "true or false",
        _ when type.Contains("Dictionary", StringComparison.Ordinal) => "an object of names and values",
        _ when type.Contains("[]", StringComparison.Ordinal) || type.Contains("List", StringComparison.Ordinal) => "an array",
        _ => "an object",
    };

    private static string Named(string? contentType) => string.IsNullOrEmpty(contentType) ? "nothing named" : contentType;

    [GeneratedRegex(@" Path: .*| LineNumber: .*")]
    private static partial Regex Trailer();

    [GeneratedRegex("^The JSON property '(.*)' could not be mapped")]
    private static partial Regex Unmapped();

    [GeneratedRegex(@"could not be converted to (\S+?)\.?( |$)")]
    private static partial Regex Wanted();

    [GeneratedRegex("was missing required properties including: (.*)")]
    private static partial Regex Missing();
}
