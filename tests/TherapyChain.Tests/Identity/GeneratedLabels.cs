using TherapyChain.Domain.Identity;
using TherapyChain.Domain.Identity.Gs1;
using TherapyChain.Domain.Identity.Isbt128;

namespace TherapyChain.Tests.Identity;

/// <summary>Seeded labels: codes of every kind, and the symbols in which the standards let a code be written.</summary>
internal sealed class GeneratedLabels(int seed)
{
    public const string Capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", Digits = "0123456789", Both = Digits + Capitals, NoO = Digits + "ABCDEFGHIJKLMNPQRSTUVWXYZ";

    public static readonly string[] Kinds = ["isbt-128-din", "isbt-128-coi", "sec", "gs1-sgtin", "gs1-lgtin", "gs1-sscc", "gs1-gsrn", "gs1-giai", "gs1-grai", "text"];

    private const char Gs = ElementString.Separator;
    private readonly Random random = new(seed);

    public int Below(int bound) => random.Next(bound);

    public T One<T>(params ReadOnlySpan<T> choices) => choices[random.Next(choices.Length)];

    public string Text(int length, string alphabet) => string.Create(length, alphabet, (span, from) => { foreach (ref var c in span) c = from[random.Next(from.Length)]; });

    /// <summary>A code of a kind in its stored form.</summary>
    public string Code(string kind) => kind switch
    {
        "isbt-128-din" => Facility() + Text(8, Digits),
        "isbt-128-coi" => $"CH{Facility()}{Text(2, Digits)}{Text(6, One(Digits, Both))}",
        "sec" => $"{Text(2, Capitals)}{Text(6, Both)}{Code("isbt-128-din")}A00{Text(1, "ST")}{Text(4, Digits)}{Text(3, Digits)}{Date()}",
        "gs1-sgtin" => $"(01){Keyed(13)}(21){Serial()}",
        "gs1-lgtin" => $"(01){Keyed(13)}(10){Serial()}",
        "gs1-sscc" => $"(00){Keyed(17)}",
        "gs1-gsrn" => $"(8018){Keyed(17)}",
        "gs1-giai" => $"(8004){Text(7, Digits)}{Serial()}",
        "gs1-grai" => $"(8003)0{Keyed(12)}{Text(1 + Below(12), Both)}",
        _ => $"{Text(3, Capitals)}-{Text(2 + Below(10), Both)}",
    };

    /// <summary>The code in one of the ways its standard allows it to be scanned, or typed.</summary>
    public string Symbol(string kind, string code) => kind switch
    {
        "isbt-128-din" => Isbt(kind, code, $"={code}{Flags(code)}"),
        "isbt-128-coi" => Isbt(kind, code, $"&/{code}"),
        "sec" => Isbt(kind, code, $"&,4{code}"),
        "text" => One("", "]C0", "]d1", "]Q1", " ") + code + One("", "\r\n", " "),
        _ => Gs1(kind, code),
    };

    private string Isbt(string kind, string code, string structure) => Below(8) switch
    {
        0 => code,
        1 => Spaced(kind, code),
        2 => structure,
        3 => One("]C0", "]d1", "]C4") + structure,
        4 => One("", "]C4", "]d1") + structure + "=<" + Product(),
        5 => One("", "]d1") + "=+03000" + structure + "=<" + Product() + "&>" + "0" + Text(2, Digits) + "001" + "2359",
        6 when kind == "isbt-128-coi" => One("", "]d1") + "=+02000" + "=" + Code("isbt-128-din") + "00" + structure,
        6 when kind == "isbt-128-din" => One("", "]d1") + "=+02000" + structure + "&/" + Code("isbt-128-coi"),
        _ => "\t" + structure + "\r",
    } is var scan && kind == "sec" && scan.Contains("&>", StringComparison.Ordinal) ? structure : scan;

    private string Spaced(string kind, string code) => kind switch
    {
        "isbt-128-din" => One($"{code[..5]} {code[5..7]} {code[7..]}", $"{code[..5]} {code[5..7]} {code[7..]} {Mod37.Character(code)}", code.ToLowerInvariant() + Mod37.Character(code)),
        "isbt-128-coi" => One($"CH {code[2..7]} {code[7..9]} {code[9..]}", code.ToLowerInvariant()),
        _ => One($"SEC: {code[..21]} {code[21..]}", $"SEC:{code}", $"SEC: {code[..21]}\n{code[21..]}"),
    };

    private string Gs1(string kind, string code)
    {
        ElementString.TryReadBracketed(code, out var elements, out _);
        var scanned = elements!.Scanned;
        var item = kind is "gs1-sgtin" or "gs1-lgtin";
        var more = item ? "17" + Text(2, Digits) + "0131" : "";
        switch (Below(7))
        {
            case 0: return code;
            case 1: return One("]C1", "]d2", "]Q3", "]e0", Gs.ToString()) + scanned;
            case 2 when item: return One("]C1", "]d2") + scanned[..16] + more + scanned[16..] + One("", Gs.ToString());
            case 3 when kind is "gs1-sscc" or "gs1-gsrn": return One(scanned[^18..], $"{scanned[^18..^10]} {scanned[^10..]}");
            case 4 when EpcUri.TryWrite(elements, 6 + Below(2), out var urn, out _) && !urn.Contains("idpat", StringComparison.Ordinal): return urn;
            default:
                DigitalLink.TryWrite(elements, One(null, "https://cells.example", "https://cells.example/a/b"), out var link, out _);
                return One("", "]Q1", "]d1") + (item ? link!.Replace("/01/", One("/01/", "/gtin/"), StringComparison.Ordinal) : link) + (item ? One("", "?17=270131", "?linkType=all") : "");
        }
    }

    private string Flags(string code) => One("00", "01", "17", "43", (60 + Mod37.Value(code)).ToString(System.Globalization.CultureInfo.InvariantCulture));

    private string Facility() => Text(1, NoO[1..]) + Text(2, NoO) + Text(2, Digits);

    private string Keyed(int length) => Text(length, Digits) is var payload ? payload + CheckDigit.Of(payload) : "";

    private string Serial() => Text(1 + Below(12), One(Digits, Both, Both + "abcxyz-./+%"));

    private string Product() => "S" + Text(4, Digits) + "V" + Text(2, Digits);

    private string Date() => $"20{Text(2, Digits)}{One("01", "06", "12")}{One("01", "15", "28")}";
}
