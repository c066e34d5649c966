using TherapyChain.Domain.Identity.Gs1;
using TherapyChain.Domain.Identity.Isbt128;

namespace TherapyChain.Tests.Identity;

/// <summary>The ways in which a scan can be the wrong one: of another patient, another bag, or spoilt on the way.</summary>
internal static class WrongScans
{
    private const string Marks = GeneratedLabels.Both + "abcdefghij-=&]<>/,:;*#%$@";

    public static readonly (string Name, Func<GeneratedLabels, string, string, string> Make)[] Ways =
    [
        ("another order's", (g, kind, _) => g.Symbol(kind, g.Code(kind))),
        ("another order's, one character apart", (g, kind, code) => g.Symbol(kind, Neighbour(g, kind, code))),
        ("another label of the same order", (g, kind, _) => Other(g, kind) is var other ? g.Symbol(other, g.Code(other)) : ""),
        ("the right digits under another mark", Masked),
        ("cut at the end", (g, kind, code) => Payload(g, kind, code) is var s ? s[..^(1 + g.Below(Math.Min(4, code.Length - 1)))] : ""),
        ("cut within", (g, kind, code) => Payload(g, kind, code) is var s && At(g, s, code) is var i ? s.Remove(i, 1) : ""),
        ("one character more", (g, kind, code) => Payload(g, kind, code) is var s ? Unchecked(g.One(s + g.Text(1, Marks), s + code[^1], s.Insert(At(g, s, code), g.Text(1, Marks)))) : ""),
        ("mistyped", (g, kind, code) => Payload(g, kind, code) is var s && At(g, s, code) is var i ? s[..i] + Different(g, s[i]) + s[(i + 1)..] : ""),
        ("transposed", (g, kind, code) => Transposed(g, Payload(g, kind, code), code)),
        ("a look-alike letter", (g, kind, code) => Payload(g, kind, code) is var s && At(g, s, code) is var i ? s[..i] + LookAlike(g, s[i]) + s[(i + 1)..] : ""),
        ("two identities in one symbol", Doubled),
        ("a second read run into the first", (_, _, code) => code + code[(code.LastIndexOf(')') + 1)..]),
    ];

    // A symbol that ends with the code, so that what is cut or changed is the code and nothing around it.
    private static string Payload(GeneratedLabels g, string kind, string code) => kind switch
    {
        "isbt-128-din" => g.One(code, "=<S1384V00=" + code + "00", "=" + code + "00"),
        "isbt-128-coi" => g.One(code, "&/" + code, "]d1=+02000=<S1384V00&/" + code),
        "sec" => g.One(code, "&,4" + code, "]C0&,4" + code),
        "text" => g.One(code, "]C0" + code, "]Q1" + code),
        _ => g.One(code, "]C1" + Scanned(code), ElementString.Separator + Scanned(code)),
    };

    // A fourteenth character that happens to be the check character of a typed donation number is no mistake: one more makes it one.
    private static string Unchecked(string scan)
    {
        if (scan.Length != 14) return scan;
        var number = scan.ToUpperInvariant().AsSpan(0, 13);
        return Mod37.Character(number) == char.ToUpperInvariant(scan[13]) ? scan + "0" : scan;
    }

    private static string Scanned(string code) => ElementString.TryReadBracketed(code, out var read, out _) ? read.Scanned : "";

    /// <summary>A place within the code, wherever it stands in the symbol; never within flags, marks or application identifiers.</summary>
    private static int At(GeneratedLabels g, string symbol, string code)
    {
        var tail = code[(code.LastIndexOf(')') + 1)..];
        return symbol.LastIndexOf(tail, StringComparison.Ordinal) + g.Below(tail.Length);
    }

    private static char Different(GeneratedLabels g, char c)
    {
        for (; ; )
            if (g.Text(1, Marks)[0] is var other && char.ToUpperInvariant(other) != char.ToUpperInvariant(c)) return other;
    }

    private static string Transposed(GeneratedLabels g, string symbol, string code)
    {
        for (var tries = 0; tries < 20; tries++)
            if (At(g, symbol, code) is var i && i + 1 < symbol.Length && symbol.LastIndexOf(code[^1]) > i && symbol[i] != symbol[i + 1] && i + 1 <= LastOf(symbol, code))
                return symbol[..i] + symbol[i + 1] + symbol[i] + symbol[(i + 2)..];
        return symbol + "0";
    }

    private static int LastOf(string symbol, string code)
    {
        var tail = code[(code.LastIndexOf(')') + 1)..];
        return symbol.LastIndexOf(tail, StringComparison.Ordinal) + tail.Length - 1;
    }

    private static char LookAlike(GeneratedLabels g, char c) => c switch
    {
        'A' => 'А', 'B' => 'В', 'C' => 'С', 'E' => 'Е', 'H' => 'Н', 'K' => 'К', 'M' => 'М', 'O' => 'О', 'P' => 'Р', 'T' => 'Т', 'X' => 'Х', 'S' => 'ſ',
        >= '0' and <= '9' => (char)(g.One('٠', '０', '߀') + (c - '0')),
        _ => (char)(c + 0xFEE0),
    };

