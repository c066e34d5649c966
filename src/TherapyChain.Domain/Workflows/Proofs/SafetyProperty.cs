using System.Collections.Immutable;

namespace TherapyChain.Domain.Workflows.Proofs;

/// <summary>
/// Something that must hold on every path of every workflow. Shipped in <c>workflows/safety.yaml</c>; a site adds its own in files beside it.
/// </summary>
/// <param name="Words">What it promises, in one sentence of each language.</param>
/// <param name="Where">It is asked only of workflows that record one of these acts; of all when empty.</param>
public abstract record SafetyProperty(string Name, Wording Words, ImmutableArray<string> Where)
{
    /// <summary>
    /// None of <paramref name="Acts"/> happens unless one of <paramref name="Without"/> has happened since the last of <paramref name="Since"/>.
    /// With <paramref name="After"/> this is asked only once one of those has happened, and anew each time. An act that is revoked no longer counts.
    /// </summary>
    /// <param name="EachContainer">Asked of each kind of container by itself: every act is then that act on that container.</param>
    public sealed record Never(
        string Name, Wording Words, ImmutableArray<string> Where, ImmutableArray<ActPattern> Acts, ImmutableArray<ActPattern> Without,
        ImmutableArray<ActPattern> Since, ImmutableArray<ActPattern> After, bool EachContainer) : SafetyProperty(Name, Words, Where);

    /// <summary>Every step by which one of the acts happens has these features.</summary>
    public sealed record Every(string Name, Wording Words, ImmutableArray<string> Where, ImmutableArray<ActPattern> Acts, Demand Is)
        : SafetyProperty(Name, Words, Where);

    /// <summary>The custody of containers follows a rule.</summary>
    public sealed record Custody(string Name, Wording Words, ImmutableArray<string> Where, CustodyRule Rule) : SafetyProperty(Name, Words, Where);

    /// <summary>One of the acts happens on some path: a workflow that can never do its work proves nothing by being safe.</summary>
    public sealed record Can(string Name, Wording Words, ImmutableArray<string> Where, ImmutableArray<ActPattern> Acts) : SafetyProperty(Name, Words, Where);

    /// <summary>Every step of the workflow can be taken on some path: a step that never can is a rule that guards nothing.</summary>
    public sealed record EveryStep(string Name, Wording Words, ImmutableArray<string> Where) : SafetyProperty(Name, Words, Where);

    /// <summary>
    /// One of the acts is possible wherever an order may be that has not ended: from the beginning or, with <paramref name="After"/>, from
    /// then on, until one of <paramref name="Until"/> has happened.
    /// </summary>
    public sealed record Always(
        string Name, Wording Words, ImmutableArray<string> Where, ImmutableArray<ActPattern> Acts, ImmutableArray<ActPattern> After,
        ImmutableArray<ActPattern> Until) : SafetyProperty(Name, Words, Where);
}

/// <summary>An act, recorded or derived, with what else must be so for it to count.</summary>
/// <param name="Party">See <see cref="Happening.Party"/>; null is any.</param>
/// <param name="People">At an identity check: at least so many.</param>
/// <param name="Place">At an identity check: there.</param>
/// <param name="AllIdentifiers">At an identity check: every identifier of the workflow is compared.</param>
/// <param name="Seal">At a handover: the seal is recorded.</param>
/// <param name="ToSite">At a handover: true is to a party that is not a carrier, false to a carrier, null to either.</param>
/// <param name="Fate">At an end: what becomes of the container.</param>
public sealed record ActPattern(
    string Act, string? Party = null, int People = 0, string? Place = null, bool AllIdentifiers = false, bool Seal = false, bool? ToSite = null,
    string? Fate = null)
{
    internal bool Matches(Happening h) =>
        h.Act == Act
        && (Party is null || h.Party == Party)
        && (People == 0 || h.Step.Identity is { } check && check.People >= People)
        && (Place is null || h.Step.Identity?.Place == Place)
        && (!AllIdentifiers || h.ComparesAllIdentifiers)
        && (!Seal || h.Step.Custody.Any(m => m.Seal && h.Containers.Contains(m.Container)))
        && (ToSite is null || ToSite == !Vocabulary.Carriers.Contains(h.Party))
        && (Fate is null || h.Fate == Fate);
}

/// <summary>What a step must have. Null and empty ask for nothing.</summary>
/// <param name="By">No role may do it but these.</param>
/// <param name="Signed">It is signed with one of these meanings.</param>
/// <param name="People">It has an identity check by at least so many; 0 asks for none.</param>
/// <param name="OfSame">The identity check scans the containers concerned.</param>
/// <param name="Labels">The identity check compares an identifier of each of these kinds.</param>
/// <param name="AllIdentifiers">The identity check compares every identifier of the workflow.</param>
/// <param name="Taker">It is done at the site that takes what is handed over.</param>
/// <param name="Consumes">It ends every container from which it makes another.</param>
/// <param name="InHand">The party that does it holds every container concerned.</param>
public sealed record Demand(
    ImmutableArray<string> By, ImmutableArray<string> Signed, int People, string? Place, bool OfSame, ImmutableArray<string> Labels, bool AllIdentifiers,
    bool Seal, bool Condition, ImmutableArray<string> Evidence, bool Within, bool After, bool Taker, bool Consumes, bool InHand, bool NotOnHold);

public enum CustodyRule
{
    /// <summary>Who hands a container over holds it, and none is created where one is alive in other hands.</summary>
    ExactlyOne,

    /// <summary>What a carrier holds is handed to a site before it ends or goes on, unless it is lost or its fate is asked for and recorded.</summary>
    Received,

    /// <summary>No container is alive where an order has ended.</summary>
    Accounted,
}
