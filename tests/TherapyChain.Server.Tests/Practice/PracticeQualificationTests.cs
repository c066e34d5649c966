using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using TherapyChain.Domain.Network;
using TherapyChain.Domain.Orders;
using TherapyChain.Server.Access;
using TherapyChain.Server.Network;
using TherapyChain.Server.Tests.Pages;
using TherapyChain.Server.Tests.People;
using TherapyChain.Storage.Accounts;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests.Practice;

public sealed class PracticeQualificationTests
{
    private const string Nurse = "apheresis-nurse@karolinska", Name = "practice-car-t-autologous-cryo-1-apheresis-nurse";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_took_every_step_of_their_role_is_qualified_once_for_a_year_and_the_log_says_why()
    {
        await using var server = await RunningServer.StartAsync();
        using var browser = Browser.In(server, Nurse);
        var before = Of(server);
        var walker = await Walker.BeginAsync(browser, Walker.Cryo, "apheresis-nurse");
        await walker.StepAsync();
        Assert.DoesNotContain(Name, Of(server).Qualifications.Keys);

        await walker.ToTheEndAsync();

        var until = new LocalDate(server.Clock.GetCurrentInstant().InUtc().Year + 1, server.Clock.GetCurrentInstant().InUtc().Month, server.Clock.GetCurrentInstant().InUtc().Day);
        var after = Of(server);
        Assert.Equal(before.Qualifications.SetItem(Name, until), after.Qualifications);
        Assert.Equal((before.Name, before.Site, string.Join(' ', before.Roles)), (after.Name, after.Site, string.Join(' ', after.Roles)));
        Assert.Contains($"Recorded as the qualification {Name}.", await walker.PageAsync(), StringComparison.Ordinal);
        // Looked at again and again, also after the clock went on.
        server.Clock.AdvanceHours(50);
        using var again = Browser.In(server, Nurse);
        await again.TextAsync("/practice");
        await again.TextAsync(walker.Path);
        await again.SubmitAsync("/practice", "name=\"Choice\"", ("Choice", $"{Walker.Cryo} apheresis-nurse"));
        var log = await LogAsync(server);
        var row = Assert.Single(log);
        Assert.Equal(("system", "karolinska"), (row.Actor, row.Site));
        Assert.DoesNotContain(Name, row.Detail[..row.Detail.IndexOf(" -> ", StringComparison.Ordinal)], StringComparison.Ordinal);
        Assert.Contains($"{Name} until {until:uuuu-MM-dd}", row.Detail, StringComparison.Ordinal);
        Assert.EndsWith($"; reason: Practice order {walker.Order} walked to its end.", row.Detail, StringComparison.Ordinal);
        // What an administrator takes away does not come back by itself.
        await server.App.Services.GetRequiredService<NetworkDesk>().TakeUpAsync(
            new Roster("test", [], [new Member(before, null)], "Practised too long ago.", MakesKeys: false), AccessNote.OfServer("operations"), Ct);
        await again.TextAsync("/practice");
        Assert.DoesNotContain(Name, Of(server).Qualifications.Keys);
    }

    [Fact]
    public async Task A_cancelled_practice_order_gives_none_and_cannot_be_taken_up_again()
    {
        await using var server = await RunningServer.StartAsync();
        using var browser = Browser.In(server, "coordinator@karolinska");
        var walker = await Walker.BeginAsync(browser, Walker.Cryo, "coordinator");
        await walker.StepAsync();

        var cancelled = await walker.TakeAsync("cancel-order", ("evidence.cancellation-cause", "other-cause"), ("evidence.reason", "To see how it ends."));
        Assert.True((int)cancelled.StatusCode is >= 300 and < 400, await cancelled.Content.ReadAsStringAsync(Ct));
        while (await walker.NextAsync() is not null) await walker.StepAsync();
        if ((await walker.PageAsync()).Contains("Let the others do their part", StringComparison.Ordinal)) await browser.SubmitAsync(walker.Path, "Let the others do their part");

        Assert.DoesNotContain(server.App.Services.GetRequiredService<Keyring>().Now.People[TestNetwork.IdOf("coordinator@karolinska")].Qualifications.Keys, name => name.StartsWith("practice-", StringComparison.Ordinal));
        await browser.TextAsync("/practice");
        Assert.Empty(await LogAsync(server));
    }

