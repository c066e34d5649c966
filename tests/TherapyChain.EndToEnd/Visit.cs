using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Playwright;

namespace TherapyChain.EndToEnd;

/// <summary>
/// One window in front of a server. It notes what no page may ever do, whatever the test is about: complain in the console, break the
/// Content-Security-Policy, ask another host for anything. Whoever opened it calls <see cref="AssertClean"/> at the end.
/// </summary>
public sealed class Visit : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly ConcurrentDictionary<string, bool> _pages = new(StringComparer.Ordinal);
    private readonly IBrowserContext _context;
    private long _received;

    private Visit(IBrowserContext context, IPage page, Uri server) => (_context, Page, Server) = (context, page, server);

    public IPage Page { get; }

    public Uri Server { get; }

    public IBrowserContext Context => _context;

    /// <summary>Bytes that came over the wire since the window was opened, headers among them.</summary>
    public long Received => Interlocked.Read(ref _received);

    public IReadOnlyCollection<string> Complaints => _complaints;

    public static async Task<Visit> BeginAsync(IBrowserContext context, Uri server)
    {
        context.SetDefaultTimeout(20_000);
        var visit = new Visit(context, await context.NewPageAsync(), server);
        visit.Page.Console += (_, said) => visit.Hear(said);
        visit.Page.PageError += (_, error) => visit._complaints.Enqueue($"script failed: {error}");
        context.Request += (_, request) => visit.Note(request);
        var wire = await context.NewCDPSessionAsync(visit.Page);
        wire.Event("Network.loadingFinished").OnEvent += (_, told) =>
            Interlocked.Add(ref visit._received, (long)(told?.GetProperty("encodedDataLength").GetDouble() ?? 0));
        await wire.SendAsync("Network.enable");
        return visit;
    }

    /// <summary>Goes to a page, and waits for all that belongs to it.</summary>
    public async Task<IResponse> GoAsync(string path) =>
        await Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Load }) ?? throw new InvalidOperationException($"{path} gave no answer.");

    public void AssertClean() => Assert.Empty(_complaints);

    public ValueTask DisposeAsync() => new(_context.CloseAsync());

    private void Hear(IConsoleMessage said)
    {
        // That a page itself was refused (a 404, a 422) is for the test to say; that a part of it is missing never is right.
        if (said.Type != "error" || (said.Text.StartsWith("Failed to load resource", StringComparison.Ordinal) && IsPage(said.Location))) return;
        _complaints.Enqueue(string.Create(CultureInfo.InvariantCulture, $"console: {said.Text} ({said.Location})"));
    }

    // By every page that was gone to: what is said of one may come when the next is there. A place is an address, a line and a column.
    private bool IsPage(string location) => _pages.Keys.Any(page => location == page || location.StartsWith(page + ":", StringComparison.Ordinal));

    private void Note(IRequest request)
    {
        var url = request.Url;
        if (request.IsNavigationRequest) _pages.TryAdd(url.Split('#')[0], true);
        if (url.StartsWith("data:", StringComparison.Ordinal) || (Uri.TryCreate(url, UriKind.Absolute, out var to) && to.Authority == Server.Authority)) return;
        _complaints.Enqueue($"asked elsewhere: {url}");
    }
}
