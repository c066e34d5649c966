using System.Collections.Frozen;

namespace TherapyChain.Domain.Identity;

/// <summary>The stable words for kinds of identifiers, and what people call them. Workflows declare labels with some of them.</summary>
public static class IdentifierKinds
{
    public const string Donation = "isbt-128-din", ChainOfIdentity = "isbt-128-coi", Sec = "sec", Grid = "isbt-128-grid",
        Gtin = "gs1-gtin", Sgtin = "gs1-sgtin", Lgtin = "gs1-lgtin", Sscc = "gs1-sscc", Gln = "gs1-gln", Pgln = "gs1-pgln",
        GsrnRecipient = "gs1-gsrn", GsrnProvider = "gs1-gsrnp", Giai = "gs1-giai", Grai = "gs1-grai", Gdti = "gs1-gdti", Ginc = "gs1-ginc",
        Gsin = "gs1-gsin", Upui = "gs1-upui", Cpi = "gs1-cpi", Itip = "gs1-itip", Gcn = "gs1-gcn";

    private static readonly FrozenDictionary<string, Sentence> Titles = new Dictionary<string, Sentence>
    {
        [Donation] = $"ISBT 128 donation identification number",
        [ChainOfIdentity] = $"ISBT 128 chain of identity identifier",
        [Sec] = $"Single European Code",
        [Grid] = $"Global registration identifier for donors",
        [Gtin] = $"GS1 trade item number (GTIN)",
        [Sgtin] = $"GS1 trade item with serial number (SGTIN)",
        [Lgtin] = $"GS1 trade item with lot number (LGTIN)",
        [Sscc] = $"GS1 logistic unit (SSCC)",
        [Gln] = $"GS1 location number (GLN)",
        [Pgln] = $"GS1 party number (GLN of a party)",
        [GsrnRecipient] = $"GS1 service relation number of a recipient (GSRN)",
        [GsrnProvider] = $"GS1 service relation number of a provider (GSRNP)",
        [Giai] = $"GS1 individual asset (GIAI)",
        [Grai] = $"GS1 returnable asset (GRAI)",
        [Gdti] = $"GS1 document type (GDTI)",
        [Ginc] = $"GS1 consignment (GINC)",
        [Gsin] = $"GS1 shipment (GSIN)",
        [Upui] = $"GS1 trade item with third-party serial number (UPUI)",
        [Cpi] = $"GS1 component or part (CPI)",
        [Itip] = $"GS1 piece of a trade item (ITIP)",
        [Gcn] = $"GS1 coupon (GCN)",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What a kind is called; an ISBT 128 structure without a word of its own is called by its kind.</summary>
    public static Sentence Title(string kind) => Titles.GetValueOrDefault(kind) ?? $"{kind}";
}
