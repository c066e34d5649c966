using System.Net;
using TherapyChain.Storage.Patients;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests.Patients;

public sealed class VaultStartTests
{
    [Fact]
    public async Task Without_vault_and_key_the_server_runs_and_says_that_there_is_none()
    {
        await using var server = await RunningServer.StartAsync();
        var answer = await server.PostAsync("coordinator@karolinska", "/api/patients/find", new { reason = "x" });
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("/problems/no-vault", (await answer.JsonAsync()).GetProperty("type").GetString());
        Assert.False(File.Exists(Path.Combine(server.Folder, "vault.db")));
    }

    [Fact]
    [Requirement("GDPR-01")]
    public async Task A_wrong_or_missing_key_keeps_the_server_from_starting_and_the_vault_as_it_was()
    {
        var key = VaultServer.NewKeyFile();
        var server = await RunningServer.StartAsync(settings: ("VaultKeyFile", key));
        var patient = await server.RegisterAsync((await HttpScenario.BeginAsync(server)).Id);
        var vault = Path.Combine(await server.StopAsync(), "vault.db");
        var before = await File.ReadAllBytesAsync(vault, TestContext.Current.CancellationToken);

        Assert.Contains("master key is not the one", await Problem(("VaultKeyFile", VaultServer.NewKeyFile())), StringComparison.Ordinal);
        Assert.Contains("no master key was given", await Problem(), StringComparison.Ordinal);
        Assert.Contains("does not hold a master key", await Problem(("VaultKey", "c2VjcmV0")), StringComparison.Ordinal);
        Assert.Contains("name one of them", await Problem(("VaultKeyFile", key), ("VaultKey", MasterKey.NewText())), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.OtherRead);
            Assert.Contains("chmod 600", await Problem(("VaultKeyFile", key)), StringComparison.Ordinal);
            File.SetUnixFileMode(key, UnixFileMode.UserRead);
        }
        Assert.Equal(before, await File.ReadAllBytesAsync(vault, TestContext.Current.CancellationToken));

        // The same key by the environment's way.
        await using var again = await RunningServer.StartAsync(server.Folder, server.Clock.GetCurrentInstant(), network: false, ("VaultKey", await File.ReadAllTextAsync(key, TestContext.Current.CancellationToken)));
        Assert.Equal(HttpStatusCode.OK, (await again.PostAsync("coordinator@karolinska", $"/api/patients/{patient}/view", new { reason = "Morning round." })).StatusCode);

        async Task<string> Problem(params (string Name, string Value)[] settings)
        {
            var named = new Dictionary<string, string?> { ["TherapyChain:Data"] = server.Folder, ["TherapyChain:Workflows"] = Path.Combine(Shipped.Root, "workflows") };
            foreach (var (name, value) in settings) named[$"TherapyChain:{name}"] = value;
            var (app, problems) = await Start.BuildAsync(named);
            Assert.Null(app);
            return Assert.Single(problems);
        }
    }
}