    private static string Neighbour(GeneratedLabels g, string kind, string code)
    {
        for (; ; )
        {
            // The last digits change, and the check with them: the bag beside it in the freezer.
            var other = g.Code(kind);
            var near = kind switch
            {
                "gs1-sscc" or "gs1-gsrn" => Rechecked(code, g),
                "sec" or "isbt-128-din" or "isbt-128-coi" => kind == "sec" ? code[..20] + g.Text(1, GeneratedLabels.Digits) + code[21..] : code[..^1] + g.Text(1, GeneratedLabels.Digits),
                "gs1-grai" => other,
                _ => code[..^1] + g.Text(1, GeneratedLabels.Both),
            };
            if (near != code) return near;
        }
    }

    private static string Rechecked(string code, GeneratedLabels g)
    {
        var payload = code[..^2][(code.IndexOf(')', StringComparison.Ordinal) + 1)..] + g.Text(1, GeneratedLabels.Digits);
        return code[..(code.IndexOf(')', StringComparison.Ordinal) + 1)] + payload + CheckDigit.Of(payload);
    }

    private static string Other(GeneratedLabels g, string kind)
    {
        for (; ; )
            if (g.One(GeneratedLabels.Kinds) is var other && other != kind) return other;
    }

    private static string Masked(GeneratedLabels g, string kind, string code)
    {
        var bare = string.Concat(code.Where(char.IsAsciiLetterOrDigit));
        var tail = code[(code.LastIndexOf(')') + 1)..];
        var digits = string.Concat(code.Where(char.IsAsciiDigit)).PadLeft(18, '7')[^18..];
        return kind switch
        {
            "isbt-128-din" => g.One("]C1" + code, "]d2" + code, "]E0" + code, "(01)0" + code, "&/" + code, "=<" + code, "&,4" + code, "=;" + code + "00000000", "(21)" + code, "CH" + code, "]Q1=" + code + "00"),
            "isbt-128-coi" => g.One("=" + code, "]C1" + code, code[2..], "=" + code[2..] + "00", "(10)" + code, "]Q1" + code, "&,1" + code + "000"),
            "sec" => g.One("=" + code, "SEC:" + code[..39], "&,1" + code, "]C1" + code, "=" + code[8..21] + "00", code[8..21], "(21)" + code),
            "gs1-sgtin" => g.One(code.Replace("(21)", "(10)", StringComparison.Ordinal), code.Replace("(21)", "(235)", StringComparison.Ordinal), code[..18], tail, "(21)" + tail, "]C0" + bare, "]E0" + code[5..18]),
            "gs1-lgtin" => g.One(code.Replace("(10)", "(21)", StringComparison.Ordinal), code[..18], "(10)" + tail, tail + "0", "]C0" + bare, "(02)" + code[4..] + "(37)1"),
            "gs1-sscc" => g.One("(8018)" + tail, "(8017)" + tail, "(402)" + tail[..17], "]C100" + tail + "0", "]d28018" + tail, "]C0" + tail, "=" + tail),
            "gs1-gsrn" => g.One("(00)" + tail, "(8017)" + tail, "]C100" + tail, "https://id.gs1.org/8017/" + tail, "]C0" + tail),
            "gs1-giai" => g.One("(8002)" + tail[..Math.Min(20, tail.Length)], "(21)" + tail, tail, "]C0" + tail, "(8003)0" + digits[..13] + tail[..Math.Min(3, tail.Length)]),
            "gs1-grai" => g.One("(8004)" + tail, "(01)" + tail[..14] + "(21)" + tail[14..], tail, "(253)" + tail[1..]),
            _ => g.One("=" + code, "&/" + code, "]C1" + code, "]d2" + code, "(10)" + code, code.ToLowerInvariant(), "]C" + code, "\u00a0" + code, code + "\0"),
        };
    }

    private static string Doubled(GeneratedLabels g, string kind, string code)
    {
        var other = g.Code(kind);
        return kind switch
        {
            "isbt-128-din" => g.One($"={code}00={other}00", $"=+02000={other}00={code}00", $"=+03000={code}00=<S1384V00", $"=+02000={code}00&,4PL001499{other}A00S138400020270101"),
            "isbt-128-coi" => g.One($"&/{code}&/{other}", $"=+02000&/{other}&/{code}", $"=+03000&/{code}=<S1384V00"),
            "sec" => g.One($"&,4{code}&,4{other}", $"=+02000&,4{code}={g.Code("isbt-128-din")}00"),
            "text" => code + " " + other,
            _ => g.One(code + other[..^1] + (other[^1] == '0' ? '1' : '0'), "]C1" + Scanned(code) + ElementString.Separator + Scanned(other)),
        };
    }
}
