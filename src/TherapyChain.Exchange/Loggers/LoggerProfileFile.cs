using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TherapyChain.Exchange.Loggers;

/// <summary>A <see cref="LoggerProfile"/> as a JSON file: the property names in camel case, unknown ones refused.</summary>
public static class LoggerProfileFile
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        AllowDuplicateProperties = false,
    };

    /// <param name="json">The text of the file.</param>
    /// <param name="profile">The profile, ready to use.</param>
    /// <param name="problem">What is wrong, in words, with line and column where they are known.</param>
    public static bool TryParse(string json, [NotNullWhen(true)] out LoggerProfile? profile, [NotNullWhen(false)] out string? problem)
    {
        profile = null;
        try
        {
            profile = JsonSerializer.Deserialize<LoggerProfile>(json, Strict);
        }
        catch (JsonException bad)
        {
            problem = bad.LineNumber is { } line ? $"line {line + 1}, column {bad.BytePositionInLine + 1}: {bad.Message}" : bad.Message;
            return false;
        }
        problem = profile is null ? "The file holds no profile." : profile.Problem();
        if (problem is not null) profile = null;
        return profile is not null;
    }
}
