using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;
using TherapyChain.Server.Orders;

namespace TherapyChain.Server.Answers;

/// <summary>The OpenAPI 3.1 document at <c>/openapi/v1.json</c>.</summary>
internal static class Description
{
    public static void AddDescription(this IServiceCollection services) => services.AddOpenApi(options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "TherapyChain";
            document.Info.Version = "1";
            document.Info.Description = "Logistics and chain of custody of advanced therapies. Every \"no\" is an RFC 9457 problem with a stable code for each reason.";
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes["key"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "An API key, tc_…, as it was issued. It signs nothing by itself: a step that carries a signature takes its holder's id and password besides, as \"credentials\".",
            };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("key", document)] = [] }];
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            if (!context.Description.ActionDescriptor.EndpointMetadata.OfType<TakesRepeats>().Any()) return Task.CompletedTask;
            operation.Parameters ??= [];
            operation.Parameters.Add(Header(Repeats.Header, "1 to 200 printable ASCII characters; the same request with the same key takes effect once.", "5f0c8a52"));
            operation.Parameters.Add(Header("If-Match", "The ETag you read; 412 when the order has changed since.", "\"12-9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\""));
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonTypeInfo.Type == typeof(ValueBody)) DescribeValue(schema);
            else if (context.JsonTypeInfo.Type == typeof(StepBody)) schema.Examples = [JsonNode.Parse(StepExample)!];
            else if (context.JsonTypeInfo.Type == typeof(ProblemDetails)) DescribeProblem(schema);
            return Task.CompletedTask;
        });
    });

    private const string StepExample = """
        { "at": "2026-11-22T10:15:00+01:00", "scans": [{ "name": "chain-of-identity", "value": "CHA999926000123" }],
          "evidence": { "volume": { "value": "85.0", "unit": "mL" }, "labels-counted": "yes" },
          "handovers": { "frozen-bag": { "seal": "S-004711", "condition": "intact" } },
          "second": { "person": "mikael-ek", "password": "…" }, "signature": "performed-by",
          "credentials": { "person": "astrid-holm", "password": "…" } }
        """;

    private static void DescribeValue(OpenApiSchema schema)
    {
        schema.Description = "A value with its unit, or, where there is no unit, the value itself: a text, a number, or true for a confirmation.";
        schema.AnyOf =
        [
            new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Properties = new Dictionary<string, IOpenApiSchema>
                {
                    ["value"] = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Number | JsonSchemaType.Boolean },
                    ["unit"] = new OpenApiSchema { Type = JsonSchemaType.String },
                },
                Required = new HashSet<string> { "value" },
                AdditionalPropertiesAllowed = false,
            },
            new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Number | JsonSchemaType.Boolean },
        ];
    }

    // The problems of this API are told with more than RFC 9457 asks.
    private static void DescribeProblem(OpenApiSchema schema)
    {
        schema.Properties ??= new Dictionary<string, IOpenApiSchema>();
        schema.Properties.Remove("instance");
        schema.Properties["traceId"] = new OpenApiSchema { Type = JsonSchemaType.String };
        schema.Properties["line"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "Where in the body or file the trouble begins, from 1." };
        schema.Properties["column"] = new OpenApiSchema { Type = JsonSchemaType.Integer };
        schema.Properties["reasons"] = new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            Description = "Everything that stands against the request, in a stable order.",
            Items = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Properties = new Dictionary<string, IOpenApiSchema>
                {
                    ["code"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Stable." },
                    ["message"] = new OpenApiSchema { Type = JsonSchemaType.String },
                    ["field"] = new OpenApiSchema { Type = JsonSchemaType.String },
                },
            },
        };
    }

    private static OpenApiParameter Header(string name, string about, string example) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = about,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        Example = JsonValue.Create(example),
    };
}
