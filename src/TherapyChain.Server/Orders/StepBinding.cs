using System.Collections.Immutable;
using NodaTime;
using TherapyChain.Domain.Orders;
using TherapyChain.Server.Answers;

namespace TherapyChain.Server.Orders;

/// <summary>A step's body as the domain's request, with what only the edge can say about it.</summary>
/// <param name="Second">The other person, by their own credentials.</param>
/// <param name="Reasons">Wrong credentials, a local time that daylight saving skipped or doubled: told together with what the rules say.</param>
internal sealed record BoundStep(StepRequest Request, Person? Second, ImmutableArray<Reason> Reasons)
{
    /// <summary>The reasons of the decision with those of the edge in front, less what the edge's own make an echo.</summary>
    public ImmutableArray<Reason> With(ImmutableArray<Reason> decided) => Reasons.IsEmpty ? decided :
    [
        .. Reasons,
        .. decided.Where(d => !Reasons.Any(r => r.Field == "second" && d.Code == "second-person.missing" || r.Field == "at" && d.Field is "at" or "lateReason")),
    ];
}

internal static class StepBinding
{
    // Wrong scans are recorded: no form writes a record without end.
    private const int MostScans = 200;

    /// <summary>Whether the body can be read at all is answered by the second part.</summary>
    /// <param name="step">The step.</param>
    /// <param name="body">Its form.</param>
    /// <param name="actor">Who takes it.</param>
    /// <param name="second">The other person, when their credentials were good.</param>
    /// <param name="reasons">What was wrong with them otherwise.</param>
    public static (BoundStep? Step, Problem? Problem) Bind(string step, StepBody body, Person actor, Person? second, ImmutableArray<Reason> reasons)
    {
        Instant? at = null;
        if (body.At is { } text)
        {
            switch (Moment.Read(text, actor.Zone))
            {
                case Moment.Reading.Read read: at = read.At; break;
                case Moment.Reading.NotOne no: reasons = reasons.Insert(0, no.Reason); break;
                case Moment.Reading.Unreadable no: return (null, Problems.Unreadable(no.Why, field: "at"));
            }
        }
        if (body.Scans is { Length: > MostScans }) return (null, Problems.Unreadable($"A step takes at most {MostScans} scans.", field: "scans"));
        if (Holed(body) is { } hole) return (null, Problems.Unreadable($"\"{hole}\" holds null where a value belongs.", field: hole));
        return (new BoundStep(Request(step, body, at), second, reasons), null);
    }

    private static StepRequest Request(string step, StepBody body, Instant? at)
    {
        var request = new StepRequest(step, at) { Signature = body.Signature, LateReason = body.LateReason };
        if (body.Scans is { Length: > 0 } scans)
        {
            var builder = ImmutableArray.CreateBuilder<Scan>(scans.Length);
            foreach (var scan in scans) builder.Add(new Scan(scan.Name, scan.Value));
            request = request with { Scans = builder.MoveToImmutable() };
        }
        if (body.Evidence is { Count: > 0 } evidence)
        {
            var builder = request.Evidence.ToBuilder();
            foreach (var (name, value) in evidence) builder[name] = new EvidenceValue(value.Value, value.Unit);
            request = request with { Evidence = builder.ToImmutable() };
        }
        if (body.Handovers is { Count: > 0 } handovers)
        {
            var builder = request.Handovers.ToBuilder();
            foreach (var (name, seen) in handovers) builder[name] = new HandoverDetails(seen.Seal, seen.Condition);
            request = request with { Handovers = builder.ToImmutable() };
        }
        return request;
    }

    // Nullability inside arrays and dictionaries is not enforced by the serializer.
    private static string? Holed(StepBody body) =>
        body.Scans?.Any(s => s is null) == true ? "scans"
        : body.Evidence?.Any(e => e.Value is null) == true ? "evidence"
        : body.Handovers?.Any(h => h.Value is null) == true ? "handovers"
        : null;
}
