using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using TherapyChain.Domain.Identity;
using TherapyChain.Domain.Workflows;
using TherapyChain.Server.Access;
using TherapyChain.Server.Tests.Pages;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests.Practice;

/// <summary>What is practised besides steps: judging a hold, releasing, accounting for labels, and the shipments of those who give, take, carry and watch.</summary>
public sealed partial class PracticeTaskTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string Quality = "quality@karolinska", Courier = "courier@nordic-cryo";

    public static TheoryData<string> Workflows => [.. Shipped.WorkflowIds];

    // A donation number with its check character that no order of practice has.
    private static string Other => DonationNumber.TryParse("A999926000001", out var din, out _) ? din.Text + din.CheckCharacter : throw new FormatException();

    private RunningServer Server => shared.Server;

    [Theory]
    [MemberData(nameof(Workflows))]
    public async Task Every_kind_of_practice_is_completed_with_nothing_but_what_stands_on_the_screen(string workflow)
    {
        var kinds = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var role in Vocabulary.Roles.Order(StringComparer.Ordinal))
        {
            using var looker = Browser.In(Server, $"{role}@stranger-clinic");
            foreach (Match offer in Offer().Matches(await looker.TextAsync("/practice")))
                if (offer.Groups["workflow"].Value == workflow)
                    (kinds.TryGetValue(Kind(offer), out var roles) ? roles : kinds[Kind(offer)] = []).Add(role);
        }
        Assert.Empty(new[] { "holds", "release", "labels", "shipment", "shipment courier" }.Except(kinds.Keys));
        foreach (var (kind, roles) in kinds)
        {
            // Another role in each therapy.
            var role = roles[Shipped.WorkflowIds.TakeWhile(id => id != workflow).Count() % roles.Count];
            using var browser = Browser.In(Server, $"{role}@stranger-clinic");
            var task = kind.Split(' ')[0];
            var walker = await Walker.BeginAsync(browser, workflow, role, task: task);
            for (var done = 0; await walker.GoalAsync() is { } goal && done < 12; done++)
            {
                var answer = await walker.DoAsync();
                Assert.True((int)answer.StatusCode is >= 300 and < 400, $"{role} {task} {goal}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
            }
            await browser.TextAsync(walker.Page);
            var name = $"practice-{task}-{workflow}-1-{role}";
            Assert.True(Server.App.Services.GetRequiredService<Keyring>().Now.People[TestNetwork.IdOf($"{role}@stranger-clinic")].Qualifications.ContainsKey(name), $"{name}: {await browser.TextAsync(walker.Page)}");
        }

        static string Kind(Match offer) => offer.Groups["role"].Value is "courier" or "control-tower" or "customs-broker" ? $"{offer.Groups["task"].Value} {offer.Groups["role"].Value}" : offer.Groups["task"].Value;
    }

    [Fact]
    public async Task Quality_sees_the_two_codes_letter_by_letter_judges_the_hold_and_is_qualified_when_value_and_deviation_are_recorded_too()
    {
        using var browser = Browser.In(Server, Quality);
        var walker = await Walker.BeginAsync(browser, Walker.Cryo, "quality", task: "holds");
        Assert.Matches("^/orders/TRY[0-9A-Z-]+/holds/[0-9]+$", walker.Page);

        var page = await browser.TextAsync(walker.Page);
        Assert.Equal(2, Regex.Count(page, "<code>[^<]*<mark>[^<]</mark></code>"));
        Assert.DoesNotContain("/find?text=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"/quality\">Quality", page[page.IndexOf("<main", StringComparison.Ordinal)..], StringComparison.Ordinal);
        // Without a reason it is refused, in words, as at work.
        var refused = await browser.SubmitAsync(walker.Page, "name=\"reason\"", ("reason", " "));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);

        await walker.DoAsync();
        Assert.Contains("This hold is resolved", await browser.TextAsync(walker.Page), StringComparison.Ordinal);
        // A value put right wrongly is not the one in the paper.
        var correction = (await walker.GoalAsync())!;
        await browser.SubmitAsync(correction.Split('#')[0], "name=\"reason\"", ("evidence.kit-lot", "KT-0"), ("reason", "Misread."));
        Assert.Equal(correction, await walker.GoalAsync());
        await walker.DoAsync();
        Assert.EndsWith("/deviations", await walker.GoalAsync(), StringComparison.Ordinal);
        await walker.DoAsync();

        Assert.Contains("Recorded as the qualification practice-holds-car-t-autologous-cryo-1-quality.", await browser.TextAsync(walker.Page), StringComparison.Ordinal);
        Assert.Contains("Qualified until", await browser.TextAsync("/practice"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_courier_finds_something_to_practise_and_sees_of_the_order_what_a_carrier_sees()
    {
        using var browser = Browser.In(Server, Courier);
        Assert.Contains("A shipment that you carry", await browser.TextAsync("/practice"), StringComparison.Ordinal);
        var walker = await Walker.BeginAsync(browser, Walker.Cryo, "courier", task: "shipment");

        var page = await browser.TextAsync(walker.Page);
        Assert.StartsWith("/shipments/TRY", walker.Page, StringComparison.Ordinal);
        Assert.Contains("You deliver it to Practice Cell Works.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/api/orders/", page.Replace($"/api{walker.Path}/changes", "", StringComparison.Ordinal), StringComparison.Ordinal);
        // Labels and holds are not a carrier's, in practice either.
        Assert.DoesNotContain("name=\"fate\"", await browser.TextAsync($"{walker.Path}/labels"), StringComparison.Ordinal);
        await walker.DoAsync();
        Assert.Contains("Recorded as the qualification practice-shipment-car-t-autologous-cryo-1-courier.", await browser.TextAsync(walker.Page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_practice_label_on_the_wrong_container_stops_practice_and_a_label_of_practice_is_none_of_a_real_order()
    {
        using var browser = Browser.In(Server, "cell-lab@karolinska");
        var walker = await Walker.BeginAsync(browser, Walker.Cryo, "cell-lab", task: "labels");
        var label = $"{walker.Order}#001";
        Assert.Contains(label, await browser.TextAsync(walker.Page), StringComparison.Ordinal);

        var wrong = await browser.SubmitAsync(walker.Page, "name=\"fate\"", ("fate", "applied"), ("labels", $"{label}\r\n{Other}"));
        Assert.Contains("STOP", await wrong.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var order = await (await HttpScenario.BeginAsync(Server)).AtAsync("collected");
        Assert.Equal(HttpStatusCode.OK, (await Server.As("cell-lab@karolinska").PostAsync($"/api/orders/{order.Id}/labels", new StringContent("{}", System.Text.Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken)).StatusCode);
        // Hours have gone by with the real order, and the session with them.
        using var again = Browser.In(Server, "cell-lab@karolinska");
        var stray = await again.SubmitAsync($"/orders/{order.Id}/labels", "name=\"fate\"", ("fate", "destroyed"), ("labels", label), ("reason", "Found in the bin."));
        Assert.Contains("is a label of another order. STOP", await stray.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await Server.As("cell-lab@karolinska").PostAsync($"/api{walker.Path}/labels", new StringContent("{}", System.Text.Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task What_is_half_done_is_gone_on_with_or_begun_anew()
    {
        using var browser = Browser.In(Server, "quality-2@karolinska");
        var walker = await Walker.BeginAsync(browser, Walker.Cryo, "quality", task: "holds");
        await walker.DoAsync();
        var offered = await browser.TextAsync("/practice");
        Assert.Contains("1 of 3 done", offered, StringComparison.Ordinal);
        Assert.Contains($"href=\"{WebUtility.HtmlEncode(await walker.GoalAsync())}\"", offered, StringComparison.Ordinal);

        var anew = await browser.SubmitAsync("/practice", "name=\"Anew\"", ("Anew", walker.Order));

        var fresh = anew.Headers.Location!.PathAndQuery();
        Assert.DoesNotContain(walker.Order, fresh, StringComparison.Ordinal);
        Assert.EndsWith("/holds/" + walker.Page.Split('/')[^1], fresh, StringComparison.Ordinal);
        Assert.DoesNotContain(walker.Order, await browser.TextAsync("/practice"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(walker.Path)).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.SubmitAsync("/practice", "name=\"Anew\"", ("Anew", walker.Order))).StatusCode);
    }

    [GeneratedRegex("name=\"Choice\" value=\"(?<workflow>[a-z-]+) (?<role>[a-z-]+) (?<task>[a-z]+)\"")]
    private static partial Regex Offer();
}
