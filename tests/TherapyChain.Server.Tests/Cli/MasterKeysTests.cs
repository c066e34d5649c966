using TherapyChain.Cli;
using TherapyChain.Server.Tests.Patients;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests.Cli;

public sealed class MasterKeysTests
{
    [Fact]
    public async Task A_vault_gets_a_new_master_key_while_its_server_is_stopped_and_not_before()
    {
        var folder = TempFolder.New().FullName;
        var (old, fresh) = (Path.Combine(folder, "old.key"), Path.Combine(folder, "new.key"));
        Assert.Equal(ExitCode.Good, (await Command.RunAsync("keys", "make", old)).Exit);
        Assert.Equal(ExitCode.Good, (await Command.RunAsync("keys", "make", fresh)).Exit);
        Assert.Equal(ExitCode.WrongUse, (await Command.RunAsync("keys", "make", old)).Exit);
        var server = await RunningServer.StartAsync(settings: ("VaultKeyFile", old));
        var patient = await server.RegisterAsync((await HttpScenario.BeginAsync(server)).Id);
        var vault = Path.Combine(server.Folder, "vault.db");

        Assert.Contains("open in another process", (await Rotate(old, fresh)).Error, StringComparison.Ordinal);
        await server.StopAsync();
        Assert.Contains("master key is not the one", (await Rotate(fresh, old)).Error, StringComparison.Ordinal);
        Assert.Equal(2, (await Rotate(old, fresh)).Json.GetProperty("rotated").GetInt32());

        await using var again = await RunningServer.StartAsync(server.Folder, server.Clock.GetCurrentInstant(), network: false, ("VaultKeyFile", fresh));
        var seen = await (await again.PostAsync("coordinator@karolinska", $"/api/patients/{patient}/view", new { reason = "After the rotation." })).JsonAsync();
        Assert.Equal(VaultServer.Name, seen.GetProperty("name").GetString());

        Task<Command> Rotate(string from, string to) => Command.RunAsync("keys", "rotate", vault, "--key-file", from, "--new-key-file", to, "--json");
    }
}
