namespace TherapyChain.Documents.Records;

/// <summary>The names a paper needs for the identifiers that entries hold.</summary>
/// <param name="Sites">Every site by its identifier.</param>
/// <param name="People">Printed names by person identifier.</param>
public sealed record Directory(IReadOnlyDictionary<string, SiteName> Sites, IReadOnlyDictionary<string, string> People)
{
    public SiteName Site(string id) => Sites.GetValueOrDefault(id) ?? new SiteName(id, "", "");

    public string Person(string id) => People.GetValueOrDefault(id) ?? id;
}

/// <summary>How a site is named on paper.</summary>
/// <param name="Zone">Its IANA zone, for parties that have made no entry yet.</param>
public sealed record SiteName(string Name, string City, string Country, string Zone = "")
{
    public string Full => string.Join(", ", new[] { Name, City, Country }.Where(part => part.Length > 0));
}
