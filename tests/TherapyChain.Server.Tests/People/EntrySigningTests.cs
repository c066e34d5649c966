using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;
using TherapyChain.Storage;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests.People;

public sealed class EntrySigningTests
{
    private const string Step = "complete-collection";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    [Requirement("P11-15")]
    public async Task The_first_signature_of_a_session_takes_id_and_password_the_next_the_password()
    {
        await using var server = await RunningServer.StartAsync();
        using var nurse = await Colleague.JoinAsync(server, "apheresis-nurse@karolinska");
        var order = await (await HttpScenario.BeginAsync(server)).AtAsync("collecting");
        var another = await (await HttpScenario.BeginAsync(server, reference: "2026-0002")).AtAsync("collecting");
        await nurse.ComeBackAsync();

        Assert.Equal(["signature.credentials"], await (await SignAsync(nurse, order, null)).CodesAsync());
        Assert.Equal(["signature.credentials"], await (await SignAsync(nurse, order, new { password = Colleague.Password })).CodesAsync());
        Assert.Equal(["signature.other-person"], await (await SignAsync(nurse, order, new { person = "apheresis-nurse-2-karolinska", password = Colleague.Password })).CodesAsync());
        Assert.Equal(["signature.password"], await (await SignAsync(nurse, order, new { person = nurse.Id, password = "wrong" })).CodesAsync());
        var seq = order.Order.Seq;
        Assert.Equal(HttpStatusCode.OK, (await SignAsync(nurse, order, new { person = nurse.Id, password = Colleague.Password })).StatusCode);
        Assert.Equal(seq + 1, order.Order.Seq);
        Assert.Equal(["signature.credentials"], await (await SignAsync(nurse, another, null)).CodesAsync());
        Assert.Equal(HttpStatusCode.OK, (await SignAsync(nurse, another, new { password = Colleague.Password })).StatusCode);
    }

    [Fact]
    [Requirement("P11-15")]
    public async Task After_a_time_out_both_are_asked_again()
    {
        await using var server = await RunningServer.StartAsync();
        using var nurse = await Colleague.JoinAsync(server, "apheresis-nurse@karolinska");
        var order = await (await HttpScenario.BeginAsync(server)).AtAsync("collecting");
        var another = await (await HttpScenario.BeginAsync(server, reference: "2026-0002")).AtAsync("collecting");
        await nurse.ComeBackAsync();
        await SignAsync(nurse, order, new { person = nurse.Id, password = Colleague.Password });
        server.Clock.AdvanceMinutes(30);
        await nurse.ComeBackAsync();

        Assert.Equal(["signature.credentials"], await (await SignAsync(nurse, another, new { password = Colleague.Password })).CodesAsync());
    }

    [Fact]
    [Requirement("P11-20")]
    public async Task Guessing_at_an_open_session_locks_the_account_ends_the_session_and_is_in_the_log()
    {
        await using var server = await RunningServer.StartAsync();
        using var nurse = await Colleague.JoinAsync(server, "apheresis-nurse@karolinska");
        var order = await (await HttpScenario.BeginAsync(server)).AtAsync("collecting");
        await nurse.ComeBackAsync();
        var seq = order.Order.Seq;

        for (var i = 0; i < 4; i++) Assert.Equal(["signature.password"], await (await SignAsync(nurse, order, new { person = nurse.Id, password = $"guess {i}" })).CodesAsync());
        Assert.Equal(["signature.locked"], await (await SignAsync(nurse, order, new { person = nurse.Id, password = "guess 5" })).CodesAsync());

        Assert.Null(await nurse.MeAsync());
        Assert.Equal(seq, order.Order.Seq);
        var acts = (await (await server.GetAsync("quality@karolinska", $"/api/audit?person={nurse.Id}")).JsonAsync()).GetProperty("entries").EnumerateArray()
            .Select(e => (e.GetProperty("act").GetString(), e.GetProperty("outcome").GetString())).ToList();
        Assert.Equal(5, acts.Count(a => a == ("signing", "refused")));
        Assert.Single(acts, a => a == ("lock-out", "done"));
    }

    [Fact]
    public async Task A_step_without_a_signature_asks_a_session_for_nothing_more()
    {
        await using var server = await RunningServer.StartAsync();
        using var coordinator = await Colleague.JoinAsync(server, "coordinator@karolinska");
        var order = await HttpScenario.BeginAsync(server);
        await coordinator.ComeBackAsync();

        var held = await coordinator.Browser.PostJsonAsync($"{order.Path}/hold", JsonNode.Parse("""{ "reason": "Please wait." }""")!);

        Assert.Equal(HttpStatusCode.OK, held.StatusCode);
    }

