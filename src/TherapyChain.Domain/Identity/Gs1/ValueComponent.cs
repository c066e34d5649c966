using System.Collections.Immutable;
using System.Globalization;
using NodaTime;

namespace TherapyChain.Domain.Identity.Gs1;

/// <summary>A piece of the value of an application identifier: characters, length, and checks by name.</summary>
internal sealed record ValueComponent(char Set, int Shortest, int Longest, bool IsOptional, ImmutableArray<string> Checks)
{
    private const string Marks82 = "!\"%&'()*+,-./:;<=>?_", Marks39 = "#-/";

    /// <summary>Reads <c>N13,csum</c>, <c>X..20</c> or <c>[N6],yymmdd</c>.</summary>
    public static ValueComponent Read(string text)
    {
        var fields = text.Split(',');
        var optional = fields[0].StartsWith('[');
        var size = fields[0].Trim('[', ']');
        var upTo = size.Contains("..", StringComparison.Ordinal);
        var longest = int.Parse(size[1..].Trim('.'), CultureInfo.InvariantCulture);
        return new ValueComponent(size[0], upTo ? 1 : longest, longest, optional, [.. fields[1..]]);
    }

    public Fault? Problem(string value, int at, int length, Func<int, int> position)
    {
        for (var i = at; i < at + length; i++)
            if (!Holds(value[i])) return Fault.At(position(i), value[i], Words);
        var part = value.AsSpan(at, length);
        foreach (var check in Checks)
            if (Wrong(check, part) is { } why)
                return length == 1 ? Fault.At(position(at), value[at], why)
                    : new Fault(position(check == "csum" ? at + length - 1 : at), $"{why} ({part.ToString()}, from character {position(at)})");
        return null;
    }

    private bool Holds(char c) => Set switch
    {
        'N' => char.IsAsciiDigit(c),
        'X' => char.IsAsciiLetterOrDigit(c) || Marks82.Contains(c),
        'Y' => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || Marks39.Contains(c),
        _ => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '=',
    };

    private Sentence Words => Set switch
    {
        'N' => (Sentence)$"a digit belongs there",
        'X' => (Sentence)$"letters, digits and {Marks82} belong there",
        'Y' => (Sentence)$"capital letters, digits and {Marks39} belong there",
        _ => (Sentence)$"letters, digits, - and _ belong there",
    };

    private static Sentence? Wrong(string check, ReadOnlySpan<char> part) => check switch
    {
        "csum" => CheckDigit.IsRight(part) ? null : (Sentence)$"the check digit should be {CheckDigit.Of(part[..^1])}: a digit is wrong",
        "zero" => part is "0" ? null : (Sentence)$"0 belongs there",
        "hyphen" => part is "-" ? null : (Sentence)$"- (below zero) belongs there",
        "yymmd0" => IsDay(part, mayBeZero: true) ? null : (Sentence)$"there is no such day (year, month, day)",
        "yymmdd" => IsDay(part, mayBeZero: false) ? null : (Sentence)$"there is no such day (year, month, day)",
        "yyyymmdd" => IsDate(Number(part[..4]), part[4..], mayBeZero: false) ? null : (Sentence)$"there is no such day (year, month, day)",
        "hhmi" => Number(part[..2]) < 24 && Number(part[2..]) < 60 ? null : (Sentence)$"hours go to 23 and minutes to 59",
        "hh" => Number(part) < 24 ? null : (Sentence)$"hours go to 23",
        "mi" or "ss" => Number(part) < 60 ? null : (Sentence)$"minutes and seconds go to 59",
        _ => throw new System.Diagnostics.UnreachableException($"No check {check}."),
    };

    // The century does not matter for a leap year here: 00 is 2000, which was one.
    private static bool IsDay(ReadOnlySpan<char> yymmdd, bool mayBeZero) => IsDate(2000 + Number(yymmdd[..2]), yymmdd[2..], mayBeZero);

    private static bool IsDate(int year, ReadOnlySpan<char> mmdd, bool mayBeZero)
    {
        var (month, day) = (Number(mmdd[..2]), Number(mmdd[2..]));
        return year > 0 && month is >= 1 and <= 12 && (day > 0 || mayBeZero) && day <= CalendarSystem.Iso.GetDaysInMonth(year, month);
    }

    private static int Number(ReadOnlySpan<char> digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
