using System.Globalization;
using Microsoft.Playwright;

namespace TherapyChain.EndToEnd;

/// <summary>Goes through a page with the Tab key alone.</summary>
public static class Keyboard
{
    // What a person with a mouse can do something with. Of radio buttons with one name, one is a stop: the others follow by arrow keys.
    private const string Number = """
        () => {
          const what = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]:not([tabindex="-1"])';
          const there = [...document.querySelectorAll(what)].filter(e => !e.disabled && e.tabIndex >= 0 && e.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true }));
          const groups = new Set();
          const stops = there.filter(e => e.type !== 'radio' || (!groups.has(e.name) && groups.add(e.name)));
          window.stops = stops;
          document.activeElement && document.activeElement.blur();
          document.body.focus();
          return stops.map(e => e.outerHTML.slice(0, 110));
        }
        """;

    // Where the focus is, whether that is what is sought, and what is wrong with the mark around it.
    private const string Ask = """
        wanted => {
          const e = document.activeElement;
          if (!e || e === document.body || e === document.documentElement) return null;
          const stops = window.stops || [];
          const named = e.type === 'radio' ? stops.find(s => s.type === 'radio' && s.name === e.name) : e;
          const style = getComputedStyle(e), box = e.getBoundingClientRect();
          const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && !/rgba\(.*, 0\)/.test(style.outlineColor);
          const seen = box.width > 0 && box.height > 0 && box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
          const here = !!wanted && (e === wanted || (e.type === 'radio' && wanted.type === 'radio' && e.name === wanted.name && e.form === wanted.form));
          return { Index: stops.indexOf(named), Here: here, Wrong: (outlined ? '' : 'no outline ') + (seen ? '' : 'out of sight '), Html: e.outerHTML.slice(0, 110) };
        }
        """;

    /// <summary>Everything that cannot be reached, or does not show that the focus is there; in words.</summary>
    public static async Task<IReadOnlyList<string>> WalkAsync(IPage page)
    {
        var stops = await page.EvaluateAsync<string[]>(Number);
        var (reached, findings) = (new HashSet<int>(), new List<string>());
        // More presses than stops: a date is three stops by itself, between the last and the first the focus is on none, and the walk may begin at a field that takes it by
        // itself, and come round to what is before it. Whoever is caught in a trap has not reached the rest by then.
        for (var i = 0; i < (3 * stops.Length) + 20 && reached.Count < stops.Length; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<Stop?>(Ask) is not { } stop || !reached.Add(stop.Index)) continue;
            if (stop.Wrong.Length > 0) findings.Add($"{stop.Wrong}at {stop.Html}");
        }
        findings.AddRange(stops.Where((_, i) => !reached.Contains(i)).Select(html => $"not reached: {html}"));
        if (stops.Length == 0) findings.Add("nothing to stop at");
        return findings;
    }

    /// <summary>Goes on by Tab until the focus is on what it is to be on, or on the radio buttons it belongs to; every stop on the way must show that the focus is there.</summary>
    public static async Task TabToAsync(IPage page, ILocator wanted)
    {
        const int Far = 400;
        await wanted.First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        var element = await wanted.ElementHandleAsync();
        if (await page.EvaluateAsync<Stop?>(Ask, element) is { Here: true }) return;
        for (var i = 0; i < Far; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<Stop?>(Ask, element) is not { } stop) continue;
            Assert.True(stop.Wrong.Length == 0, $"{stop.Wrong}at {stop.Html}");
            if (stop.Here) return;
        }
        Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"{wanted} is not reached by {Far} presses of Tab."));
    }

    private sealed class Stop
    {
        public int Index { get; set; }

        public bool Here { get; set; }

        public string Wrong { get; set; } = "";

        public string Html { get; set; } = "";
    }
}
