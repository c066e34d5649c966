using System.Net;
using System.Net.Http.Json;
using TherapyChain.Server.Accounts;
using TherapyChain.Server.Tests.Pages;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests.People;

public sealed class SecondFactorTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_signs_gets_nowhere_until_a_second_factor_is_enrolled()
    {
        await using var server = await RunningServer.StartAsync();
        using var doctor = await Colleague.InviteAsync(server, "physician@charite");
        await doctor.SignInAsync();

        Assert.Equal("/my-security", (await doctor.Browser.GetAsync("/")).Headers.Location?.PathAndQuery());
        var api = await doctor.Browser.GetAsync("/api/orders");
        Assert.Equal(HttpStatusCode.Forbidden, api.StatusCode);
        Assert.Contains("enrol a second factor", (await api.JsonAsync()).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await doctor.Browser.PostAsync("/api/orders", [])).StatusCode);

        await doctor.EnrolAsync();
        Assert.Equal("physician-charite", await doctor.MeAsync());
        Assert.Equal(HttpStatusCode.OK, (await doctor.Browser.GetAsync("/")).StatusCode);
    }

    [Fact]
    public async Task Signing_in_takes_password_and_code_and_each_code_once()
    {
        await using var server = await RunningServer.StartAsync();
        using var doctor = await Colleague.JoinAsync(server, "physician@charite");
        using var other = new Browser(server.Address);

        Assert.Contains("Begin again", await other.TextAsync("/sign-in/code"), StringComparison.Ordinal);
        await doctor.ComeBackAsync();
        Assert.Equal("physician-charite", await doctor.MeAsync());
        var used = Totp.Code(doctor.Secret, Totp.StepOf(server.Clock.GetCurrentInstant()));
        var replayed = await server.Stranger().PostAsJsonAsync("/session", new { person = doctor.Id, password = Colleague.Password, code = used }, Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, replayed.StatusCode);
        Assert.False(replayed.Headers.Contains("Set-Cookie"));
        var fresh = await server.Stranger().PostAsJsonAsync("/session", new { person = doctor.Id, password = Colleague.Password, code = doctor.NextCode() }, Ct);
        Assert.Equal(HttpStatusCode.NoContent, fresh.StatusCode);
    }

    [Fact]
    public async Task Two_browsers_with_the_same_code_at_once_let_one_in()
    {
        await using var server = await RunningServer.StartAsync();
        using var doctor = await Colleague.JoinAsync(server, "physician@charite");
        var code = doctor.NextCode();

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => server.Stranger().PostAsJsonAsync("/session", new { person = doctor.Id, password = Colleague.Password, code }, Ct)));

        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.NoContent);
    }

    [Fact]
    [Requirement("P11-20")]
    public async Task Codes_cannot_be_guessed_by_somebody_who_knows_the_password()
    {
        await using var server = await RunningServer.StartAsync();
        using var doctor = await Colleague.JoinAsync(server, "physician@charite");

        for (var i = 0; i < 5; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await server.Stranger().PostAsJsonAsync("/session", new { person = doctor.Id, password = Colleague.Password, code = "000000" }, Ct)).StatusCode);

        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Stranger().PostAsJsonAsync("/session", new { person = doctor.Id, password = Colleague.Password, code = doctor.NextCode() }, Ct)).StatusCode);
        server.Clock.AdvanceMinutes(15);
        Assert.Equal(HttpStatusCode.NoContent, (await server.Stranger().PostAsJsonAsync("/session", new { person = doctor.Id, password = Colleague.Password, code = doctor.NextCode() }, Ct)).StatusCode);
    }

    [Fact]
    public async Task A_recovery_code_stands_in_once_and_new_ones_void_the_old()
    {
        await using var server = await RunningServer.StartAsync();
        using var doctor = await Colleague.JoinAsync(server, "physician@charite");
        async Task<HttpStatusCode> With(string code) => (await server.Stranger().PostAsJsonAsync("/session", new { person = doctor.Id, password = Colleague.Password, code }, Ct)).StatusCode;

        Assert.Equal(HttpStatusCode.NoContent, await With(doctor.RecoveryCodes[0].ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.Unauthorized, await With(doctor.RecoveryCodes[0]));
        await doctor.Browser.SubmitAsync("/my-security", "Make new recovery codes", ("Code", doctor.NextCode()));
        Assert.Equal(HttpStatusCode.Unauthorized, await With(doctor.RecoveryCodes[1]));
    }

    [Fact]
    [Requirement("P11-16", "A11-06")]
    public async Task A_lost_factor_is_taken_away_by_two_different_administrators_and_by_nobody_less()
    {
        await using var server = await RunningServer.StartAsync();
        using var doctor = await Colleague.JoinAsync(server, "physician@charite");
        Task<HttpResponseMessage> Say(string who) => server.PostAsync(who, $"/api/accounts/{doctor.Id}/factor-loss", new { reason = "Telephone stolen.", credentials = TestCredentials.Of(server, who) });

        Assert.Equal(HttpStatusCode.Forbidden, (await Say("administrator@karolinska")).StatusCode);
        Assert.False((await (await Say("administrator@charite")).JsonAsync()).GetProperty("gone").GetBoolean());
        Assert.Equal(["factor-loss.same"], await (await Say("administrator@charite")).CodesAsync());
        // One administrator with a key that they issued for the other.
        var alone = await server.PostAsync("administrator-2@charite", $"/api/accounts/{doctor.Id}/factor-loss", new { reason = "Telephone stolen." });
        Assert.Equal(["signature.credentials", "signature.credentials"], await alone.CodesAsync());
        using var keyed = await new Pages.Browser(server.Address).SignInAsync(TestNetwork.KeyOf("administrator-2@charite"));
        var page = await keyed.SubmitAsync($"/people/{doctor.Id}", "What happened", ("lost.reason", "Telephone stolen."));
        Assert.Contains("An API key does not speak for you here", await page.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal("physician-charite", await doctor.MeAsync());
        Assert.True((await (await Say("administrator-2@charite")).JsonAsync()).GetProperty("gone").GetBoolean());

        Assert.Null(await doctor.MeAsync());
        await doctor.SignInAsync();
        Assert.Equal("/my-security", (await doctor.Browser.GetAsync("/")).Headers.Location?.PathAndQuery());
        await doctor.EnrolAsync();
        Assert.Equal("physician-charite", await doctor.MeAsync());
        var log = (await (await server.GetAsync("quality@charite", $"/api/audit?person={doctor.Id}")).JsonAsync()).GetProperty("entries").EnumerateArray()
            .Where(e => e.GetProperty("act").GetString() == "factor-loss").Select(e => (e.GetProperty("actor").GetString(), e.GetProperty("detail").GetString())).ToList();
        Assert.Equal([("administrator-2-charite", "Telephone stolen."), ("administrator-charite", "Telephone stolen.")], log);
    }

    [Fact]
    [Requirement("P11-16", "A11-06")]
    public async Task Who_resets_a_password_and_keeps_the_code_gets_no_further_than_the_second_factor()
    {
        await using var server = await RunningServer.StartAsync();
        using var doctor = await Colleague.JoinAsync(server, "physician@charite");
        using var administrator = new Colleague(server, "physician@charite");
        var code = await Colleague.InvitationAsync(server, "physician@charite");
        Assert.Contains("You have a second factor", await administrator.SetPasswordAsync(code, "chosen by somebody else entirely"), StringComparison.Ordinal);
        Assert.Contains("This code is not right", await administrator.SetPasswordAsync(code, "chosen by somebody else entirely", factor: "000000"), StringComparison.Ordinal);

        // Nothing was set, so that neither a session nor a key of the administrator's making signs, and no second person is made up.
        Assert.Equal(doctor.Id, await doctor.MeAsync());
        Assert.Null((await administrator.SignInAsync("chosen by somebody else entirely")).Headers.Location);
        Assert.Null(await administrator.MeAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Stranger().PostAsJsonAsync("/session", new { person = doctor.Id, password = "chosen by somebody else entirely" }, Ct)).StatusCode);
        var made = (await (await server.GetAsync("quality@charite", $"/api/audit?person={doctor.Id}")).JsonAsync()).GetProperty("entries").EnumerateArray().First(e => e.GetProperty("act").GetString() == "invitation");
        Assert.Equal("administrator-charite", made.GetProperty("actor").GetString());
        // The doctor, who forgot it, gives the code of their own telephone.
        Assert.Contains("Your password is set", await doctor.SetPasswordAsync(code, "eight kettles on the ward", factor: doctor.NextCode()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_administrators_word_lasts_a_day_and_nobody_vouches_for_themselves()
    {
        await using var server = await RunningServer.StartAsync();
        using var admin = await Colleague.JoinAsync(server, "administrator@charite");
        Task<HttpResponseMessage> Say(string who) => server.PostAsync(who, $"/api/accounts/{admin.Id}/factor-loss", new { reason = "Lost.", credentials = TestCredentials.Of(server, who) });

        Assert.Equal(["factor-loss.own"], await (await Say("administrator@charite")).CodesAsync());
        await Say("administrator-2@charite");
        server.Clock.AdvanceHours(24);
        Assert.False((await (await Say("administrator-2@charite")).JsonAsync()).GetProperty("gone").GetBoolean());
    }
}
