using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace TherapyChain.Domain.Identity.Isbt128;

/// <summary>
/// Dates on labels: century digit, year, day of the year (structures 004 to 009), or calendar date (031). They carry no zone: the wall
/// clock of the facility that labelled, unless 031 says UTC. A date without a time means 23:59 of that day.
/// </summary>
internal static class IsbtDates
{
    public static Func<FieldReader, Identifier?> Date(Sentence name) => r => { ReadDay(r, name); return null; };

    public static Func<FieldReader, Identifier?> DateAndTime(Sentence name) => r =>
    {
        ReadDay(r, name);
        ReadTime(r);
        return null;
    };

    public static Identifier? Flexible(FieldReader r)
    {
        var zone = r.Digits($"zone", 1);
        if (zone is "1" or "2") r.Mean(zone == "1" ? "local time of the facility" : "UTC");
        else r.RefuseLast($"1 (local) or 2 (UTC) belongs there");
        r.Digits($"calendar", 1);
        var what = r.Digits($"type", 2);
        var type = what switch
        {
            "01" => "expiration",
            "02" => "collection",
            "03" => "production",
            "04" => "cross-clamp",
            "05" => "preservation",
            "06" => "death of the donor",
            _ => null,
        };
        if (type is null) r.RefuseLast($"no such type of date is known");
        else r.Mean(type);
        ReadCalendarDate(r, $"date");
        ReadTime(r);
        return null;
    }

    /// <summary>YYYYMMDD.</summary>
    public static LocalDate? ReadCalendarDate(FieldReader r, Sentence name)
    {
        var text = r.Digits(name, 8);
        if (r.Fault is not null) return null;
        if (LocalDatePattern.CreateWithInvariantCulture("uuuuMMdd").Parse(text) is { Success: true } parsed)
        {
            r.Mean(LocalDatePattern.Iso.Format(parsed.Value));
            return parsed.Value;
        }
        r.RefuseLast($"there is no such day (year, month, day)");
        return null;
    }

    private static void ReadDay(FieldReader r, Sentence name)
    {
        var text = r.Take(name, (1, new CharacterSet(c => c is '0' or '9', $"0 (for 20..) or 9 (for 19..) belongs there")), (5, CharacterSet.Digit));
        if (r.Fault is not null) return;
        var year = (text[0] == '0' ? 2000 : 1900) + FieldReader.Number(text[1..3]);
        var day = FieldReader.Number(text[3..]);
        var last = CalendarSystem.Iso.GetDaysInYear(year);
        if (day == 0 || day > last) r.RefuseLast($"the last three are the day of the year, and {year} has days 001 to {last}");
        else r.Mean(LocalDatePattern.Iso.Format(new LocalDate(year, 1, 1).PlusDays(day - 1)));
    }

    private static void ReadTime(FieldReader r)
    {
        var text = r.Digits($"time", 4);
        if (r.Fault is not null) return;
        if (FieldReader.Number(text[..2]) > 23 || FieldReader.Number(text[2..]) > 59) r.RefuseLast($"hours go to 23 and minutes to 59");
        else r.Mean(string.Create(CultureInfo.InvariantCulture, $"{text[..2]}:{text[2..]}"));
    }
}
