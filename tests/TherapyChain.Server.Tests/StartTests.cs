using System.Net;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using TherapyChain.Server.Access;
using TherapyChain.Storage;
using TherapyChain.Storage.Accounts;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests;

public sealed class StartTests
{
    [Fact]
    public async Task A_restart_keeps_orders_documents_people_and_pinned_workflows_whose_file_is_gone()
    {
        var server = await RunningServer.StartAsync();
        var order = await (await HttpScenario.BeginAsync(server)).AtAsync("referred");
        var paper = await order.AddDocumentAsync("confirm-eligibility");
        var before = await Text(await server.GetAsync("coordinator@karolinska", $"{order.Path}/entries"));
        await server.StopAsync();
        var workflows = TempFolder.New().FullName;
        foreach (var file in new[] { "car-t-autologous-fresh.yaml", "safety.yaml" }) File.Copy(Path.Combine(Shipped.Root, "workflows", file), Path.Combine(workflows, file));

        await using var again = await RunningServer.StartAsync(server.Folder, server.Clock.GetCurrentInstant(), network: false, ("Workflows", workflows));

        Assert.Equal(before, await Text(await again.GetAsync("coordinator@karolinska", $"{order.Path}/entries")));
        Assert.StartsWith("A paper.", await Text(await again.GetAsync("coordinator@karolinska", $"{order.Path}/documents/{paper}")), StringComparison.Ordinal);
        await new HttpScenario(again, order.Workflow, order.Id).AtAsync("eligible");
        var refused = await again.PostAsync("coordinator@karolinska", "/api/orders", HttpScenario.Body(order.Workflow, "2026-0002"));
        Assert.Equal(["workflow.unknown"], await refused.CodesAsync());
        Directory.Delete(workflows, recursive: true);
    }

    [Fact]
    public async Task A_ledger_without_its_accounts_lets_nobody_in_but_a_new_first_administrator()
    {
        var server = await RunningServer.StartAsync();
        await server.StopAsync();
        foreach (var file in Directory.GetFiles(server.Folder, "accounts.db*")) File.Delete(file);

        await using var again = await RunningServer.StartAsync(server.Folder, network: false);

        Assert.Equal(HttpStatusCode.Unauthorized, (await again.GetAsync("administrator@karolinska", "/api/me")).StatusCode);
        var keys = again.App.Services.GetRequiredService<Keyring>().Now;
        Assert.Equal(["first-administrator"], keys.People.Keys.Where(person => keys.KeysOf(person).Any()));
    }

