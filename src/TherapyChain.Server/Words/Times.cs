using System.Collections.Frozen;
using NodaTime;
using NodaTime.Text;
using TherapyChain.Domain;

namespace TherapyChain.Server.Words;

/// <summary>How pages write times, spans and names: the site's wall clock with the month in letters, so that no day is mistaken for a month; UTC beside it.</summary>
public static class Times
{
    private static readonly FrozenDictionary<string, string[]> Days = new Dictionary<string, string[]>
    {
        ["en"] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
        ["de"] = ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"],
        ["sv"] = ["mån", "tis", "ons", "tors", "fre", "lör", "sön"],
        ["fr"] = ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."],
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string[]> Months = new Dictionary<string, string[]>
    {
        ["en"] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
        ["de"] = ["Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."],
        ["sv"] = ["jan.", "feb.", "mars", "apr.", "maj", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "dec."],
        ["fr"] = ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."],
    }.ToFrozenDictionary();

    public static string At(this PageTongue words, Instant at, string zone)
    {
        var local = at.InZone(Zone(zone)).LocalDateTime;
        return $"{Days[words.Language][(int)local.DayOfWeek - 1]} {words.On(local.Date)}, {local.Hour:00}:{local.Minute:00}";
    }

    public static string On(this PageTongue words, LocalDate day) =>
        $"{day.Day}{(words.Language == "de" ? "." : "")} {Months[words.Language][day.Month - 1]} {day.Year}";

    /// <summary>UTC to stand beside a local time: with the day when it is another one there.</summary>
    public static string Utc(this PageTongue words, Instant at, string zone)
    {
        var utc = at.InUtc().LocalDateTime;
        var time = $"{utc.Hour:00}:{utc.Minute:00}Z";
        return utc.Date == at.InZone(Zone(zone)).Date ? time : $"{words.On(utc.Date)} {time}";
    }

    public static string Iso(Instant at) => InstantPattern.General.Format(at);

    /// <summary>What is left of a limit, or how long ago it passed, in its two largest units.</summary>
    public static string Left(this PageTongue words, Duration left) => left >= Duration.Zero ? words[$"{words.Span(left)} left"] : words[$"{words.Span(-left)} over"];

    public static string Span(this PageTongue words, Duration span) => span switch
    {
        { TotalMinutes: < 1 } => words[$"under a minute"],
        { TotalHours: < 1 } => words[$"{span.Minutes} min"],
        { TotalDays: < 2 } => words[$"{(int)span.TotalHours} h {span.Minutes:00} min"],
        { TotalDays: < 100 } => words[$"{span.Days} days {span.Hours} h"],
        _ => words[$"{span.Days} days"],
    };

    /// <summary>A limit as a workflow states it, each unit by itself: a month is no number of days.</summary>
    public static string Length(this PageTongue words, Period limit)
    {
        (long Many, Sentence One, Sentence More)[] units =
        [
            (limit.Years, $"1 year", $"{limit.Years} years"), (limit.Months, $"1 month", $"{limit.Months} months"), (limit.Weeks, $"1 week", $"{limit.Weeks} weeks"),
            (limit.Days, $"1 day", $"{limit.Days} days"), (limit.Hours, $"1 hour", $"{limit.Hours} hours"), (limit.Minutes, $"1 minute", $"{limit.Minutes} minutes"),
            (limit.Seconds, $"1 second", $"{limit.Seconds} seconds"),
        ];
        return string.Join(' ', units.Where(unit => unit.Many != 0).Select(unit => words[unit.Many == 1 ? unit.One : unit.More]));
    }

    /// <summary>Names out of a closed set, in words.</summary>
    public static string Names(this PageTongue words, string topic, IEnumerable<string> names) => string.Join(", ", names.Select(name => words.NameOf(topic, name)));

    private static DateTimeZone Zone(string zone) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) ?? DateTimeZone.Utc;
}
