using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace TherapyChain.Domain.Identity;

/// <summary>
/// An ISBT 128 chain of identity identifier (ST-028, data structure 040): <c>CH</c>, issuing facility (five characters), year, six
/// alphanumerics; the same on everything that belongs to one patient's therapy.
/// </summary>
public sealed record ChainOfIdentity
{
    private const int LastNumber = (1 << 30) - 1;

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

    /// <summary>Whether a text has the form of a facility identification number (ST-001 2.4.1); not whether ICCBBA gave it to anybody.</summary>
    public static bool IsFacility(string text) => text.Length == 5 && TryParse($"CH{text}00000000", out var with, out _) && with.Issuer == text;

    /// <summary>
    /// The identifier to offer for an order: the same whenever it is asked for, on every server and after every crash, so that a label printed
    /// twice is the same label. Another order is offered another one, but for a chance of one in a thousand million; that a value is used
    /// once is kept by the ledger, in the append that gives it to an order.
    /// </summary>
    /// <param name="facility">The facility identification number of whoever issues it.</param>
    /// <param name="year">The nominal year, four digits.</param>
    /// <param name="order">The order.</param>
    /// <param name="attempt">0, and one more for each offer that another order has already.</param>
    /// <exception cref="ArgumentException">The facility is not a facility identification number.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The year is not of this century.</exception>
    public static ChainOfIdentity Offer(string facility, int year, OrderId order, int attempt)
    {
        var drawn = SHA256.HashData(Encoding.ASCII.GetBytes($"chain of identity {facility} {year} {order} {attempt}"));
        return Issue(facility, year, (int)(BinaryPrimitives.ReadUInt32BigEndian(drawn) >> 2));
    }

    /// <summary>
    /// An identifier of a facility, in a year, by its number of 30 bits: six characters of Crockford's alphabet, which has no I, L, O and U,
    /// so that nobody has to tell 0 from O.
    /// </summary>
    /// <exception cref="ArgumentException">The facility is not a facility identification number.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The year is not of this century, or the number has more than 30 bits.</exception>
    public static ChainOfIdentity Issue(string facility, int year, int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(year, 2000);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(year, 2099);
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, LastNumber);
        if (!IsFacility(facility)) throw new ArgumentException($"{facility} is not a facility identification number.", nameof(facility));
        var sequence = Crockford.Write(number).Replace("-", "", StringComparison.Ordinal)[^6..];
        return new ChainOfIdentity($"CH{facility}{year % 100:00}{sequence}");
    }

    /// <summary>The fifteen characters, or an empty text and the reader's fault.</summary>
    internal static string Read(FieldReader reader)
    {
        if (reader.Take($"mark", (1, Only('C')), (1, Only('H'))) is not { Length: 2 } mark) return "";
        reader.Mean("chain of identity");
        var facility = reader.Facility($"issuing facility");
        var year = reader.Digits($"year", 2);
        reader.Mean($"issued in 20{year}");
        var sequence = reader.Alphanumerics($"sequence", 6);
        return reader.Fault is null ? mark + facility + year + sequence : "";
    }

    internal static ChainOfIdentity Of(string fifteen) => new(fifteen);

    private static CharacterSet Only(char expected) => new(c => c == expected, $"{expected} belongs there: the identifier begins with CH");

    public override string ToString() => Text;
}
