using System.Net;
using System.Text.Json;
using TherapyChain.Server.Tests.Cli;
using TherapyChain.Server.Tests.Patients;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests.People;

/// <summary>What audit reports show of the access log, and to whom.</summary>
public sealed class AuditReportTests
{
    private const string Day = "2026-01-12";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_report_of_a_person_holds_their_sign_ins_refusals_lock_out_and_changes_of_their_access()
    {
        await using var server = await RunningServer.StartAsync(now: NodaTime.Instant.FromUtc(2026, 1, 12, 8, 0));
        using var nurse = await Colleague.JoinAsync(server, "ward-nurse@charite");
        using var other = await Colleague.InviteAsync(server, "physician@charite");
        await nurse.ComeBackAsync();
        for (var i = 0; i < 12; i++) await nurse.SignInAsync("not the password at all");

        var lines = await AccessAsync(server, "quality@charite", $"/api/audit/people/ward-nurse-charite?from={Day}&to={Day}");
        var facts = lines.Select(a => $"{Text(a, "type")} {Text(a, "what")}").ToHashSet();

        foreach (var fact in (string[])["invitation Invitation: made", "password Password: set", "second-factor Second factor: enrolled", "sign-in Sign-in: done", "sign-in Sign-in: REFUSED", "lock-out Lock-out: done"])
            Assert.Contains(fact, facts);
        Assert.DoesNotContain(lines, a => $"{a}".Contains(other.Id, StringComparison.Ordinal));
        Assert.Equal("administrator-charite", Text(lines.Single(a => Text(a, "type") == "invitation"), "person"));
        Assert.Equal(Total(server, "person = 'ward-nurse-charite'"), lines.Count);
    }

    [Fact]
    public async Task The_report_of_an_order_holds_the_looks_of_ones_own_site_and_only_when_it_is_party()
    {
        await using var server = await RunningServer.StartAsync(now: NodaTime.Instant.FromUtc(2026, 1, 12, 8, 0));
        var (order, another) = (await HttpScenario.BeginAsync(server), await HttpScenario.BeginAsync(server, reference: "2026-0002"));
        foreach (var who in new[] { "ward-nurse@charite", "coordinator@karolinska", "quality@stranger-clinic" }) await server.GetAsync(who, order.Path);
        await server.GetAsync("ward-nurse@charite", another.Path);
        var audit = order.Path + "/documents/audit";

        var charite = Assert.Single(await AccessAsync(server, "quality@charite", audit));
        Assert.Equal(("ward-nurse-charite", "Look at an order: shown", order.Id, order.Path), (Text(charite, "person"), Text(charite, "what"), Text(charite, "order"), Text(charite, "reason")));
        Assert.Equal(["coordinator-karolinska"], (await AccessAsync(server, "quality@karolinska", audit)).Select(a => Text(a, "person")));
        Assert.Equal(HttpStatusCode.NotFound, (await server.GetAsync("quality@stranger-clinic", audit)).StatusCode);
        foreach (var who in new[] { "coordinator@charite", "inspector@charite", "inspector@stranger-clinic", "qualified-person@leipzig-cells" })
            Assert.Equal(JsonValueKind.Null, (await ContentAsync(server, who, audit)).GetProperty("access").ValueKind);
    }

