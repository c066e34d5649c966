using System.Text.Json;
using System.Text.Json.Serialization;

namespace TherapyChain.Server.Answers;

/// <summary>How views are written: camel case, what is null left out, letters of every script as they are.</summary>
internal static class ViewJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = ApiJson.Letters,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };
}
