using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using TherapyChain.Server.Access;
using TherapyChain.Server.Network;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests.Walkthrough;

/// <summary>The page and the program in step: what the page tells a reader to type is typed here, and what it says comes back must come back.</summary>
public sealed class WalkthroughTests
{
    // Set by hand to write what was printed into the page; the test then fails, so that nobody leaves it set.
    private const string WriteSwitch = "THERAPYCHAIN_WRITE_WALKTHROUGH";

    private static readonly Duration BetweenCommands = Duration.FromMinutes(4);

    private static string PagePath => Path.Combine(Shipped.Root, "docs", "walkthrough.md");

    [Fact]
    public async Task Every_command_of_the_walkthrough_prints_what_the_page_says()
    {
        Assert.SkipUnless(ExternalTool.MustBeThere || ExternalTool.IsThere("bash") && ExternalTool.IsThere("pdftotext"),
            "The walk needs bash and pdftotext.");
        var ct = TestContext.Current.CancellationToken;
        var page = Page.Read(PagePath);
        await using var server = await RunningServer.StartAsync(network: false);
        using var shell = new Shell(server.Address, server.Folder);
        await GiveFirstKeyAsync(server, shell, ct);
        var (names, write, seen) =
            (new Names(), Environment.GetEnvironmentVariable(WriteSwitch) is not null, new List<(string, IReadOnlyList<string>)>());
        foreach (var command in page.Commands)
        {
            if (command.Clock is { } clock) server.Clock.Reset(clock);
            var (exit, printed) = await shell.RunAsync(names.Here(command.Text), ct);
            if (command.Text.StartsWith("therapychain orders", StringComparison.Ordinal)) server.Clock.Advance(BetweenCommands);
            if (command.Text.StartsWith("therapychain people invite", StringComparison.Ordinal)) GivePasswords(server, shell);
            Assert.True(exit == command.Exit, $"Line {command.Line}, {command.Text}\nended with {exit}:\n{string.Join('\n', printed)}");
            var difference = names.Difference(command.Printed, printed);
            if (write)
                seen.Add((names.Here(command.Text),
                    difference is null ? [.. command.Printed.Select(names.Here)] : Written(command.Printed, printed, names)));
            else Assert.True(difference is null, $"Line {command.Line}, {command.Text}\n{difference}");
        }
        if (!write) return;
        File.WriteAllLines(PagePath, page.With(seen));
        Assert.Fail($"The page was written; unset {WriteSwitch}.");
    }

    [Fact]
    public void Every_step_of_the_walkthrough_is_one_of_the_workflow_its_order_follows()
    {
        var orders = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var command in Page.Read(PagePath).Commands)
        {
            var words = command.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words is not ["therapychain", "orders", var verb, var first, var second, ..]) continue;
            if (verb == "create") orders[command.Printed[0].Split(' ')[1]] = first;
            if (verb == "advance") Assert.NotNull(Shipped.Workflow(orders[first]).FindStep(second));
        }
        Assert.Equal(["car-t-autologous-cryo", "in-vivo-gene-therapy", "car-t-autologous-cryo"], orders.Values);
    }

    // The page shows how the key comes into its file; this server printed its own among the lines of other tests.
    private static async Task GiveFirstKeyAsync(RunningServer server, Shell shell, CancellationToken ct)
    {
        var first = await server.App.Services.GetRequiredService<NetworkDesk>().IssueAsync("first-administrator", KeyScope.Unnamed, "", null, ct);
        var keys = Directory.CreateDirectory(Path.Combine(shell.Folder, "keys")).FullName;
        await File.WriteAllTextAsync(Path.Combine(keys, first.Person), first.Key + "\n", ct);
    }

    // The page sends everybody who signs to a browser, to set a password of their own.
    private static void GivePasswords(RunningServer server, Shell shell)
    {
        var passwords = Directory.CreateDirectory(Path.Combine(shell.Folder, "passwords")).FullName;
        foreach (var person in server.App.Services.GetRequiredService<Keyring>().Now.People.Keys)
        {
            var file = Path.Combine(passwords, person);
            File.WriteAllText(file, TestCredentials.Of(server, person)["password"]!.GetValue<string>() + "\n");
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    // Where the page shows one line at most and then "…", it goes on doing so: most steps answer alike.
    private static IReadOnlyList<string> Written(IReadOnlyList<string> page, IReadOnlyList<string> printed, Names names)
    {
        if (page.Count > 0 && printed.Count > 0) names.Learn(page[0], printed[0]);
        return page is ["…"] or [_, "…"] && printed.Count > 1 ? [printed[0], "…"] : printed;
    }
}
