using System.Collections.Frozen;
using System.Collections.Immutable;
using NodaTime;
using TherapyChain.Documents.Words;
using TherapyChain.Domain.Network;
using TherapyChain.Domain.Orders;

namespace TherapyChain.Documents.Records;

/// <summary>Something that somebody did, or was refused, that is no entry of an order, as the access log or the vault holds it.</summary>
/// <param name="Act">The stable name of it: <c>sign-in</c>, <c>look</c>, <c>patient-viewed</c>.</param>
/// <param name="Outcome">What came of it; empty where the act says it.</param>
/// <param name="Person">Whose it is; empty when it was nobody known here.</param>
/// <param name="Site">The id of that person's site; empty with them.</param>
public sealed record AccessFact(Instant At, string Act, string Outcome, string Person, string Site)
{
    /// <summary>Who did it, when it was another person than the one it concerns.</summary>
    public string Actor { get; init; } = "";

    public string Order { get; init; } = "";

    /// <summary>The code of the patient whose data was touched; never anything else of them.</summary>
    public string Patient { get; init; } = "";

    public string Address { get; init; } = "";

    public string Detail { get; init; } = "";
}

/// <summary>As much of the access log as one reader may see, for an audit report.</summary>
/// <param name="Site">The id of the site whose people it covers.</param>
/// <param name="Zone">By whose clock its times are shown.</param>
/// <param name="Names">What sites and people are called today: who looked need not stand in any entry.</param>
public sealed record AccessPart(string Site, string Zone, Names Names, ImmutableArray<AccessFact> Facts)
{
    // What somebody typed may name a patient, and nothing here can tell: it stays in the log. Details of these acts the server writes itself.
    private static readonly FrozenSet<string> WrittenByServer = new[]
    {
        "sign-in", "second-factor", "signing", "second-check", "lock-out", "notice", "password", "key", "look", "audit-report", "ledger",
    }.ToFrozenSet(StringComparer.Ordinal);

    internal string Limits(PaperWords words) => words.Say("audit.access-limits", Names.Site(Site).Name);

    internal ImmutableArray<AccessLine> Lines(PaperWords words) => [.. Facts.OrderBy(f => f.At).Select(f => Line(f, words))];

    private AccessLine Line(AccessFact f, PaperWords words)
    {
        var who = f.Actor.Length > 0 ? f.Actor : f.Person;
        var concerned = f.Actor.Length > 0 && f.Actor != f.Person && f.Person.Length > 0 ? $"{Names.Person(f.Person)} ({f.Person})" : "";
        var what = words.Name("access-act", f.Act);
        return new AccessLine(
            words.Moment(f.At, Zone), who.Length > 0 ? Names.Person(who) : words["audit.access-unknown"], who,
            f.Outcome.Length > 0 ? $"{what}: {words.Name("access-outcome", f.Outcome.Replace(": ", "-", StringComparison.Ordinal).Replace(' ', '-'))}" : what,
            string.Join(", ", new[] { f.Order, f.Patient, concerned, f.Address }.Where(part => part.Length > 0)),
            f.Detail.Length == 0 ? null : IsWrittenByServer(f) ? f.Detail : f.Act == "person" ? f.Detail.Split(NetworkChange.BeforeReason)[0] : words["audit.access-withheld"])
        {
            Type = f.Act,
            Order = f.Order.Length > 0 ? f.Order : null,
            Site = f.Site.Length > 0 ? Names.Site(f.Site).Name : null,
        };
    }

    // The address of a refused look is what a visitor typed; that of one that was shown is an address of this server.
    private static bool IsWrittenByServer(AccessFact f) => WrittenByServer.Contains(f.Act) && (f.Act != "look" || f.Outcome == "shown");
}

/// <summary>A sign-in, a refused one, a change of somebody's access, or a look at what only some may see. All texts are final.</summary>
/// <param name="Person">The id of who did it; empty when it was nobody known here.</param>
/// <param name="Subject">What was looked at, whose access was changed, where it came from.</param>
/// <param name="Reason">What the log says further, or null where it says nothing.</param>
public sealed record AccessLine(When When, string Who, string Person, string What, string Subject, string? Reason)
{
    /// <summary>The stable name of the act.</summary>
    public string Type { get; init; } = "";

    public string? Order { get; init; }

    /// <summary>What the site of the person concerned is called.</summary>
    public string? Site { get; init; }
}
