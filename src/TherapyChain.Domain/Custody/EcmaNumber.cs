using System.Buffers.Text;
using System.Globalization;

namespace TherapyChain.Domain.Custody;

/// <summary>
/// Number text as ECMAScript's <c>Number.prototype.toString</c> gives it, which RFC 8785 section 3.2.2.3 makes the canonical one: the
/// shortest digits that read back to the same double, plain from 1e-6 up to below 1e21, with an exponent outside; -0 is written 0.
/// </summary>
internal static class EcmaNumber
{
    /// <summary>Sign, "0.00000" and 17 digits, or 22 digits: nothing is longer.</summary>
    public const int LongestText = 32;

    /// <summary>Writes the text and answers its length.</summary>
    /// <exception cref="ArgumentException">Not a number, or infinite.</exception>
    public static int Write(double value, Span<byte> text)
    {
        if (!double.IsFinite(value)) throw new ArgumentException("JSON has no number for NaN and the infinities.", nameof(value));
        if (value == 0) { text[0] = (byte)'0'; return 1; }

        // .NET finds the same shortest digits but lays them out differently: take digits and exponent from it, place them ourselves.
        Span<byte> scientific = stackalloc byte[LongestText];
        Math.Abs(value).TryFormat(scientific, out var length, "R", CultureInfo.InvariantCulture);
        Span<byte> digits = stackalloc byte[LongestText];
        var (count, point) = Digits(scientific[..length], digits);

        var at = 0;
        if (value < 0) text[at++] = (byte)'-';
        return at + Lay(digits[..count], point, text[at..]);
    }

    /// <summary>True when the bytes are the canonical text of the number they stand for.</summary>
    public static bool IsCanonical(ReadOnlySpan<byte> text)
    {
        Span<byte> canonical = stackalloc byte[LongestText];
        return Utf8Parser.TryParse(text, out double value, out var consumed) && consumed == text.Length && double.IsFinite(value)
            && text.SequenceEqual(canonical[..Write(value, canonical)]);
    }

    // Significant digits without zeros at either end, and where the decimal point stands relative to the first of them.
    private static (int Count, int Point) Digits(ReadOnlySpan<byte> text, Span<byte> digits)
    {
        var exponent = 0;
        if (text.IndexOf((byte)'E') is var e and >= 0)
        {
            exponent = int.Parse(text[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[..e];
        }
        var dot = text.IndexOf((byte)'.');
        var point = (dot < 0 ? text.Length : dot) + exponent;
        var count = 0;
        foreach (var b in text)
        {
            if (b == '.') continue;
            if (count == 0 && b == '0') { point--; continue; }
            digits[count++] = b;
        }
        while (digits[count - 1] == '0') count--;
        return (count, point);
    }

    private static int Lay(ReadOnlySpan<byte> digits, int point, Span<byte> text)
    {
        if (point is <= -6 or > 21) return Exponent(digits, point - 1, text);
        if (point <= 0)
        {
            "0."u8.CopyTo(text);
            text.Slice(2, -point).Fill((byte)'0');
            digits.CopyTo(text[(2 - point)..]);
            return 2 - point + digits.Length;
        }
        if (point >= digits.Length)
        {
            digits.CopyTo(text);
            text[digits.Length..point].Fill((byte)'0');
            return point;
        }
        digits[..point].CopyTo(text);
        text[point] = (byte)'.';
        digits[point..].CopyTo(text[(point + 1)..]);
        return digits.Length + 1;
    }

    private static int Exponent(ReadOnlySpan<byte> digits, int exponent, Span<byte> text)
    {
        text[0] = digits[0];
        var at = 1;
        if (digits.Length > 1)
        {
            text[at++] = (byte)'.';
            digits[1..].CopyTo(text[at..]);
            at += digits.Length - 1;
        }
        text[at++] = (byte)'e';
        text[at++] = (byte)(exponent < 0 ? '-' : '+');
        Math.Abs(exponent).TryFormat(text[at..], out var written, provider: CultureInfo.InvariantCulture);
        return at + written;
    }
}
