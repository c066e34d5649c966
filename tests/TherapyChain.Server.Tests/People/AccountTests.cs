using System.Net;
using System.Net.Http.Json;
using Microsoft.Data.Sqlite;
using NodaTime;
using TherapyChain.Server.Tests.Pages;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests.People;

public sealed class AccountTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    [Requirement("P11-14")]
    public async Task Who_signs_is_invited_only_with_how_their_identity_was_checked_and_the_log_keeps_it()
    {
        await using var server = await RunningServer.StartAsync();
        const string nurse = "/api/accounts/apheresis-nurse-charite/invitations";

        Assert.Equal(["identity.missing"], await (await server.PostAsync("administrator@charite", nurse, new { })).CodesAsync());
        Assert.Equal(["identity.missing"], await (await server.PostAsync("administrator@charite", nurse, new { identity = "  " })).CodesAsync());
        Assert.Equal(["identity.missing"], await (await server.PostAsync("administrator@operations", "/api/accounts/administrator-2-charite/invitations", new { })).CodesAsync());
        Assert.Equal(["identity.malformed"], await (await server.PostAsync("administrator@charite", nurse, new { identity = "a\nb" })).CodesAsync());
        Assert.Equal(HttpStatusCode.Created, (await server.PostAsync("administrator@charite", nurse, new { identity = "Identity card seen by Rosa Lang on 12 January." })).StatusCode);

        var made = Assert.Single((await (await server.GetAsync("quality@charite", "/api/audit?person=apheresis-nurse-charite")).JsonAsync()).GetProperty("entries").EnumerateArray(), e => e.GetProperty("act").GetString() == "invitation");
        Assert.Equal(("identity: Identity card seen by Rosa Lang on 12 January.", "administrator-charite"), (made.GetProperty("detail").GetString(), made.GetProperty("actor").GetString()));
    }

    [Fact]
    public async Task An_invited_person_sets_a_password_once_and_signs_in_with_it()
    {
        await using var server = await RunningServer.StartAsync();
        using var nurse = new Colleague(server, "training-manager@charite");
        var code = await Colleague.InvitationAsync(server, "training-manager@charite");

        Assert.Contains("Your password is set", await nurse.SetPasswordAsync(code), StringComparison.Ordinal);
        Assert.Contains("has been used", await nurse.SetPasswordAsync(code, "another good sentence here"), StringComparison.Ordinal);
        Assert.Equal("/", (await nurse.SignInAsync()).Headers.Location?.PathAndQuery());
        Assert.Equal("training-manager-charite", await nurse.MeAsync());
    }

    [Fact]
    public async Task An_invitation_expires_is_replaced_by_a_newer_one_and_refuses_bad_passwords_without_being_used_up()
    {
        await using var server = await RunningServer.StartAsync();
        using var nurse = new Colleague(server, "training-manager@charite");
        var older = await Colleague.InvitationAsync(server, "training-manager@charite");
        var code = await Colleague.InvitationAsync(server, "training-manager@charite");

        Assert.Contains("not known here", await nurse.SetPasswordAsync(older), StringComparison.Ordinal);
        var refused = await nurse.SetPasswordAsync(code, "Password2026!");
        Assert.Contains("every list of stolen passwords", refused, StringComparison.Ordinal);
        Assert.Contains($"value=\"{code}\"", refused, StringComparison.Ordinal);
        Assert.Contains("differ", await nurse.SetPasswordAsync(code, Colleague.Password, "something else"), StringComparison.Ordinal);
        server.Clock.AdvanceHours(72);
        Assert.Contains("This code expired on 2026-01-15", await nurse.SetPasswordAsync(code), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await nurse.SignInAsync()).StatusCode);
        Assert.Null(await nurse.MeAsync());
    }

    [Fact]
    public async Task Only_administrators_of_the_persons_site_invite_and_those_who_run_the_server()
    {
        await using var server = await RunningServer.StartAsync();

        Assert.Equal(HttpStatusCode.Forbidden, (await server.PostAsync("administrator@karolinska", "/api/accounts/training-manager-charite/invitations", new { })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await server.PostAsync("quality@charite", "/api/accounts/training-manager-charite/invitations", new { })).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await server.PostAsync("administrator@charite", "/api/accounts/training-manager-charite/invitations", new { })).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await server.PostAsync("administrator@operations", "/api/accounts/training-manager-charite/invitations", new { })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await server.PostAsync("administrator@operations", "/api/accounts/nobody-at-all/invitations", new { })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await server.PostAsync("quality@operations", "/api/accounts/training-manager-charite/invitations", new { })).StatusCode);
    }

    [Fact]
    public async Task Unknown_people_and_wrong_passwords_get_the_same_answer()
    {
        await using var server = await RunningServer.StartAsync();
        using var known = await Colleague.InviteAsync(server, "training-manager@charite");

        var answers = new List<(HttpStatusCode, string?)>();
        foreach (var (person, password) in new[] { ("training-manager-charite", "not the password"), ("training-manager-karolinska", Colleague.Password), ("nobody-at-all", Colleague.Password), ("", "x"), ("system", "x") })
        {
            var answer = await server.Stranger().PostAsJsonAsync("/session", new { person, password }, Ct);
            answers.Add((answer.StatusCode, (await answer.JsonAsync()).GetProperty("detail").GetString()));
        }

        Assert.Equal(HttpStatusCode.Unauthorized, Assert.Single(answers.Distinct()).Item1);
    }

    [Fact]
    [Requirement("P11-20")]
    public async Task Five_failures_lock_an_account_even_for_the_right_password_until_the_time_is_over()
    {
        await using var server = await RunningServer.StartAsync();
        using var known = await Colleague.InviteAsync(server, "training-manager@charite");

        for (var i = 0; i < 4; i++) await known.SignInAsync("wrong");
        Assert.Equal("/", (await known.SignInAsync()).Headers.Location?.PathAndQuery());
        for (var i = 0; i < 5; i++) await known.SignInAsync("wrong");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await known.SignInAsync()).StatusCode);
        server.Clock.AdvanceMinutes(14);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await known.SignInAsync()).StatusCode);
        server.Clock.AdvanceMinutes(1);
        Assert.Equal("/", (await known.SignInAsync()).Headers.Location?.PathAndQuery());
        var log = await (await server.GetAsync("administrator@charite", "/api/audit?person=training-manager-charite")).JsonAsync();
        Assert.Single(log.GetProperty("entries").EnumerateArray(), e => e.GetProperty("act").GetString() == "lock-out");
    }

    [Fact]
    [Requirement("P11-20")]
    public async Task Many_guesses_at_once_are_no_more_than_five()
    {
        await using var server = await RunningServer.StartAsync();
        using var known = await Colleague.InviteAsync(server, "training-manager@charite");
        using var client = server.Stranger();

        await Task.WhenAll(Enumerable.Range(0, 24).Select(i => client.PostAsJsonAsync("/session", new { person = known.Id, password = $"guess {i}" }, Ct)));

        var refused = (await (await server.GetAsync("administrator@charite", $"/api/audit?person={known.Id}")).JsonAsync()).GetProperty("entries").EnumerateArray()
            .Where(e => e.GetProperty("act").GetString() == "sign-in").Select(e => e.GetProperty("detail").GetString()).ToList();
        Assert.Equal((5, 19), (refused.Count(d => d == "password"), refused.Count(d => d == "locked")));
    }

    [Fact]
    [Requirement("P11-13", "P11-19", "A11-06")]
    public async Task Who_is_deactivated_is_out_at_once_and_their_id_is_never_given_again()
    {
        await using var server = await RunningServer.StartAsync();
        using var leaver = await Colleague.InviteAsync(server, "training-manager@charite");
        await leaver.SignInAsync();
        var order = await HttpScenario.BeginAsync(server);
        Assert.Equal("training-manager-charite", await leaver.MeAsync());

        Assert.Equal(["reason.missing"], await (await server.PostAsync("administrator@charite", "/api/accounts/training-manager-charite/deactivation", new { reason = " " })).CodesAsync());
        Assert.Equal(["deactivation.own"], await (await server.PostAsync("administrator@charite", "/api/accounts/administrator-charite/deactivation", new { reason = "x" })).CodesAsync());
        Assert.Equal(HttpStatusCode.NoContent, (await server.PostAsync("administrator@charite", "/api/accounts/training-manager-charite/deactivation", new { reason = "Left the hospital." })).StatusCode);

        Assert.Null(await leaver.MeAsync());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await leaver.SignInAsync()).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.GetAsync("training-manager@charite", "/api/me")).StatusCode);
        var again = await server.As("administrator@charite").PostAsync("/api/network", new StringContent("network: N\npeople:\n  training-manager-charite: { name: Another, site: charite, roles: [quality] }\n"), Ct);
        Assert.Equal(["network.person-deactivated"], await again.CodesAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await server.PostAsync("administrator@charite", "/api/accounts/training-manager-charite/invitations", new { })).StatusCode);
        Assert.Equal(1, order.Order.Seq);
        var told = (await (await server.GetAsync("quality@charite", "/api/audit?person=training-manager-charite")).JsonAsync()).GetProperty("entries").EnumerateArray().Single(e => e.GetProperty("act").GetString() == "deactivation");
        Assert.Equal(("administrator-charite", "Left the hospital."), (told.GetProperty("actor").GetString(), told.GetProperty("detail").GetString()));
    }

    [Fact]
    [Requirement("P11-13")]
    public async Task The_name_of_who_was_deactivated_still_stands_beside_what_they_did()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);

        await server.PostAsync("administrator@karolinska", "/api/accounts/coordinator-karolinska/deactivation", new { reason = "Left." });

        var first = (await (await server.GetAsync("quality@karolinska", $"{order.Path}/entries")).JsonAsync()).GetProperty("entries")[0];
        Assert.Equal("coordinator karolinska", first.GetProperty("actorName").GetString());
    }

    [Fact]
    public async Task The_ledger_holds_no_credential_and_the_file_of_accounts_is_its_owners_alone()
    {
        await using var server = await RunningServer.StartAsync();
        using var known = await Colleague.InviteAsync(server, "training-manager@charite");
        await server.StopAsync();

        Assert.Equal(0L, Scalar("ledger.db", "SELECT count(*) FROM api_keys"));
        Assert.Equal(1L, Scalar("accounts.db", "SELECT count(*) FROM accounts WHERE person_id = 'training-manager-charite' AND password_hash IS NOT NULL"));
        if (!OperatingSystem.IsWindows())
            foreach (var path in Directory.EnumerateFiles(server.Folder, "accounts.db*")) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));

        long Scalar(string file, string sql)
        {
            using var connection = new SqliteConnection($"Data Source={Path.Combine(server.Folder, file)};Mode=ReadOnly;Pooling=False");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            return (long)command.ExecuteScalar()!;
        }
    }

    [Fact]
    [Requirement("P11-18")]
    public async Task A_password_that_has_aged_is_replaced_before_anything_else()
    {
        await using var server = await RunningServer.StartAsync(settings: ("PasswordDays", "90"));
        using var known = await Colleague.InviteAsync(server, "training-manager@charite");
        server.Clock.AdvanceDays(90);

        var to = (await known.SignInAsync()).Headers.Location!.PathAndQuery();
        Assert.StartsWith("/set-password?code=", to, StringComparison.Ordinal);
        Assert.Null(await known.MeAsync());
        var code = System.Web.HttpUtility.ParseQueryString(to[to.IndexOf('?')..])["code"]!;
        Assert.Contains("Your password is set", await known.SetPasswordAsync(code, "another good sentence here"), StringComparison.Ordinal);
        Assert.Equal("/", (await known.SignInAsync("another good sentence here")).Headers.Location?.PathAndQuery());
    }
}
