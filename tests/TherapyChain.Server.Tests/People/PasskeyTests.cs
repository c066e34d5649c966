using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using TherapyChain.Server.Accounts;
using TherapyChain.Server.Tests.Pages;
using TherapyChain.Storage.Accounts;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests.People;

public sealed class PasskeyTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_passkey_stands_for_both_factors_at_sign_in_and_signs_nothing()
    {
        await using var server = await RunningServer.StartAsync();
        using var nurse = await Colleague.JoinAsync(server, "apheresis-nurse@karolinska");
        var order = await (await HttpScenario.BeginAsync(server)).AtAsync("collecting");
        await using var chromium = await Chromium.StartAsync(server.Address);
        var holder = new AtChromium(chromium, nurse);

        Assert.Contains("Ward telephone", await holder.JoinAsync("Ward telephone"), StringComparison.Ordinal);
        await holder.PressAsync();
        await chromium.UntilAsync("location.pathname === '/' && document.readyState === 'complete'");

        Assert.Equal(nurse.Id, await holder.MeAsync());
        var signed = await holder.InPageAsync($"return (await (await post('{order.Path}/steps/complete-collection', {order.Form("complete-collection").ToJsonString()})).json()).reasons[0].code;");
        Assert.Equal("signature.credentials", signed!.GetValue<string>());
        Assert.Equal([("passkey", "added", "Ward telephone"), ("sign-in", "done", "passkey")],
            (await LogAsync(server, nurse)).Where(e => e.Act == "passkey" || e.Detail.StartsWith("passkey", StringComparison.Ordinal)).Reverse());
    }

    [Fact]
    public async Task Nobody_adds_a_passkey_without_password_and_code()
    {
        await using var server = await RunningServer.StartAsync();
        using var nurse = await Colleague.JoinAsync(server, "apheresis-nurse@karolinska");
        Task<HttpResponseMessage> Ask(string? password, string? code) => nurse.Browser.PostJsonAsync("/my-security/passkeys/options", new JsonObject { ["password"] = password, ["code"] = code });

        Assert.Equal(["passkey.password"], await (await Ask(null, nurse.NextCode())).CodesAsync());
        Assert.Equal(["passkey.password"], await (await Ask("wrong password here", nurse.NextCode())).CodesAsync());
        Assert.Equal(["passkey.code"], await (await Ask(Colleague.Password, "000000")).CodesAsync());
        Assert.Equal(["passkey.code"], await (await Ask(Colleague.Password, null)).CodesAsync());
        Assert.Equal(["passkey.session"], await (await server.PostAsync("apheresis-nurse@karolinska", "/my-security/passkeys/options", new { password = Colleague.Password })).CodesAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Stranger().PostAsJsonAsync("/my-security/passkeys/options", new { password = Colleague.Password }, Ct)).StatusCode);
        Assert.Equal(["passkey.stale"], await (await nurse.Browser.PostJsonAsync("/my-security/passkeys", new JsonObject { ["credential"] = new JsonObject() })).CodesAsync());

        var asked = await Ask(Colleague.Password, nurse.NextCode());
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        Assert.Equal("required", (await asked.JsonAsync()).GetProperty("authenticatorSelection").GetProperty("userVerification").GetString());
        Assert.Equal(["passkey.wrong"], await (await nurse.Browser.PostJsonAsync("/my-security/passkeys", new JsonObject { ["credential"] = new JsonObject() })).CodesAsync());
        Assert.Equal(["passkey.stale"], await (await nurse.Browser.PostJsonAsync("/my-security/passkeys", new JsonObject { ["credential"] = new JsonObject() })).CodesAsync());
    }

    [Fact]
    public async Task An_answer_counts_once_unaltered_verified_and_for_its_holder_alone()
    {
        await using var server = await RunningServer.StartAsync();
        using var nurse = await Colleague.JoinAsync(server, "apheresis-nurse@karolinska");
        using var doctor = await Colleague.JoinAsync(server, "physician@charite");
        await using var chromium = await Chromium.StartAsync(server.Address);
        var (holder, other) = (new AtChromium(chromium, nurse), new AtChromium(chromium, doctor));
        await other.JoinAsync("Doctor's");
        await holder.LeaveAsync();
        var handleOfOther = (await holder.AnswerAsync())["response"]!["userHandle"]!.GetValue<string>();
        await chromium.SendAsync("WebAuthn.clearCredentials", new JsonObject { ["authenticatorId"] = chromium.Authenticator });
        await holder.JoinAsync("Nurse's");
        await holder.LeaveAsync();

        var stolen = await holder.AnswerAsync();
        stolen["response"]!["userHandle"] = handleOfOther;
        Assert.Equal("401", await holder.SendAsync(stolen));

        var altered = await holder.AnswerAsync();
        var signature = altered["response"]!["signature"]!.GetValue<string>();
        altered["response"]!["signature"] = signature[..10] + (signature[10] == 'A' ? 'B' : 'A') + signature[11..];
        Assert.Equal("401", await holder.SendAsync(altered));

        await chromium.SendAsync("WebAuthn.setUserVerified", new JsonObject { ["authenticatorId"] = chromium.Authenticator, ["isUserVerified"] = false });
        Assert.Equal("401", await holder.SendAsync(await holder.AnswerAsync("{ userVerification: 'discouraged' }")));
        await chromium.SendAsync("WebAuthn.setUserVerified", new JsonObject { ["authenticatorId"] = chromium.Authenticator, ["isUserVerified"] = true });

        var old = await holder.AnswerAsync();
        server.Clock.AdvanceMinutes(5);
        Assert.Equal("422 passkey.stale", await holder.SendAsync(old));
        Assert.Null(await holder.MeAsync());

        // The cookie of the question is gone after a sign-in; a thief would have kept it, so the page keeps it too.
        var good = await holder.AnswerAsync();
        var cookie = await CookieAsync(chromium);
        Assert.Equal("204", await holder.SendAsync(good));
        Assert.Equal(nurse.Id, await holder.MeAsync());
        await holder.LeaveAsync();
        Assert.Equal("422 passkey.stale", await holder.SendAsync(good));
        using var replay = new HttpRequestMessage(HttpMethod.Post, "/session/passkey") { Content = JsonContent.Create(new JsonObject { ["credential"] = good.DeepClone() }) };
        replay.Headers.Add("Cookie", $"{PasskeyTickets.Cookie}={cookie}");
        Assert.Equal(["passkey.stale"], await (await server.Stranger().SendAsync(replay, Ct)).CodesAsync());
        await holder.AskAgainAsync();
        Assert.Equal("401", await holder.SendAsync(good));
        Assert.Equal("401", await holder.SendAsync([]));
        Assert.Null(await holder.MeAsync());
    }

    [Fact]
    public async Task The_same_answer_sent_many_times_at_once_opens_one_session()
    {
        await using var server = await RunningServer.StartAsync();
        using var nurse = await Colleague.JoinAsync(server, "apheresis-nurse@karolinska");
        await using var chromium = await Chromium.StartAsync(server.Address);
        var holder = new AtChromium(chromium, nurse);
        await holder.JoinAsync("Nurse's");
        await holder.LeaveAsync();

        var said = await holder.InPageAsync("const answer = { credential: await asked({}) }; return (await Promise.all([1, 2, 3, 4, 5].map(() => post('/session/passkey', answer)))).map(one => one.status);");

        Assert.Single(said!.AsArray(), status => status!.GetValue<int>() == 204);
    }

    [Fact]
    public async Task A_removed_passkey_a_locked_account_and_a_lost_factor_let_nobody_in()
    {
        await using var server = await RunningServer.StartAsync();
        using var doctor = await Colleague.JoinAsync(server, "physician@charite");
        await using var chromium = await Chromium.StartAsync(server.Address);
        var holder = new AtChromium(chromium, doctor);
        await holder.JoinAsync("First");
        await holder.LeaveAsync();

        for (var i = 0; i < 5; i++) await server.Stranger().PostAsJsonAsync("/session", new { person = doctor.Id, password = "wrong password here" }, Ct);
        Assert.Equal("401", await holder.SendAsync(await holder.AnswerAsync()));
        server.Clock.AdvanceMinutes(15);
        Assert.Equal("204", await holder.SendAsync(await holder.AnswerAsync()));

        await doctor.ComeBackAsync();
        Assert.Contains("is removed", await (await doctor.Browser.SubmitAsync("/my-security", "Remove First")).Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Null(await holder.MeAsync());
        Assert.Equal("401", await holder.SendAsync(await holder.AnswerAsync()));

        await holder.JoinAsync("Second");
        foreach (var who in new[] { "administrator@charite", "administrator-2@charite" }) await server.PostAsync(who, $"/api/accounts/{doctor.Id}/factor-loss", new { reason = "Telephone stolen.", credentials = TestCredentials.Of(server, who) });
        await holder.LeaveAsync();
        Assert.Equal("401", await holder.SendAsync(await holder.AnswerAsync()));
        await using var db = server.App.Services.GetRequiredService<AccountsFile>().CreateDb();
        Assert.Empty(await db.Passkeys.ToListAsync(Ct));
    }

    [Fact]
    public async Task What_was_made_at_another_origin_does_not_count()
    {
        var folder = TempFolder.New().FullName;
        var server = await RunningServer.StartAsync(folder);
        using var nurse = await Colleague.JoinAsync(server, "apheresis-nurse@karolinska");
        await using var chromium = await Chromium.StartAsync(server.Address);
        var holder = new AtChromium(chromium, nurse);
        await holder.JoinAsync("Nurse's");
        await server.StopAsync();

        // The same domain and the same passkey; only the origin differs from the browser's.
        server = await RunningServer.StartAsync(folder, server.Clock.GetCurrentInstant(), network: false, ("PasskeyDomain", "localhost:8443"));
        chromium.TurnTo(server.Address);
        await holder.LeaveAsync();
        Assert.Equal("401", await holder.SendAsync(await holder.AnswerAsync()));
        await server.StopAsync();

        server = await RunningServer.StartAsync(folder, server.Clock.GetCurrentInstant(), network: false);
        chromium.TurnTo(server.Address);
        await holder.LeaveAsync();
        Assert.Equal("204", await holder.SendAsync(await holder.AnswerAsync()));
        Assert.Equal(nurse.Id, await holder.MeAsync());
        await server.StopAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("localhost", "http://localhost:5080", true)]
    [InlineData("localhost", "https://localhost", true)]
    [InlineData("localhost", "http://evil.localhost", false)]
    [InlineData("chain.example.org", "https://chain.example.org", true)]
    [InlineData("chain.example.org", "http://chain.example.org", false)]
    [InlineData("chain.example.org", "https://chain.example.org:8443", false)]
    [InlineData("chain.example.org", "https://evil.chain.example.org", false)]
    [InlineData("chain.example.org:8443", "https://chain.example.org:8443", true)]
    [InlineData("chain.example.org", null, false)]
    public void One_place_counts(string setting, string? origin, bool allowed)
    {
        Assert.Equal(allowed, PasskeyPlace.Of(setting)!.Allows(origin, crossOrigin: false));
        Assert.False(PasskeyPlace.Of(setting)!.Allows(origin, crossOrigin: true));
    }

    [Theory]
    [InlineData("")]
    [InlineData("10.0.0.1")]
    [InlineData("https://chain.example.org")]
    [InlineData("chain.example.org/path")]
    public async Task A_server_that_is_told_no_name_does_not_start(string setting) =>
        Assert.Contains("PasskeyDomain", (await Assert.ThrowsAsync<InvalidOperationException>(() => RunningServer.StartAsync(settings: ("PasskeyDomain", setting)))).Message, StringComparison.Ordinal);

    private static async Task<string> CookieAsync(Chromium chromium) =>
        (await chromium.SendAsync("Network.getCookies"))["cookies"]!.AsArray().Single(c => c!["name"]!.GetValue<string>() == PasskeyTickets.Cookie)!["value"]!.GetValue<string>();

    private static async Task<List<(string Act, string Outcome, string Detail)>> LogAsync(RunningServer server, Colleague whose) =>
        [.. (await (await server.GetAsync("quality@karolinska", $"/api/audit?person={whose.Id}")).JsonAsync()).GetProperty("entries").EnumerateArray()
            .Select(e => (e.GetProperty("act").GetString()!, e.GetProperty("outcome").GetString()!, e.TryGetProperty("detail", out var detail) ? detail.GetString()! : ""))];
}
