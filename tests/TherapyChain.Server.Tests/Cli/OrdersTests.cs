using TherapyChain.Cli;
using TherapyChain.Server.Tests.Walkthrough;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests.Cli;

/// <summary>The verbs that ask a server, against a real one. The whole way of an order by these verbs is the walkthrough's.</summary>
public sealed class OrdersTests : IAsyncLifetime
{
    private const string Coordinator = "coordinator@charite";

    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_refusal_tells_every_reason_with_its_field_and_ends_with_1()
    {
        var order = await HttpScenario.BeginAsync(_server);

        var run = await RunAsync("referring-physician@karolinska", "orders", "advance", order.Id, "refer-patient",
            "--evidence", "indication=measles", "--evidence", "patient-weight=7000 g");

        Assert.Equal(ExitCode.Finding, run.Exit);
        Assert.Empty(run.Output);
        Assert.Contains("evidence.choice, evidence.indication", Flat(run.Error), StringComparison.Ordinal);
        Assert.Contains("evidence.unit, evidence.patient-weight", Flat(run.Error), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_is_one_JSON_object_on_demand()
    {
        var order = await HttpScenario.BeginAsync(_server);

        var run = await RunAsync(Coordinator, "orders", "advance", order.Id, "no-such-step", "--json");

        Assert.Equal(ExitCode.Finding, run.Exit);
        Assert.Equal("step.unknown", run.Json.GetProperty("reasons")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task Evidence_is_taken_apart_into_value_and_unit_only_where_the_step_asks_for_a_quantity()
    {
        var order = await (await HttpScenario.BeginAsync(_server)).AtAsync("referred");

        var run = await RunAsync("physician@charite", ["orders", "advance", order.Id, "confirm-eligibility",
            "--evidence", "board-decision=2 votes", "--evidence", "funding-confirmed=yes", "--sign", "approved-by", .. Signer("physician@charite")]);

        Assert.Equal(ExitCode.Good, run.Exit);
        Assert.Equal(new("2 votes"), order.Order.Evidence["board-decision"].Value);
        Assert.Equal("kg", order.Order.Evidence["patient-weight"].Value.Unit);
    }

    [Fact]
    public async Task Labels_are_listed_and_told_of_until_none_is_open()
    {
        var order = await (await HttpScenario.BeginAsync(_server)).AtAsync("frozen");
        var bag = order.Order.Expected("frozen-bag")[0];
        Assert.True((await _server.PostAsync("cell-lab@karolinska", $"{order.Path}/labels", new { container = "frozen-bag", copies = 3 })).IsSuccessStatusCode);

        var refused = await RunAsync("cell-lab@karolinska", "orders", "label-fate", order.Id, "destroyed", "001", "002");
        var applied = await RunAsync("cell-lab@karolinska", "orders", "label-fate", order.Id, "applied", "1", $"{order.Id}#002", "--to", bag);
        var open = await RunAsync("cell-lab@karolinska", "orders", "labels", order.Id);
        var destroyed = await RunAsync("cell-lab@karolinska", "orders", "label-fate", order.Id, "destroyed", "3", "--reason", "Torn.");
        var closed = await RunAsync("cell-lab@karolinska", "orders", "labels", order.Id);

        Assert.Equal([ExitCode.Finding, ExitCode.Good, ExitCode.Good], [refused.Exit, applied.Exit, destroyed.Exit]);
        Assert.Contains("Say why label 002 is destroyed.", Flat(refused.Error), StringComparison.Ordinal);
        Assert.Contains("3 printed, 2 accounted for; nobody has said yet what became of 003.", open.Output, StringComparison.Ordinal);
        Assert.Contains($"001, for frozen-bag {bag}", closed.Output, StringComparison.Ordinal);
        Assert.Contains("3 printed, 3 accounted for.", closed.Output, StringComparison.Ordinal);
        Assert.All(closed.Output.Split('\n'), line => Assert.True(line.Length <= 100, line));
    }

    [Fact]
    public async Task Pages_are_no_wider_than_a_hundred_columns()
    {
        var order = await (await HttpScenario.BeginAsync(_server)).AtAsync("in-transit-to-manufacturer");

        foreach (var verb in new[] { "show", "steps", "history" })
            foreach (var line in (await RunAsync(Coordinator, "orders", verb, order.Id)).Output.Split('\n'))
                Assert.True(line.Length <= 100, $"orders {verb}: {line}");
        Assert.All((await RunAsync(Coordinator, "orders", "list")).Output.Split('\n'), line => Assert.True(line.Length <= 100, line));
    }

    [Fact]
    public async Task The_list_filters_and_says_where_it_goes_on()
    {
        for (var i = 0; i < 3; i++) await HttpScenario.BeginAsync(_server, reference: $"B-{i}");
        var held = await HttpScenario.BeginAsync(_server, reference: "B-held");
        Assert.Equal(ExitCode.Good, (await RunAsync("physician@charite", "orders", "hold", held.Id, "--reason", "Asked by the family.")).Exit);

        var first = await RunAsync(Coordinator, "orders", "list", "--limit", "2", "--json");
        var rest = await RunAsync(Coordinator, "orders", "list", "--cursor", first.Json.GetProperty("next").GetString()!, "--json");
        var onHold = await RunAsync(Coordinator, "orders", "list", "--held");

        Assert.Equal(2, first.Json.GetProperty("orders").GetArrayLength());
        Assert.Equal(2, rest.Json.GetProperty("orders").GetArrayLength());
        Assert.Contains("HOLD", onHold.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("B-1", onHold.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_there_is_never_replaced_and_nothing_is_printed_for_it()
    {
        var order = await HttpScenario.BeginAsync(_server);
        var file = Path.Combine(_server.Folder, "there.pdf");
        await File.WriteAllTextAsync(file, "mine", TestContext.Current.CancellationToken);

        var run = await RunAsync(Coordinator, "orders", "print", order.Id, "--out", file);

        Assert.Equal(ExitCode.WrongUse, run.Exit);
        Assert.Equal("mine", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.Equal(1, order.Order.Seq);
    }

    [Fact]
    public async Task A_wrong_key_no_key_and_no_server_are_wrong_use_and_the_key_is_not_repeated()
    {
        var key = "tc_" + new string('x', 43);
        var wrong = await Command.RunAsync("orders", "list", "--server", _server.Address.ToString(), "--key", key);
        var none = await Command.RunAsync("orders", "list", "--server", "http://127.0.0.1:1", "--key", key);
        var absent = await Command.RunAsync("orders", "list", "--server", _server.Address.ToString(),
            "--key-file", Path.Combine(_server.Folder, "no-such-key"));

        Assert.All([wrong, none, absent], run => Assert.Equal(ExitCode.WrongUse, run.Exit));
        Assert.All([wrong, none, absent], run => Assert.DoesNotContain(key, run.Output + run.Error, StringComparison.Ordinal));
        Assert.Contains("not known here", wrong.Error, StringComparison.Ordinal);
        Assert.Contains("Is the server running", none.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_issued_key_works_until_it_is_revoked()
    {
        var folder = Path.Combine(_server.Folder, "issued");
        Assert.Equal(ExitCode.Good, (await RunAsync("administrator@charite", "keys", "issue", "ward-nurse-charite", "--keys-to", folder)).Exit);
        var file = Path.Combine(folder, "ward-nurse-charite");
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        string[] list = ["orders", "list", "--server", _server.Address.ToString(), "--key-file", file];

        Assert.Equal(ExitCode.Good, (await Command.RunAsync(list)).Exit);
        Assert.Equal(2, (await RunAsync("administrator@charite", "keys", "list", "ward-nurse-charite", "--json")).Json.GetArrayLength());
        Assert.Equal(ExitCode.Finding, (await RunAsync(Coordinator, "keys", "revoke", "ward-nurse-charite")).Exit);
        Assert.Equal(ExitCode.Good, (await RunAsync("administrator@charite", "keys", "revoke", "ward-nurse-charite")).Exit);
        Assert.Equal(ExitCode.WrongUse, (await Command.RunAsync(list)).Exit);
    }

    [Fact]
    public async Task An_administrator_invites_recovers_and_deactivates_people()
    {
        var invited = await RunAsync("administrator@charite", "people", "invite", "training-manager-charite");
        Assert.Equal(ExitCode.Good, invited.Exit);
        Assert.Contains($"{_server.Address}set-password?code=", invited.Output, StringComparison.Ordinal);
        Assert.Contains("has no password yet", (await RunAsync("administrator@charite", "people", "show", "training-manager-charite")).Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Finding, (await RunAsync("administrator@karolinska", "people", "invite", "training-manager-charite")).Exit);

        var none = await RunAsync("administrator@charite", ["people", "lost-factor", "training-manager-charite", "--reason", "Lost.", .. Signer("administrator@charite")]);
        Assert.Contains("factor-loss.none", none.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Good, (await RunAsync("administrator@charite", "people", "deactivate", "training-manager-charite", "--reason", "Left.")).Exit);
        Assert.Equal(ExitCode.Finding, (await RunAsync("administrator@charite", "people", "show", "training-manager-charite")).Exit);
    }

    [Fact]
    public async Task A_narrow_key_is_issued_with_scope_day_and_label()
    {
        Assert.Equal(ExitCode.Good, (await RunAsync("administrator@charite", "keys", "issue", "quality-charite", "--scope", "read, write", "--expires", "2027-01-31", "--label", "labels")).Exit);
        var listed = (await RunAsync("administrator@charite", "keys", "list", "quality-charite")).Output;
        Assert.Contains("read, write", listed, StringComparison.Ordinal);
        Assert.Contains("2027-01-31T23:00:00Z", listed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_network_file_with_findings_is_refused_with_line_and_column()
    {
        var file = Path.Combine(_server.Folder, "network.yaml");
        await File.WriteAllTextAsync(file, "network: N\nsites:\n  lund: { name: Lund, kind: hospital, zone: Europe/Stokholm }\n",
            TestContext.Current.CancellationToken);

        var run = await RunAsync("administrator@charite", "network", "load", file);

        Assert.Equal(ExitCode.Finding, run.Exit);
        Assert.Contains("Europe/Stockholm", Flat(run.Error), StringComparison.Ordinal);
        Assert.Contains("at line 3", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("P11-15")]
    public async Task A_signature_takes_id_and_password_from_a_file_of_ones_own_and_says_so_where_it_cannot_ask()
    {
        var order = await (await HttpScenario.BeginAsync(_server)).AtAsync("referred");
        string[] step = ["orders", "advance", order.Id, "confirm-eligibility", "--evidence", "board-decision=yes", "--evidence", "funding-confirmed=yes", "--sign", "approved-by"];
        using var shell = new Shell(_server.Address, _server.Folder);

        var (exit, printed) = await shell.RunAsync($"therapychain {string.Join(' ', step)} --key {TestNetwork.KeyOf("physician@charite")}", TestContext.Current.CancellationToken);
        Assert.Equal((int)ExitCode.WrongUse, exit);
        Assert.Contains("give --person and --password-file", Flat(string.Join('\n', printed)), StringComparison.Ordinal);
        var signer = Signer("physician@charite");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(signer[^1], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
            var open = await RunAsync("physician@charite", [.. step, .. signer]);
            Assert.Equal(ExitCode.WrongUse, open.Exit);
            Assert.Contains("can be reached by others than its owner", Flat(open.Error), StringComparison.Ordinal);
        }
        Assert.Contains("signature.other-person", (await RunAsync("physician@charite", [.. step, .. Signer("physician-2@charite")])).Error, StringComparison.Ordinal);
        Assert.Equal("referred", order.Order.State);
        Assert.Equal(ExitCode.Good, (await RunAsync("physician@charite", [.. step, .. Signer("physician@charite")])).Exit);
    }

    [Fact]
    public async Task A_second_person_gives_id_and_password_from_a_file_of_their_own()
    {
        var order = await (await HttpScenario.BeginAsync(_server)).AtAsync("kit-ready");
        var coi = order.Order.Expected("chain-of-identity")[0];
        string[] step = ["orders", "advance", order.Id, "start-collection", "--scan", $"chain-of-identity={coi}"];

        var missing = await RunAsync("apheresis-nurse@karolinska", step);
        Assert.Contains("second-person.missing", missing.Error, StringComparison.Ordinal);
        var done = await RunAsync("apheresis-nurse@karolinska", [.. step, "--second", "apheresis-nurse-2-karolinska", "--second-password-file", Signer("apheresis-nurse-2@karolinska")[^1]]);
        Assert.True(done.Exit == ExitCode.Good, done.Error);
    }

    /// <summary>Who signs, with their password in a file of their own.</summary>
    private string[] Signer(string who)
    {
        var (person, file) = (TestNetwork.IdOf(who), Path.Combine(_server.Folder, $"password-{TestNetwork.IdOf(who)}"));
        File.WriteAllText(file, TestCredentials.Of(_server, who)["password"]!.GetValue<string>() + "\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return ["--person", person, "--password-file", file];
    }

    private Task<Command> RunAsync(string who, params string[] args) =>
        Command.RunAsync([.. args, "--server", _server.Address.ToString(), "--key", TestNetwork.KeyOf(who)]);

    // Long lines are wrapped wherever a word ends.
    private static string Flat(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
