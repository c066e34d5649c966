using System.Diagnostics.CodeAnalysis;

namespace TherapyChain.Domain.Identity;

/// <summary>
/// An ISBT 128 chain of identity identifier (ST-028, data structure 040): <c>CH</c>, issuing facility (five characters), year, six
/// alphanumerics; the same on everything that belongs to one patient's therapy.
/// </summary>
public sealed record ChainOfIdentity
{
    private const int LastNumber = 999_999;

    private ChainOfIdentity(string text) => Text = text;

    public string Text { get; }

    /// <summary>The facility that issued it, by its ISBT 128 facility identification number.</summary>
    public string Issuer => Text[2..7];

    public string Printed => $"{Text[..2]} {Text[2..7]} {Text[7..9]} {Text[9..]}";

    /// <summary>Reads the scanned symbol (<c>&amp;/</c> and 15 characters) or the 15 characters typed, with spaces as printed.</summary>
    public static bool TryParse(string input, [NotNullWhen(true)] out ChainOfIdentity? identifier, [NotNullWhen(false)] out Fault? fault)
    {
        identifier = null;
        var scanned = input.StartsWith("&/", StringComparison.Ordinal);
        var reader = new FieldReader(scanned ? SourceText.Scanned(input, 2) : SourceText.Typed(input));
        if (reader.Left != 15)
            fault = Fault.Whole($"a chain of identity identifier has 15 characters, this has {reader.Left}");
        else
        {
            var text = Read(reader);
            fault = reader.Fault;
            if (fault is null) identifier = new ChainOfIdentity(text);
        }
        return fault is null;
    }

    /// <summary>
    /// Issues an identifier: for the facility that holds the number, in a year, the next number of its own count (0 to 999 999; digits only,
    /// so that nobody has to tell 0 from O). That a number is used once is for the caller to keep, in the transaction that records it.
    /// </summary>
    /// <exception cref="ArgumentException">The facility is not a facility identification number.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The year is not of this century, or the count of the year is used up.</exception>
    public static ChainOfIdentity Issue(string facility, int year, int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(year, 2000);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(year, 2099);
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, LastNumber);
        if (!TryParse($"CH{facility}{year % 100:00}{number:000000}", out var issued, out var fault) || issued.Issuer != facility)
            throw new ArgumentException($"{facility} is not a facility identification number: {fault?.Why}", nameof(facility));
        return issued;
    }

    /// <summary>The fifteen characters, or an empty text and the reader's fault.</summary>
    internal static string Read(FieldReader reader)
    {
        if (reader.Take("mark", "chain of identity", (1, Only('C')), (1, Only('H'))) is not { Length: 2 } mark) return "";
        var facility = reader.Facility("issuing facility");
        var year = reader.Digits("year", 2);
        reader.Mean($"issued in 20{year}");
        var sequence = reader.Alphanumerics("sequence", 6);
        return reader.Fault is null ? mark + facility + year + sequence : "";
    }

    internal static ChainOfIdentity Of(string fifteen) => new(fifteen);

    private static CharacterSet Only(char expected) => new(c => c == expected, $"{expected} belongs there: the identifier begins with CH");

    public override string ToString() => Text;
}
