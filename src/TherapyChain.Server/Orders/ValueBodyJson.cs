using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TherapyChain.Server.Orders;

/// <summary>Reads <c>{"value":"2.50","unit":"10^9"}</c>, and for convenience <c>"text"</c>, <c>2.50</c> and <c>true</c> (yes). A number keeps every digit it was sent with.</summary>
internal sealed class ValueBodyJson : JsonConverter<ValueBody>
{
    public override ValueBody Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject) return new ValueBody(Text(ref reader));
        string? value = null, unit = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("value"u8)) { reader.Read(); value = Text(ref reader); }
            else if (reader.ValueTextEquals("unit"u8))
            {
                reader.Read();
                unit = reader.TokenType is JsonTokenType.String or JsonTokenType.Null ? reader.GetString() : throw new JsonException("A unit is a text in quotes.");
            }
            else throw new JsonException($"A value has no member \"{reader.GetString()}\"; it has: value, unit.");
        }
        return new ValueBody(value ?? throw new JsonException("A value lacks \"value\"."), unit);
    }

    public override void Write(Utf8JsonWriter writer, ValueBody value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("value", value.Value);
        if (value.Unit is not null) writer.WriteString("unit", value.Unit);
        writer.WriteEndObject();
    }

    private static string Text(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString()!,
        JsonTokenType.Number => Encoding.ASCII.GetString(reader.ValueSpan),
        JsonTokenType.True => "yes",
        JsonTokenType.False => "no",
        _ => throw new JsonException("A value is a text, a number, or an object with value and unit."),
    };
}
