using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace TherapyChain.Domain.Identity;

/// <summary>
/// Which printed label this is: the order's name, <c>#</c> and the running number of its labels, <c>ENAP-GJX4-KQNC#007</c>. It stands on the
/// label in a symbol of its own, beside those of the standards, and identifies a piece of paper: never material, never a patient.
/// </summary>
public sealed record LabelSerial(OrderId Order, int Number)
{
    /// <summary>An order prints no more; three digits stand on the label.</summary>
    public const int Last = 999;

    /// <summary>Reads what a scanner sent, with a symbology identifier or without.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out LabelSerial? serial)
    {
        serial = null;
        var plain = text.StartsWith(']') && text.Length > 3 ? text[3..] : text;
        var parts = plain.Split('#');
        if (parts is not [{ Length: 14 } order, { Length: 3 } digits] || !OrderId.TryParse(order, out var id)
            || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0) return false;
        serial = new LabelSerial(id, number);
        return true;
    }

    /// <summary>Three digits, as it stands on the label.</summary>
    public static string Short(int number) => number.ToString("000", CultureInfo.InvariantCulture);

    public override string ToString() => $"{Order}#{Short(Number)}";
}
