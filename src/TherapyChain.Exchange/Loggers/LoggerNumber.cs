using System.Globalization;
using TherapyChain.Domain.Shipping;

namespace TherapyChain.Exchange.Loggers;

/// <summary>Numbers as loggers write them: digits, one decimal sign, perhaps a leading plus or minus. No thousands, no exponent.</summary>
internal static class LoggerNumber
{
    public static bool TryParse(string text, char decimalSign, out decimal number)
    {
        number = 0;
        // A point in a file of decimal commas is a thousands mark or damage; either way 1.250 must not become 1 250 or 1.25.
        if (decimalSign != '.' && text.Contains('.', StringComparison.Ordinal)) return false;
        return decimal.TryParse(decimalSign == '.' ? text : text.Replace(decimalSign, '.'),
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
    }

    public static bool TryParse(string text, char decimalSign, bool isFahrenheit, out MilliCelsius temperature)
    {
        temperature = default;
        return TryParse(text, decimalSign, out var number)
            && (isFahrenheit ? MilliCelsius.TryFromFahrenheit(number, out temperature) : MilliCelsius.TryFromCelsius(number, out temperature));
    }
}