    [Fact]
    [Requirement("FJ-03")]
    public async Task The_second_person_vouches_with_their_own_id_and_password_and_nobody_elses()
    {
        await using var server = await RunningServer.StartAsync();
        using var second = await Colleague.InviteAsync(server, "apheresis-nurse-2@karolinska");
        using var first = await Colleague.InviteAsync(server, "apheresis-nurse@karolinska");
        var order = await (await HttpScenario.BeginAsync(server)).AtAsync("collecting");
        async Task<HttpResponseMessage> With(object given)
        {
            var form = order.Form(Step);
            form["second"] = JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(given));
            return await order.PostAsync(Step, form);
        }

        Assert.Equal(["second-person.credentials"], await (await With(new { person = second.Id, password = "wrong" })).CodesAsync());
        Assert.Equal(["second-person.credentials"], await (await With(new { person = second.Id })).CodesAsync());
        Assert.Equal(["second-person.credentials"], await (await With(new { person = "nobody", password = Colleague.Password })).CodesAsync());
        Assert.Equal(["second-person.same"], await (await With(new { person = first.Id, password = Colleague.Password })).CodesAsync());
        Assert.Equal(HttpStatusCode.OK, (await With(new { person = second.Id, password = Colleague.Password })).StatusCode);
    }

    [Fact]
    public async Task No_password_can_be_guessed_from_what_the_ledger_keeps_of_a_request()
    {
        await using var server = await RunningServer.StartAsync();
        using var second = await Colleague.InviteAsync(server, "apheresis-nurse-2@karolinska");
        var order = await (await HttpScenario.BeginAsync(server)).AtAsync("collecting");
        var form = order.Form(Step);
        async Task<HttpResponseMessage> With(string password)
        {
            form["second"] = new JsonObject { ["person"] = second.Id, ["password"] = password };
            form["credentials"] = TestCredentials.Of(server, order.DoerOf(Step));
            var request = new HttpRequestMessage(HttpMethod.Post, $"{order.Path}/steps/{Step}") { Content = new StringContent(form.ToJsonString(), Encoding.UTF8, "application/json"), Headers = { { "Idempotency-Key", "once" } } };
            return await order.Doer(Step).SendAsync(request, Ct);
        }

        Assert.Equal(HttpStatusCode.OK, (await With(Colleague.Password)).StatusCode);
        // The kept hash does not depend on the password: the same request is known again after it was changed.
        var code = await Colleague.InvitationAsync(server, "apheresis-nurse-2@karolinska");
        await second.SetPasswordAsync(code, "another good sentence here");
        var again = await With("another good sentence here");
        Assert.Equal("true", again.Headers.GetValues("Idempotency-Replayed").Single());
    }

    [Fact]
    [Requirement("P11-12", "A11-07")]
    public async Task A_signature_copied_to_another_entry_is_found()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await (await HttpScenario.BeginAsync(server)).AtAsync("collecting");
        await order.TakeAsync(Step);
        await server.StopAsync();
        var path = System.IO.Path.Combine(server.Folder, "ledger.db");
        Assert.IsType<Verification.Sound>(LedgerCheck.Verify(path));

        // With the file in hand and the triggers out of the way: the nurse's signature under an earlier entry of hers.
        using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'entries'";
            var triggers = new List<(string Name, string Sql)>();
            using (var reader = command.ExecuteReader()) while (reader.Read()) triggers.Add((reader.GetString(0), reader.GetString(1)));
            var bodies = new List<(long Position, string Body)>();
            command.CommandText = "SELECT position, body FROM entries ORDER BY position";
            using (var reader = command.ExecuteReader()) while (reader.Read()) bodies.Add((reader.GetInt64(0), Encoding.UTF8.GetString((byte[])reader[1])));
            var signed = JsonNode.Parse(bodies[^1].Body)!["data"]!["signature"]!.ToJsonString();
            var (position, target) = bodies.Last(b => b.Body.Contains("\"step\":\"start-collection\"", StringComparison.Ordinal));
            var forged = target.Replace("\"step\":\"start-collection\"", $"\"signature\":{signed},\"step\":\"start-collection\"", StringComparison.Ordinal);
            Assert.NotEqual(target, forged);
            foreach (var (name, _) in triggers) Run($"DROP TRIGGER {name}");
            command.CommandText = "UPDATE entries SET body = $body WHERE position = $position";
            command.Parameters.AddWithValue("$body", Encoding.UTF8.GetBytes(forged));
            command.Parameters.AddWithValue("$position", position);
            command.ExecuteNonQuery();
            foreach (var (_, sql) in triggers) Run(sql);

            void Run(string sql)
            {
                using var one = connection.CreateCommand();
                one.CommandText = sql;
                one.ExecuteNonQuery();
            }
        }

        Assert.IsNotType<Verification.Sound>(LedgerCheck.Verify(path));
    }

    private static Task<HttpResponseMessage> SignAsync(Colleague nurse, HttpScenario order, object? credentials)
    {
        var form = order.Form(Step);
        if (credentials is not null) form["credentials"] = JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(credentials));
        return nurse.Browser.PostJsonAsync($"{order.Path}/steps/{Step}", form);
    }
}
