using System.Net;
using Microsoft.Data.Sqlite;

namespace TherapyChain.Server.Tests.Pages;

/// <summary>What a person at a browser is told when the answer is no.</summary>
public sealed class ProblemPageTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_not_there_is_a_page_for_people_and_data_for_programs()
    {
        await using var server = await RunningServer.StartAsync();
        using var browser = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf("coordinator@charite"));

        var page = await browser.GetAsync("/no/such/place");
        var data = await browser.GetAsync("/api/no-such-thing");
        var program = await server.GetAsync("coordinator@charite", "/no/such/place");

        Assert.Equal((HttpStatusCode.NotFound, "text/html"), (page.StatusCode, page.Content.Headers.ContentType?.MediaType));
        var html = await page.Content.ReadAsStringAsync(Ct);
        Assert.Contains("<h1>There is no such thing here.</h1>", html, StringComparison.Ordinal);
        Assert.Contains("class=\"masthead\"", html, StringComparison.Ordinal);
        Assert.Contains("href=\"/\">To the start page", html, StringComparison.Ordinal);
        Assert.All([data, program], answer => Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType)));
    }

    [Fact]
    public async Task What_somebody_may_not_do_is_told_on_a_page_and_stands_in_the_log()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);
        using var browser = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf("inspector@charite"));

        var answer = await browser.PostAsync($"/orders/{order.Id}/steps/refer-patient", []);

        Assert.Equal((HttpStatusCode.Forbidden, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains("You may not do this.", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        var log = await (await server.GetAsync("quality@charite", "/api/audit?person=inspector-charite")).Content.ReadAsStringAsync(Ct);
        Assert.Contains("\"attempt\"", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_that_had_grown_old_does_nothing_and_loses_nothing_but_passwords()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await (await HttpScenario.BeginAsync(server)).AtAsync("eligible");
        var (path, seq) = ($"/orders/{order.Id}/steps/request-slot", order.Order.Seq);
        using var browser = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf(order.DoerOf("request-slot")));

        var old = await browser.PostAsync(path, [new("_handler", "step"), new("evidence.reason", "Cells grow <b>fast</b>."), new("credentials.password", "seven kettles")]);

        Assert.Equal(HttpStatusCode.BadRequest, old.StatusCode);
        var html = await old.Content.ReadAsStringAsync(Ct);
        Assert.Contains("This form had grown old.", html, StringComparison.Ordinal);
        Assert.Contains("<li>Cells grow &lt;b&gt;fast&lt;/b&gt;.</li>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("seven kettles", html, StringComparison.Ordinal);
        Assert.Equal(seq, order.Order.Seq);
        // The way on leads to the same form, and what was typed is in it until it is recorded or discarded.
        Assert.Contains($"href=\"{path}\"", html, StringComparison.Ordinal);
        Assert.Contains("Cells grow &lt;b&gt;fast&lt;/b&gt;.", await browser.TextAsync(path), StringComparison.Ordinal);
        await browser.SubmitAsync(path, "Discard it and begin anew");
        Assert.DoesNotContain("Cells grow", await browser.TextAsync(path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Our_own_fault_is_told_with_the_name_under_which_it_stands_in_the_log_and_with_safe_headers()
    {
        await using var server = await RunningServer.StartAsync();
        using var browser = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf("coordinator@charite"));
        await using (var broken = new SqliteConnection($"Data Source={Path.Combine(server.Folder, "accounts.db")};Pooling=False"))
        {
            await broken.OpenAsync(Ct);
            await using var command = broken.CreateCommand();
            command.CommandText = "ALTER TABLE recovery_codes RENAME TO lost";
            await command.ExecuteNonQueryAsync(Ct);
        }

        var answer = await browser.GetAsync("/my-security");

        Assert.Equal((HttpStatusCode.InternalServerError, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        var html = await answer.Content.ReadAsStringAsync(Ct);
        Assert.Contains("Something failed here that should not.", html, StringComparison.Ordinal);
        Assert.Matches("<code>[0-9a-f]{32}</code>", html);
        Assert.DoesNotContain("Sqlite", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_problem_of_a_form_to_set_a_password_is_told_at_once_at_its_field()
    {
        await using var server = await RunningServer.StartAsync();
        using var browser = new Browser(server.Address);
        var code = await People.Colleague.InvitationAsync(server, "training-manager@charite");

        var answer = await browser.SubmitAsync("/set-password", "One-time code", ("Code", code), ("Password", "aaaa"), ("Again", "bbbb"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var html = await answer.Content.ReadAsStringAsync(Ct);
        Assert.Matches("id=\"password-error\">A password has at least 12", html);
        Assert.Matches("id=\"again-error\">The two passwords differ", html);
        Assert.Contains("href=\"/set-password#again\"", html, StringComparison.Ordinal);
        Assert.Contains($"value=\"{code}\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("aaaa", html, StringComparison.Ordinal);

        var nothing = await (await browser.SubmitAsync("/sign-in", "Person id", ("Person", ""), ("Password", ""))).Content.ReadAsStringAsync(Ct);
        Assert.Contains("id=\"person-error\"", nothing, StringComparison.Ordinal);
        Assert.Contains("id=\"password-error\"", nothing, StringComparison.Ordinal);
    }
}
