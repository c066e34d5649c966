using System.Collections.Immutable;
using System.Text.Json;
using NodaTime;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;
using TherapyChain.Server.Answers;
using TherapyChain.Server.Workflows;

namespace TherapyChain.Server.Orders;

/// <summary>What every change of an order answers: where the order stands now. Written straight to bytes, because steps are the hot path.</summary>
internal static class OrderAnswer
{
    public static Answer Of(int status, Shelved workflow, OpenOrder after, ImmutableArray<SealedEntry> recorded, Instant now, string? location = null)
    {
        using var bytes = new MemoryStream(1024);
        using (var json = new Utf8JsonWriter(bytes, ApiJson.Writing)) Write(json, workflow, after, recorded, now);
        return new Answer(status, bytes.ToArray(), after.ETag, location);
    }

    private static void Write(Utf8JsonWriter json, Shelved workflow, OpenOrder after, ImmutableArray<SealedEntry> recorded, Instant now)
    {
        var order = after.Order;
        var state = workflow.Workflow.FindState(order.State);
        json.WriteStartObject();
        json.WriteString("order", order.Id.ToString());
        json.WriteNumber("seq", order.Seq);
        json.WriteString("head", after.Head.ToString());
        json.WriteString("state", order.State);
        json.WriteString("phase", state?.Phase);
        json.WriteBoolean("final", state?.IsFinal ?? false);
        json.WriteStartArray("holds");
        foreach (var hold in order.Holds)
        {
            json.WriteStartObject();
            json.WriteNumber("seq", hold.Seq);
            json.WriteString("code", hold.Code);
            json.WriteString("reason", hold.Reason);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("clocks");
        foreach (var (name, clock) in order.Clocks)
        {
            json.WriteStartObject();
            json.WriteString("clock", name);
            json.WriteString("limit", Moment.Iso(clock.Limit));
            json.WriteString("left", Moment.Iso(clock.Left(now)));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("open");
        foreach (var step in workflow.StepsFrom(order.State)) json.WriteStringValue(step);
        json.WriteEndArray();
        json.WriteStartArray("recorded");
        foreach (var entry in recorded)
        {
            json.WriteStartObject();
            json.WriteNumber("seq", entry.Envelope.Seq);
            json.WriteString("type", entry.Envelope.Type);
            json.WriteString("hash", entry.Hash.ToString());
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}

/// <summary>The shape of that answer, for the API's description.</summary>
public sealed record OrderStands(
    string Order, int Seq, string Head, string State, string Phase, bool Final, IReadOnlyList<HoldStands> Holds, IReadOnlyList<ClockStands> Clocks,
    IReadOnlyList<string> Open, IReadOnlyList<EntryStands> Recorded);

public sealed record HoldStands(int Seq, string Code, string Reason);

public sealed record ClockStands(string Clock, string Limit, string Left);

public sealed record EntryStands(int Seq, string Type, string Hash);
