namespace TherapyChain.Server.Access;

/// <summary>What somebody may do with the credential they came with; their roles say the rest.</summary>
[Flags]
public enum KeyScope
{
    None = 0,

    /// <summary>Look.</summary>
    Read = 1,

    /// <summary>Change, but take no step that carries a signature.</summary>
    Write = 2,

    /// <summary>Hand in steps that carry a signature. The signature itself takes its holder's id and password, each time (21 CFR 11.200(a)(1)).</summary>
    Sign = 4,

    /// <summary>What a key may do for which nothing was named: it does not sign.</summary>
    Unnamed = Read | Write,
    All = Read | Write | Sign,
}

internal static class KeyScopes
{
    private static readonly (KeyScope Scope, string Name)[] Names = [(KeyScope.Read, "read"), (KeyScope.Write, "write"), (KeyScope.Sign, "sign")];

    public static IReadOnlyList<string> Words(this KeyScope scope) => [.. Names.Where(n => scope.HasFlag(n.Scope)).Select(n => n.Name)];

    /// <summary>The scope of words; null when one of them is not known. Signing needs writing, and both need reading.</summary>
    public static KeyScope? Read(IReadOnlyList<string> words)
    {
        var scope = KeyScope.None;
        foreach (var word in words)
        {
            if (Array.Find(Names, n => n.Name == word) is not { Name: not null } named) return null;
            scope |= named.Scope;
        }
        return scope.HasFlag(KeyScope.Sign) && !scope.HasFlag(KeyScope.Write) || !scope.HasFlag(KeyScope.Read) ? null : scope;
    }
}
