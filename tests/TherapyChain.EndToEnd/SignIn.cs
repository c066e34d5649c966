using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace TherapyChain.EndToEnd;

/// <summary>Comes in as people do: by the form.</summary>
public static class SignIn
{
    /// <summary>Everybody's in the demonstration, which prints it when it starts and on its page to sign in.</summary>
    public const string Password = "a bag for every patient";

    private static readonly ConcurrentDictionary<(Uri Server, string Person), Lazy<Task<string>>> States = new();

    /// <summary>Signs in from whatever page asks for it, and comes to where that page leads back to.</summary>
    public static async Task SignInAsync(this Visit visit, string person)
    {
        if (!visit.Page.Url.Contains("/sign-in", StringComparison.Ordinal)) await visit.GoAsync("/sign-in");
        await visit.Page.GetByLabel("Person id", new() { Exact = true }).FillAsync(person);
        await visit.Page.GetByLabel("Password", new() { Exact = true }).FillAsync(Password);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await visit.Page.WaitForURLAsync(url => !new Uri(url).AbsolutePath.StartsWith("/sign-in", StringComparison.Ordinal), new() { WaitUntil = WaitUntilState.Load });
    }

    /// <summary>A window of somebody who is signed in, or of nobody. The form is filled in once for each person and server.</summary>
    public static async Task<Visit> OpenAsAsync(this Browser browser, Uri server, View view, string? person) =>
        await browser.OpenAsync(server, view, person is null ? null : await States.GetOrAdd((server, person), _ => new(() => StateAsync(browser, server, person))).Value);

    private static async Task<string> StateAsync(Browser browser, Uri server, string person)
    {
        await using var visit = await browser.OpenAsync(server, View.Desktop);
        await visit.SignInAsync(person);
        visit.AssertClean();
        return await visit.Context.StorageStateAsync();
    }
}
