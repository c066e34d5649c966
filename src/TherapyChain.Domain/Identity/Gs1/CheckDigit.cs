namespace TherapyChain.Domain.Identity.Gs1;

/// <summary>The check digit of GS1 keys: weights 3 and 1 in turn from the right of the digits before it.</summary>
public static class CheckDigit
{
    /// <param name="payload">Digits only.</param>
    public static char Of(ReadOnlySpan<char> payload)
    {
        var sum = 0;
        for (var i = 0; i < payload.Length; i++) sum += (payload[^(i + 1)] - '0') * (i % 2 == 0 ? 3 : 1);
        return (char)('0' + (10 - sum % 10) % 10);
    }

    /// <summary>The text is digits, the last of which checks the others.</summary>
    public static bool IsRight(ReadOnlySpan<char> digits)
    {
        if (digits.Length < 2) return false;
        foreach (var c in digits)
            if (!char.IsAsciiDigit(c)) return false;
        return Of(digits[..^1]) == digits[^1];
    }
}
