using System.Collections.Immutable;

namespace TherapyChain.Domain.Workflows;

/// <summary>
/// A step an order may take: where from and to, who may do it, and everything it demands and does. The demands are also given as
/// <see cref="Guards"/>, the closed set that the decision evaluates.
/// </summary>
/// <param name="From">The states it may be taken from (<c>anywhere</c> in the file is every state that is not final, less <c>except</c>).</param>
/// <param name="To">The state it leads to; null stays where the order is.</param>
/// <param name="Records">Acts that stand from now on.</param>
/// <param name="Revokes">Acts that no longer stand.</param>
/// <param name="Of">The containers that the recorded acts concern.</param>
/// <param name="Assigns">Identifiers and container labels that are given here by scanning them for the first time.</param>
/// <param name="Ends">Containers whose life ends here, with their fate; the key <c>all</c> ends every live one.</param>
/// <param name="EvenOnHold">Whether it may be taken while the order is on hold: ends and accounts only.</param>
/// <param name="Labels">The evidence by which every label is accounted for here, or null.</param>
/// <param name="EndsOrder">Whether it leads to an end: no label may then be without a fate.</param>
/// <param name="Sign">What the signature means, or null when none is asked for.</param>
public sealed record Step(
    string Name,
    ImmutableArray<string> From,
    string? To,
    Doer By,
    ImmutableArray<string> Records,
    ImmutableArray<string> Revokes,
    ImmutableArray<string> Requires,
    ImmutableArray<string> Of,
    ImmutableArray<string> Assigns,
    IdentityCheck? Identity,
    ImmutableArray<Evidence> Evidence,
    ImmutableArray<Creation> Creates,
    ImmutableArray<CustodyMove> Custody,
    ImmutableDictionary<string, string> Ends,
    ImmutableArray<string> Within,
    ImmutableArray<string> After,
    bool EvenOnHold,
    string? Sign,
    LabelCount? Labels,
    bool EndsOrder = false)
{
    /// <summary>Everything that must be met, in the order in which it is told to people.</summary>
    public ImmutableArray<Guard> Guards { get; } = Guard.Of(By, Requires, Assigns, Identity, Evidence, Custody, Creates, Within, After, EvenOnHold, Sign, Labels, EndsOrder);
}

/// <summary>A reconciliation of labels: those received for an order are applied or destroyed, over all its steps.</summary>
/// <param name="Received">The evidence that counted the labels an order got from elsewhere; those printed here have serial numbers and are not counted.</param>
/// <param name="Applied">Evidence of this step.</param>
/// <param name="Destroyed">Evidence of this step.</param>
public sealed record LabelCount(string Received, string Applied, string Destroyed);

/// <summary>Who may do a step: one of the roles, at the site that plays the party, holding every qualification.</summary>
public sealed record Doer(ImmutableArray<string> Roles, string At, ImmutableArray<string> Qualified);

/// <summary>A comparison of scanned codes with the declared identifiers, by one or two people.</summary>
/// <param name="Scan">Identifiers and containers to scan; for a container every live one of the kind.</param>
/// <param name="People">1 or 2. The second person is another one and holds one of <paramref name="SecondRoles"/>.</param>
/// <param name="Place">Where, one of <see cref="Vocabulary.Places"/>, or null.</param>
public sealed record IdentityCheck(ImmutableArray<string> Scan, int People, ImmutableArray<string> SecondRoles, string? Place);

/// <summary>Containers of a kind come into being, in the hands of a party, made from other kinds.</summary>
/// <param name="More">Whether further ones may join live ones of the same kind (a second collection).</param>
public sealed record Creation(string Container, string HeldBy, ImmutableArray<string> MadeFrom, bool More);

/// <summary>Custody of every live container of a kind passes from one party to another.</summary>
/// <param name="Seal">A seal number is recorded; at a receipt it must equal the one that was put on.</param>
/// <param name="Condition">The condition on sight is recorded.</param>
public sealed record CustodyMove(string Container, string Gives, string Takes, bool Seal, bool Condition)
{
    public bool ToCarrier => Vocabulary.Carriers.Contains(Takes);
    public bool FromCarrier => Vocabulary.Carriers.Contains(Gives);
}

/// <summary>A piece of evidence a step asks for.</summary>
public sealed record Evidence(string Name, EvidenceKind Kind, bool Required);

/// <summary>What form evidence has and which values it may take. Limits are inclusive.</summary>
public abstract record EvidenceKind
{
    private EvidenceKind() { }

    /// <summary>A number with a unit, between limits.</summary>
    public sealed record Quantity(string Unit, decimal? Min, decimal? Max) : EvidenceKind;

    /// <summary>A whole number looked up by another evidence value of the order: the first row whose bound is at least that value.</summary>
    public sealed record TableCount(string Unit, string By, ImmutableArray<(decimal UpTo, int Count)> Rows) : EvidenceKind;

    /// <summary>One of named choices; with <paramref name="Only"/> all others are known but refused here.</summary>
    public sealed record Choice(ImmutableArray<string> Choices, ImmutableArray<string> Only) : EvidenceKind;

    /// <summary>Free text of at most <paramref name="MaxLength"/> characters. Never a patient's name: see the forms' help.</summary>
    public sealed record Text(int MaxLength) : EvidenceKind;

    /// <summary>Text that must be one of the items (separated by spaces or commas) of an earlier evidence value of the order.</summary>
    public sealed record Among(string ItemsOf) : EvidenceKind;

    /// <summary>Items separated by spaces or commas.</summary>
    public sealed record Items(int Max) : EvidenceKind;

    /// <summary>A calendar date, ISO 8601.</summary>
    public sealed record Date : EvidenceKind;

    /// <summary>A confirmation; only "yes" is accepted.</summary>
    public sealed record Confirmation : EvidenceKind;

    /// <summary>The SHA-256 of a document that was added to the order before.</summary>
    public sealed record Document : EvidenceKind;
}
