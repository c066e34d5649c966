using System.Text;
using NodaTime;
using NodaTime.Text;
using TherapyChain.Domain.Identity;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows.Files;

namespace TherapyChain.Domain.Network;

/// <summary>What the fields of a site or a person may hold. The network file and the forms of the pages ask the same; null means that nothing stands against a value.</summary>
public static class NetworkValues
{
    public const int LongestText = 200;

    /// <summary>An id: kebab-case, at most 60 characters, and not that of the program itself.</summary>
    public static Sentence? AgainstId(string id) =>
        id.Length == 0 ? (Sentence)$"Give an id. It stands in every record and never changes."
        : id.Length > 60 || !FormCheck.Kebab().IsMatch(id) ? (Sentence)$"\"{id}\" is no id: small letters and digits, words joined by hyphens, at most 60 characters."
        : id == Person.System ? (Sentence)$"\"{id}\" means the program itself." : null;

    /// <summary>Words that are printed and sealed: nothing in them that could not be.</summary>
    public static Sentence? AgainstText(string text) =>
        text.Length > LongestText ? (Sentence)$"It is longer than {LongestText} characters."
        : text.Any(char.IsControl) || text.EnumerateRunes().Any(r => r.Value == 0xFFFD) ? (Sentence)$"It holds characters that cannot be printed." : null;

    public static Sentence? AgainstZone(string zone) =>
        DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is null ? (Sentence)$"\"{zone}\" is not an IANA time zone.{NearMiss.Hint(zone, DateTimeZoneProviders.Tzdb.Ids)}" : null;

    /// <summary>ISO 3166-1, two letters; empty where it is not said.</summary>
    public static Sentence? AgainstCountry(string country) =>
        country.Length == 0 || country.Length == 2 && country.All(char.IsAsciiLetterUpper) ? null : (Sentence)$"A country is two capital letters, like SE; it is \"{country}\".";

    /// <summary>An ISBT 128 facility identification number; empty where there is none.</summary>
    public static Sentence? AgainstFin(string fin) =>
        fin.Length == 0 || ChainOfIdentity.IsFacility(fin) ? null : (Sentence)$"A facility identification number has five characters, like A9999; it is \"{fin}\".";

    /// <summary>The last day something is valid.</summary>
    public static Sentence? AgainstDay(string text, out LocalDate day)
    {
        var read = LocalDatePattern.Iso.Parse(text);
        day = read.Success ? read.Value : default;
        return read.Success ? null : (Sentence)$"The last valid day is written year-month-day, like 2027-12-31; it is \"{text}\".";
    }
}
