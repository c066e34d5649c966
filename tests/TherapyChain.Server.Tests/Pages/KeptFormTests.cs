using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests.Pages;

/// <summary>Nothing typed is ever lost: a form that came too late gives back what stood in its fields, and one whose work was done meanwhile says so.</summary>
public sealed class KeptFormTests
{
    private const string Typed = "Typed before the <b>session</b> ended.";

    [Theory]
    [InlineData("coordinator@karolinska", "/orders/new?workflow=car-t-autologous-cryo", "Begin the order", "Reference")]
    [InlineData("coordinator@karolinska", "/orders/{order}", "Put on hold", "Reason")]
    [InlineData("coordinator@karolinska", "/orders/{order}/deviations", "Record this deviation", "description")]
    [InlineData("administrator@operations", "/people/coordinator-charite/change", "Look at what would change", "name")]
    [InlineData("administrator@operations", "/network/charite/change", "Look at what would change", "name")]
    [InlineData("administrator@operations", "/people/coordinator-charite", "End the access of", "end.reason")]
    [InlineData("coordinator@karolinska", "/?show=held", "Keep this filter as", "Name")]
    public async Task What_was_typed_into_a_form_that_had_grown_old_stands_in_its_field_again_and_is_said_to(string who, string page, string button, string field)
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);
        using var browser = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf(who));
        var path = page.Replace("{order}", order.Id, StringComparison.Ordinal);
        var shown = await browser.GetAsync(path);

        var old = await browser.GoOnAsync(shown, path, button, ("__RequestVerificationToken", "old"), (field, Typed));
        var opened = await browser.TextAsync(path);
        var discarded = await browser.SubmitAsync(path, "Discard it and begin anew");
        var later = await browser.TextAsync(path);

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.Redirect, path), (old.StatusCode, discarded.StatusCode, discarded.Headers.Location?.PathAndQuery()));
        Assert.Contains(WebUtility.HtmlEncode(Typed), await old.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("The form had grown old: the browser was closed, or somebody signed in anew, after it was opened. What you typed is here again", opened, StringComparison.Ordinal);
        Assert.DoesNotContain("Your session had ended", opened, StringComparison.Ordinal);
        Assert.Contains(WebUtility.HtmlEncode(Typed), Regex.Match(opened, $"<(input|textarea)[^>]* name=\"{Regex.Escape(field)}\"[^>]*>[^<]*").Value, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>session", opened, StringComparison.Ordinal);
        Assert.DoesNotContain("What you typed is here again", later, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_whose_work_was_done_meanwhile_says_so_and_keeps_what_was_typed()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);
        await server.PostAsync("quality@karolinska", $"{order.Path}/hold", new { reason = "Something is amiss." });
        var hold = order.Order.Holds[0].Seq;
        using var first = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf("quality@karolinska"));
        using var second = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf("quality@karolinska"));
        var path = $"/orders/{order.Id}/holds/{hold}";
        var (shown, overview) = (await second.GetAsync(path), await second.GetAsync($"/orders/{order.Id}"));
        Assert.Equal(HttpStatusCode.Redirect, (await first.SubmitAsync(path, "Resolve this hold", ("reason", "Looked into."))).StatusCode);

        var late = await second.GoOnAsync(shown, path, "Resolve this hold", ("reason", Typed));
        var later = await second.GoOnAsync(overview, $"/orders/{order.Id}", "Resolve this hold", ("Reason", Typed));

        Assert.All([late, later], answer => Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode));
        var text = await late.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("This has been done, or is no longer possible.", text, StringComparison.Ordinal);
        Assert.Contains(WebUtility.HtmlEncode(Typed), text, StringComparison.Ordinal);
        Assert.False(order.Order.IsOnHold);
    }

    [Theory]
    [InlineData("/network/charite/change")]
    [InlineData("/people/coordinator-charite/change")]
    [InlineData("/add-site")]
    public async Task A_change_of_the_network_left_open_over_a_restart_of_the_server_loses_nothing(string path)
    {
        const string who = "administrator@operations";
        var folder = TempFolder.New();
        HttpResponseMessage shown;
        await using (var before = await RunningServer.StartAsync(folder.FullName))
        {
            using var browser = await new Browser(before.Address).SignInAsync(TestNetwork.KeyOf(who));
            shown = await browser.GetAsync(path);
            await before.StopAsync();
        }
        await using (var server = await RunningServer.StartAsync(folder.FullName, network: false))
        {
            using var again = new Browser(server.Address);
            await again.GoOnAsync(shown, path, "Look at what would change", ("name", Typed));
            await again.SignInAsync(TestNetwork.KeyOf(who));
            Assert.Contains($"value=\"{WebUtility.HtmlEncode(Typed)}\"", await again.TextAsync(path), StringComparison.Ordinal);
            await server.StopAsync();
        }
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_form_left_open_over_a_restart_of_the_server_loses_nothing_and_is_forgotten_when_its_work_is_done()
    {
        const string who = "coordinator@karolinska";
        var before = await RunningServer.StartAsync();
        var id = (await HttpScenario.BeginAsync(before)).Id;
        var path = $"/orders/{id}/deviations";
        using var browser = await new Browser(before.Address).SignInAsync(TestNetwork.KeyOf(who));
        var shown = await browser.GetAsync(path);
        var folder = await before.StopAsync();
        await using var server = await RunningServer.StartAsync(folder, network: false);
        try
        {
            using var again = new Browser(server.Address);
            var ended = await again.GoOnAsync(shown, path, "Record this deviation", ("description", Typed), ("category", "delay"), ("credentials.password", "seven kettles"));
            Assert.StartsWith("/sign-in?return=", ended.Headers.Location?.PathAndQuery(), StringComparison.Ordinal);

            // Nobody else gets it, and the file tells it to nobody.
            using var colleague = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf("quality@karolinska"));
            Assert.DoesNotContain("What you typed is here again", await colleague.TextAsync(path), StringComparison.Ordinal);
            Assert.DoesNotContain("Typed before", Encoding.UTF8.GetString(await ReadAsync(Path.Combine(folder, "accounts.db"))), StringComparison.Ordinal);

            await again.SignInAsync(TestNetwork.KeyOf(who));
            var opened = await again.GetAsync(path);
            Assert.Contains(WebUtility.HtmlEncode(Typed), await opened.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
            Assert.Contains("Your session had ended. What you typed is here again", await opened.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
            // Looking at it does not use it up; recording does.
            Assert.Contains(WebUtility.HtmlEncode(Typed), await again.TextAsync(path), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.Redirect, (await again.GoOnAsync(opened, path, "Record this deviation", ("description", "Late."), ("category", "delay"))).StatusCode);
            Assert.DoesNotContain("What you typed is here again", await again.TextAsync(path), StringComparison.Ordinal);
        }
        finally
        {
            await server.StopAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_draft_ends_after_a_week_and_with_the_sign_out_of_its_person_alone_and_a_forged_mark_makes_none()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);
        var path = $"/orders/{order.Id}/deviations";
        using var first = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf("coordinator@karolinska"));
        using var second = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf("quality@karolinska"));
        foreach (var browser in new[] { first, second })
            await browser.SubmitAsync(path, "Record this deviation", ("__RequestVerificationToken", "old"), ("description", Typed));

        await first.PostAsync("/session/end", []);
        await first.SignInAsync(TestNetwork.KeyOf("coordinator@karolinska"));
        Assert.DoesNotContain("What you typed is here again", await first.TextAsync(path), StringComparison.Ordinal);
        Assert.Contains("What you typed is here again", await second.TextAsync(path), StringComparison.Ordinal);

        server.Clock.AdvanceDays(7);
        await second.SignInAsync(TestNetwork.KeyOf("quality@karolinska"));
        Assert.DoesNotContain("What you typed is here again", await second.TextAsync(path), StringComparison.Ordinal);

        using var stranger = new Browser(server.Address);
        await stranger.PostAsync(path, [new("_whose", TestNetwork.IdOf("quality@karolinska")), new("_handler", "deviation"), new("description", Typed)]);
        Assert.DoesNotContain("What you typed is here again", await second.TextAsync(path), StringComparison.Ordinal);
    }

    // The server has it open.
    private static async Task<byte[]> ReadAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, TestContext.Current.CancellationToken);
        return bytes.ToArray();
    }

    [Fact]
    public async Task Stopping_an_order_is_never_too_late_and_pressing_twice_stops_once()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);
        using var browser = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf("coordinator@karolinska"));
        var (path, shown) = ($"/orders/{order.Id}", await browser.GetAsync($"/orders/{order.Id}"));
        await order.TakeAsync("refer-patient");

        var stopped = await browser.GoOnAsync(shown, path, "Put on hold", ("Reason", "The patient has a fever."));
        var again = await browser.GoOnAsync(shown, path, "Put on hold", ("Reason", "The patient has a fever."));

        Assert.Equal((HttpStatusCode.Redirect, HttpStatusCode.Redirect), (stopped.StatusCode, again.StatusCode));
        Assert.Single(order.Order.Holds);
    }
}
