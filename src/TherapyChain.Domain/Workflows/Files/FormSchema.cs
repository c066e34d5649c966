using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TherapyChain.Domain.Workflows.Files;

/// <summary>Writes a file's form as JSON Schema 2020-12, for editors that complete and check while one types.</summary>
internal static class FormSchema
{
    // For people and editors, not for web pages: "°" stays readable.
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(Form root, string title)
    {
        var schema = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["title"] = title };
        foreach (var (key, value) in Of(root)) schema[key] = value?.DeepClone();
        return schema.ToJsonString(Format).ReplaceLineEndings("\n") + "\n";
    }

    private static JsonObject Of(Form form) => form switch
    {
        Form.Name => new() { ["type"] = "string", ["pattern"] = FormCheck.Kebab().ToString() },
        Form.Text text => new() { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = text.MaxLength },
        Form.OneOf one => new() { ["enum"] = Strings(one.Words.Order(StringComparer.Ordinal)) },
        Form.Whole whole => new() { ["type"] = "integer", ["minimum"] = whole.Min, ["maximum"] = whole.Max },
        Form.Number => new() { ["type"] = "number" },
        Form.Flag => new() { ["type"] = "boolean" },
        Form.Yes => new() { ["const"] = true },
        Form.Celsius => new() { ["type"] = "string", ["pattern"] = FormCheck.Degrees().ToString() },
        Form.Period => new() { ["type"] = "string", ["pattern"] = "^P([0-9]+Y)?([0-9]+M)?([0-9]+W)?([0-9]+D)?(T([0-9]+H)?([0-9]+M)?([0-9]+S)?)?$" },
        Form.List list => OrSingle(list),
        Form.Row row => new() { ["type"] = "array", ["prefixItems"] = new JsonArray([.. row.Items.Select(Of)]), ["minItems"] = row.Items.Length, ["maxItems"] = row.Items.Length },
        Form.Names names => new() { ["type"] = "object", ["propertyNames"] = Of(names.Key), ["additionalProperties"] = Of(names.Value) },
        Form.Map map => OfMap(map),
        Form.Either either => new() { ["anyOf"] = new JsonArray(Of(either.Word), Of(either.More)) },
        Form.Kinds kinds => new() { ["oneOf"] = new JsonArray([.. kinds.Choices.Select(OfMap)]) },
        _ => throw new System.Diagnostics.UnreachableException(form.GetType().Name),
    };

    private static JsonObject OrSingle(Form.List list)
    {
        var many = new JsonObject { ["type"] = "array", ["items"] = Of(list.Item), ["uniqueItems"] = true };
        if (!list.MayBeEmpty) many["minItems"] = 1;
        return list.OrSingle ? new JsonObject { ["anyOf"] = new JsonArray(Of(list.Item), many) } : many;
    }

    private static JsonObject OfMap(Form.Map map)
    {
        var properties = new JsonObject();
        foreach (var field in map.Fields)
        {
            var described = Of(field.Form);
            described["description"] = field.About;
            properties[field.Key] = described;
        }
        return new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = Strings(map.Fields.Where(f => f.Required).Select(f => f.Key)),
            ["additionalProperties"] = false,
        };
    }

    private static JsonArray Strings(IEnumerable<string> words) => new([.. words.Select(w => (JsonNode)w)]);
}
