using System.Buffers;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace TherapyChain.Domain.Identity.Gs1;

/// <summary>
/// A GS1 Digital Link URI: a key with its qualifiers in the path, everything else in the query. Any domain and stem may stand before; the
/// rightmost key counts. Short names (gtin, ser, lot) are read and never written.
/// </summary>
public sealed class DigitalLink
{
    public const string CanonicalStem = "https://id.gs1.org";
    private const int Longest = 2000;

    private static readonly FrozenDictionary<string, string> Names = new Dictionary<string, string>
    {
        ["gtin"] = "01", ["itip"] = "8006", ["gmn"] = "8013", ["cpid"] = "8010", ["gln"] = "414", ["party"] = "417", ["payTo"] = "415",
        ["gsrnp"] = "8017", ["gsrn"] = "8018", ["gcn"] = "255", ["sscc"] = "00", ["gdti"] = "253", ["ginc"] = "401", ["gsin"] = "402",
        ["grai"] = "8003", ["giai"] = "8004", ["cpv"] = "22", ["lot"] = "10", ["ser"] = "21", ["tpx"] = "235", ["cpsn"] = "8011",
        ["glnx"] = "254", ["srin"] = "8019", ["refno"] = "8020",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly ImmutableArray<string> FinestFirst = ["21", "235", "10"];
    private static readonly SearchValues<char> Unsafe = SearchValues.Create("<>\"{}|\\^`");

    private DigitalLink(ElementString all, ImmutableArray<Gs1Element> path) => (All, Path) = (all, path);

    /// <summary>Everything it says.</summary>
    public ElementString All { get; }

    /// <summary>The key and its qualifiers.</summary>
    public ImmutableArray<Gs1Element> Path { get; }

    /// <summary>As CBV 2.0 wants it in the hash of an event: the key with its finest qualifier and nothing else.</summary>
    public string Canonical => CanonicalStem + Written(Narrowest(Path));

    public static bool TryRead(string uri, [NotNullWhen(true)] out DigitalLink? link, [NotNullWhen(false)] out Fault? fault)
    {
        link = null;
        if (!Split(uri, out var segments, out var query, out fault)) return false;
        if (Elements(segments, query, out fault) is not { } found)
        {
            fault ??= Fault.Whole($"there is no key in it");
            return false;
        }
        if (!ElementString.TryCollect(found.Path.Concat(found.Query), out var all, out fault)) return false;
        if (all.Elements.Length != found.Path.Length + found.Query.Length)
        {
            fault = Fault.Whole($"an application identifier stands twice");
            return false;
        }
        link = new DigitalLink(all, found.Path);
        return true;
    }

    /// <summary>Writes an element string as a URI: the first key in the path with its qualifiers, then the query, predefined lengths first.</summary>
    public static bool TryWrite(ElementString elements, string? stem, [NotNullWhen(true)] out string? uri, [NotNullWhen(false)] out Fault? fault)
    {
        (uri, fault) = (null, null);
        if (elements.Elements.FirstOrDefault(e => e.Ai.Qualifiers is not null) is not { Ai.Qualifiers: { } orders } key)
        {
            fault = Fault.Whole($"there is no key in it");
            return false;
        }
        var present = elements.Elements.Where(e => orders.Any(order => order.Contains(e.Ai.Code))).ToList();
        if (orders.FirstOrDefault(order => present.TrueForAll(e => order.Contains(e.Ai.Code))) is not { IsDefault: false } sequence)
        {
            fault = Fault.Whole($"{string.Join(", ", present.Select(e => $"({e.Ai.Code})"))} cannot stand together with ({key.Ai.Code})");
            return false;
        }
        var path = present.OrderBy(e => sequence.IndexOf(e.Ai.Code)).Prepend(key).ToList();
        var query = elements.Elements.Except(path).OrderByDescending(e => e.Ai.IsPredefined).Select(e => $"{e.Ai.Code}={Uri.EscapeDataString(e.Value)}").ToList();
        uri = (stem ?? CanonicalStem) + Written(path) + (query.Count == 0 ? "" : "?" + string.Join('&', query));
        return true;
    }

    private static string Written(IEnumerable<Gs1Element> path) => string.Concat(path.Select(e => $"/{e.Ai.Code}/{Uri.EscapeDataString(e.Value)}"));

    private static ImmutableArray<Gs1Element> Narrowest(ImmutableArray<Gs1Element> path)
    {
        var finest = FinestFirst.Select(code => path.FirstOrDefault(e => e.Ai.Code == code)).FirstOrDefault(e => e is not null);
        return path[0].Ai.Code is not ("01" or "8006") ? path : finest is null ? [path[0]] : [path[0], finest];
    }

    private static bool Split(string uri, out string[] segments, out string query, [NotNullWhen(false)] out Fault? fault)
    {
        (segments, query, fault) = ([], "", null);
        var wrong = uri.AsSpan().IndexOfAnyExceptInRange('!', '~');
        if (wrong < 0) wrong = uri.AsSpan().IndexOfAny(Unsafe);
        if (uri.Length > Longest) fault = Fault.Whole($"a link has at most {Longest} characters, this has {uri.Length}");
        else if (wrong >= 0) fault = Fault.At(wrong + 1, uri[wrong], $"it cannot stand in a link");
        else if (!(((string[])["http://", "https://", "HTTP://", "HTTPS://"]).FirstOrDefault(s => uri.StartsWith(s, StringComparison.Ordinal)) is { } scheme))
            fault = Fault.Whole($"a Digital Link begins with https://");
        else
        {
            var rest = uri[scheme.Length..].Split('#')[0];
            var mark = rest.IndexOf('?', StringComparison.Ordinal);
            if (mark >= 0) (rest, query) = (rest[..mark], rest[(mark + 1)..]);
            segments = rest.Split('/');
            if (segments[0].Length == 0 || segments[0].Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-' or ':' or '[' or ']')))
                fault = Fault.Whole($"the link names no host");
        }
        return fault is null;
    }

    private static (ImmutableArray<Gs1Element> Path, ImmutableArray<Gs1Element> Query)? Elements(string[] segments, string query, out Fault? fault)
    {
        var path = ImmutableArray<Gs1Element>.Empty;
        fault = null;
        for (var i = segments.Length - 2; i >= 1 && path.IsEmpty; i -= 2)
        {
            if (ApplicationIdentifier.Find(Names.GetValueOrDefault(segments[i], segments[i])) is not { } ai) break;
            if (ai.Qualifiers is { } orders) path = ReadPath(segments, i, orders, out fault);
            if (fault is not null) return null;
        }
        if (path.IsEmpty)
        {
            fault = Fault.Whole($"no GS1 key with its qualifiers stands at the end of the path");
            return null;
        }
        var attributes = ImmutableArray.CreateBuilder<Gs1Element>();
        foreach (var pair in query.Split('&'))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            // Parameters that are no numbers belong to the web site.
            if (equals <= 0 || !pair[..equals].All(char.IsAsciiDigit)) continue;
            if (Element(pair[..equals], pair[(equals + 1)..].Replace('+', ' '), out fault) is not { } attribute) return null;
            attributes.Add(attribute);
        }
        return (path, attributes.ToImmutable());
    }

    private static ImmutableArray<Gs1Element> ReadPath(string[] segments, int from, ImmutableArray<ImmutableArray<string>> orders, out Fault? fault)
    {
        var path = ImmutableArray.CreateBuilder<Gs1Element>();
        fault = null;
        for (var i = from; i < segments.Length; i += 2)
        {
            if (Element(Names.GetValueOrDefault(segments[i], segments[i]), segments[i + 1], out fault) is not { } element) return [];
            path.Add(element);
        }
        var qualifiers = path.Skip(1).Select(e => e.Ai.Code).ToList();
        if (!orders.Any(order => qualifiers.SequenceEqual(order.Where(qualifiers.Contains))))
            fault = Fault.Whole($"{string.Join(", ", qualifiers.Select(q => $"({q})"))} cannot follow ({path[0].Ai.Code}) in this order");
        return fault is null ? path.ToImmutable() : [];
    }

    private static Gs1Element? Element(string code, string escaped, out Fault? fault)
    {
        if (ApplicationIdentifier.Find(code) is not { } ai)
        {
            fault = Fault.Whole($"there is no GS1 application identifier {code[..Math.Min(code.Length, 8)]}");
            return null;
        }
        var value = Uri.UnescapeDataString(escaped);
        if (code == "01" && value.Length is 8 or 12 or 13) value = value.PadLeft(14, '0');
        // Positions within a link mislead where characters are escaped; the value itself is short enough to look at.
        fault = ai.Problem(value, i => i + 1) is { } wrong ? wrong with { Position = null, Why = $"in the value {Shown(value)}: {wrong.Why}" } : null;
        return fault is null ? new Gs1Element(ai, value) : null;
    }

    private static string Shown(string value) => string.Concat(value.Take(40).Select(c => c is >= ' ' and <= '~' ? c.ToString() : $"\\u{(int)c:x4}"));
}
