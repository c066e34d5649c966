using System.Net;
using System.Text.RegularExpressions;

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
    public async Task What_was_typed_into_a_form_that_had_grown_old_stands_in_its_field_again_and_is_said_to(string who, string page, string button, string field)
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);
        using var browser = await new Browser(server.Address).SignInAsync(TestNetwork.KeyOf(who));
        var path = page.Replace("{order}", order.Id, StringComparison.Ordinal);
        var shown = await browser.GetAsync(path);

        var old = await browser.GoOnAsync(shown, path, button, ("__RequestVerificationToken", "old"), (field, Typed));
        var opened = await browser.TextAsync(path);
        var later = await browser.TextAsync(path);

        Assert.Equal(HttpStatusCode.BadRequest, old.StatusCode);
        Assert.Contains(WebUtility.HtmlEncode(Typed), await old.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("What you typed is here again", opened, StringComparison.Ordinal);
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
