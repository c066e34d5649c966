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
        if (bytes.IsEmpty) return new(null, bytes, Problems.Unreadable($"The body is empty; a JSON object was expected.", 1, 1));
        try
        {
            return JsonSerializer.Deserialize(bytes.Span, shape) is { } value
                ? new(value, bytes, null)
                : new(null, bytes, Problems.Unreadable($"The body is null; a JSON object was expected.", 1, 1));
        }
        catch (JsonException no)
        {
            return new(null, bytes, Explain(no, shape));
        }
    }

    private static Problem Explain(JsonException no, JsonTypeInfo shape)
    {
        var field = no.Path is { Length: > 1 } path && path[0] == '$' ? path[1..].TrimStart('.') : "";
        var (line, column) = ((int?)no.LineNumber + 1, (int?)no.BytePositionInLine + 1);
        var words = Trailer().Replace(no.Message, "");
        var detail = Unmapped().Match(words) is { Success: true } unmapped ? $"There is no member \"{unmapped.Groups[1].Value}\".{Known(shape, field, unmapped.Groups[1].Value)}"
            : words.Contains("could not be converted", StringComparison.Ordinal) || words.Contains("doesn't allow null", StringComparison.Ordinal)
                ? $"{Where(field)} must be {Kind(TypeAt(shape, field))}."
            : Missing().Match(words) is { Success: true } missing ? $"{Where(field)} lacks: {missing.Groups[1].Value.Replace("'", "\"", StringComparison.Ordinal).TrimEnd('.')}."
            : no.InnerException is JsonException ? $"The body is not JSON: {words}"
            : words;
        return Problems.Unreadable($"{detail}", line, column, field.Length == 0 ? null : field);
    }

    private static string Where(string field) => field.Length == 0 ? "The body" : $"\"{field}\"";

    // What stands beside the unknown member, wherever in the body that is.
    private static string Known(JsonTypeInfo shape, string field, string unknown)
    {
        var around = field == unknown ? "" : field.EndsWith($".{unknown}", StringComparison.Ordinal) ? field[..^(unknown.Length + 1)] : field;
        return TypeAt(shape, around) is { } type && shape.Options.GetTypeInfo(type) is { Kind: JsonTypeInfoKind.Object } info ? $" Known here: {string.Join(", ", info.Properties.Select(p => p.Name))}." : "";
    }

    // "evidence.volume" and "scans[0].value" are followed through the declared shapes.
    private static Type? TypeAt(JsonTypeInfo shape, string field)
    {
        var type = shape.Type;
        foreach (var part in field.Split(['.', '['], StringSplitOptions.RemoveEmptyEntries))
        {
            var info = shape.Options.GetTypeInfo(type);
            var next = info.Kind is JsonTypeInfoKind.Object ? info.Properties.FirstOrDefault(p => p.Name == part)?.PropertyType : info.ElementType;
            if (next is null) return null;
            type = next;
        }
        return type;
    }

    private static string Kind(Type? type) =>
        type is null ? "another kind of value"
        : type == typeof(string) ? "a text in quotes"
        : type == typeof(int) || type == typeof(int?) ? "a whole number without quotes"
        : type.IsArray ? "an array"
        : "an object";

    private static string Named(string? contentType) => string.IsNullOrEmpty(contentType) ? "nothing named" : contentType;

    [GeneratedRegex(@" Path: .*| LineNumber: .*")]
    private static partial Regex Trailer();

    [GeneratedRegex("^The JSON property '(.*)' could not be mapped")]
    private static partial Regex Unmapped();

    [GeneratedRegex("was missing required properties including: (.*)")]
    private static partial Regex Missing();
}
