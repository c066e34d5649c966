using System.Collections.Immutable;
using NodaTime;
using TherapyChain.Domain.Custody;

namespace TherapyChain.Domain.Orders;

/// <summary>An order begins: which workflow it follows, pinned by hash, and which site plays which part.</summary>
public sealed record OrderCreated(string Workflow, int Version, string WorkflowSha256, string State, string Reference, ImmutableSortedDictionary<string, string> Parties) : OrderEvent
{
    public override string Type => "order.created";

    public override void WriteData(CanonicalWriter json)
    {
        json.BeginObject();
        json.Texts("parties", Parties);
        json.Text("reference", Reference);
        json.Text("state", State);
        json.Text("workflow", Workflow);
        json.Text("workflow-sha256", WorkflowSha256);
        json.Number("workflow-version", Version);
        json.EndObject();
    }
}

/// <summary>The order stops until the cause is resolved. <paramref name="Code"/> is one of <see cref="HoldCode"/>.</summary>
public sealed record OrderHeld(string Code, string Reason, string? Clock) : OrderEvent
{
    public override string Type => "order.held";

    public override void WriteData(CanonicalWriter json)
    {
        json.BeginObject();
        if (Clock is not null) json.Text("clock", Clock);
        json.Text("code", Code);
        json.Text("reason", Reason);
        json.EndObject();
    }
}

/// <summary>A hold, named by the sequence number of its entry, is resolved with a reason.</summary>
public sealed record HoldResolved(int Held, string Reason) : OrderEvent
{
    public override string Type => "hold.resolved";

    public override void WriteData(CanonicalWriter json)
    {
        json.BeginObject();
        json.Number("held", Held);
        json.Text("reason", Reason);
        json.EndObject();
    }
}

/// <summary>An identity check failed: what was scanned, and what belongs there. The step did not happen.</summary>
public sealed record IdentityRefused(string Step, ImmutableArray<Mismatch> Mismatches, SecondPerson? Second) : OrderEvent
{
    public override string Type => "identity.refused";

    public override void WriteData(CanonicalWriter json)
    {
        json.BeginObject();
        json.Array("mismatches", Mismatches, static (json, m) => m.Write(json));
        Second?.Write(json);
        json.Text("step", Step);
        json.EndObject();
    }
}

/// <summary>A clock passed its warning point; recorded once.</summary>
public sealed record ClockWarned(string Clock, Instant Limit) : OrderEvent
{
    public override string Type => "clock.warned";

    public override void WriteData(CanonicalWriter json) => ClockExceeded.Write(json, Clock, Limit);
}

/// <summary>A clock passed its limit; recorded once.</summary>
public sealed record ClockExceeded(string Clock, Instant Limit) : OrderEvent
{
    public override string Type => "clock.exceeded";

    public override void WriteData(CanonicalWriter json) => Write(json, Clock, Limit);

    internal static void Write(CanonicalWriter json, string clock, Instant limit)
    {
        json.BeginObject();
        json.Text("clock", clock);
        json.Moment("limit", limit);
        json.EndObject();
    }
}

/// <summary>A value of an earlier entry was wrong: the old one stays in its entry and is shown struck, the new one counts.</summary>
public sealed record EntryCorrected(int Corrects, string Field, EvidenceValue Old, EvidenceValue New, string Reason) : OrderEvent
{
    public override string Type => "entry.corrected";

    public override void WriteData(CanonicalWriter json)
    {
        json.BeginObject();
        json.Number("corrects", Corrects);
        json.Text("field", Field);
        New.Write(json, "new");
        Old.Write(json, "old");
        json.Text("reason", Reason);
        json.EndObject();
    }
}

/// <summary>Something departed from the plan; the path goes on.</summary>
public sealed record DeviationRecorded(string Category, string Description) : OrderEvent
{
    public override string Type => "deviation.recorded";

    public override void WriteData(CanonicalWriter json)
    {
        json.BeginObject();
        json.Text("category", Category);
        json.Text("description", Description);
        json.EndObject();
    }
}

/// <summary>A document joined the order; its bytes lie in the store under their hash.</summary>
public sealed record DocumentAdded(string Sha256, string Name, string MediaType, long Size, string Kind, ImmutableSortedDictionary<string, string> Summary) : OrderEvent
{
    public override string Type => "document.added";

    public override void WriteData(CanonicalWriter json)
    {
        json.BeginObject();
        json.Text("kind", Kind);
        json.Text("media-type", MediaType);
        json.Text("name", Name);
        json.Text("sha256", Sha256);
        json.Number("size", Size);
        json.Texts("summary", Summary);
        json.EndObject();
    }
}

/// <summary>A paper was printed: which, the how-manieth copy, the head hash before it, and the names it shows.</summary>
public sealed record DocumentPrinted(string Document, int Copy, string Head, Names Names) : OrderEvent
{
    public override string Type => "document.printed";

    public override void WriteData(CanonicalWriter json)
    {
        json.BeginObject();
        json.Number("copy", Copy);
        json.Text("document", Document);
        json.Text("head", Head);
        json.Key("names");
        Names.WriteTo(json);
        json.EndObject();
    }
}

/// <summary>The order was moved, after a check, to a newer version of its workflow.</summary>
public sealed record WorkflowMoved(int FromVersion, int Version, string WorkflowSha256, string Reason) : OrderEvent
{
    public override string Type => "workflow.moved";

    public override void WriteData(CanonicalWriter json)
    {
        json.BeginObject();
        json.Number("from-version", FromVersion);
        json.Text("reason", Reason);
        json.Text("workflow-sha256", WorkflowSha256);
        json.Number("workflow-version", Version);
        json.EndObject();
    }
}
