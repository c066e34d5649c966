using System.Globalization;
using NodaTime;
using NodaTime.Text;
using TherapyChain.Documents.Words;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Documents.Records;

/// <summary>How instants, spans and sizes are written on paper: the site's own clock with the zone named, and UTC beside it.</summary>
public static class Wording
{
    private static readonly LocalDateTimePattern Wall = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss");
    private static readonly OffsetPattern Signed = OffsetPattern.CreateWithInvariantCulture("+HH:mm");

    /// <summary>What a workflow calls something, or we where the name is ours: whose labels were looked at stands where a step or a code would.</summary>
    public static string Called(this PaperWords words, Workflow workflow, string name) => name switch
    {
        AccountLabels.Act => words["what.account-labels"],
        AccountLabels.Serial => words["what.label-serial"],
        _ => workflow.Say(name, words.Language) is var word && word == name ? PaperWords.Plain(name) : word,
    };

    internal static When Moment(this PaperWords words, Instant at, string zone)
    {
        var utc = Wall.Format(at.InUtc().LocalDateTime) + "Z";
        // A zone that this version does not know is said to be unknown; its name beside a time in UTC would be a lie.
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is not { } known) return new When(utc, words.Say("moment.zone-unknown", zone), utc);
        var local = at.InZone(known);
        return new When(Wall.Format(local.LocalDateTime), $"{zone} {Signed.Format(local.Offset)}", utc);
    }

    /// <summary>Local time and zone in one line.</summary>
    internal static string Shown(this PaperWords words, Instant at, string zone)
    {
        var when = words.Moment(at, zone);
        return $"{when.Local} {when.Zone}";
    }

    /// <summary>A length of time in its two largest units, rounded down.</summary>
    internal static string Span(this PaperWords words, Duration span) => span switch
    {
        { TotalMinutes: < 1 } => words["moment.short"],
        { TotalHours: < 1 } => $"{span.Minutes} min",
        { TotalDays: < 1 } => $"{span.Hours} h {span.Minutes} min",
        _ => $"{span.Days} d {span.Hours} h",
    };

    internal static string Size(this PaperWords words, long bytes) => bytes switch
    {
        < 10_000 => words.Say("size.bytes", bytes),
        < 10_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1000.0:0.0} kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000_000.0:0.0} MB"),
    };

    /// <summary>A value with its unit as clinicians write them: powers of ten raised, things counted in the plural.</summary>
    internal static string Amount(this PaperWords words, EvidenceValue value) => value.Unit switch
    {
        null => value.Value,
        "bag" or "vial" or "dose" or "bottle" or "piece" or "label" => value.Value == "1" ? words[$"one.{value.Unit}"] : words.Say($"unit.{value.Unit}", value.Value),
        { } unit when unit.StartsWith("10^", StringComparison.Ordinal) => $"{value.Value} × 10{Raised(unit[3..])}",
        { } unit => $"{value.Value} {unit}",
    };

    private static string Raised(string exponent)
    {
        var digits = exponent.TakeWhile(char.IsAsciiDigit).Count();
        return string.Concat(exponent[..digits].Select(d => "⁰¹²³⁴⁵⁶⁷⁸⁹"[d - '0'])) + exponent[digits..];
    }
}