    [Fact]
    public async Task A_printed_copy_holds_no_look_later_than_its_print_however_often_it_is_asked_for()
    {
        await using var server = await RunningServer.StartAsync(now: NodaTime.Instant.FromUtc(2026, 1, 12, 8, 0));
        var order = await HttpScenario.BeginAsync(server);
        await server.GetAsync("ward-nurse@charite", order.Path);
        server.Clock.AdvanceMinutes(1);
        var quality = server.As("quality@charite");
        async Task<string> PrintAsync()
        {
            using var ask = new HttpRequestMessage(HttpMethod.Post, order.Path + "/documents/audit?format=csv");
            ask.Headers.Add("Idempotency-Key", "audit-print-0001");
            var answer = await quality.SendAsync(ask, Ct);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return await answer.Content.ReadAsStringAsync(Ct);
        }

        var copy = await PrintAsync();
        server.Clock.AdvanceMinutes(1);
        await server.GetAsync("ward-nurse@charite", order.Path);

        Assert.Equal(copy, await PrintAsync());
        Assert.Single(copy.Split("\r\n"), line => line.StartsWith("access,", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_day_holds_looks_at_patients_by_code_and_neither_name_nor_anything_that_was_typed()
    {
        await using var server = await VaultServer.StartAsync();
        var day = server.Clock.GetCurrentInstant().InUtc().Date.ToString("uuuu-MM-dd", null);
        var order = await HttpScenario.BeginAsync(server);
        var patient = await server.RegisterAsync(order.Id);
        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync("physician@karolinska", $"/api/patients/{patient}/view", new { reason = "Her sister Märta Lindqvist asks." })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync("physician@charite", $"/api/patients/{patient}/view", new { reason = "Prepares the talk." })).StatusCode);
        Assert.True((await server.PostAsync("administrator@karolinska", "/api/accounts/ward-nurse-karolinska/deactivation", new { reason = "Read about Ingrid Wallenius-Zetterström." })).IsSuccessStatusCode);
        await server.GetAsync("ward-nurse@charite", $"/api/orders/{order.Id}/documents/Ingrid%20Wallenius");

        var lines = await AccessAsync(server, "administrator@karolinska", $"/api/audit/days/{day}");
        var looks = lines.Where(a => Text(a, "type")!.StartsWith("patient-", StringComparison.Ordinal)).ToList();

        Assert.Equal([("patient-registered", "coordinator-karolinska"), ("patient-viewed", "physician-karolinska")], looks.Select(a => (Text(a, "type"), Text(a, "person"))));
        Assert.All(looks, a => Assert.Equal(patient, Text(a, "subject")));
        Assert.Contains(lines, a => Text(a, "type") == "deactivation" && Text(a, "subject")!.Contains("ward-nurse-karolinska", StringComparison.Ordinal));
        foreach (var language in new[] { "en", "de", "sv", "fr" })
        foreach (var format in new[] { "json", "csv" })
        foreach (var who in new[] { "administrator@karolinska", "quality@charite" })
        {
            var text = await (await server.GetAsync(who, $"/api/audit/days/{day}?format={format}&language={language}")).Content.ReadAsStringAsync(Ct);
            foreach (var typed in (string[])["Wallenius", "Märta", "Referral letter", "Prepares", VaultServer.Number, VaultServer.Contact]) Assert.DoesNotContain(typed, text, StringComparison.Ordinal);
        }
        Assert.DoesNotContain(patient, await (await server.GetAsync("administrator@karolinska", $"/api/orders/{order.Id}/documents/audit?format=csv")).Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusals_of_unknown_people_are_shown_to_administrators_alone_and_every_report_is_noted()
    {
        await using var server = await RunningServer.StartAsync(now: NodaTime.Instant.FromUtc(2026, 1, 12, 8, 0));
        using var visitor = new Colleague(server, "nobody@nowhere");
        await visitor.SignInAsync();
        var order = await HttpScenario.BeginAsync(server);

        Assert.Contains(await AccessAsync(server, "administrator@charite", $"/api/audit/days/{Day}"), a => (Text(a, "who"), Text(a, "what")) == ("nobody known here", "Sign-in: REFUSED"));
        Assert.DoesNotContain(await AccessAsync(server, "quality@charite", $"/api/audit/days/{Day}"), a => Text(a, "type") == "sign-in");
        await server.GetAsync("inspector@charite", $"/api/audit/people/ward-nurse-charite?from={Day}&to={Day}&format=csv");
        await server.PostAsync("coordinator@charite", order.Path + "/documents/audit?format=csv", new { });

        var noted = (await AccessAsync(server, "quality@charite", $"/api/audit/days/{Day}")).Where(a => Text(a, "type") == "audit-report").Select(a => $"{Text(a, "person")} {Text(a, "reason")}");
        Assert.Equal(
        [
            $"administrator-charite audit-{Day}, json", $"quality-charite audit-{Day}, json", $"inspector-charite audit-ward-nurse-charite-{Day}, csv",
            $"coordinator-charite {order.Id}-audit-copy-1, csv",
        ], noted);
    }

    [Fact]
    public async Task The_command_line_saves_the_report_of_a_person_and_of_a_day()
    {
        await using var server = await RunningServer.StartAsync(now: NodaTime.Instant.FromUtc(2026, 1, 12, 8, 0));
        var folder = TempFolder.New().FullName;
        string[] link = ["--server", server.Address.ToString(), "--key", TestNetwork.KeyOf("quality@charite")];
        foreach (var (form, start) in new[] { ("pdf", "%PDF-"), ("csv", "kind,order,"), ("json", "{\"paper\":\"audit\"") })
        foreach (var scope in new[] { new[] { "ward-nurse-charite", "--day", Day }, ["ward-nurse-charite", "--from", Day, "--to", "2026-01-13"], ["--day", Day] })
        {
            var file = Path.Combine(folder, $"{scope.Length}{scope[1]}.{form}");
            var run = await Command.RunAsync([.. new[] { "people", "audit" }, .. scope, "--as", form, "--out", file, .. link]);
            Assert.Equal(TherapyChain.Cli.ExitCode.Good, run.Exit);
            Assert.StartsWith(start, await File.ReadAllTextAsync(file, Ct), StringComparison.Ordinal);
        }
        foreach (var wrong in new[] { new[] { "ward-nurse-charite" }, ["--from", Day, "--to", Day], ["ward-nurse-charite", "--day", Day, "--to", Day] })
            Assert.Equal(TherapyChain.Cli.ExitCode.WrongUse, (await Command.RunAsync([.. new[] { "people", "audit" }, .. wrong, .. link])).Exit);
    }

    private static async Task<JsonElement> ContentAsync(RunningServer server, string who, string path)
    {
        var answer = await server.GetAsync(who, path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "format=json");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.JsonAsync()).GetProperty("content");
    }

    private static async Task<List<JsonElement>> AccessAsync(RunningServer server, string who, string path)
    {
        var content = await ContentAsync(server, who, path);
        Assert.StartsWith("Only the people of ", content.GetProperty("accessLimits").GetString(), StringComparison.Ordinal);
        return [.. content.GetProperty("access").EnumerateArray()];
    }

    private static int Total(RunningServer server, string where)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(server.Folder, "accounts.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM access_log WHERE {where}";
        return (int)(long)command.ExecuteScalar()!;
    }

    private static string? Text(JsonElement line, string name) => line.GetProperty(name).GetString();
}
