using System.Collections.Immutable;
using NodaTime;
using TherapyChain.Domain.Custody;

namespace TherapyChain.Domain.Orders;

/// <summary>
/// A step was taken. The entry says everything it did, so that an order can be folded, and a record read, without its workflow at hand.
/// </summary>
public sealed record StepCompleted(string Step, string From, string To) : OrderEvent
{
    public ImmutableArray<string> Acts { get; init; } = [];
    public ImmutableArray<string> Revoked { get; init; } = [];
    public ImmutableArray<Scan> Assigned { get; init; } = [];
    public ImmutableArray<Scan> Scanned { get; init; } = [];
    public ImmutableSortedDictionary<string, EvidenceValue> Evidence { get; init; } = ImmutableSortedDictionary.Create<string, EvidenceValue>(StringComparer.Ordinal);
    public ImmutableArray<Created> Created { get; init; } = [];
    public ImmutableArray<Moved> Moved { get; init; } = [];
    public ImmutableArray<Ended> Ended { get; init; } = [];
    public ImmutableArray<ClockStarted> ClocksStarted { get; init; } = [];
    public ImmutableArray<string> ClocksStopped { get; init; } = [];
    public SecondPerson? Second { get; init; }
    public string? Place { get; init; }
    public Signature? Signature { get; init; }
    public string? LateReason { get; init; }

    public override string Type => "step.completed";

    public override void WriteData(CanonicalWriter json)
    {
        json.BeginObject();
        json.Texts("acts", Acts);
        json.Array("assigned", Assigned, static (json, s) => s.Write(json));
        json.Array("clocks-started", ClocksStarted, static (json, c) => c.Write(json));
        json.Texts("clocks-stopped", ClocksStopped);
        json.Array("created", Created, static (json, c) => c.Write(json));
        json.Array("ended", Ended, static (json, e) => e.Write(json));
        if (Evidence.Count > 0)
        {
            json.Key("evidence");
            json.BeginObject();
            foreach (var (name, value) in Evidence) value.Write(json, name);
            json.EndObject();
        }
        json.Text("from", From);
        if (LateReason is not null) json.Text("late-reason", LateReason);
        json.Array("moved", Moved, static (json, m) => m.Write(json));
        if (Place is not null) json.Text("place", Place);
        json.Texts("revoked", Revoked);
        json.Array("scanned", Scanned, static (json, s) => s.Write(json));
        Second?.Write(json);
        Signature?.Write(json);
        json.Text("step", Step);
        json.Text("to", To);
        json.EndObject();
    }
}

/// <summary>A code that was read, in stored form, and which identifier or container it was read as.</summary>
/// <param name="Shared">When given: other orders may carry the same code (a lot made for many), so it does not lead to this order alone.</param>
public sealed record Scan(string Name, string Value, bool Shared = false)
{
    /// <summary>
    /// When given and not a standard's: the site that gave it. Another site may give the same number to another order (two manufacturers
    /// count their batches alike). Null for a container's label and for codes that carry their issuer: those are one order's everywhere.
    /// </summary>
    public string? Issuer { get; init; }

    internal void Write(CanonicalWriter json)
    {
        json.BeginObject();
        if (Issuer is not null) json.Text("issuer", Issuer);
        json.Text("name", Name);
        if (Shared) json.Flag("shared", true);
        json.Text("value", Value);
        json.EndObject();
    }
}

/// <summary>A scanned code that does not belong here, and what would.</summary>
public sealed record Mismatch(string Name, string Scanned, ImmutableArray<string> Expected)
{
    internal void Write(CanonicalWriter json)
    {
        json.BeginObject();
        json.Texts("expected", Expected);
        json.Text("name", Name);
        json.Text("scanned", Scanned);
        json.EndObject();
    }
}

/// <summary>A value as it was given, every digit kept, with its unit when it has one.</summary>
public sealed record EvidenceValue(string Value, string? Unit = null)
{
    internal void Write(CanonicalWriter json, string key)
    {
        json.Key(key);
        json.BeginObject();
        if (Unit is not null) json.Text("unit", Unit);
        json.Text("value", Value);
        json.EndObject();
    }

    public override string ToString() => Unit is null ? Value : $"{Value} {Unit}";
}

/// <summary>Containers came into being.</summary>
public sealed record Created(string Container, string HeldBy, ImmutableArray<string> MadeFrom)
{
    internal void Write(CanonicalWriter json)
    {
        json.BeginObject();
        json.Text("container", Container);
        json.Text("held-by", HeldBy);
        json.Texts("made-from", MadeFrom);
        json.EndObject();
    }
}

/// <summary>Custody passed.</summary>
public sealed record Moved(string Container, string Gives, string Takes, string? Seal, string? Condition)
{
    internal void Write(CanonicalWriter json)
    {
        json.BeginObject();
        if (Condition is not null) json.Text("condition", Condition);
        json.Text("container", Container);
        json.Text("gives", Gives);
        if (Seal is not null) json.Text("seal", Seal);
        json.Text("takes", Takes);
        json.EndObject();
    }
}

/// <summary>Containers met their fate.</summary>
public sealed record Ended(string Container, string Fate)
{
    internal void Write(CanonicalWriter json)
    {
        json.BeginObject();
        json.Text("container", Container);
        json.Text("fate", Fate);
        json.EndObject();
    }
}

/// <summary>A clock began; its instants are fixed here, so that later versions of the rules cannot move them.</summary>
public sealed record ClockStarted(string Clock, Instant? Earliest, Instant? Warn, Instant Limit, bool Holds)
{
    internal void Write(CanonicalWriter json)
    {
        json.BeginObject();
        json.Text("clock", Clock);
        if (Earliest is { } earliest) json.Moment("earliest", earliest);
        json.Flag("holds", Holds);
        json.Moment("limit", Limit);
        if (Warn is { } warn) json.Moment("warn", warn);
        json.EndObject();
    }
}

/// <summary>The other person of a two-person check.</summary>
public sealed record SecondPerson(string Actor, string Role, string Name)
{
    internal void Write(CanonicalWriter json)
    {
        json.Key("second");
        json.BeginObject();
        json.Text("actor", Actor);
        json.Text("name", Name);
        json.Text("role", Role);
        json.EndObject();
    }
}

/// <summary>An electronic signature: printed name, the instant of signing, and its meaning (21 CFR 11.50).</summary>
public sealed record Signature(string Name, string Meaning, Instant SignedAt)
{
    internal void Write(CanonicalWriter json)
    {
        json.Key("signature");
        json.BeginObject();
        json.Text("meaning", Meaning);
        json.Text("name", Name);
        json.Moment("signed-at", SignedAt);
        json.EndObject();
    }
}
