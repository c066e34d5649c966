using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Network;
using TherapyChain.Server.Access;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests;

public sealed class NetworkTests
{
    private const string File = """
        network: Nordic
        sites:
          uppsala: { name: Akademiska sjukhuset, kind: hospital, zone: Europe/Stockholm, city: Uppsala, country: SE }
        people:
          eva-lind: { name: Eva Lind, site: uppsala, roles: [coordinator], qualifications: { apheresis: 2027-12-31 } }
        """;

    [Fact]
    public async Task A_network_file_brings_sites_people_and_keys_that_are_told_once()
    {
        await using var server = await RunningServer.StartAsync();

        var loaded = await (await Load(server, "administrator@operations", File)).JsonAsync();
        var key = Assert.Single(loaded.GetProperty("keys").EnumerateArray()).GetProperty("key").GetString()!;
        var again = await (await Load(server, "administrator@operations", File)).JsonAsync();

        Assert.Empty(again.GetProperty("keys").EnumerateArray());
        var client = server.Stranger();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var me = await (await client.GetAsync("/api/me", TestContext.Current.CancellationToken)).JsonAsync();
        Assert.Equal(("eva-lind", "Europe/Stockholm"), (me.GetProperty("id").GetString(), me.GetProperty("zone").GetString()));
        foreach (var path in Directory.EnumerateFiles(server.Folder, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var bytes = new MemoryStream();
            await file.CopyToAsync(bytes, TestContext.Current.CancellationToken);
            Assert.Equal(-1, bytes.ToArray().AsSpan().IndexOf(Encoding.ASCII.GetBytes(key)));
        }
    }

    [Fact]
    [Requirement("P11-04")]
    public async Task Only_administrators_change_the_network()
    {
        await using var server = await RunningServer.StartAsync();

        Assert.Equal(HttpStatusCode.Forbidden, (await Load(server, "quality@karolinska", File)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await server.PostAsync("quality@karolinska", "/api/network/people/courier-nordic-cryo/keys", new { })).StatusCode);
        // A key that signs stands for its holder: nobody makes one for another site's people.
        Assert.Equal(HttpStatusCode.Forbidden, (await server.PostAsync("administrator@karolinska", "/api/network/people/courier-nordic-cryo/keys", new { })).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await server.PostAsync("administrator@nordic-cryo", "/api/network/people/courier-nordic-cryo/keys", new { })).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await server.PostAsync("administrator@operations", "/api/network/people/courier-nordic-cryo/keys", new { })).StatusCode);
    }

    [Fact]
    public async Task An_administrator_changes_their_own_site_and_no_other()
    {
        await using var server = await RunningServer.StartAsync();
        const string file = """
            network: N
            sites:
              karolinska: { name: Karolinska, kind: hospital, zone: Europe/Stockholm, city: Solna, country: SE }
              charite: { name: Mine now, kind: hospital, zone: Europe/Berlin, city: Berlin, country: DE }
            people:
              physician-charite: { name: Somebody Else, site: karolinska, roles: [physician] }
              new-courier: { name: New, site: nordic-cryo, roles: [courier] }
            """;

        var refused = await Load(server, "administrator@karolinska", file);

        Assert.Equal(["network.other-site", "network.other-site", "network.other-site"], await refused.CodesAsync());
        Assert.Equal("physician charite", server.App.Services.GetRequiredService<Keyring>().Now.People["physician-charite"].Name);
        var sound = "reason: The clinic took a new name.\n" + file.Replace("name: Somebody Else, site: karolinska", "name: physician charite, site: charite", StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await Load(server, "administrator@operations", sound)).StatusCode);
    }

    [Theory]
    [InlineData("network: N\nsites:\n  a: { name: A, kind: hospital, zone: Europe/Stokholm }\n", 3, "Did you mean \"Europe/Stockholm\"?")]
    [InlineData("network: N\npeople:\n  a: { name: A, site: nowhere, roles: [courier] }\n", 3, "There is no site \"nowhere\"")]
    [InlineData("network: N\npeople:\n  a: { name: A, site: karolinska, roles: [curier] }\n", 3, "Did you mean \"courier\"?")]
    [InlineData("network: N\npeople:\n  a: { name: A, site: karolinska, roles: [courier], qualifications: { x: tomorrow } }\n", 3, "year-month-day")]
    [InlineData("network: N\npeople:\n  a: { name: A, site: karolinska, roles: [courier], key-sha256: abc }\n", 3, "64 hexadecimal digits")]
    [InlineData("network: N\npeople:\n  a: { name: A, site: karolinska, roles: [courier] }\n  a: { name: B, site: karolinska, roles: [courier] }\n", 4, "stands here a second time")]
    [InlineData("network: N\npeoples: {}\n", 2, "Did you mean \"people\"?")]
    [InlineData("network: [", 2, "not readable YAML")]
    [InlineData("{\"network\": \"N\",\n \"sites\": {\"system\": {\"name\": \"S\", \"kind\": \"hospital\", \"zone\": \"Etc/UTC\"}}}", 2, "the program itself")]
    public void A_file_with_a_mistake_is_refused_with_its_line_and_what_was_meant(string text, int line, string words)
    {
        var known = new Dictionary<string, Site> { ["karolinska"] = new("karolinska", "Karolinska", "Europe/Stockholm", "hospital") };

        var findings = Assert.IsType<NetworkFile.Reading.Unsound>(NetworkFile.Read(Encoding.UTF8.GetBytes(text), known)).Findings;

        Assert.Contains(findings, f => f.Line == line && f.Message.ToString().Contains(words, StringComparison.Ordinal));
    }

    [Fact]
    [Requirement("P11-17")]
    public async Task A_key_of_somebody_else_cannot_be_given_twice()
    {
        await using var server = await RunningServer.StartAsync();
        var taken = Hash.Of(Encoding.ASCII.GetBytes(TestNetwork.KeyOf("courier@nordic-cryo")));

        var answer = await Load(server, "administrator@karolinska", $"network: N\npeople:\n  thief: {{ name: T, site: karolinska, roles: [courier], key-sha256: \"{taken}\" }}\n");

        Assert.Equal(["network.key-taken"], await answer.CodesAsync());
        Assert.DoesNotContain("thief", await (await server.GetAsync("administrator@karolinska", "/api/network")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("P11-13")]
    [Requirement("P11-17")]
    public async Task The_id_of_somebody_is_never_given_to_another_human()
    {
        await using var server = await RunningServer.StartAsync();
        await Load(server, "administrator@operations", File);
        var other = File.Replace("name: Eva Lind", "name: Per Berg", StringComparison.Ordinal);

        var unasked = await Load(server, "administrator@operations", "reason: New colleague.\n" + other);
        var wrong = await Load(server, "administrator@operations", "reason: Married.\n" + other.Replace("site: uppsala", "formerly: Eva Lindt, site: uppsala", StringComparison.Ordinal));

        Assert.Equal(["network.name-changed"], await unasked.CodesAsync());
        Assert.Equal(["network.name-changed"], await wrong.CodesAsync());
        Assert.Contains("formerly: \"Eva Lind\"", (await unasked.JsonAsync()).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("Eva Lind", server.App.Services.GetRequiredService<Keyring>().Now.People["eva-lind"].Name);

        var married = await Load(server, "administrator@operations", "reason: Married in May.\n" + File.Replace("name: Eva Lind", "name: Eva Berg, formerly: Eva Lind", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, married.StatusCode);
        Assert.Equal("Eva Berg", server.App.Services.GetRequiredService<Keyring>().Now.People["eva-lind"].Name);
    }

    [Fact]
    [Requirement("P11-05")]
    [Requirement("A11-06")]
    public async Task Each_changed_field_stands_in_the_log_with_old_and_new_value_who_when_and_why()
    {
        await using var server = await RunningServer.StartAsync();
        const string before = "network: N\npeople:\n  mia-sand: { name: Mia Sand, site: karolinska, roles: [ward-nurse, apheresis-nurse], qualifications: { apheresis: 2027-12-31 } }\n";
        var after = before.Replace("[ward-nurse, apheresis-nurse]", "[physician]", StringComparison.Ordinal).Replace("2027-12-31", "2028-12-31", StringComparison.Ordinal);
        await Load(server, "administrator@karolinska", before);
        Assert.Equal(["network.reason-missing"], await (await Load(server, "administrator@karolinska", after)).CodesAsync());
        server.Clock.AdvanceMinutes(5);

        Assert.Equal(HttpStatusCode.OK, (await Load(server, "administrator@karolinska", after, "?reason=Licensed%20as%20a%20physician.")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Load(server, "administrator@karolinska", after)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Load(server, "administrator@operations", after.Replace("site: karolinska", "site: charite", StringComparison.Ordinal), "?reason=Moved.")).StatusCode);

        var left = await RowsAsync(server, "quality@karolinska");
        Assert.Equal(
            [
                ("added", "Mia Sand; apheresis-nurse, ward-nurse; apheresis until 2027-12-31", "administrator-karolinska"),
                ("roles changed", "apheresis-nurse, ward-nurse -> physician; reason: Licensed as a physician.", "administrator-karolinska"),
                ("qualifications changed", "apheresis until 2027-12-31 -> apheresis until 2028-12-31; reason: Licensed as a physician.", "administrator-karolinska"),
                ("site changed", "karolinska -> charite; reason: Moved.", "administrator-operations"),
            ], left.Select(r => (r.Outcome, r.Detail, r.Actor)));
        Assert.Equal(left[0].At.AddMinutes(5), left[1].At);
        Assert.Equal([("site changed", "karolinska -> charite; reason: Moved.", "administrator-operations")], (await RowsAsync(server, "quality@charite")).Select(r => (r.Outcome, r.Detail, r.Actor)));

        static async Task<List<(string Outcome, string Detail, string Actor, DateTimeOffset At)>> RowsAsync(RunningServer server, string who) =>
            [.. (await (await server.GetAsync(who, "/api/audit?person=mia-sand")).JsonAsync()).GetProperty("entries").EnumerateArray().Where(e => e.GetProperty("act").GetString() == "person").Reverse()
                .Select(e => (e.GetProperty("outcome").GetString()!, e.GetProperty("detail").GetString()!, e.GetProperty("actor").GetString()!, e.GetProperty("at").GetDateTimeOffset()))];
    }

    [Fact]
    [Requirement("A11-06")]
    public async Task The_audit_report_of_a_person_tells_which_role_they_had_when_without_the_words_of_the_reason()
    {
        await using var server = await RunningServer.StartAsync(now: NodaTime.Instant.FromUtc(2026, 1, 12, 8, 0));
        const string file = "network: N\npeople:\n  mia-sand: { name: Mia Sand, site: karolinska, roles: [ward-nurse] }\n";
        await Load(server, "administrator@karolinska", file);
        await Load(server, "administrator@karolinska", file.Replace("ward-nurse", "physician", StringComparison.Ordinal), "?reason=After%20the%20case%20of%20Anna%20Patient");

        foreach (var format in new[] { "json", "csv" })
        {
            var report = await (await server.GetAsync("quality@karolinska", $"/api/audit/people/mia-sand?from=2026-01-01&to=2026-01-31&format={format}")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            var text = System.Text.RegularExpressions.Regex.Unescape(report);
            Assert.Contains("ward-nurse -> physician", text, StringComparison.Ordinal);
            Assert.DoesNotContain("Anna Patient", text, StringComparison.Ordinal);
        }
        // Also when they have left.
        Assert.Equal(HttpStatusCode.NoContent, (await server.PostAsync("administrator@karolinska", "/api/accounts/mia-sand/deactivation", new { reason = "Left." })).StatusCode);
        var pdf = await server.GetAsync("quality@karolinska", "/api/audit/people/mia-sand?from=2026-01-01&to=2026-01-31&lang=sv");
        Assert.Equal(HttpStatusCode.OK, pdf.StatusCode);
        Assert.Equal("application/pdf", pdf.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    [Requirement("P11-05")]
    public async Task A_changed_site_stands_in_the_log_with_old_and_new_value()
    {
        await using var server = await RunningServer.StartAsync();
        const string file = "network: N\nreason: Moved house.\nsites:\n  karolinska: { name: Karolinska University Hospital, kind: hospital, zone: Europe/Stockholm, city: Huddinge, country: SE }\n";

        await Load(server, "administrator@karolinska", file);

        var rows = (await (await server.GetAsync("quality@karolinska", "/api/audit")).JsonAsync()).GetProperty("entries").EnumerateArray().Where(e => e.GetProperty("act").GetString() == "site").ToList();
        Assert.Equal("A city -> Huddinge; reason: Moved house.", Assert.Single(rows, r => r.GetProperty("outcome").GetString() == "city changed").GetProperty("detail").GetString());
    }

    private static Task<HttpResponseMessage> Load(RunningServer server, string who, string text, string query = "") =>
        server.As(who).PostAsync("/api/network" + query, new StringContent(text, Encoding.UTF8, "application/yaml"));
}
