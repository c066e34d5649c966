using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using TherapyChain.Server.Access;
using TherapyChain.Server.Words;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests.Pages;

/// <summary>Sites and people as administrators keep them in a browser, by the rules of the network file.</summary>
public sealed class NetworkPageTests
{
    private static readonly (string, string)[] Site = [("name", "Karolinska University Hospital"), ("kind", "hospital"), ("city", "A city"), ("country", "SE"), ("zone", "Europe/Stockholm"), ("fin", "B1234")];

    [Fact]
    [Requirement("P11-05")]
    public async Task A_site_is_changed_by_its_own_administrator_who_sees_old_and_new_value_first_and_says_why()
    {
        await using var server = await RunningServer.StartAsync();
        using var browser = await SignInAsync(server, "administrator@karolinska");
        const string page = "/network/karolinska/change";

        var shown = await browser.SubmitAsync(page, "Look at what would change", With(Site, ("city", "Huddinge"), ("accreditation.0.name", "JACIE <b>"), ("accreditation.0.valid-until", "2026-02-01")));
        var html = await TextAsync(shown);
        Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
        Assert.Contains("<del>A city</del>", html, StringComparison.Ordinal);
        Assert.Contains("<ins>Huddinge</ins>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("JACIE <b>", html, StringComparison.Ordinal);
        Assert.Equal("A city", SiteOf(server, "karolinska").City);

        var unsaid = await browser.GoOnAsync(shown, page, "Record this", ("reason", " "));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unsaid.StatusCode);
        var recorded = await browser.GoOnAsync(unsaid, page, "Record this", ("reason", "Moved house."));
        Assert.Equal("/network/karolinska?done=changed", recorded.Headers.Location?.PathAndQuery());

        Assert.Equal(("Huddinge", "B1234", "JACIE <b>"), (SiteOf(server, "karolinska").City, SiteOf(server, "karolinska").Fin, SiteOf(server, "karolinska").Accreditations[0].Name));
        Assert.Contains("A city -> Huddinge; reason: Moved house.", await AuditAsync(server, "quality@karolinska"), StringComparison.Ordinal);
        using var inspector = await SignInAsync(server, "inspector@karolinska");
        var network = await inspector.TextAsync("/network");
        Assert.Contains("JACIE &lt;b&gt;", network, StringComparison.Ordinal);
        Assert.Contains("Expires soon", network, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_wrong_with_a_site_is_told_at_once_and_nothing_typed_is_lost()
    {
        await using var server = await RunningServer.StartAsync();
        using var browser = await SignInAsync(server, "administrator@operations");

        var refused = await browser.SubmitAsync("/add-site", "Look at what would change",
            ("id", "Bad Id"), ("name", ""), ("kind", "circus"), ("country", "Sweden"), ("zone", "Europe/Stokholm"), ("fin", "A99"), ("accreditation.1.name", "FACT"), ("accreditation.1.valid-until", "soon"));
        var html = WebUtility.HtmlDecode(await TextAsync(refused));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        foreach (var field in new[] { "id", "name", "kind", "country", "zone", "fin", "accreditation-1-valid-until" }) Assert.Contains($"id=\"{field}-error\"", html, StringComparison.Ordinal);
        Assert.Contains("Did you mean \"Europe/Stockholm\"?", html, StringComparison.Ordinal);
        Assert.Contains("value=\"Bad Id\"", html, StringComparison.Ordinal);
        Assert.Contains("value=\"FACT\"", html, StringComparison.Ordinal);
        var taken = await browser.SubmitAsync("/add-site", "Look at what would change", ("id", "lund"), ("name", "Lund"), ("kind", "hospital"), ("zone", "Europe/Stockholm"), ("fin", "B1234"));
        Assert.Contains("id=\"fin-error\"", await TextAsync(taken), StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("P11-04")]
    public async Task No_administrator_changes_another_site_or_its_people_by_a_form()
    {
        await using var server = await RunningServer.StartAsync();
        using var browser = await SignInAsync(server, "administrator@karolinska");

        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync("/network/charite/change")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync("/add-site")).StatusCode);
        foreach (var path in new[] { "/people/physician-charite", "/people/physician-charite/change" }) Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync(path)).StatusCode);
        Assert.DoesNotContain("physician-charite", await browser.TextAsync("/people?text=physician&site=charite"), StringComparison.Ordinal);
        using var coordinator = await SignInAsync(server, "coordinator@karolinska");
        Assert.DoesNotContain("physician charite", await coordinator.TextAsync("/network/charite"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await coordinator.GetAsync("/people")).StatusCode);
        // The form of one's own, with the name of another site in it.
        var shown = await browser.SubmitAsync("/network/karolinska/change", "Look at what would change", With(Site, ("id", "charite"), ("city", "Elsewhere")));
        var recorded = await browser.GoOnAsync(shown, "/network/karolinska/change", "Record this", ("id", "charite"), ("reason", "Mine."));
        Assert.Equal("/network/karolinska?done=changed", recorded.Headers.Location?.PathAndQuery());
        Assert.Equal("A city", SiteOf(server, "charite").City);
        var moved = await browser.SubmitAsync("/people/physician-karolinska/change", "Look at what would change", ("name", "physician karolinska"), ("site", "charite"), ("roles", "physician"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, moved.StatusCode);
        Assert.Contains("does not belong to your site", await TextAsync(moved), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Roles_and_qualifications_that_would_change_are_told_in_words_of_the_reader_and_logged_as_files_write_them()
    {
        await using var server = await RunningServer.StartAsync();
        using var browser = await SignInAsync(server, "administrator@karolinska");
        await browser.PostAsync("/language", [new("language", "de"), new("return", "/")]);
        var german = PageTongue.In("de");

        var shown = await browser.SubmitAsync("/people/physician-karolinska/change", "name=\"roles\"",
            ("name", "physician karolinska"), ("site", "karolinska"), ("roles", "ward-nurse"), ("roles", "cell-lab"), ("qualification.0.name", "apheresis"), ("qualification.0.until", "2030-12-31"));
        var changes = Regex.Match(WebUtility.HtmlDecode(await TextAsync(shown)), "<table class=\"list changes\">.*?</table>", RegexOptions.Singleline).Value;

        Assert.Contains($"<del>{german.NameOf("role", "physician")}</del>", changes, StringComparison.Ordinal);
        Assert.Contains($"<ins>{german.NameOf("role", "cell-lab")}, {german.NameOf("role", "ward-nurse")}</ins>", changes, StringComparison.Ordinal);
        Assert.Contains($"{german.NameOf("qualification", "apheresis")} bis 2030-12-31", changes, StringComparison.Ordinal);
        Assert.DoesNotContain("ward-nurse", changes, StringComparison.Ordinal);

        await browser.GoOnAsync(shown, "/people/physician-karolinska/change", "class=\"main\"", ("reason", "New work."));
        Assert.Contains("physician -> cell-lab, ward-nurse", Regex.Unescape(await TextAsync(await server.GetAsync("administrator@karolinska", "/api/audit"))), StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("P11-17")]
    public async Task A_colleague_is_added_without_a_key_invited_with_an_identity_check_changed_with_a_reason_and_let_go()
    {
        await using var server = await RunningServer.StartAsync();
        using var browser = await SignInAsync(server, "administrator@karolinska");
        var keys = server.App.Services.GetRequiredService<Keyring>();

        var shown = await browser.SubmitAsync("/add-person", "Look at what would change",
            ("id", "mia-sand"), ("name", "Mia Sand"), ("site", "karolinska"), ("roles", "physician"), ("qualification.0.name", "apheresis"), ("qualification.0.until", "2025-12-31"));
        var added = await browser.GoOnAsync(shown, "/add-person", "Record this");
        Assert.Equal("/people/mia-sand?done=added", added.Headers.Location?.PathAndQuery());
        Assert.Empty(keys.Now.KeysOf("mia-sand"));
        Assert.Contains("Expired", await browser.TextAsync("/people"), StringComparison.Ordinal);

        var unseen = await browser.SubmitAsync("/people/mia-sand", "Make an invitation", ("identity", ""));
        Assert.Contains("identity-error", await TextAsync(unseen), StringComparison.Ordinal);
        var invited = await browser.SubmitAsync("/people/mia-sand", "Make an invitation", ("identity", "Passport seen by Rosa Lang, 12 January"));
        var code = System.Text.RegularExpressions.Regex.Match(await TextAsync(invited), "/set-password\\?code=([A-Z0-9-]+)").Groups[1].Value;
        Assert.NotEmpty(code);
        Assert.DoesNotContain(code, await browser.TextAsync("/people/mia-sand"), StringComparison.Ordinal);

        var change = await browser.SubmitAsync("/people/mia-sand/change", "Look at what would change", ("name", "Mia Sand"), ("site", "karolinska"), ("roles", "ward-nurse"));
        Assert.Equal("/people/mia-sand?done=changed", (await browser.GoOnAsync(change, "/people/mia-sand/change", "Record this", ("reason", "Moved to the ward."))).Headers.Location?.PathAndQuery());
        var renamed = await browser.SubmitAsync("/people/mia-sand/change", "Look at what would change", ("name", "Per Berg"), ("site", "karolinska"), ("roles", "ward-nurse"));
        Assert.Contains("same-person-error", await TextAsync(renamed), StringComparison.Ordinal);
        var ended = await browser.SubmitAsync("/people/mia-sand", "End the access of", ("end.reason", "Left."));
        Assert.Equal(HttpStatusCode.Redirect, ended.StatusCode);
        Assert.False(keys.Now.People.ContainsKey("mia-sand"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.SubmitAsync("/add-person", "Look at what would change", ("id", "mia-sand"), ("name", "Other"), ("site", "karolinska"), ("roles", "physician"))).StatusCode);
        var log = await AuditAsync(server, "quality@karolinska", "?person=mia-sand");
        foreach (var row in new[] { "physician -> ward-nurse; reason: Moved to the ward.", "identity: Passport seen by Rosa Lang", "Left." }) Assert.Contains(row, log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_somebody_else_changed_meanwhile_is_looked_at_again()
    {
        await using var server = await RunningServer.StartAsync();
        using var one = await SignInAsync(server, "administrator@karolinska");
        using var two = await SignInAsync(server, "administrator-2@karolinska");
        const string page = "/network/karolinska/change";
        var first = await one.SubmitAsync(page, "Look at what would change", With(Site, ("city", "Huddinge")));
        var second = await two.SubmitAsync(page, "Look at what would change", With(Site, ("city", "Solna")));
        await two.GoOnAsync(second, page, "Record this", ("reason", "Second was faster."));

        var again = await one.GoOnAsync(first, page, "Record this", ("reason", "First."));

        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Contains("<del>Solna</del>", await TextAsync(again), StringComparison.Ordinal);
        Assert.Equal("Solna", SiteOf(server, "karolinska").City);
    }

    [Fact]
    public async Task A_key_is_issued_with_scope_and_last_day_shown_once_and_revoked()
    {
        await using var server = await RunningServer.StartAsync();
        using var browser = await SignInAsync(server, "administrator@karolinska");
        const string page = "/people/cell-lab-karolinska";

        var wrong = await browser.SubmitAsync(page, "Issue this key", ("scope", "read"), ("expires", "2020-01-01"), ("label", "old"));
        Assert.Contains("expires-error", await TextAsync(wrong), StringComparison.Ordinal);
        var made = await TextAsync(await browser.SubmitAsync(page, "Issue this key", ("scope", "read"), ("expires", "2027-12-31"), ("label", "analyser")));
        var key = System.Text.RegularExpressions.Regex.Match(made, "tc_[A-Za-z0-9_-]{43}").Value;
        Assert.Equal(HttpStatusCode.OK, await AsAsync(server, key));
        var after = await browser.TextAsync(page);
        Assert.DoesNotContain(key, after, StringComparison.Ordinal);
        Assert.Contains("31 Dec 2027", after, StringComparison.Ordinal);
        await browser.SubmitAsync(page, $"revoke-{ApiKey.HashOf(key)}");
        Assert.Equal(HttpStatusCode.Unauthorized, await AsAsync(server, key));
    }

    private static async Task<HttpStatusCode> AsAsync(RunningServer server, string key)
    {
        using var client = server.Stranger();
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        return (await client.GetAsync("/api/me", TestContext.Current.CancellationToken)).StatusCode;
    }

    private static (string, string)[] With((string Name, string Value)[] fields, params (string Name, string Value)[] others) => [.. fields.Where(f => others.All(o => o.Name != f.Name)), .. others];

    private static Domain.Network.Site SiteOf(RunningServer server, string id) => server.App.Services.GetRequiredService<Keyring>().Now.Sites[id];

    private static async Task<string> AuditAsync(RunningServer server, string who, string query = "") =>
        System.Text.RegularExpressions.Regex.Unescape(await TextAsync(await server.GetAsync(who, "/api/audit" + query)));

    private static Task<string> TextAsync(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private static Task<Browser> SignInAsync(RunningServer server, string who) => new Browser(server.Address).SignInAsync(TestNetwork.KeyOf(who));
}
