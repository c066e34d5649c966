using System.Text;
using System.Text.Json;

namespace TherapyChain.Domain.Custody;

/// <summary>Brings any JSON text into the one canonical form of RFC 8785.</summary>
public static class CanonicalJson
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>The canonical UTF-8 bytes of a JSON text.</summary>
    /// <exception cref="FormatException">
    /// Not JSON (comments and trailing commas included), a key twice in one object, a lone surrogate, a number no double can hold, or more
    /// than 64 levels deep.
    /// </exception>
    public static byte[] Canonicalize(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            var writer = new CanonicalWriter();
            Write(document.RootElement, writer);
            return writer.Written.ToArray();
        }
        catch (JsonException no)
        {
            throw new FormatException($"Not JSON that has a canonical form: {no.Message}", no);
        }
        catch (Exception no) when (no is InvalidOperationException or ArgumentException)
        {
            // The framework's words for an escape such as \ud800 without its other half.
            throw new FormatException("JSON text holds a lone surrogate.", no);
        }
    }

    private static void Write(JsonElement value, CanonicalWriter writer)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.BeginObject();
                foreach (var member in value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
                {
                    writer.Key(member.Name);
                    Write(member.Value, writer);
                }
                writer.EndObject();
                break;
            case JsonValueKind.Array:
                writer.BeginArray();
                foreach (var element in value.EnumerateArray()) Write(element, writer);
                writer.EndArray();
                break;
            case JsonValueKind.String: writer.Value(value.GetString()); break;
            case JsonValueKind.Number when double.IsFinite(value.GetDouble()): writer.Value(value.GetDouble()); break;
            case JsonValueKind.Number: throw new FormatException($"The number {value.GetRawText()} is beyond what a double can hold.");
            case JsonValueKind.True: writer.Value(true); break;
            case JsonValueKind.False: writer.Value(false); break;
            default: writer.Value((string?)null); break;
        }
    }
}
