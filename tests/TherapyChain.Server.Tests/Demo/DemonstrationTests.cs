using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;
using TherapyChain.Exchange.Loggers;
using TherapyChain.Server.Access;
using TherapyChain.Server.Orders;
using TherapyChain.Server.Workflows;
using TherapyChain.Storage;
using TherapyChain.Storage.Accounts;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests.Demo;

public sealed class DemonstrationTests(DemoServer demo) : IClassFixture<DemoServer>
{
    private Ledger Ledger => demo.Server.App.Services.GetRequiredService<Ledger>();

    private WorkflowShelf Shelf => demo.Server.App.Services.GetRequiredService<WorkflowShelf>();

    [Fact]
    public async Task Forty_orders_stand_in_all_six_workflows_and_every_phase()
    {
        var orders = await OrdersAsync(demo.Server);

        Assert.Equal(40, orders.Count);
        Assert.Equal(Shipped.WorkflowIds, orders.Select(o => o.Workflow).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(Vocabulary.Phases.Order(StringComparer.Ordinal), orders.Select(o => Shelf.For(o).Workflow.FindState(o.State)!.Phase).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(40, orders.Select(o => o.Reference).Distinct().Count());
    }

    [Fact]
    public void Every_entry_of_every_order_verifies() => Assert.IsType<Verification.Sound>(LedgerCheck.Verify(Ledger.Path));

    [Fact]
    public async Task What_goes_wrong_in_real_life_is_there()
    {
        var orders = await OrdersAsync(demo.Server);
        var entries = orders.SelectMany(o => Ledger.EntriesOf(o.Id)).Select(e => e.Read()).ToList();

        Assert.Contains(orders, o => o.Holds.Any(h => h.Code == HoldCode.IdentityMismatch));
        Assert.Contains(orders, o => o.Holds.Any(h => h.Code == HoldCode.Requested));
        Assert.Contains(orders, o => o.Holds.Any(h => h.Code == HoldCode.ClockExceeded));
        Assert.Contains(orders, o => o.Clocks.Values.Any(c => c.Exceeded));
        Assert.Contains(orders, o => o.Clocks.Values.Any(c => c is { Warned: true, Exceeded: false }));
        Assert.Contains(orders, o => o.Clocks.Values.Any(c => c.Left(DemoServer.Present) is var left && left > Duration.Zero && left < Duration.FromHours(4)));
        Assert.Contains(entries, e => e.Event is EntryCorrected);
        Assert.Contains(entries, e => e.Event is StepCompleted { LateReason: not null });
        Assert.Contains(entries, e => e.Event is HoldResolved);
        Assert.Contains(entries, e => e.Event is StepCompleted { Step: "plan-second-collection" });
        Assert.Contains(entries, e => e.Event is StepCompleted { Step: "stop-infusion-early" });
        foreach (var state in new[] { "offered-to-physician", "cancelled", "died", "closed" }) Assert.Contains(orders, o => o.State == state);
    }

    [Fact]
    public async Task Every_logger_file_was_read_by_the_real_reader_and_lies_in_the_store()
    {
        await using var db = Ledger.CreateDb();
        var logs = (await OrdersAsync(demo.Server)).SelectMany(o => o.Documents.Values).Where(d => d.Kind == "temperature-log").ToList();

        Assert.True(logs.Count > 15);
        foreach (var log in logs)
        {
            Assert.True(Hash.TryParse(log.Sha256, out var hash));
            var kept = await db.Documents.SingleAsync(d => d.Sha256 == hash, TestContext.Current.CancellationToken);
            Assert.IsType<LoggerOutcome.Parsed>(LoggerFiles.Read(kept.Bytes));
        }
        Assert.Contains(logs, l => l.Summary["verdict"] == "needs-judgement");
        Assert.Contains(logs, l => l.Summary["verdict"] == "within-limits");
    }

    [Fact]
    public async Task Entries_stand_in_the_order_in_which_they_were_recorded_and_none_lies_in_the_future()
    {
        await using var db = Ledger.CreateDb();
        var recorded = (await db.Entries.OrderBy(e => e.Position).ToListAsync(TestContext.Current.CancellationToken)).Select(e => Seal.Open(e.Body).Envelope.Recorded).ToList();

        Assert.Equal(recorded.Order(), recorded);
        Assert.True(recorded[^1] <= DemoServer.Present);
        Assert.True(DemoServer.Present - recorded[0] > Duration.FromDays(60));
    }

    [Fact]
    public async Task What_people_did_before_the_last_days_they_did_by_day()
    {
        var nights = (await OrdersAsync(demo.Server)).SelectMany(o => Ledger.EntriesOf(o.Id)).Select(e => e.Envelope)
            .Where(e => e.Actor != Person.System && DemoServer.Present - e.At > Duration.FromDays(5))
            .Where(e => e.At.InZone(DateTimeZoneProviders.Tzdb[e.Zone]).Hour is < 7 or >= 18).ToList();

        Assert.Empty(nights.Select(e => $"{e.Order} {e.Seq} {e.At} {e.Zone}"));
    }

    [Fact]
    public void Every_role_has_somebody_and_every_qualification_is_still_valid()
    {
        var people = demo.Server.App.Services.GetRequiredService<Keyring>().Now.People.Values;

        Assert.Equal(Vocabulary.Roles.Except(["partner-viewer", "training-manager"]).Order(StringComparer.Ordinal), people.SelectMany(p => p.Roles).Distinct().Order(StringComparer.Ordinal));
        Assert.All(people.SelectMany(p => p.Qualifications.Values), day => Assert.True(day > DemoServer.Present.InUtc().Date));
    }

    [Theory]
    [InlineData("2026-03-29T02:30:00Z")]
    [InlineData("2026-10-25T01:15:00Z")]
    [InlineData("2028-02-29T23:59:00Z")]
    public async Task The_demonstration_can_begin_at_any_hour_of_the_year(string now)
    {
        await using var server = await DemoServer.StartAsync(now: NodaTime.Text.InstantPattern.General.Parse(now).Value);

        Assert.Equal(40, (await OrdersAsync(server)).Count);
    }

    [Fact]
    public async Task A_second_start_adds_nothing()
    {
        var first = await DemoServer.StartAsync();
        var before = await CountsAsync(first);
        await first.StopAsync();

        await using var second = await DemoServer.StartAsync(first.Folder);

        Assert.Equal(before, await CountsAsync(second));
    }

    [Fact]
    public async Task Its_ledger_is_not_opened_for_real_work_and_it_is_not_put_into_one()
    {
        var demonstration = await DemoServer.StartAsync();
        await demonstration.StopAsync();
        var real = await RunningServer.StartAsync();
        await real.StopAsync();

        var opened = await ProblemAsync(demonstration.Folder, demo: false);
        var filled = await ProblemAsync(real.Folder, demo: true);

        Assert.Contains("Start it with --demo", opened, StringComparison.Ordinal);
        Assert.Contains("in use for real work", filled, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_ledger_lies_in_a_folder_of_its_own()
    {
        static string Folder(params string[] args) => new ConfigurationBuilder().AddInMemoryCollection(Settings.OfArguments(args).Named).Build().GetSection(Settings.Section).Get<Settings>()?.Folder ?? new Settings().Folder;

        Assert.Equal("data", Folder());
        Assert.Equal(Path.Combine("data", "demo"), Folder("--demo"));
        Assert.Equal("elsewhere", Folder("--demo", "--data", "elsewhere"));
    }

    [Theory]
    [InlineData("http://0.0.0.0:5093")]
    [InlineData("http://192.0.2.7:5093")]
    [InlineData("http://localhost:5093;http://*:5094")]
    public async Task It_listens_on_loopback_only(string urls)
    {
        var (app, problems) = await Start.BuildAsync(new Dictionary<string, string?> { ["TherapyChain:Demo"] = "true", ["TherapyChain:Urls"] = urls });

        Assert.Null(app);
        Assert.Contains("loopback only", Assert.Single(problems), StringComparison.Ordinal);
    }

    private static async Task<string> ProblemAsync(string folder, bool demo)
    {
        var (app, problems) = await Start.BuildAsync(new Dictionary<string, string?>
        {
            ["TherapyChain:Data"] = folder,
            ["TherapyChain:Demo"] = demo ? "true" : "false",
            ["TherapyChain:Workflows"] = Path.Combine(Shipped.Root, "workflows"),
        });
        Assert.Null(app);
        return Assert.Single(problems);
    }

    private static async Task<(int, int, int)> CountsAsync(RunningServer server)
    {
        await using var db = server.App.Services.GetRequiredService<Ledger>().CreateDb();
        await using var accounts = server.App.Services.GetRequiredService<AccountsFile>().CreateDb();
        return (await db.Entries.CountAsync(), await db.People.CountAsync(), await accounts.Keys.CountAsync());
    }

    private static async Task<List<Order>> OrdersAsync(RunningServer server)
    {
        await using var db = server.App.Services.GetRequiredService<Ledger>().CreateDb();
        var desk = server.App.Services.GetRequiredService<OrderDesk>();
        return [.. (await db.Orders.Select(o => o.OrderId).ToListAsync()).Select(id => desk.Open(id)!.Order)];
    }
}
