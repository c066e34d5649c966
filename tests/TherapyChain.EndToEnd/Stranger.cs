using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace TherapyChain.EndToEnd;

/// <summary>Another site with one page. Its host is written differently, so that to a browser it is another site and not only another port.</summary>
public sealed class Stranger : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Stranger(WebApplication app) => _app = app;

    public string Address => _app.Urls.First().Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    public static async Task<Stranger> StartAsync(string page)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapGet("/", () => Results.Content(page, "text/html"));
        await app.StartAsync();
        return new Stranger(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
