using System.Collections.Immutable;

namespace TherapyChain.Domain.Identity.Gs1;

/// <summary>The identifiers that an element string holds, each as finely as it can be told: an item with its serial number before the bare item.</summary>
public static class Gs1Keys
{
    public static ImmutableArray<Identifier> Of(ElementString elements)
    {
        var found = ImmutableArray.CreateBuilder<Identifier>();
        void Add(string kind, params ReadOnlySpan<string> codes)
        {
            var held = new List<Gs1Element>();
            foreach (var code in codes)
                if (elements.Elements.FirstOrDefault(e => e.Ai.Code == code) is { } element) held.Add(element);
            found.Add(new Identifier(kind, ElementString.Bracket(held), ElementString.Bracket(held), [.. held.Select(Part)]));
        }
        bool Has(string code) => elements[code] is not null;

        if (Has("00")) Add(IdentifierKinds.Sscc, "00");
        if (Has("01"))
        {
            if (Has("21")) Add(IdentifierKinds.Sgtin, "01", "21");
            if (Has("10")) Add(IdentifierKinds.Lgtin, "01", "10");
            if (Has("235")) Add(IdentifierKinds.Upui, "01", "235");
            if (!Has("21") && !Has("10") && !Has("235")) Add(IdentifierKinds.Gtin, "01");
        }
        if (Has("414")) Add(IdentifierKinds.Gln, "414", "254");
        if (Has("417")) Add(IdentifierKinds.Pgln, "417");
        if (Has("8018")) Add(IdentifierKinds.GsrnRecipient, "8018", "8019");
        if (Has("8017")) Add(IdentifierKinds.GsrnProvider, "8017", "8019");
        if (Has("8004")) Add(IdentifierKinds.Giai, "8004");
        if (Has("8003")) Add(IdentifierKinds.Grai, "8003");
        if (Has("8006")) Add(IdentifierKinds.Itip, "8006", "21");
        if (Has("8010")) Add(IdentifierKinds.Cpi, "8010", "8011");
        if (Has("253")) Add(IdentifierKinds.Gdti, "253");
        if (Has("255")) Add(IdentifierKinds.Gcn, "255");
        if (Has("401")) Add(IdentifierKinds.Ginc, "401");
        if (Has("402")) Add(IdentifierKinds.Gsin, "402");
        return found.ToImmutable();
    }

    internal static Part Part(Gs1Element element) => new($"({element.Ai.Code}) {element.Ai.Title}", element.Value, Meaning(element));

    private static string Meaning(Gs1Element e) => e.Ai.Code switch
    {
        "11" or "12" or "13" or "15" or "16" or "17" => e.Value[4..] == "00"
            ? $"year {e.Value[..2]}, month {e.Value[2..4]}{(e.Ai.Code == "17" ? ", to the last day of it" : "")}"
            : $"year {e.Value[..2]}, month {e.Value[2..4]}, day {e.Value[4..]}",
        "7003" => $"year {e.Value[..2]}, month {e.Value[2..4]}, day {e.Value[4..6]}, {e.Value[6..8]}:{e.Value[8..]}",
        _ => "",
    };
}
