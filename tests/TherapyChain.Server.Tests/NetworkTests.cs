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
        Assert.Equal(HttpStatusCode.OK, (await Load(server, "administrator@operations", file.Replace("site: karolinska", "site: charite", StringComparison.Ordinal))).StatusCode);
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

        Assert.Contains(findings, f => f.Line == line && f.Message.Contains(words, StringComparison.Ordinal));
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

    private static Task<HttpResponseMessage> Load(RunningServer server, string who, string text) =>
        server.As(who).PostAsync("/api/network", new StringContent(text, Encoding.UTF8, "application/yaml"));
}
