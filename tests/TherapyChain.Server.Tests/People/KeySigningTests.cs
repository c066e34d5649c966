using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using TherapyChain.Domain.Custody;
using TherapyChain.Server.Tests.Pages;
using TherapyChain.Storage.Accounts;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests.People;

/// <summary>An API key never signs by itself (21 CFR 11.200(a)(1)): it must be named to sign, and its holder gives id and password, each time.</summary>
public sealed class KeySigningTests
{
    private const string Step = "complete-collection", Nurse = "apheresis-nurse@karolinska", NurseId = "apheresis-nurse-karolinska";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static readonly object Right = new { person = NurseId, password = Colleague.Password };

    [Fact]
    [Requirement("P11-15")]
    public async Task A_key_for_which_no_scope_was_named_does_not_sign_wherever_it_was_made()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await (await HttpScenario.BeginAsync(server)).AtAsync("collecting");
        TestCredentials.Of(server, Nurse);
        var keys = new List<string>();
        foreach (var body in new[] { "{}", """{ "label": "centrifuge" }""" })
            keys.Add((await (await server.PostAsync("administrator@karolinska", $"/api/network/people/{NurseId}/keys", body)).JsonAsync()).GetProperty("key").GetString()!);
        // A network file gives a key to who has none, and takes up one that somebody holds already.
        await server.As("administrator@karolinska").DeleteAsync($"/api/network/people/{NurseId}/keys", Ct);
        var made = await server.As("administrator@karolinska").PostAsync("/api/network", Yaml(""), Ct);
        keys[0] = Assert.Single((await made.JsonAsync()).GetProperty("keys").EnumerateArray()).GetProperty("key").GetString()!;
        keys[1] = TestNetwork.KeyOf("centrifuge");
        await server.As("administrator@karolinska").PostAsync("/api/network", Yaml($", key-sha256: \"{Hash.Of(Encoding.ASCII.GetBytes(keys[1]))}\""), Ct);
        keys.Add((await (await server.PostAsync("administrator@karolinska", $"/api/network/people/{NurseId}/keys", "{}")).JsonAsync()).GetProperty("key").GetString()!);
        var seq = order.Order.Seq;

        foreach (var key in keys) Assert.Equal(["signature.key-scope"], await (await SignAsync(server, order, Right, key)).CodesAsync());
        // Nor does the session that it opens.
        using var browser = await new Browser(server.Address).SignInAsync(keys[0]);
        Assert.Equal(["signature.key-scope"], await (await browser.PostJsonAsync($"{order.Path}/steps/{Step}", Form(order, Right))).CodesAsync());
        Assert.Equal(seq, order.Order.Seq);

