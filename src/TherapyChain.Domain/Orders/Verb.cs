using System.Diagnostics;
using TherapyChain.Domain.Access;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Domain.Orders;

/// <summary>
/// Who may use the verbs that every order has, each an act of the permission table: the table bounds them by role and by what part the
/// actor's site plays, and the workflow names the roles among those.
/// </summary>
internal static class Verb
{
    private const int LongestReason = 1000;

    public static string? RoleFor(Workflow workflow, string verb, Order order, Person actor)
    {
        var relation = order.To(actor.Site);
        return workflow.Anywhere.TryGetValue(verb, out var roles)
            ? roles.FirstOrDefault(role => actor.Roles.Contains(role) && PermissionTable.Shipped.Allows(verb, role, relation)) : null;
    }

    public static Reason? Permission(Workflow workflow, string verb, string? role, Order order, Person actor) =>
        order.To(actor.Site) is var relation && relation == Relation.None ? NoParty
        : role is not null ? null
        : relation == Relation.Carrier && workflow.Anywhere.GetValueOrDefault(verb, []).Any(actor.Roles.Contains) ? OnlyCarries(verb)
        : new("actor.role", $"\"{verb}\" is done by: {Term.AnyRole(workflow.Anywhere.GetValueOrDefault(verb, []))}.");

    public static Reason NoParty { get; } = new("actor.site", $"Your site is no party to this order.");

    public static Reason OnlyCarries(string verb) =>
        new("actor.carrier", $"Your site only carries in this order; \"{verb}\" is for those who refer, collect, make or give.");

    /// <summary>A reason or description in words: not blank, not endless, nothing that cannot be printed.</summary>
    public static Reason? Words(string field, string? text) =>
        string.IsNullOrWhiteSpace(text) ? new($"{field}.missing", $"Give a {Called(field)} in words.", field)
        : text.Length > LongestReason ? new($"{field}.too-long", $"The {Called(field)} has {text.Length} characters; at most {LongestReason} are kept.", field)
        : text.Any(c => char.IsControl(c) && c is not '\n') ? new($"{field}.characters", $"The {Called(field)} holds a control character.", field)
        : text.EnumerateRunes().Any(r => r.Value == 0xFFFD) ? new($"{field}.characters", $"The {Called(field)} holds a broken character.", field)
        : null;

    // What a form calls the field; a request's own word is for programs.
    private static Sentence Called(string field) => field switch
    {
        "reason" => $"reason",
        "lateReason" => $"reason for the late entry",
        "description" => $"description",
        "name" => $"file name",
        "to" => $"place",
        _ => throw new UnreachableException($"No word for the field {field}."),
    };
}
