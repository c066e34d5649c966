using System.Collections.Immutable;

namespace TherapyChain.Domain.Identity.Isbt128;

/// <summary>One ISBT 128 data structure (ST-001 section 2.4): how it starts, and how its data are read.</summary>
/// <param name="Number">Three digits.</param>
/// <param name="Starts">The data identifier; for a donation number only its first character, as the second is data already.</param>
/// <param name="Read">Reads the data after the identifier; answers the identifier's stored form where it is one.</param>
public sealed record DataStructure(string Number, string Starts, Sentence Title)
{
    internal Func<FieldReader, Identifier?> Read { get; private init; } = _ => null;

    /// <summary>Of open length, so that it stands alone and never in a compound message.</summary>
    public bool IsLocal { get; private init; }

    /// <summary>The structure that starts at a place of a text, or null.</summary>
    public static DataStructure? At(string text, int at)
    {
        if (at + 1 >= text.Length) return null;
        var (first, second) = (text[at], text[at + 1]);
        if (first == '=' && CharacterSet.FacilityFirst.Holds(second)) return Donation;
        if (first == '&' && char.IsAsciiLetterLower(second)) return Local;
        foreach (var structure in Listed)
            if (text.AsSpan(at).StartsWith(structure.Starts, StringComparison.Ordinal)) return structure;
        return null;
    }

    private static readonly DataStructure Donation = new("001", "=", $"Donation identification number")
    {
        Read = r =>
        {
            var text = DonationNumber.Read(r);
            DonationFlags.Read(r, text);
            if (r.Fault is not null) return null;
            return new Identifier(IdentifierKinds.Donation, text, DonationNumber.Of(text).Printed, []);
        },
    };

    private static readonly DataStructure Local = new("local", "&", $"Structure of a facility's or country's own")
    {
        IsLocal = true,
        Read = r => { r.Take($"data", (r.Left, new CharacterSet(c => c is >= ' ' and <= '~', $"printable ASCII belongs there"))); return null; },
    };

    private static readonly ImmutableArray<DataStructure> Listed =
    [
        new("002", "=%", $"Blood groups") { Read = Plain($"blood group", 4) },
        new("003", "=<", $"Product code") { Read = r => { ProductCode.Read(r); return null; } },
        new("004", "=>", $"Expiration date") { Read = IsbtDates.Date($"expires") },
        new("005", "&>", $"Expiration date and time") { Read = IsbtDates.DateAndTime($"expires") },
        new("006", "=*", $"Collection date") { Read = IsbtDates.Date($"collected") },
        new("007", "&*", $"Collection date and time") { Read = IsbtDates.DateAndTime($"collected") },
        new("008", "=}", $"Production date") { Read = IsbtDates.Date($"produced") },
        new("009", "&}", $"Production date and time") { Read = IsbtDates.DateAndTime($"produced") },
        new("010", "&(", $"Special testing") { Read = Plain($"testing", 5) },
        new("012", "=\\", $"Red cell antigens") { Read = Plain($"antigens", 18) },
        new("013", "&\\", $"Red cell antigens, Finnish") { Read = Plain($"antigens", 18) },
        new("014", "&{", $"Platelet antigens") { Read = Plain($"antigens", 18) },
        new("017", "=)", $"Container: maker and catalogue number") { Read = Padded($"maker and catalogue number", 10) },
        new("018", "&)", $"Container: lot number") { Read = Padded($"lot number", 10) },
        new("019", "=;", $"Donor identification number") { Read = r => { r.Facility(); Padded($"donor number", 16)(r); return null; } },
        new("021", "=-", $"Other item: maker and catalogue number") { Read = Padded($"maker and catalogue number", 10) },
        new("022", "&-", $"Other item: lot number") { Read = Padded($"lot number", 10) },
        new("023", "=+", $"Compound message") { Read = r => { r.Digits($"structures that follow", 2); r.Digits($"sequence", 3); return null; } },
        new("025", "&#", $"Patient identification number") { Read = ReadPatient },
        new("026", "=]", $"Expiration month and year") { Read = Plain($"month and year", 6) },
        new("031", "=(", $"Flexible date and time") { Read = IsbtDates.Flexible },
        new("032", "=,", $"Product divisions") { Read = Plain($"division", 6) },
        new("033", "&+", $"Processing facility") { Read = r => { r.Take($"facility", (5, CharacterSet.WithoutO)); r.Alphanumerics($"facility product information", 6); return null; } },
        new("034", "=/", $"Processor product identification code")
        {
            Read = r =>
            {
                r.Take($"facility", (5, CharacterSet.WithoutO));
                r.Alphanumerics($"facility product code", 6);
                r.Alphanumerics($"product description code", 5);
                return null;
            },
        },
        new("035", "&,1", $"Lot number of a product of human origin") { Read = Padded($"lot number", 18) },
        new("036", "&,2", $"Supplemental identification number") { Read = Padded($"number", 18) },
        new("038", "&,4", $"Single European Code") { Read = SingleEuropeanCode.Read },
        new("039", "&:", $"Global registration identifier for donors") { Read = Grid.Read },
        new("040", "&/", $"Chain of identity identifier")
        {
            Read = r => ChainOfIdentity.Read(r) is { Length: 15 } text
                ? new Identifier(IdentifierKinds.ChainOfIdentity, text, ChainOfIdentity.Of(text).Printed, []) : null,
        },
    ];

    private static Func<FieldReader, Identifier?> Plain(Sentence name, int length) => r => { r.Alphanumerics(name, length); return null; };

    private static Func<FieldReader, Identifier?> Padded(Sentence name, int length) => r =>
    {
        var value = r.Alphanumerics(name, length).TrimStart('0');
        if (r.Fault is null) r.Mean(value.Length == 0 ? "0" : value);
        return null;
    };

    private static Identifier? ReadPatient(FieldReader r)
    {
        r.Alphanumerics($"location", 2);
        var length = r.Digits($"length", 2);
        if (r.Fault is null) r.Alphanumerics($"patient number", FieldReader.Number(length));
        return null;
    }
}
