using System.Collections.Frozen;
using System.Reflection;
using Microsoft.Net.Http.Headers;
using TherapyChain.Documents.Records;
using TherapyChain.Domain.Access;
using TherapyChain.Domain.Custody;
using TherapyChain.Server.Access;

namespace TherapyChain.Server.Pages;

/// <summary>The pages: rendered here, and the few files they need. The one script asks authenticators for passkeys; all else works without it. Nothing is fetched from anywhere else.</summary>
public static class PageRouting
{
    private static readonly FrozenDictionary<string, Asset> Assets = new[]
    {
        Asset.Of("style.css", "text/css; charset=utf-8", typeof(PageRouting).Assembly, "style.css"),
        Asset.Of("passkeys.js", "text/javascript; charset=utf-8", typeof(PageRouting).Assembly, "passkeys.js"),
        Asset.Of("source-sans-3-regular.ttf", "font/ttf", typeof(CustodyRecord).Assembly, "Fonts/SourceSans3-Regular.ttf"),
        Asset.Of("source-sans-3-semibold.ttf", "font/ttf", typeof(CustodyRecord).Assembly, "Fonts/SourceSans3-SemiBold.ttf"),
        Asset.Of("source-code-pro-regular.ttf", "font/ttf", typeof(CustodyRecord).Assembly, "Fonts/SourceCodePro-Regular.ttf"),
    }.ToFrozenDictionary(asset => asset.Name, StringComparer.Ordinal);

    public static void AddPages(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddHttpContextAccessor();
    }

    public static void MapPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/assets/{name}", (string name) => Assets.GetValueOrDefault(name) is { } asset
            ? Results.Bytes(asset.Bytes, asset.MediaType, entityTag: asset.Tag) : Results.NotFound()).Does(Acts.SignIn).ExcludeFromDescription();
        // The framework's own redirection between pages, which is nobody's act but belongs to whoever moves about in them.
        routes.MapRazorComponents<App>().Add(route =>
        {
            if (route is RouteEndpointBuilder { RoutePattern.RawText: "/_framework/opaque-redirect" }) route.Metadata.Add(new DoesAttribute(Acts.ListOrders));
        });
    }

    /// <summary>A file of the pages, out of the program itself, known by its content.</summary>
    private sealed record Asset(string Name, string MediaType, byte[] Bytes, EntityTagHeaderValue Tag)
    {
        public static Asset Of(string name, string mediaType, Assembly assembly, string resource)
        {
            using var stream = assembly.GetManifestResourceStream(resource) ?? throw new InvalidOperationException($"The program lacks {resource}.");
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            return new Asset(name, mediaType, bytes.ToArray(), new EntityTagHeaderValue($"\"{Hash.Of(bytes.ToArray())}\""));
        }
    }
}
