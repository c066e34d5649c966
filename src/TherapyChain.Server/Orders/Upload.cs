using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using TherapyChain.Server.Answers;

namespace TherapyChain.Server.Orders;

/// <summary>A file as it came, raw with its name in the query or in a multipart form with the part <c>file</c>.</summary>
internal sealed record Upload(string Name, string MediaType, byte[] Bytes, IReadOnlyDictionary<string, string> Fields)
{
    /// <summary>What is kept: papers, pictures, tables and logger files; nothing that a browser would run.</summary>
    private static readonly HashSet<string> Taken = new(StringComparer.OrdinalIgnoreCase)
    {
        "application/pdf", "application/json", "application/xml", "application/octet-stream", "text/plain", "text/csv", "text/xml",
        "image/png", "image/jpeg", "image/tiff", "application/vnd.ms-excel",
    };

    public static async Task<(Upload? File, Problem? Problem)> ReadAsync(HttpContext http, long limit)
    {
        // The framing of a form takes some bytes more than the file in it.
        const int framing = 64 * 1024;
        var isForm = http.Request.HasFormContentType;
        var (bytes, tooLong) = await Body.BytesAsync(http.Request, isForm ? limit + framing : limit);
        if (tooLong is not null) return (null, Problems.TooLong(limit));
        var (file, no) = isForm ? await OfFormAsync(http.Request, bytes.ToArray(), limit) : OfRaw(http.Request, bytes.ToArray());
        return file is null ? (null, no) : Checked(file);
    }

    /// <summary>A file that came with the form of a page, which has been read already.</summary>
    public static async Task<(Upload? File, Problem? Problem)> OfFileAsync(IFormFile part, long limit)
    {
        if (part.Length > limit) return (null, Problems.TooLong(limit));
        using var content = new MemoryStream();
        await part.CopyToAsync(content);
        var type = MediaTypeHeaderValue.TryParse(part.ContentType, out var said) ? said.MediaType.ToString() : "application/octet-stream";
        return Checked(new Upload(Plain(part.FileName), type, content.ToArray(), new Dictionary<string, string>()));
    }

    private static (Upload? File, Problem? Problem) Checked(Upload file)
    {
        if (file.Bytes.Length == 0) return (null, Problems.Unreadable($"The file is empty.", field: "file"));
        if (!Taken.Contains(file.MediaType)) return (null, Problems.WrongMediaType($"Files of the type \"{file.MediaType}\" are not kept. These are: {string.Join(", ", Taken)}."));
        return (file, null);
    }

    private static (Upload?, Problem?) OfRaw(HttpRequest request, byte[] bytes)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)) return (null, Problems.WrongMediaType($"Say with Content-Type what the file is."));
        var fields = request.Query.ToDictionary(q => q.Key, q => q.Value.ToString(), StringComparer.Ordinal);
        return fields.TryGetValue("name", out var name) && name.Length > 0
            ? (new Upload(Plain(name), type.MediaType.ToString(), bytes, fields), null)
            : (null, Problems.Unreadable($"Give the file's name in the query, ?name=…", field: "name"));
    }

    private static async Task<(Upload?, Problem?)> OfFormAsync(HttpRequest request, byte[] bytes, long limit)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 } boundary)
            return (null, Problems.WrongMediaType($"Send the file raw, or as multipart/form-data with a part named \"file\"."));
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        (string Name, string Type, byte[] Bytes)? file = null;
        try
        {
            var reader = new MultipartReader(boundary, new MemoryStream(bytes));
            while (await reader.ReadNextSectionAsync() is { } part)
            {
                if (!ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition)) continue;
                using var content = new MemoryStream();
                await part.Body.CopyToAsync(content);
                var field = HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? "";
                if (disposition.IsFileDisposition())
                    file = (HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value ?? "",
                        part.ContentType is { } said && MediaTypeHeaderValue.TryParse(said, out var partType) ? partType.MediaType.ToString() : "application/octet-stream", content.ToArray());
                else fields[field] = Encoding.UTF8.GetString(content.ToArray());
            }
        }
        catch (Exception broken) when (broken is IOException or InvalidDataException)
        {
            return (null, Problems.Unreadable($"The form is cut short or not multipart/form-data."));
        }
        if (file is not { } found) return (null, Problems.Unreadable($"The form has no file; send it as the part named \"file\".", field: "file"));
        if (found.Bytes.LongLength > limit) return (null, Problems.TooLong(limit));
        return (new Upload(Plain(fields.GetValueOrDefault("name") is { Length: > 0 } named ? named : found.Name), found.Type, found.Bytes, fields), null);
    }

    // Only the last part of a path some browsers send; the decision judges the rest.
    private static string Plain(string name) => name[(name.LastIndexOfAny(['/', '\\']) + 1)..].Trim();
}
