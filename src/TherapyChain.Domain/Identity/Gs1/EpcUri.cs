using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace TherapyChain.Domain.Identity.Gs1;

/// <summary>
/// EPC URIs (Tag Data Standard): <c>urn:epc:id:sgtin:company.item.serial</c> and its kin. They keep the length of the company prefix, which
/// the key does not: to write one, the length must be given.
/// </summary>
public static class EpcUri
{
    /// <summary>How a scheme is put together.</summary>
    /// <param name="Key">Application identifier of the key.</param>
    /// <param name="Digits">Digits of company prefix and reference together; 0 when the reference is open.</param>
    /// <param name="Leads">The first digit of the reference goes to the front of the key (indicator, extension).</param>
    /// <param name="Serial">Application identifier of the serial part; empty when it is a part of the key; null when there is none.</param>
    private sealed record Scheme(string Name, string Key, int Digits, bool Leads, string? Serial, string Prefix = "", bool IsClass = false);

    private static readonly ImmutableArray<Scheme> Schemes =
    [
        new("sgtin", "01", 13, true, "21"),
        new("lgtin", "01", 13, true, "10", IsClass: true),
        new("upui", "01", 13, true, "235"),
        new("sscc", "00", 17, true, null),
        new("sgln", "414", 12, false, "254"),
        new("pgln", "417", 12, false, null),
        new("gsrn", "8018", 17, false, null),
        new("gsrnp", "8017", 17, false, null),
        new("giai", "8004", 0, false, null),
        new("grai", "8003", 12, false, "", Prefix: "0"),
        new("gdti", "253", 12, false, ""),
        new("ginc", "401", 0, false, null),
        new("gsin", "402", 16, false, null),
        new("sgcn", "255", 12, false, ""),
        new("cpi", "8010", 0, false, "8011"),
    ];

    private static readonly FrozenDictionary<string, Scheme> ByName = Schemes.ToFrozenDictionary(s => s.Name, StringComparer.Ordinal);

    /// <summary>Reads an instance, class or pattern URI as the element string it stands for.</summary>
    public static bool TryRead(string uri, [NotNullWhen(true)] out ElementString? elements, [NotNullWhen(false)] out Fault? fault)
    {
        elements = null;
        var fields = uri.Split(':', 5);
        if (uri.Length > 500 || fields.Length != 5 || fields[0] != "urn" || fields[1] != "epc" || fields[2] is not ("id" or "class" or "idpat"))
            fault = Fault.Whole($"an EPC URI reads urn:epc:id:, urn:epc:class: or urn:epc:idpat:, a scheme, and its fields");
        else if (!ByName.TryGetValue(fields[3], out var scheme) || scheme.IsClass != (fields[2] == "class"))
            fault = Fault.Whole($"the scheme is none that is read here; {string.Join(", ", Schemes.Where(s => s.IsClass == (fields[2] == "class")).Select(s => s.Name))} are");
        else return Read(scheme, fields[4].Split('.', scheme.Serial is null ? 2 : 3), fields[2] == "idpat", out elements, out fault);
        return false;
    }

