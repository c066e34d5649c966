using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using TherapyChain.Cli;
using TherapyChain.Server.Tests.Cli;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests.Walkthrough;

/// <summary>The server as a process of its own, as an operator starts it: the first section of the walkthrough.</summary>
public sealed class FirstStartTests
{
    [Fact]
    public async Task An_empty_folder_gives_one_key_once_and_the_key_loads_a_network()
    {
        var ct = TestContext.Current.CancellationToken;
        var folder = TempFolder.New().FullName;
        var address = $"http://127.0.0.1:{FreePort()}";
        try
        {
            string key;
            await using (var server = await ServerProcess.StartAsync(folder, address, ct))
            {
                key = Assert.Single(server.Lines, line => line.Trim().StartsWith("tc_", StringComparison.Ordinal)).Trim();
                var loaded = await Command.RunAsync("network", "load", Path.Combine(Shipped.Root, "docs", "examples", "network.yaml"),
                    "--keys-to", Path.Combine(folder, "keys"), "--server", address, "--key", key);
                Assert.Equal(ExitCode.Good, loaded.Exit);
                Assert.DoesNotContain("tc_", loaded.Output, StringComparison.Ordinal);
            }
            await using (var again = await ServerProcess.StartAsync(folder, address, ct))
            {
                Assert.DoesNotContain(again.Lines, line => line.Contains("tc_", StringComparison.Ordinal));
                var coordinator = Path.Combine(folder, "keys", "tim-adler");
                Assert.Equal(ExitCode.Good, (await Command.RunAsync("orders", "list", "--server", address, "--key-file", coordinator)).Exit);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    private sealed class ServerProcess : IAsyncDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

        private readonly Process _process;
        private readonly List<string> _lines = [];

        private ServerProcess(Process process)
        {
            _process = process;
            _process.OutputDataReceived += Keep;
            _process.ErrorDataReceived += Keep;
            _process.BeginOutputReadLine();
            _process.BeginErrorReadLine();
        }

        public IReadOnlyList<string> Lines
        {
            get
            {
                lock (_lines) return [.. _lines];
            }
        }

        public static async Task<ServerProcess> StartAsync(string folder, string address, CancellationToken ct)
        {
            var program = Path.Combine(AppContext.BaseDirectory, "TherapyChain.Server.dll");
            string[] arguments = [program, "--data", folder, "--urls", address, "--workflows", Path.Combine(Shipped.Root, "workflows")];
            var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
            var server = new ServerProcess(Process.Start(start) ?? throw new InvalidOperationException("The server did not start."));
            try
            {
                using var http = new HttpClient();
                for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience; await Task.Delay(200, ct))
                {
                    if (server._process.HasExited) break;
                    try
                    {
                        if ((await http.GetAsync($"{address}/readyz", ct)).IsSuccessStatusCode) return server;
                    }
                    catch (HttpRequestException)
                    {
                        // Not listening yet.
                    }
                }
            }
            catch
            {
                await server.DisposeAsync();
                throw;
            }
            var said = string.Join('\n', server.Lines);
            await server.DisposeAsync();
            throw new InvalidOperationException($"The server did not become ready:\n{said}");
        }

        public async ValueTask DisposeAsync()
        {
            if (!_process.HasExited) _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        private void Keep(object _, DataReceivedEventArgs line)
        {
            if (line.Data is null) return;
            lock (_lines) _lines.Add(line.Data);
        }
    }
}
