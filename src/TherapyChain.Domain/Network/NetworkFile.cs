using System.Collections.Immutable;
using System.Text;
using NodaTime;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;
using TherapyChain.Domain.Workflows.Files;
using Field = TherapyChain.Domain.Workflows.Files.Field;

namespace TherapyChain.Domain.Network;

/// <summary>
/// A network's file form: YAML, or the same as JSON. A person's site is one of the file or one that is known already, so that a file can
/// bring a single new colleague.
/// </summary>
public static class NetworkFile
{
    private const int MaxBytes = 1_000_000;

    /// <summary>What an institution is; which part it plays is said by each order.</summary>
    public static readonly ImmutableArray<string> Kinds = ["hospital", "manufacturer", "stock", "courier", "authority", "office"];

    private static readonly Form Name = new Form.Name();
    private static readonly Form Words = new Form.Text(200);

    private static readonly Form Root = new Form.Map(
        new Field("network", Words, Required: true, "what the network is called."),
        new Field("reason", Words, Required: false, "Why the file changes what was said of sites and people before; it stands in the access log."),
        new Field("sites", new Form.Names(Name, new Form.Map(
            new Field("name", Words, Required: true, "the institution's full name."),
            new Field("zone", Words, Required: true, "its IANA time zone, like Europe/Stockholm."),
            new Field("kind", new Form.OneOf($"a kind of institution", Kinds), Required: true, $"what it is: {string.Join(", ", Kinds)}."),
            new Field("city", Words, Required: false, "Where it is."),
            new Field("country", Words, Required: false, "Its country in two letters."),
            new Field("at", new Form.Map(
                new Field("latitude", new Form.Number(), Required: true, "degrees, north positive."),
                new Field("longitude", new Form.Number(), Required: true, "degrees, east positive.")), Required: false, "Its place on the map."),
            new Field("fin", Words, Required: false, "Its ISBT 128 facility identification number, when it issues chain of identity identifiers."),
            new Field("accreditations", new Form.List(new Form.Map(
                new Field("name", Words, Required: true, "what it is and who gave it."),
                new Field("number", Words, Required: false, "The number it has there."),
                new Field("valid-until", Words, Required: true, "its last valid day.")), MayBeEmpty: true), Required: false, "What others have found it fit for."))), Required: false, "The institutions."),
        new Field("people", new Form.Names(Name, new Form.Map(
            new Field("name", Words, Required: true, "the printed name that stands under a signature."),
            new Field("formerly", Words, Required: false, "The name that the same person had before. Without it a known id takes no other name."),
            new Field("site", Name, Required: true, "the site they work for."),
            new Field("roles", new Form.List(new Form.OneOf($"a role", Vocabulary.Roles), OrSingle: true), Required: true, "what they do."),
            new Field("qualifications", new Form.Names(Name, Words), Required: false, "Qualifications, each with its last valid day."),
            new Field("key-sha256", Words, Required: false, "The SHA-256 of an API key they hold; a key is made when it is left out."))), Required: false, "The people."));

    /// <summary>What a file turned out to be.</summary>
    public abstract record Reading
    {
        private Reading() { }

        public sealed record Sound(Roster Roster) : Reading;

        /// <summary>At least one finding, in the order of the file.</summary>
        public sealed record Unsound(ImmutableArray<Finding> Findings) : Reading;
    }

    /// <summary>Reads UTF-8, at most 1,000,000 bytes.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="known">Sites that are known already, by their id.</param>
    public static Reading Read(ReadOnlySpan<byte> bytes, IReadOnlyDictionary<string, Site> known)
    {
        if (bytes.Length > MaxBytes) return No("file-too-large", $"The file has {bytes.Length} bytes; a network has at most {MaxBytes}.");
        if (bytes.StartsWith(Encoding.UTF8.Preamble)) bytes = bytes[3..];
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException broken)
        {
            return No("file-encoding", $"The file is not UTF-8 (byte {broken.Index} cannot be read). Save it as UTF-8.");
        }
        var findings = new List<Finding>();
        if (YamlReader.Read(text, findings) is not { } tree) return Unsound(findings);
        FormCheck.Check(tree, Root, "", findings);
        if (tree is not Yaml.Map file || findings.Count > 0) return Unsound(findings);