        static StringContent Yaml(string key)
        {
            var qualified = string.Join(", ", Shipped.WorkflowIds.SelectMany(w => Shipped.Workflow(w).Steps).SelectMany(s => s.By.Qualified).Distinct().Select(q => $"{q}: 2030-12-31"));
            return new($"network: N\npeople:\n  {NurseId}: {{ name: \"apheresis-nurse karolinska\", site: karolinska, roles: [apheresis-nurse], qualifications: {{ {qualified} }}{key} }}\n", Encoding.UTF8, "application/yaml");
        }
    }

    [Fact]
    [Requirement("P11-15")]
    public async Task The_first_administrators_key_may_read_and_write()
    {
        await using var server = await RunningServer.StartAsync(network: false);
        await using var db = server.App.Services.GetRequiredService<AccountsFile>().CreateDb();

        Assert.Equal(["read", "write"], (await db.Keys.SingleAsync(Ct)).Scope);
    }

    [Fact]
    [Requirement("P11-15", "P11-16")]
    public async Task Each_signature_with_a_key_takes_its_holders_id_and_password()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await (await HttpScenario.BeginAsync(server)).AtAsync("collecting");
        var another = await (await HttpScenario.BeginAsync(server, reference: "2026-0002")).AtAsync("collecting");
        var seq = order.Order.Seq;

        // Whoever issued the key and has nothing else signs nothing, neither for somebody who has no password yet.
        await AssertAsync(Right, ("signature.no-password", "credentials.password"));
        TestCredentials.Of(server, Nurse);
        await AssertAsync(null, ("signature.credentials", "credentials.person"), ("signature.credentials", "credentials.password"));
        await AssertAsync(new { }, ("signature.credentials", "credentials.person"), ("signature.credentials", "credentials.password"));
        await AssertAsync(new { person = NurseId }, ("signature.credentials", "credentials.password"));
        await AssertAsync(new { password = Colleague.Password }, ("signature.credentials", "credentials.person"));
        await AssertAsync(new { person = "apheresis-nurse-2-karolinska", password = Colleague.Password }, ("signature.other-person", "credentials.person"));
        await AssertAsync(new { person = NurseId, password = "wrong" }, ("signature.password", "credentials.password"));
        Assert.Equal(seq, order.Order.Seq);

        Assert.Equal(HttpStatusCode.OK, (await SignAsync(server, order, Right)).StatusCode);
        var entry = (await (await server.GetAsync("quality@karolinska", $"{order.Path}/entries")).JsonAsync()).GetProperty("entries").EnumerateArray().Last();
        Assert.Equal((NurseId, "apheresis-nurse karolinska"), (entry.GetProperty("actor").GetString(), entry.GetProperty("data").GetProperty("signature").GetProperty("name").GetString()));
        // A key is no session: the next signature takes both again.
        Assert.Equal(["signature.credentials"], await (await SignAsync(server, another, new { password = Colleague.Password })).CodesAsync());
        Assert.Equal(HttpStatusCode.OK, (await SignAsync(server, another, Right)).StatusCode);

        Assert.Equal(
            [("vouched", "key"), ("refused", "credentials, key"), ("vouched", "key"), ("refused", "password, key"), ("refused", "other-person, key"),
                .. Enumerable.Repeat(("refused", "credentials, key"), 4), ("refused", "no-password, key")],
            await LoggedAsync(server, "signing"));

        async Task AssertAsync(object? credentials, params (string, string)[] expected)
        {
            var answer = await (await SignAsync(server, order, credentials)).JsonAsync();
            Assert.Equal(expected, answer.GetProperty("reasons").EnumerateArray().Select(r => (r.GetProperty("code").GetString()!, r.GetProperty("field").GetString()!)));
        }
    }

    [Fact]
    [Requirement("P11-20")]
    public async Task Guessing_with_a_key_locks_the_account_and_no_key_signs_until_the_lock_ends()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await (await HttpScenario.BeginAsync(server)).AtAsync("collecting");
        TestCredentials.Of(server, Nurse);

        for (var i = 0; i < 4; i++) Assert.Equal(["signature.password"], await (await SignAsync(server, order, new { person = NurseId, password = $"guess {i}" })).CodesAsync());
        Assert.Equal(["signature.locked"], await (await SignAsync(server, order, new { person = NurseId, password = "guess 5" })).CodesAsync());
        Assert.Equal(["signature.locked"], await (await SignAsync(server, order, Right)).CodesAsync());
        Assert.Equal([("done", "after 5 failures, for 15 minutes")], await LoggedAsync(server, "lock-out"));

        server.Clock.AdvanceMinutes(16);
        Assert.Equal(HttpStatusCode.OK, (await SignAsync(server, order, Right)).StatusCode);
    }

    [Fact]
    [Requirement("P11-15")]
    public async Task A_session_that_a_key_opened_takes_both_at_each_signature_too()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await (await HttpScenario.BeginAsync(server)).AtAsync("collecting");
        var another = await (await HttpScenario.BeginAsync(server, reference: "2026-0002")).AtAsync("collecting");
        TestCredentials.Of(server, Nurse);
        using var browser = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf(Nurse));

        Assert.Equal(HttpStatusCode.OK, (await browser.PostJsonAsync($"{order.Path}/steps/{Step}", Form(order, Right))).StatusCode);
        Assert.Equal(["signature.credentials"], await (await browser.PostJsonAsync($"{another.Path}/steps/{Step}", Form(another, new { password = Colleague.Password }))).CodesAsync());
        Assert.Contains("id=\"credentials-person\"", await browser.TextAsync($"/orders/{another.Id}/steps/{Step}"), StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("FJ-03")]
    public async Task A_key_is_nobodys_second_person()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await (await HttpScenario.BeginAsync(server)).AtAsync("kit-ready");
        var form = order.Form("start-collection");
        form["second"] = new JsonObject { ["key"] = TestNetwork.KeyOf("apheresis-nurse-2@karolinska") };
        var seq = order.Order.Seq;

        var answer = await order.PostAsync("start-collection", form);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("There is no member \"key\". Known here: person, password.", (await answer.JsonAsync()).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(seq, order.Order.Seq);
        Assert.Equal(HttpStatusCode.OK, (await order.PostAsync("start-collection", order.Form("start-collection"))).StatusCode);
        Assert.Contains(("vouched", ""), await LoggedAsync(server, "second-check", "apheresis-nurse-2-karolinska"));
    }

    private static JsonObject Form(HttpScenario order, object? credentials)
    {
        var form = order.Form(Step);
        if (credentials is not null) form["credentials"] = JsonNode.Parse(JsonSerializer.Serialize(credentials));
        return form;
    }

    private static Task<HttpResponseMessage> SignAsync(RunningServer server, HttpScenario order, object? credentials, string? key = null)
    {
        var client = server.Stranger();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key ?? TestNetwork.KeyOf(Nurse));
        return client.PostAsync($"{order.Path}/steps/{Step}", new StringContent(Form(order, credentials).ToJsonString(), Encoding.UTF8, "application/json"), Ct);
    }

    // Newest first.
    private static async Task<List<(string, string)>> LoggedAsync(RunningServer server, string act, string person = NurseId) =>
        [.. (await (await server.GetAsync("quality@karolinska", $"/api/audit?person={person}")).JsonAsync()).GetProperty("entries").EnumerateArray().Where(e => e.GetProperty("act").GetString() == act)
            .Select(e => (e.GetProperty("outcome").GetString()!, e.TryGetProperty("detail", out var detail) ? detail.GetString() ?? "" : ""))];
}
