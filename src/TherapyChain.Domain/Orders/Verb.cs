using TherapyChain.Domain.Workflows;

namespace TherapyChain.Domain.Orders;

/// <summary>Who may use the verbs that every order has: the workflow names the roles, and the actor's site must be a party.</summary>
internal static class Verb
{
    private const int LongestReason = 1000;

    public static string? RoleFor(Workflow workflow, string verb, Person actor) =>
        workflow.Anywhere.TryGetValue(verb, out var roles) ? roles.FirstOrDefault(role => actor.Roles.Contains(role)) : null;

    public static Reason? Permission(Workflow workflow, string verb, string? role, Order order, Person actor) =>
        !order.Parties.ContainsValue(actor.Site) ? new("actor.site", "Your site is no party to this order.")
        : role is null ? new("actor.role", $"\"{verb}\" is done by: {string.Join(" or ", workflow.Anywhere.GetValueOrDefault(verb, []))}.")
        : null;

    /// <summary>A reason or description in words: not blank, not endless, nothing that cannot be printed.</summary>
    public static Reason? Words(string field, string? text) =>
        string.IsNullOrWhiteSpace(text) ? new($"{field}.missing", $"Give a {field} in words.", field)
        : text.Length > LongestReason ? new($"{field}.too-long", $"The {field} has {text.Length} characters; at most {LongestReason} are kept.", field)
        : text.Any(c => char.IsControl(c) && c is not '\n') ? new($"{field}.characters", $"The {field} holds a control character.", field)
        : text.EnumerateRunes().Any(r => r.Value == 0xFFFD) ? new($"{field}.characters", $"The {field} holds a broken character.", field)
        : null;
}
