using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;

namespace TherapyChain.Documents.Records;

/// <summary>
/// The papers as JSON: <c>{"paper":"identity","version":1,"content":{…}}</c>, the content being the model that the PDF is set from. Members are only
/// ever added within a version.
/// </summary>
public static class PaperJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        // For files, not for web pages: names stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower), new Instants() },
    };

    /// <param name="paper">One of <see cref="Papers.All"/>.</param>
    public static byte[] Of<T>(string paper, T content) => JsonSerializer.SerializeToUtf8Bytes(new Sheet<T>(paper, 1, content), Options);

    private sealed record Sheet<T>(string Paper, int Version, T Content);

    private sealed class Instants : JsonConverter<Instant>
    {
        public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            InstantPattern.ExtendedIso.Parse(reader.GetString()!).GetValueOrThrow();

        public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) => writer.WriteStringValue(InstantPattern.ExtendedIso.Format(value));
    }
}
