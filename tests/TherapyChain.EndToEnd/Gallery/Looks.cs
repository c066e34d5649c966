using System.Globalization;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace TherapyChain.EndToEnd.Gallery;

/// <summary>What can be said of any page without knowing what it is for: WCAG 2.2 AA as far as a program sees it, and no more than fits.</summary>
public static class Looks
{
    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
        ResultTypes = new HashSet<ResultType> { ResultType.Violations },
    };

    // By night nothing but the colours is other than by day.
    private static readonly AxeRunOptions Colours = new()
    {
        RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast", "link-in-text-block"] },
        ResultTypes = new HashSet<ResultType> { ResultType.Violations },
    };

    /// <summary>Everything that is wrong, in words; nothing when all is right.</summary>
    public static async Task<List<string>> AtAsync(IPage page, View view)
    {
        var findings = await WidthAsync(page);
        if (await page.Locator("h1").CountAsync() is var headings && headings != 1) findings.Add(string.Create(CultureInfo.InvariantCulture, $"{headings} first headings"));
        if (await page.Locator("html").GetAttributeAsync("lang") is not { Length: >= 2 }) findings.Add("no language");
        if (await page.TitleAsync() is not { Length: > 0 }) findings.Add("no title");
        foreach (var violation in (await page.RunAxe(view.Scheme == ColorScheme.Dark ? Colours : Rules)).Violations)
            findings.Add($"{violation.Id}: {violation.Help}: {string.Join(" | ", violation.Nodes.Take(4).Select(node => $"{node.Target} {node.Html[..Math.Min(node.Html.Length, 140)]} {Why(node)}"))}");
        return findings;
    }

    /// <summary>How far it can be scrolled sideways, and what reaches there; nothing when it fits.</summary>
    public static async Task<List<string>> WidthAsync(IPage page)
    {
        var wide = await page.EvaluateAsync<string[]>("""
            () => {
              const wide = document.documentElement.clientWidth;
              if (document.documentElement.scrollWidth <= wide) return [];
              const far = [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > wide + 0.5);
              return [`${document.documentElement.scrollWidth} px`, ...far.slice(0, 5).map(e => e.outerHTML.slice(0, 90))];
            }
            """);
        return wide.Length > 0 ? [$"wider than the window: {string.Join(" | ", wide)}"] : [];
    }

    private static string Why(AxeResultNode node) => string.Join("; ", node.Any.Concat(node.All).Concat(node.None).Select(check => check.Message).Take(2));
}
