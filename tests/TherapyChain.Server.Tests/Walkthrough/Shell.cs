using System.Diagnostics;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests.Walkthrough;

/// <summary>A folder like a fresh clone, in which commands run as a person types them, with <c>therapychain</c> on the path.</summary>
internal sealed class Shell : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    private readonly Uri _server;

    public Shell(Uri server, string data)
    {
        _server = server;
        Folder = TempFolder.New().FullName;
        foreach (var part in new[] { "docs", "tests" })
            Directory.CreateSymbolicLink(Path.Combine(Folder, part), Path.Combine(Shipped.Root, part));
        Directory.CreateSymbolicLink(Path.Combine(Folder, "data"), data);
        var command = Path.Combine(Directory.CreateDirectory(Path.Combine(Folder, ".bin")).FullName, "therapychain");
        File.WriteAllText(command, $"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "therapychain.dll")}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(command, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string Folder { get; }

    /// <summary>Runs one command; what it prints and what it complains about come as a terminal shows them.</summary>
    public async Task<(int Exit, IReadOnlyList<string> Printed)> RunAsync(string command, CancellationToken cancel)
    {
        var start = new ProcessStartInfo("/bin/bash") { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (var argument in new[] { "-c", $"exec 2>&1\n{command}" }) start.ArgumentList.Add(argument);
        start.Environment["PATH"] = $"{Path.Combine(Folder, ".bin")}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["THERAPYCHAIN_SERVER"] = _server.ToString().TrimEnd('/');
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment.Remove("THERAPYCHAIN_KEY");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Limit);
        using var process = Process.Start(start) ?? throw new InvalidOperationException("bash did not start.");
        try
        {
            process.StandardInput.Close();
            var printed = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, printed.Length == 0 ? [] : printed.TrimEnd('\n').Split('\n'));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            process.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"It did not end within {Limit.TotalSeconds:0} s: {command}");
        }
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
