using System.CommandLine;

namespace TherapyChain.Cli.Servers;

/// <summary>Makes a verb that asks a server: gives it <c>--server</c> and the ways to hand over a key, and says when nobody answers.</summary>
internal static class ServerVerb
{
    private const string DefaultServer = "http://localhost:5080";

    public static Command Create(
        string name, string description, IEnumerable<Symbol> takes, Func<ParseResult, ServerLink, CancellationToken, Task<Answer>> run)
    {
        var server = new Option<string?>("--server")
        {
            Description = $"Address of the server. Otherwise from THERAPYCHAIN_SERVER, otherwise {DefaultServer}.",
            HelpName = "url",
        };
        var key = new Option<string?>("--key")
        {
            Description = "Your API key. Better in THERAPYCHAIN_KEY or a file: others on this machine can see arguments.",
            HelpName = "tc_…",
        };
        var keyFile = new Option<string?>("--key-file")
        {
            Description = "A file that holds your API key and nothing else.",
            HelpName = "file",
        };
        return Verb.Create(name, description, [.. takes, server, key, keyFile], async (parsed, cancel) =>
        {
            var address = parsed.GetValue(server) ?? Environment.GetEnvironmentVariable("THERAPYCHAIN_SERVER") ?? DefaultServer;
            if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
                return Answer.Wrong($"--server is an address such as {DefaultServer}; not \"{address}\".");
            if (KeyOf(parsed.GetValue(key), parsed.GetValue(keyFile)) is not { } held)
                return Answer.Wrong("No key: set THERAPYCHAIN_KEY, or give --key-file or --key.");
            if (held.Any(c => c is < '!' or > '~')) return Answer.Wrong("The key holds characters that no key has.");
            using var link = new ServerLink(uri, held);
            try
            {
                return await run(parsed, link, cancel);
            }
            catch (HttpRequestException nobody)
            {
                return Answer.Wrong($"No answer from {address}: {nobody.Message} Is the server running, and is --server right?");
            }
            catch (TaskCanceledException) when (!cancel.IsCancellationRequested)
            {
                return Answer.Wrong($"{address} took longer than 100 seconds to answer. Look at the order before you try again: it may have been done.");
            }
        });
    }

    /// <summary>A key given directly, in a file, or in the environment; null when there is none.</summary>
    private static string? KeyOf(string? given, string? file)
    {
        var key = given ?? (file is not null ? File.ReadAllText(file) : Environment.GetEnvironmentVariable("THERAPYCHAIN_KEY"));
        return key?.Trim() is { Length: > 0 } found ? found : null;
    }
}