        var sites = Value.Entries(file["sites"]).Select(s => ReadSite(s.Key, (Yaml.Map)s.Value, findings)).ToImmutableArray();
        var all = known.Values.Concat(sites).GroupBy(s => s.Id, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last(), StringComparer.Ordinal);
        var people = Value.Entries(file["people"]).Select(p => ReadMember(p.Key, (Yaml.Map)p.Value, all, findings)).ToImmutableArray();
        var reason = file["reason"] is { } why ? Printable(why, findings) : "";
        return findings.Count > 0 ? Unsound(findings) : new Reading.Sound(new Roster(Value.Text(file["network"])!.Trim(), sites, people, reason));
    }

    private static Site ReadSite(string id, Yaml.Map site, List<Finding> findings)
    {
        var zone = Value.Text(site["zone"])!;
        if (NetworkValues.AgainstZone(zone) is { } unknown) Say(findings, "unknown-zone", site["zone"]!, unknown);
        if (id == Person.System) Say(findings, "reserved-name", site, $"\"{id}\" means the program itself and cannot be a site.");
        var country = Value.Text(site["country"]) ?? "";
        if (NetworkValues.AgainstCountry(country) is { } nowhere) Say(findings, "malformed-value", site["country"]!, nowhere);
        var fin = Value.Text(site["fin"]) ?? "";
        if (NetworkValues.AgainstFin(fin) is { } wrong) Say(findings, "malformed-value", site["fin"]!, wrong);
        return new Site(id, Printable(site["name"]!, findings), zone, Value.Text(site["kind"])!, site["city"] is { } city ? Printable(city, findings) : "", country, fin, ReadPlace(site["at"] as Yaml.Map, findings))
        {
            Accreditations = Ordered(Value.Each(site["accreditations"]).OfType<Yaml.Map>().Select(a => ReadAccreditation(a, findings))),
        };
    }

    private static Place? ReadPlace(Yaml.Map? at, List<Finding> findings)
    {
        if (at is null) return null;
        return new Place(Degrees("latitude", 90), Degrees("longitude", 180));

        double Degrees(string name, int most)
        {
            var degrees = Value.Number(at[name])!.Value;
            if (Math.Abs(degrees) > most) Say(findings, "malformed-value", at[name]!, $"A {name} lies between -{most} and {most} degrees; it is {degrees}.");
            return (double)degrees;
        }
    }

    /// <summary>As they are kept and compared: what runs out first comes first.</summary>
    public static ImmutableArray<Accreditation> Ordered(IEnumerable<Accreditation> accreditations) =>
        [.. accreditations.Distinct().OrderBy(a => a.ValidUntil).ThenBy(a => a.Name, StringComparer.Ordinal).ThenBy(a => a.Number, StringComparer.Ordinal)];

    private static Accreditation ReadAccreditation(Yaml.Map accreditation, List<Finding> findings) => new(
        Printable(accreditation["name"]!, findings), accreditation["number"] is { } number ? Printable(number, findings) : "", ReadDay(accreditation["valid-until"]!, findings));

    private static Member ReadMember(string id, Yaml.Map person, Dictionary<string, Site> sites, List<Finding> findings)
    {
        var site = Value.Text(person["site"])!;
        if (!sites.TryGetValue(site, out var works)) Say(findings, "unknown-site", person["site"]!, $"There is no site \"{site}\".{NearMiss.Hint(site, sites.Keys)}");
        if (id == Person.System) Say(findings, "reserved-name", person, $"\"{id}\" means the program itself and cannot be a person.");
        var key = Value.Text(person["key-sha256"]);
        Hash? hash = Hash.TryParse(key, out var given) ? given : null;
        if (key is not null && hash is null) Say(findings, "malformed-value", person["key-sha256"]!, $"A key's SHA-256 is written as 64 hexadecimal digits in small letters.");
        var qualifications = Value.Entries(person["qualifications"]).ToImmutableSortedDictionary(q => q.Key, q => ReadDay(q.Value, findings), StringComparer.Ordinal);
        var formerly = person["formerly"] is { } before ? Printable(before, findings) : null;
        return new Member(new Person(id, Printable(person["name"]!, findings), site, works?.Zone ?? "Etc/UTC", Value.Texts(person["roles"]), qualifications), hash, formerly);
    }

    private static LocalDate ReadDay(Yaml day, List<Finding> findings)
    {
        if (NetworkValues.AgainstDay(Value.Text(day) ?? "", out var date) is { } wrong) Say(findings, "malformed-value", day, wrong);
        return date;
    }

    // The name is printed under signatures and sealed in entries: nothing in it that could not be.
    private static string Printable(Yaml name, List<Finding> findings)
    {
        var text = Value.Text(name)!.Trim();
        if (text.Any(char.IsControl) || text.EnumerateRunes().Any(r => r.Value == 0xFFFD)) Say(findings, "malformed-value", name, $"A name holds only characters that can be printed.");
        return text;
    }

    private static void Say(List<Finding> findings, string code, Yaml at, Sentence message) => findings.Add(new Finding(code, at.Line, at.Column, message));

    private static Reading.Unsound No(string code, Sentence message) => new([new Finding(code, 1, 1, message)]);

    private static Reading.Unsound Unsound(IEnumerable<Finding> findings) => new([.. findings.OrderBy(f => f.Line).ThenBy(f => f.Column)]);
}
