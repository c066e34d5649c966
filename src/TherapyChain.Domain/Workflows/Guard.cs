using System.Collections.Immutable;

namespace TherapyChain.Domain.Workflows;

/// <summary>
/// One condition of a step, as data. The set is closed; what each means for an order is decided in <see cref="Orders.GuardRules"/>, where
/// every kind has its own arm and the default arm throws.
/// </summary>
public abstract record Guard
{
    private Guard() { }

    public sealed record NotOnHold : Guard;
    public sealed record DoneBy(Doer Doer) : Guard;
    public sealed record PlausibleTime : Guard;
    public sealed record Stands(string Act) : Guard;
    public sealed record TimeLeft(string Clock) : Guard;
    public sealed record TimeElapsed(string Clock) : Guard;
    public sealed record Assigned(string Name) : Guard;
    public sealed record Scanned(string Name) : Guard;
    public sealed record SecondPerson(ImmutableArray<string> Roles) : Guard;
    public sealed record Given(Evidence Evidence) : Guard;
    public sealed record NothingElse(ImmutableArray<string> Evidence, ImmutableArray<string> Scans) : Guard;
    public sealed record Custody(CustodyMove Move) : Guard;
    public sealed record Creatable(Creation Creation) : Guard;
    public sealed record Signed(string Meaning) : Guard;
    public sealed record LabelsReconciled(LabelCount Labels) : Guard;

    public sealed record PrintedLabelsAccounted : Guard;

    internal static ImmutableArray<Guard> Of(
        Doer by, ImmutableArray<string> requires, ImmutableArray<string> assigns, IdentityCheck? identity, ImmutableArray<Evidence> evidence,
        ImmutableArray<CustodyMove> custody, ImmutableArray<Creation> creates, ImmutableArray<string> within, ImmutableArray<string> after, bool evenOnHold, string? sign, LabelCount? labels, bool endsOrder)
    {
        var guards = ImmutableArray.CreateBuilder<Guard>();
        if (!evenOnHold) guards.Add(new NotOnHold());
        guards.Add(new DoneBy(by));
        guards.Add(new PlausibleTime());
        guards.AddRange(requires.Select(act => new Stands(act)));
        guards.AddRange(within.Select(clock => new TimeLeft(clock)));
        guards.AddRange(after.Select(clock => new TimeElapsed(clock)));
        guards.AddRange(assigns.Select(name => new Assigned(name)));
        if (identity is not null)
        {
            guards.AddRange(identity.Scan.Select(name => new Scanned(name)));
            if (identity.People > 1) guards.Add(new SecondPerson(identity.SecondRoles));
        }
        guards.AddRange(evidence.Select(e => new Given(e)));
        if (labels is not null) guards.Add(new LabelsReconciled(labels));
        if (labels is not null || endsOrder) guards.Add(new PrintedLabelsAccounted());
        guards.AddRange(custody.Select(move => new Custody(move)));
        guards.AddRange(creates.Select(creation => new Creatable(creation)));
        guards.Add(new NothingElse([.. evidence.Select(e => e.Name)], [.. assigns, .. identity?.Scan ?? []]));
        if (sign is not null) guards.Add(new Signed(sign));
        return guards.ToImmutable();
    }
}
