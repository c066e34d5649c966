using System.Collections.Frozen;
using System.Collections.Immutable;

namespace TherapyChain.Domain.Access;

/// <summary>One thing that can be done, and the roles that may do it in each relation.</summary>
/// <param name="What">What it is, in a sentence.</param>
/// <param name="Also">What is asked besides role and relation, or null.</param>
public sealed record Act(string Name, Term.Phrase What, About About, string? Also, FrozenDictionary<Relation, FrozenSet<string>> Granted)
{
    public bool NeedsNoKey => About == About.Open;
}

/// <summary>Who may do what: role by act by relation. What the table does not grant is refused; an act it does not know is a bug and throws.</summary>
public sealed class PermissionTable
{
    private readonly FrozenDictionary<string, Act> _acts;

    internal PermissionTable(ImmutableArray<Act> acts)
    {
        All = acts;
        _acts = acts.ToFrozenDictionary(a => a.Name, StringComparer.Ordinal);
    }

    /// <summary>The table the program is built with.</summary>
    public static PermissionTable Shipped { get; } = PermissionFile.OfProgram();

    /// <summary>The acts in the order of the file.</summary>
    public ImmutableArray<Act> All { get; }

    public Act this[string act] => _acts.GetValueOrDefault(act) ?? throw new ArgumentException($"\"{act}\" is no act of the permission table.", nameof(act));

    public bool Knows(string act) => _acts.ContainsKey(act);

    public bool Allows(string act, string role, Relation relation) =>
        this[act].Granted.TryGetValue(relation, out var roles) && roles.Contains(role);

    public bool Allows(string act, ImmutableArray<string> roles, Relation relation) => RoleFor(act, roles, relation) is not null;

    /// <summary>Whether there is any relation in which these roles may do it: all that can be asked before an order is known.</summary>
    public bool AllowsSomewhere(string act, ImmutableArray<string> roles) => this[act].Granted.Keys.Any(relation => Allows(act, roles, relation));

    /// <summary>The first of these roles in which it may be done, or null.</summary>
    public string? RoleFor(string act, ImmutableArray<string> roles, Relation relation)
    {
        foreach (var role in roles)
            if (Allows(act, role, relation)) return role;
        return null;
    }
}
