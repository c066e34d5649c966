using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using TherapyChain.Server.Demo;

namespace TherapyChain.EndToEnd;

/// <summary>Finds what tests go to: an order of the demonstration by its reference, in the list, as a person does.</summary>
public static partial class Orders
{
    public static async Task<string> FindAsync(Visit visit, string reference)
    {
        await visit.GoAsync($"/?text={reference}");
        var link = visit.Page.Locator("a[href^='/orders/']").Filter(new() { HasText = reference }).First;
        return await link.GetAttributeAsync("href") ?? throw new InvalidOperationException($"{reference} leads nowhere.");
    }

    private const string Practice = "{practice}";

    /// <summary>A practice order of whoever looks: theirs if they have one, otherwise a new one.</summary>
    public static async Task<string> PractisedAsync(Visit visit, string choice = "car-t-autologous-cryo apheresis-nurse")
    {
        await visit.GoAsync("/practice");
        if (await visit.Page.Locator(".practices a").CountAsync() == 0) await visit.Page.Locator($"button[value='{choice}']").ClickAsync(new() { Timeout = 60_000 });
        else await visit.Page.Locator(".practices a").First.ClickAsync();
        await visit.Page.WaitForURLAsync("**/orders/TRY*");
        return new Uri(visit.Page.Url).AbsolutePath.Split('/')[^1];
    }

    /// <summary>
    /// A path in which <c>{CHA-26-285}</c> stands for the order with this reference, <c>{hold}</c> for what holds it, <c>{invitation}</c> for a code that was not used yet, and
    /// <c>{practice}</c> for a practice order.
    /// </summary>
    public static async Task<string> PathAsync(Visit visit, string path)
    {
        if (path.Contains("{invitation}", StringComparison.Ordinal)) return path.Replace("{invitation}", await Invitations.GetOrAdd(visit.Server, server => new(() => InviteAsync(server))).Value, StringComparison.Ordinal);
        if (path.Contains(Practice, StringComparison.Ordinal)) return path.Replace(Practice, await PractisedAsync(visit), StringComparison.Ordinal);
        if (Reference().Match(path) is not { Success: true } reference) return path;
        var order = await FindAsync(visit, reference.Groups["name"].Value);
        path = path.Replace(reference.Value, order.Split('/')[^1], StringComparison.Ordinal);
        if (!path.Contains("{hold}", StringComparison.Ordinal)) return path;
        await visit.GoAsync(order);
        var hold = await visit.Page.Locator("a[href*='/holds/']").First.GetAttributeAsync("href");
        return path.Replace("{hold}", hold!.Split('/')[^1], StringComparison.Ordinal);
    }

    // A new one would take the place of the one before.
    private static readonly ConcurrentDictionary<Uri, Lazy<Task<string>>> Invitations = new();

    private static async Task<string> InviteAsync(Uri server)
    {
        using var client = new HttpClient { BaseAddress = server };
        client.DefaultRequestHeaders.Authorization = new("Bearer", DemoKeys.Of("henning-ostrow"));
        var answer = await client.PostAsJsonAsync("/api/accounts/viktor-ekdahl/invitations", new { identity = "Seen face to face." });
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString()!;
    }

    [GeneratedRegex(@"\{(?<name>[^}]+)\}")]
    private static partial Regex Reference();
}
