using NodaTime;

namespace TherapyChain.Domain.Custody;

/// <summary>
/// An instant as sealed entries write it, one text for each: <c>2026-12-01T06:05:10Z</c>, with a fraction of one to six digits when there is
/// one (<c>06:05:10.12Z</c>), never ending in 0. Years 0001 to 9999; leap seconds do not occur.
/// </summary>
public static class InstantText
{
    /// <summary>The longest text: six digits of fraction.</summary>
    public const int Longest = 27;

    private const long MicrosPerSecond = 1_000_000;
    private const int SecondsPerDay = 86_400;
    private const int DaysToYear1970 = 719_162;
    private static readonly Instant First = Instant.FromUtc(1, 1, 1, 0, 0);
    private static readonly int[] DaysBeforeMonth = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];

    /// <exception cref="ArgumentException">Finer than a microsecond, or before the year 1. (NodaTime ends with the year 9999.)</exception>
    public static string Write(Instant instant)
    {
        if (instant < First) throw new ArgumentException($"{instant} is before the year 1.", nameof(instant));
        var ticks = instant.ToUnixTimeTicks();
        if (Instant.FromUnixTimeTicks(ticks) != instant || ticks % 10 != 0)
            throw new ArgumentException($"{instant} is finer than a microsecond.", nameof(instant));
        Span<char> text = stackalloc char[Longest];
        var utc = instant.InUtc();
        Two(utc.Year / 100, text); Two(utc.Year % 100, text[2..]); text[4] = '-';
        Two(utc.Month, text[5..]); text[7] = '-';
        Two(utc.Day, text[8..]); text[10] = 'T';
        Two(utc.Hour, text[11..]); text[13] = ':';
        Two(utc.Minute, text[14..]); text[16] = ':';
        Two(utc.Second, text[17..]);
        var length = 19;
        if (utc.TickOfSecond / 10 is var micros and > 0)
        {
            text[length++] = '.';
            for (var unit = 100_000; micros > 0; unit /= 10)
            {
                text[length++] = (char)('0' + micros / unit);
                micros %= unit;
            }
        }
        text[length++] = 'Z';
        return new string(text[..length]);
    }

    /// <summary>Reads the canonical text only; another way to write the same instant is refused.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out Instant instant)
    {
        var sound = TryReadMicros(text, out var micros);
        instant = sound ? Instant.FromUnixTimeTicks(micros * 10) : default;
        return sound;
    }

    /// <summary>As <see cref="TryRead"/>, in microseconds since 1970: what the verifier compares.</summary>
    internal static bool TryReadMicros(ReadOnlySpan<byte> text, out long micros)
    {
        micros = 0;
        if (text.Length is < 20 or > Longest) return false;
        if (text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[^1] != 'Z') return false;
        int century = Two(text), year = Two(text[2..]), month = Two(text[5..]), day = Two(text[8..]);
        int hour = Two(text[11..]), minute = Two(text[14..]), second = Two(text[17..]);
        if ((century | year | month | day | hour | minute | second) < 0 || hour > 23 || minute > 59 || second > 59) return false;
        year += century * 100;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DaysIn(year, month)) return false;
        if (!TryFraction(text[19..^1], out var fraction)) return false;

        var before = year - 1;
        var days = before * 365 + before / 4 - before / 100 + before / 400 - DaysToYear1970
            + DaysBeforeMonth[month - 1] + (month > 2 && IsLeap(year) ? 1 : 0) + day - 1;
        micros = ((long)days * SecondsPerDay + hour * 3600 + minute * 60 + second) * MicrosPerSecond + fraction;
        return true;
    }

    private static bool TryFraction(ReadOnlySpan<byte> text, out int micros)
    {
        micros = 0;
        if (text.IsEmpty) return true;
        if (text.Length < 2 || text[0] != '.' || text[^1] == '0') return false;
        var unit = 100_000;
        foreach (var b in text[1..])
        {
            if (b is < (byte)'0' or > (byte)'9') return false;
            micros += (b - '0') * unit;
            unit /= 10;
        }
        return true;
    }

    private static int DaysIn(int year, int month) =>
        month == 2 && IsLeap(year) ? 29 : DaysBeforeMonth[month] - DaysBeforeMonth[month - 1];

    private static bool IsLeap(int year) => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    private static void Two(int value, Span<char> text) => (text[0], text[1]) = ((char)('0' + value / 10), (char)('0' + value % 10));

    // Minus one when either is no digit: the sign survives the "or" above.
    private static int Two(ReadOnlySpan<byte> text)
    {
        int tens = text[0] - '0', ones = text[1] - '0';
        return tens is >= 0 and <= 9 && ones is >= 0 and <= 9 ? tens * 10 + ones : -1;
    }
}