    [Fact]
    public async Task Keys_that_an_older_ledger_holds_move_out_of_it_and_go_on_working()
    {
        var server = await RunningServer.StartAsync();
        await server.StopAsync();
        using (var connection = new SqliteConnection($"Data Source={Path.Combine(server.Folder, "ledger.db")};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = $"ATTACH '{Path.Combine(server.Folder, "accounts.db")}' AS a; INSERT INTO api_keys (sha256, person_id, created) SELECT sha256, person_id, created FROM a.keys";
            command.ExecuteNonQuery();
        }
        foreach (var file in Directory.GetFiles(server.Folder, "accounts.db*")) File.Delete(file);

        await using var again = await RunningServer.StartAsync(server.Folder, network: false);

        Assert.Equal(HttpStatusCode.OK, (await again.GetAsync("administrator@karolinska", "/api/me")).StatusCode);
        await using var db = again.App.Services.GetRequiredService<Ledger>().CreateDb();
        Assert.Equal(0, await db.ApiKeys.CountAsync(TestContext.Current.CancellationToken));
        // Nobody named what they may do: they do not sign.
        await using var moved = again.App.Services.GetRequiredService<AccountsFile>().CreateDb();
        Assert.All(await moved.Keys.ToListAsync(TestContext.Current.CancellationToken), key => Assert.Equal(["read", "write"], key.Scope));
    }

    [Theory]
    [InlineData("DROP TRIGGER access_log_refuse_delete", "trigger access_log_refuse_delete")]
    [InlineData("INSERT INTO \"__EFMigrationsHistory\" VALUES ('29990101000000_Later', '10')", "a later version of TherapyChain")]
    public async Task Accounts_that_somebody_worked_on_or_a_later_version_made_are_not_opened(string sql, string words)
    {
        var server = await RunningServer.StartAsync();
        await server.StopAsync();
        using (var connection = new SqliteConnection($"Data Source={Path.Combine(server.Folder, "accounts.db")};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }

        var no = await Assert.ThrowsAsync<AccountsFileException>(() => RunningServer.StartAsync(server.Folder, network: false));

        Assert.Contains(words, no.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("P11-09")]
    public async Task A_published_version_with_other_content_is_refused()
    {
        var server = await RunningServer.StartAsync();
        await server.StopAsync();
        var workflows = TempFolder.New().FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(Shipped.Root, "workflows"), "*.yaml")) File.Copy(file, Path.Combine(workflows, Path.GetFileName(file)));
        await File.AppendAllTextAsync(Path.Combine(workflows, "car-t-autologous-cryo.yaml"), "# changed\n", TestContext.Current.CancellationToken);

        var (app, problems) = await Start.BuildAsync(new Dictionary<string, string?> { ["TherapyChain:Data"] = server.Folder, ["TherapyChain:Workflows"] = workflows });

        Assert.Null(app);
        Assert.Contains("published with other content", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unsound_workflow_keeps_the_server_from_starting_and_says_where()
    {
        var workflows = TempFolder.New().FullName;
        File.Copy(Path.Combine(Shipped.Root, "workflows", "safety.yaml"), Path.Combine(workflows, "safety.yaml"));
        await File.WriteAllTextAsync(Path.Combine(workflows, "broken.yaml"), "workflow: broken\nversion: one\n", TestContext.Current.CancellationToken);

        var (app, problems) = await Start.BuildAsync(new Dictionary<string, string?> { ["TherapyChain:Data"] = Path.Combine(workflows, "data"), ["TherapyChain:Workflows"] = workflows });

        Assert.Null(app);
        Assert.Contains(problems, p => p.Contains("broken.yaml:2:", StringComparison.Ordinal));
        Assert.False(File.Exists(Path.Combine(workflows, "data", "ledger.db")));
    }

    [Fact]
    public async Task A_foreign_file_in_the_ledgers_place_is_refused_with_advice()
    {
        var folder = TempFolder.New().FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "ledger.db"), "This is no ledger.", TestContext.Current.CancellationToken);

        var no = await Assert.ThrowsAsync<LedgerFileException>(() => RunningServer.StartAsync(folder));

        Assert.Contains("backup", no.Message, StringComparison.Ordinal);
        Assert.Equal("This is no ledger.", await File.ReadAllTextAsync(Path.Combine(folder, "ledger.db"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_ledger_in_use_and_a_port_in_use_each_end_the_program_with_one_line()
    {
        await using var server = await RunningServer.StartAsync();
        await Assert.ThrowsAsync<LedgerInUseException>(() => RunningServer.StartAsync(server.Folder));

        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var folder = TempFolder.New().FullName;
        var code = await Start.RunAsync(["--data", folder, "--urls", $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}", "--workflows", Path.Combine(Shipped.Root, "workflows")]);
        Assert.Equal(1, code);
    }

    [Fact]
    public async Task A_full_disk_is_told_with_advice_nothing_is_recorded_and_work_goes_on_when_there_is_room()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);
        var ledger = (Ledger)server.App.Services.GetService(typeof(Ledger))!;
        var seq = order.Order.Seq;
        ledger.LimitSize(4096);
        HttpResponseMessage answer;
        // The last page of the file may still have room for a few entries.
        do answer = await server.PostAsync("coordinator@karolinska", $"{order.Path}/deviations", new { category = "delay", description = new string('x', 900) });
        while (answer.StatusCode == HttpStatusCode.OK && ++seq < 500);

        Assert.Equal(507, (int)answer.StatusCode);
        Assert.Contains("disk is full", (await answer.JsonAsync()).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(seq, order.Order.Seq);
        ledger.LimitSize(0);
        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync("coordinator@karolinska", $"{order.Path}/deviations", new { category = "delay", description = "x" })).StatusCode);
    }

    [Theory]
    [InlineData("--nonsense")]
    [InlineData("--data")]
    public async Task A_wrong_argument_ends_the_program(string argument) => Assert.Equal(1, await Start.RunAsync([argument]));

    [Fact]
    public async Task In_demonstration_mode_only_loopback_is_listened_on()
    {
        var (app, problems) = await Start.BuildAsync(new Dictionary<string, string?> { ["TherapyChain:Demo"] = "true", ["TherapyChain:Urls"] = "http://0.0.0.0:5080" });

        Assert.Null(app);
        Assert.Contains("loopback", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_readiness_metrics_and_the_description_answer()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);
        await server.PostAsync("coordinator@karolinska", $"{order.Path}/hold", new { reason = "The courier is late." });
        await server.PostAsync("coordinator@karolinska", $"{order.Path}/steps/refer-patient", new { });

        Assert.Equal(HttpStatusCode.OK, (await server.Stranger().GetAsync("/healthz", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await server.Stranger().GetAsync("/readyz", TestContext.Current.CancellationToken)).StatusCode);
        var metrics = await Text(await server.GetAsync("administrator@karolinska", "/metrics"));
        Assert.Contains("therapychain_entries_total{type=\"order.held\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("therapychain_orders_on_hold 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("therapychain_refusals_total{code=\"order.on-hold\"} 1\n", metrics, StringComparison.Ordinal);
        var description = await (await server.GetAsync("coordinator@karolinska", "/openapi/v1.json")).JsonAsync();
        Assert.StartsWith("3.1", description.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var advance = description.GetProperty("paths").GetProperty("/api/orders/{order}/steps/{step}").GetProperty("post");
        Assert.Contains(advance.GetProperty("parameters").EnumerateArray(), p => p.GetProperty("name").GetString() == "Idempotency-Key");
        Assert.True(advance.GetProperty("requestBody").GetProperty("content").TryGetProperty("application/json", out _));
    }

    private static Task<string> Text(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync();
}