    [Fact]
    public async Task What_a_crash_left_unrecorded_is_recorded_at_the_next_look_once()
    {
        await using var server = await RunningServer.StartAsync();
        using var browser = Browser.In(server, Nurse);
        var walker = await Walker.BeginAsync(browser, Walker.Cryo, "apheresis-nurse");
        // From here on the network cannot be changed, as when the disk fails between the last step and what follows from it.
        await using var db = server.App.Services.GetRequiredService<AccountsFile>().CreateDb();
        await db.Database.ExecuteSqlRawAsync("CREATE TRIGGER fails BEFORE INSERT ON access_log WHEN NEW.act = 'person' BEGIN SELECT RAISE(ABORT, 'fails'); END", Ct);
        var failed = await Assert.ThrowsAsync<InvalidOperationException>(walker.ToTheEndAsync);
        Assert.Contains("500", failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Name, Of(server).Qualifications.Keys);
        await db.Database.ExecuteSqlRawAsync("DROP TRIGGER fails", Ct);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => browser.TextAsync("/practice")));

        Assert.Contains(Name, Of(server).Qualifications.Keys);
        Assert.Single(await LogAsync(server));
        Assert.Contains($"Recorded as the qualification {Name}.", await walker.PageAsync(), StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("P11-15")]
    public async Task The_password_is_the_real_one_and_a_practised_signature_is_none()
    {
        await using var server = await RunningServer.StartAsync();
        using var nurse = await Colleague.JoinAsync(server, Nurse);
        var real = await (await HttpScenario.BeginAsync(server)).AtAsync("collecting");
        await nurse.ComeBackAsync();
        var walker = await Walker.BeginAsync(nurse.Browser, Walker.Cryo, "apheresis-nurse", nurse.Id);
        while (!(await walker.FormAsync((await walker.NextAsync())!)).Any(field => field.Name == "credentials.password")) await walker.StepAsync();
        var step = (await walker.NextAsync())!;

        var wrong = await walker.TakeAsync(step, ("credentials.password", "not my password"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Contains("This is not your password.", await wrong.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        // A real colleague's name and password vouch for nothing here.
        var second = await walker.TakeAsync(step, ("second.person", nurse.Id), ("second.password", Colleague.Password));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, second.StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await walker.TakeAsync(step)).StatusCode);

        // The first real signature of the session still takes both.
        Assert.Contains("id=\"credentials-person\"", await nurse.Browser.TextAsync($"/orders/{real.Id}/steps/complete-collection"), StringComparison.Ordinal);
        await using var db = server.App.Services.GetRequiredService<AccountsFile>().CreateDb();
        Assert.False(await db.AccessLog.AnyAsync(row => row.Person == nurse.Id && row.Act == "signing" && row.Outcome == "vouched", Ct));
        Assert.True(await db.AccessLog.AnyAsync(row => row.Act == "signing" && row.Outcome == "refused", Ct));
    }

    [Fact]
    public async Task Only_a_role_of_ones_own_can_be_practised_and_at_most_twenty_at_a_time()
    {
        await using var server = await RunningServer.StartAsync();
        using var browser = Browser.In(server, Nurse);

        var foreign = await browser.SubmitAsync("/practice", "name=\"Choice\"", ("Choice", $"{Walker.Cryo} qualified-person"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, foreign.StatusCode);
        Assert.Contains("choose a therapy and a task of a role of yours", await foreign.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        for (var i = 0; i < 20; i++) await Walker.BeginAsync(browser, Walker.Cryo, "apheresis-nurse");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.SubmitAsync("/practice", "name=\"Choice\"", ("Choice", $"{Walker.Cryo} apheresis-nurse"))).StatusCode);
        using var viewer = new Browser(server.Address, TestNetwork.KeyOf("inspector@operations"));
        Assert.Equal(HttpStatusCode.Forbidden, (await viewer.GetAsync("/practice")).StatusCode);
    }

    private static Person Of(RunningServer server) => server.App.Services.GetRequiredService<Keyring>().Now.People[TestNetwork.IdOf(Nurse)];

    private static async Task<List<AccessRow>> LogAsync(RunningServer server)
    {
        await using var db = server.App.Services.GetRequiredService<AccountsFile>().CreateDb();
        return await db.AccessLog.Where(row => row.Outcome == "qualifications changed").ToListAsync(Ct);
    }
}
