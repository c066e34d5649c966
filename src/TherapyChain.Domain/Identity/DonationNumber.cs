using System.Diagnostics.CodeAnalysis;
using TherapyChain.Domain.Identity.Isbt128;

namespace TherapyChain.Domain.Identity;

/// <summary>
/// An ISBT 128 donation identification number (data structure 001): facility (α, two alphanumerics without O, two digits), nominal year,
/// six-digit serial; 13 characters. The two flag characters of a scanned symbol are not part of the number (ST-001 section 2.4.1).
/// </summary>
public sealed record DonationNumber
{
    /// <summary>Without flags and without the check character.</summary>
    public const int Length = 13;

    private DonationNumber(string text) => Text = text;

    public string Text { get; }

    /// <summary>The ISO/IEC 7064 mod 37-2 character that is typed, never scanned, after the thirteen.</summary>
    public char CheckCharacter => Mod37.Character(Text);

    /// <summary>As on a label: facility, year and serial apart, and the check character in place of its box.</summary>
    public string Printed => $"{Text[..5]} {Text[5..7]} {Text[7..]} {CheckCharacter}";

    /// <summary>
    /// Reads a scanned symbol (<c>=</c>, 13 characters, 2 flags) or the typed number, with spaces as printed and, when a fourteenth
    /// character follows, its check character. The fault says which character is wrong and why.
    /// </summary>
    public static bool TryParse(string input, [NotNullWhen(true)] out DonationNumber? number, [NotNullWhen(false)] out Fault? fault)
    {
        number = null;
        var scanned = input.StartsWith('=');
        var reader = new FieldReader(scanned ? SourceText.Scanned(input, 1) : SourceText.Typed(input));
        if (scanned && reader.Left != 15)
            fault = Fault.Whole($"a scanned donation number has 15 characters after the =, this has {reader.Left}");
        else if (!scanned && reader.Left is not (13 or 14))
            fault = Fault.Whole($"a donation number has 13 characters (14 with its check character), this has {reader.Left}");
        else
        {
            var text = Read(reader);
            if (scanned) DonationFlags.Read(reader, text);
            else if (reader.Left == 1) ReadCheck(reader, text);
            fault = reader.Fault;
            if (fault is null) number = new DonationNumber(text);
        }
        return fault is null;
    }

    /// <summary>The thirteen characters, or an empty text and the reader's fault.</summary>
    internal static string Read(FieldReader reader)
    {
        var facility = reader.Facility();
        var year = reader.Digits($"year", 2);
        reader.Mean($"nominal year 20{year}");
        var serial = reader.Digits($"serial number", 6);
        return reader.Fault is null ? facility + year + serial : "";
    }

    internal static void ReadCheck(FieldReader reader, string text)
    {
        if (reader.Fault is not null) return;
        var given = reader.Take($"check character", (1, Mod37.Set));
        if (reader.Fault is null && Mod37.Character(text) != given[0])
            reader.RefuseLast($"the check character does not belong to this number: a character was mistyped");
    }

    internal static DonationNumber Of(string thirteen) => new(thirteen);

    public override string ToString() => Text;
}
