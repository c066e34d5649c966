using Microsoft.Playwright;
using TherapyChain.Server.Tests.Demo;

namespace TherapyChain.EndToEnd;

/// <summary>That what a page says can be read on a telephone held at arm's length.</summary>
public sealed class LegibleTests(Browser browser, DemoServer demo)
{
    private const double SmallestLetters = 12;

    [Fact]
    public async Task The_letters_of_a_temperature_chart_are_large_enough_on_a_phone()
    {
        await using var visit = await browser.OpenAsAsync(demo.Server.Address, View.Phone, "emil-hagstrom");
        await visit.GoAsync("/shipments?text=KAR-26-643");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "KAR-26-643" }).First.ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".trace svg").First).ToBeVisibleAsync();

        // A picture that shrinks takes its letters along: what counts is their size on the glass.
        var (smallest, cut) = (await visit.Page.EvaluateAsync<double>("""
            () => Math.min(...[...document.querySelectorAll('.trace text')].map(text => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a))
            """), await visit.Page.EvaluateAsync<int>("""
            () => [...document.querySelectorAll('.trace text')].filter(text => { const picture = text.ownerSVGElement.getBoundingClientRect(), box = text.getBoundingClientRect();
              return box.left < picture.left - 1 || box.right > picture.right + 1 || box.bottom > picture.bottom + 1; }).length
            """));

        Assert.InRange(smallest, SmallestLetters, 30);
        Assert.Equal(0, cut);
        visit.AssertClean();
    }

    [Fact]
    public async Task No_name_of_a_setting_breaks_in_the_middle_on_a_phone()
    {
        await using var visit = await browser.OpenAsAsync(demo.Server.Address, View.Phone, "henning-ostrow");
        await visit.GoAsync("/settings");

        var broken = await visit.Page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('.list code')].filter(code => code.getClientRects().length > 1).map(code => code.textContent)");

        Assert.Empty(broken);
        Assert.True(await visit.Page.Locator(".list code").CountAsync() > 10);
        visit.AssertClean();
    }
}
