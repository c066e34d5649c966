using System.Collections.Immutable;
using NodaTime;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;

namespace TherapyChain.Documents.Records;

/// <summary>What did not go as planned, each with what became of it.</summary>
internal static class Departures
{
    public static IEnumerable<RefusalLine> Refused(RecordSource source)
    {
        foreach (var e in source.Entries)
        {
            if (e.Event is not IdentityRefused refused) continue;
            var second = refused.Second is { } s ? $"{s.Name}, {source.Role(s.Role)}" : null;
            yield return new RefusalLine(
                e.Seq, source.When(e), source.Say(refused.Step), source.Who(e.Actor), second, Codes(refused, source),
                HoldOf(e, source) is { } hold ? source.Resolution(hold) : source.Words["refused.open"]);
        }
    }

    public static ImmutableArray<RefusedCode> Codes(IdentityRefused refused, RecordSource source) =>
        [.. refused.Mismatches.Select(m => new RefusedCode(source.Say(m.Name), m.Scanned, m.Expected))];

    public static IEnumerable<DepartureLine> Of(RecordSource source)
    {
        var words = source.Words;
        foreach (var e in source.Entries)
        {
            var when = source.When(e);
            switch (e.Event)
            {
                case OrderHeld:
                    yield return new DepartureLine(e.Seq, when, words["departures.hold"], source.Told(e), source.Resolution(e.Seq));
                    break;
                case DeviationRecorded d:
                    yield return new DepartureLine(
                        e.Seq, when, words["departures.deviation"], $"{words.Name("category", d.Category)}: {source.Told(e)}", words.Say("departures.recorded-by", source.Who(e.Actor)));
                    break;
                case ClockExceeded c:
                    var isHeld = source.Entries.Any(h => h.Seq == e.Seq + 1 && h.Event is OrderHeld { Code: HoldCode.ClockExceeded });
                    yield return new DepartureLine(
                        e.Seq, when, words["departures.exceeded"], words.Say("departures.limit-was", source.Say(c.Clock), words.Shown(c.Limit, ZoneOf(e, c.Clock, source))),
                        isHeld ? words.Say("departures.held", e.Seq + 1) : words["departures.not-held"]);
                    break;
                case StepCompleted { LateReason: { } reason } late:
                    yield return new DepartureLine(
                        e.Seq, when, words["departures.late"],
                        words.Say("departures.late-text", source.Say(late.Step), words.Shown(e.Recorded, e.Zone), words.Span(e.Recorded - e.At)), reason);
                    break;
            }
        }
    }

    /// <summary>The zone to tell a limit in: a clock belongs to the site that started it, and its marks to nobody.</summary>
    public static string ZoneOf(Entry mark, string clock, RecordSource source) =>
        source.Entries.LastOrDefault(e => e.Seq < mark.Seq && e.Event is StepCompleted step && step.ClocksStarted.Any(c => c.Clock == clock))?.Zone ?? mark.Zone;

    // The hold placed with this refusal, or, when the same codes were scanned again, with the first of them.
    private static int? HoldOf(Entry refusal, RecordSource source)
    {
        var scanned = (IdentityRefused)refusal.Event;
        int? hold = null;
        for (var i = 0; i + 1 < source.Entries.Length && source.Entries[i].Seq <= refusal.Seq; i++)
            if (source.Entries[i].Event is IdentityRefused before && IsSame(before, scanned)
                && source.Entries[i + 1] is { Event: OrderHeld { Code: HoldCode.IdentityMismatch }, Seq: var seq })
                hold = seq;
        return hold;
    }

    private static bool IsSame(IdentityRefused one, IdentityRefused other) =>
        one.Step == other.Step && one.Mismatches.Select(m => (m.Name, m.Scanned)).SequenceEqual(other.Mismatches.Select(m => (m.Name, m.Scanned)));
}
