using System.Text.Json;
using TherapyChain.Cli;

namespace TherapyChain.Server.Tests.Cli;

/// <summary>One run of <c>therapychain</c> in this process.</summary>
internal sealed record Command(ExitCode Exit, string Output, string Error)
{
    public static async Task<Command> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exit = await CommandLine.RunAsync(args, output, error, TestContext.Current.CancellationToken);
        return new Command((ExitCode)exit, output.ToString(), error.ToString());
    }

    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Output);
}