    /// <summary>Writes the key of an element string; a pattern (<c>idpat</c>) when the scheme wants a serial number and there is none.</summary>
    /// <param name="companyPrefix">Length of the GS1 company prefix, 6 to 12.</param>
    public static bool TryWrite(ElementString elements, int companyPrefix, [NotNullWhen(true)] out string? uri, [NotNullWhen(false)] out Fault? fault)
    {
        (uri, fault) = (null, null);
        var scheme = Schemes.Where(s => elements[s.Key] is not null).OrderByDescending(s => !string.IsNullOrEmpty(s.Serial) && elements[s.Serial] is not null).FirstOrDefault();
        if (scheme is null) fault = Fault.Whole($"there is no key in it that has an EPC URI");
        else if (companyPrefix is < 6 or > 12) fault = Fault.Whole($"a GS1 company prefix has 6 to 12 digits");
        if (fault is not null) return false;

        var key = elements[scheme!.Key]![scheme.Prefix.Length..];
        var body = scheme.Digits == 0 ? key : key[..scheme.Digits];
        var serial = string.IsNullOrEmpty(scheme.Serial) ? (scheme.Serial is null || key.Length == scheme.Digits + 1 ? null : key[(scheme.Digits + 1)..]) : elements[scheme.Serial];
        if (scheme.Leads) body = body[1..(1 + companyPrefix)] + body[0] + body[(1 + companyPrefix)..];
        if (body.Length < companyPrefix || !body[..companyPrefix].All(char.IsAsciiDigit))
        {
            fault = Fault.Whole($"the key does not begin with a company prefix of {companyPrefix} digits");
            return false;
        }
        var reference = $"{body[..companyPrefix]}.{Escape(body[companyPrefix..])}";
        uri = scheme.Serial is null ? $"urn:epc:id:{scheme.Name}:{reference}"
            : serial is not null ? $"urn:epc:{(scheme.IsClass ? "class" : "id")}:{scheme.Name}:{reference}.{Escape(serial)}"
            : scheme.Name == "sgln" ? $"urn:epc:id:sgln:{reference}.0"
            : $"urn:epc:idpat:{scheme.Name}:{reference}.*";
        return true;
    }

    private static bool Read(Scheme scheme, string[] fields, bool isPattern, [NotNullWhen(true)] out ElementString? elements, [NotNullWhen(false)] out Fault? fault)
    {
        elements = null;
        if (fields.Length != (scheme.Serial is null ? 2 : 3)) fault = Fault.Whole($"{scheme.Name} has {(scheme.Serial is null ? 2 : 3)} fields with points between");
        else if (fields[0].Length is < 6 or > 12 || !fields[0].All(char.IsAsciiDigit)) fault = Fault.Whole($"the company prefix has 6 to 12 digits");
        else if (isPattern && fields[^1] != "*") fault = Fault.Whole($"a pattern ends with *");
        else if (scheme.Digits > 0 && (fields[0].Length + fields[1].Length != scheme.Digits || !fields[1].All(char.IsAsciiDigit) || scheme.Leads && fields[1].Length == 0))
            fault = Fault.Whole($"company prefix and reference of {scheme.Name} have {scheme.Digits} digits together");
        else return Collect(scheme, fields, isPattern ? null : fields.ElementAtOrDefault(2), out elements, out fault);
        return false;
    }

    private static bool Collect(Scheme scheme, string[] fields, string? serial, [NotNullWhen(true)] out ElementString? elements, [NotNullWhen(false)] out Fault? fault)
    {
        elements = null;
        var key = scheme.Leads ? fields[1][0] + fields[0] + fields[1][1..] : fields[0] + Uri.UnescapeDataString(fields[1]);
        if (scheme.Digits > 0) key = scheme.Prefix + key + CheckDigit.Of(key);
        var read = new List<(string Code, string Value)> { (scheme.Key, scheme.Serial is "" && serial is not null ? key + Uri.UnescapeDataString(serial) : key) };
        if (!string.IsNullOrEmpty(scheme.Serial) && serial is not null && (scheme.Name, serial) != ("sgln", "0")) read.Add((scheme.Serial, Uri.UnescapeDataString(serial)));
        var found = new List<Gs1Element>();
        foreach (var (code, value) in read)
        {
            var ai = ApplicationIdentifier.Find(code)!;
            fault = ai.Problem(value, i => i + 1) is { } wrong ? wrong with { Position = null } : null;
            if (fault is not null) return false;
            found.Add(new Gs1Element(ai, value));
        }
        return ElementString.TryCollect(found, out elements, out fault);
    }

    // Sub-delimiters may stand as they are in a URN; the rest of character set 82 that may not is escaped.
    private static string Escape(string text) => string.Concat(text.Select(c => c is '"' or '%' or '&' or '/' or '<' or '>' or '?' or '#' ? Uri.HexEscape(c) : c.ToString()));
}
