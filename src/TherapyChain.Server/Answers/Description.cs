using System.Text.Json.Nodes;
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
                Description = "An API key, tc_…, as it was issued.",
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
    });

    private static OpenApiParameter Header(string name, string about, string example) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = about,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        Example = JsonValue.Create(example),
    };
}
