using Microsoft.Net.Http.Headers;
using TherapyChain.Documents.Records;
using TherapyChain.Documents.Words;
using TherapyChain.Server.Answers;

namespace TherapyChain.Server.Papers;

/// <summary>In which form and language a paper is asked for.</summary>
internal readonly record struct PaperRequest(PaperForm Form, string Language)
{
    /// <summary>Reads <c>?format=</c>, else the Accept header, else takes PDF; and <c>?language=</c>, English where it is none of ours.</summary>
    public static (PaperRequest Ask, Problem? Problem) Of(HttpContext http, bool byAccept = true)
    {
        var language = PaperWords.In(http.Request.Query["language"].ToString()).Language;
        var named = http.Request.Query["format"].ToString();
        PaperForm? form = named switch
        {
            "" => byAccept ? Accepted(http.Request) : PaperForm.Pdf,
            "pdf" => PaperForm.Pdf,
            "csv" => PaperForm.Csv,
            "json" => PaperForm.Json,
            _ => null,
        };
        return form is { } known ? (new PaperRequest(known, language), null) : (default, Problems.Unreadable($"format is pdf, csv or json.", field: "format"));
    }

    public string MediaType => Form switch { PaperForm.Csv => Csv.MediaType, PaperForm.Json => "application/json", _ => "application/pdf" };

    public string Extension => Form switch { PaperForm.Csv => "csv", PaperForm.Json => "json", _ => "pdf" };

    /// <summary>Sent to be saved: a table or a paper with names in it does not belong into a cache.</summary>
    public IResult File(HttpContext http, byte[] bytes, string name)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.Vary = "Accept";
        return Results.File(bytes, MediaType, $"{name}.{Extension}");
    }

    private static PaperForm Accepted(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var wanted)) return PaperForm.Pdf;
        foreach (var type in wanted.Where(t => t.Quality is not 0).OrderByDescending(t => t.Quality ?? 1))
            if (type.MediaType.Value switch { "application/pdf" or "*/*" or "application/*" => PaperForm.Pdf, "text/csv" or "text/*" => PaperForm.Csv, "application/json" => PaperForm.Json, _ => (PaperForm?)null } is { } form)
                return form;
        return PaperForm.Pdf;
    }
}
