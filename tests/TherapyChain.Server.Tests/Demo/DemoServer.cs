using System.Net.Http.Headers;
using NodaTime;

namespace TherapyChain.Server.Tests.Demo;

/// <summary>A demonstration on a Thursday forenoon, for the tests of a class that leave each other alone.</summary>
public sealed class DemoServer : IAsyncLifetime
{
    public static readonly Instant Present = Instant.FromUtc(2026, 11, 19, 9, 40);

    public RunningServer Server { get; private set; } = null!;

    public static Task<RunningServer> StartAsync(string? folder = null, Instant? now = null) =>
        RunningServer.StartAsync(folder, now ?? Present, network: false, ("Demo", "true"));

    /// <summary>A client with the key of somebody of the demonstration, <c>jule-petersdorf</c>.</summary>
    public HttpClient As(string person)
    {
        var client = Server.Stranger();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Server.Demo(person));
        return client;
    }

    public async ValueTask InitializeAsync() => Server = await StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}

internal static class DemoKeysOfTests
{
    public static string Demo(this RunningServer _, string person) => TherapyChain.Server.Demo.DemoKeys.Of(person);
}
