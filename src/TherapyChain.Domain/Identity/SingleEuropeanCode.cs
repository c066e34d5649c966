using System.Diagnostics.CodeAnalysis;
using NodaTime;
using NodaTime.Text;
using TherapyChain.Domain.Identity.Isbt128;

namespace TherapyChain.Domain.Identity;

/// <summary>
/// The Single European Code for tissues and cells (Directive 2006/86/EC annex VII as amended by (EU) 2015/565): a donation identification
/// sequence of 21 characters and a product identification sequence of 19.
/// </summary>
public sealed record SingleEuropeanCode
{
    public const int Length = 40, DonationSequenceLength = 21;

    private SingleEuropeanCode(string text) => Text = text;

    /// <summary>The forty characters.</summary>
    public string Text { get; }

    public string DonationSequence => Text[..DonationSequenceLength];

    /// <summary>The thirteen characters of the unique donation number; an ISBT 128 donation number stands there unchanged.</summary>
    public string DonationNumber => Text[8..21];

    /// <summary>The eye-readable form.</summary>
    public string Printed => $"SEC: {Text[..21]} {Text[21..]}";

    /// <summary>Reads <c>SEC:</c> and both sequences, the forty characters, or the symbol (data structure 038).</summary>
    public static bool TryParse(string input, [NotNullWhen(true)] out SingleEuropeanCode? code, [NotNullWhen(false)] out Fault? fault)
    {
        code = null;
        var scanned = input.StartsWith("&,4", StringComparison.Ordinal);
        // The sequences may stand on two lines.
        var source = scanned ? SourceText.Scanned(input, 3) : SourceText.Typed(input.ReplaceLineEndings(" "));
        var reader = new FieldReader(source);
        if (!scanned && source.Text.StartsWith("SEC:", StringComparison.Ordinal)) reader.Skip(4);
        if (reader.Left != Length)
            fault = Fault.Whole($"a Single European Code has {Length} characters (21 of the donation, 19 of the product), this has {reader.Left}");
        else
        {
            var read = Read(reader);
            fault = reader.Fault;
            if (fault is null) code = new SingleEuropeanCode(read!.Text);
        }
        return fault is null;
    }

    /// <summary>
    /// The code of an ISBT 128 labelled product: the number as it is, the product description with two leading zeros, tissue's three last
    /// characters as they are and of cells only the division.
    /// </summary>
    /// <param name="establishment">Code of the tissue establishment, up to six characters.</param>
    /// <param name="productCode">Eight characters of structure 003.</param>
    /// <param name="expiry">Null when there is none.</param>
    public static bool TryBuild(
        string country, string establishment, DonationNumber donation, string productCode, LocalDate? expiry,
        [NotNullWhen(true)] out SingleEuropeanCode? code, [NotNullWhen(false)] out Fault? fault)
    {
        code = null;
        if (!IsbtSymbol.TryRead("=<" + productCode, out _, out fault)) return false;
        var split = ProductCode.IsPackNumbered(productCode[0]) ? productCode[5..] : "0" + productCode[6..];
        var date = expiry is { } day ? LocalDatePattern.CreateWithInvariantCulture("uuuuMMdd").Format(day) : "00000000";
        return TryParse($"{country}{establishment.PadLeft(6, '0')}{donation.Text}A00{productCode[..5]}{split}{date}", out code, out fault);
    }

    internal static Identifier? Read(FieldReader r)
    {
        var country = r.Take($"country", (2, CharacterSet.Letter));
        var establishment = r.Alphanumerics($"tissue establishment", 6);
        var donation = r.Alphanumerics($"donation number", 13);
        var system = r.Take($"coding system", (1, new CharacterSet(c => c is 'A' or 'B' or 'E', $"A (ISBT 128), B (Eurocode) or E (EUTC) belongs there")));
        if (r.Fault is null) r.Mean(system switch { "A" => "ISBT 128", "B" => "Eurocode", _ => "EUTC" });
        var product = r.Alphanumerics($"product number", 7);
        var split = r.Alphanumerics($"split number", 3);
        var expiry = ReadExpiry(r);
        if (r.Fault is not null) return null;
        var text = country + establishment + donation + system + product + split + expiry;
        return new Identifier(IdentifierKinds.Sec, text, new SingleEuropeanCode(text).Printed, []);
    }

    private static string ReadExpiry(FieldReader r)
    {
        if (r.Left >= 8 && r.Source.Text.AsSpan(r.At, 8).SequenceEqual("00000000"))
        {
            var none = r.Digits($"expires", 8);
            r.Mean("no expiry date");
            return none;
        }
        var at = r.At;
        IsbtDates.ReadCalendarDate(r, $"expires");
        return r.Fault is null ? r.Source.Text[at..(at + 8)] : "";
    }

    /// <summary>A label whose code speaks of another donation or another expiry than its own symbols is not to be trusted in any part.</summary>
    internal static Fault? Contradiction(Identifier sec, Identifier? donation, string? expiry)
    {
        var code = new SingleEuropeanCode(sec.Text);
        if (donation is not null && code.DonationNumber != donation.Text)
            return Fault.Whole($"the Single European Code names the donation {code.DonationNumber} and the symbol {donation.Text}");
        var stated = sec.Text[32..];
        return expiry is not null && stated != "00000000" && stated != expiry.Replace("-", "", StringComparison.Ordinal)
            ? Fault.Whole($"the Single European Code expires {stated} and the symbol {expiry}")
            : null;
    }

    public override string ToString() => Text;
}
