using TherapyChain.Domain;

namespace TherapyChain.Storage;

/// <summary>What searches ask of an entry, read out of its sealed body by the engine itself. A body that is no JSON any more, in a file that was worked on, has none of it.</summary>
/// <param name="Second">Who checked beside whoever recorded it.</param>
/// <param name="Recorded">As it stands in the entry.</param>
public sealed record EntryMark(long Position, OrderId OrderId, int Seq, string? Type, string? Site, string? Actor, string? Second, string? Recorded);

/// <summary>
/// The marks of the entries follow their commits at a little distance: reading JSON and keeping five indexes in the transaction of a step costs more than the step itself
/// (docs/decisions/0028-marks-follow-the-commit.md). What has no mark yet, searches read themselves.
/// </summary>
internal static class EntryMarks
{
    /// <summary>So many in one transaction that a step which comes meanwhile waits no longer than for one shared commit.</summary>
    private const int AtOnce = 1000;

    private static readonly string Read = "position, order_id, seq, " + string.Join(", ",
        new[] { ("type", "$.type"), ("site", "$.site"), ("actor", "$.actor"), ("second", "$.data.second.actor"), ("recorded", "$.recorded") }
            .Select(mark => $"CASE WHEN json_valid(CAST(body AS TEXT)) THEN json_extract(CAST(body AS TEXT), '{mark.Item2}') END AS {mark.Item1}"));

    /// <summary>The marks that the newest entries will have.</summary>
    public static readonly string NotMarkedYet = $"SELECT {Read} FROM entries WHERE position > (SELECT COALESCE(MAX(position), 0) FROM entry_marks)";

    /// <summary>Marks the next entries in the order of commits; as a statement it changes no row when all are marked.</summary>
    public static readonly string MarkNext =
        $"INSERT INTO entry_marks (position, order_id, seq, type, site, actor, second, recorded) {NotMarkedYet} ORDER BY position LIMIT {AtOnce}";

    /// <summary>The first mark that is not what its entry says, has no entry, or is missing before a later one; as position, order, sequence number.</summary>
    public static readonly string FirstWrong = $"""
        SELECT m.position, m.order_id, m.seq FROM entry_marks m LEFT JOIN (SELECT {Read} FROM entries) e ON e.position = m.position
        WHERE (m.order_id, m.seq, m.type, m.site, m.actor, m.second, m.recorded) IS NOT (e.order_id, e.seq, e.type, e.site, e.actor, e.second, e.recorded)
        UNION ALL
        SELECT position, order_id, seq FROM entries e WHERE position < (SELECT MAX(position) FROM entry_marks) AND NOT EXISTS (SELECT 1 FROM entry_marks m WHERE m.position = e.position)
        ORDER BY position LIMIT 1
        """;
}
