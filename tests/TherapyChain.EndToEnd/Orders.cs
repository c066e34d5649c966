using System.Text.RegularExpressions;

namespace TherapyChain.EndToEnd;

/// <summary>Finds an order of the demonstration by its reference, in the list, as a person does.</summary>
public static partial class Orders
{
    public static async Task<string> FindAsync(Visit visit, string reference)
    {
        await visit.GoAsync($"/?text={reference}");
        var link = visit.Page.Locator("a[href^='/orders/']").Filter(new() { HasText = reference }).First;
        return await link.GetAttributeAsync("href") ?? throw new InvalidOperationException($"{reference} leads nowhere.");
    }

    /// <summary>A path in which <c>{CHA-26-285}</c> stands for the order with this reference.</summary>
    public static async Task<string> PathAsync(Visit visit, string path) => Reference().Match(path) is { Success: true } reference
        ? path.Replace($"/orders/{reference.Value}", await FindAsync(visit, reference.Groups["name"].Value), StringComparison.Ordinal) : path;

    [GeneratedRegex(@"\{(?<name>[^}]+)\}")]
    private static partial Regex Reference();
}
