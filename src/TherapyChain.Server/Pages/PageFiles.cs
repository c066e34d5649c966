using System.Collections.Frozen;
using System.IO.Compression;
using System.Reflection;
using Microsoft.Net.Http.Headers;
using TherapyChain.Domain.Custody;

namespace TherapyChain.Server.Pages;

/// <summary>
/// The few files of the pages, out of the program itself: one stylesheet made of its parts, small scripts, fonts. Each is packed once, and known by its content, so that
/// a browser that has it never asks again.
/// </summary>
internal static class PageFiles
{
    // What comes later wins: the elements, then what stands on one page, then narrow screens and paper.
    private static readonly string[] Leading = ["base", "frame", "forms"], Trailing = ["narrow"];

    private static readonly FrozenDictionary<string, Asset> All = Read().ToFrozenDictionary(asset => asset.Name, StringComparer.Ordinal);

    /// <summary>The address of a file, which changes with its content.</summary>
    public static string Address(string name) => $"/assets/{name}?{All[name].Version}";

    public static IResult Answer(HttpContext http, string name)
    {
        if (All.GetValueOrDefault(name) is not { } asset) return Results.NotFound();
        var headers = http.Response.Headers;
        // An address without the content's mark, as fonts have in the stylesheet, is asked for again after a day.
        headers.CacheControl = http.Request.QueryString.Value == $"?{asset.Version}" ? "public, max-age=31536000, immutable" : "public, max-age=86400";
        headers.Vary = HeaderNames.AcceptEncoding;
        var packed = asset.Packed is not null && http.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal);
        if (packed) headers.ContentEncoding = "br";
        return Results.Bytes(packed ? asset.Packed! : asset.Bytes, asset.MediaType, entityTag: new EntityTagHeaderValue($"\"{asset.Version}{(packed ? "-br" : "")}\""));
    }

    private static IEnumerable<Asset> Read()
    {
        var ours = typeof(PageFiles).Assembly;
        var names = ours.GetManifestResourceNames();
        var styles = names.Where(name => name.StartsWith("styles/", StringComparison.Ordinal)).Select(name => name["styles/".Length..^".css".Length]).Order(StringComparer.Ordinal).ToList();
        var ordered = Leading.Concat(styles.Except(Leading).Except(Trailing)).Concat(Trailing);
        yield return Asset.Of("style.css", "text/css; charset=utf-8", [.. ordered.SelectMany(part => Bytes(ours, $"styles/{part}.css"))]);
        foreach (var name in names.Where(name => name.EndsWith(".js", StringComparison.Ordinal))) yield return Asset.Of(name, "text/javascript; charset=utf-8", Bytes(ours, name));
        foreach (var name in names.Where(name => name.EndsWith(".woff2", StringComparison.Ordinal))) yield return Asset.Of(name, "font/woff2", Bytes(ours, name));
    }

    private static byte[] Bytes(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource) ?? throw new InvalidOperationException($"The program lacks {resource}.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <param name="Packed">The same with Brotli; null where it is packed by itself.</param>
    private sealed record Asset(string Name, string MediaType, byte[] Bytes, byte[]? Packed, string Version)
    {
        public static Asset Of(string name, string mediaType, byte[] bytes) =>
            new(name, mediaType, bytes, mediaType.StartsWith("text/", StringComparison.Ordinal) ? Pack(bytes) : null, Hash.Of(bytes).ToString()[..12]);

        private static byte[] Pack(byte[] bytes)
        {
            using var packed = new MemoryStream();
            using (var brotli = new BrotliStream(packed, CompressionLevel.SmallestSize)) brotli.Write(bytes);
            return packed.ToArray();
        }
    }
}
