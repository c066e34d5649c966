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

    /// <summary>A path in which <c>{CHA-26-285}</c> stands for the order with this reference, <c>{hold}</c> for what holds it, and <c>{invitation}</c> for a code that was not used yet.</summary>
    public static async Task<string> PathAsync(Visit visit, string path)
    {
        if (path.Contains("{invitation}", StringComparison.Ordinal)) return path.Replace("{invitation}", await Invitations.GetOrAdd(visit.Server, server => new(() => InviteAsync(server))).Value, StringComparison.Ordinal);
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
