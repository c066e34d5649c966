using System.Collections.Immutable;
using System.Globalization;
using NodaTime.Text;
using TherapyChain.Domain.Network;
using TherapyChain.Domain.Orders;
using TherapyChain.Server.Pages.Forms;

namespace TherapyChain.Server.Pages.Administration;

/// <summary>The fields of a site's form, to and from a site.</summary>
internal static class SiteForm
{
    /// <summary>Rows offered for accreditations that are not there yet.</summary>
    private const int Spare = 2;

    private const int MostRows = 50;

    private static readonly string[] Columns = ["name", "number", "valid-until"];

    public static Fields Of(Site site)
    {
        var typed = Fields.None.With("id", site.Id).With("name", site.Name).With("kind", site.Kind).With("city", site.City).With("country", site.Country).With("zone", site.Zone).With("fin", site.Fin);
        foreach (var (accreditation, i) in site.Accreditations.Select((a, i) => (a, i)))
            typed = typed.With(Row(i, "name"), accreditation.Name).With(Row(i, "number"), accreditation.Number).With(Row(i, "valid-until"), LocalDatePattern.Iso.Format(accreditation.ValidUntil));
        return typed;
    }

    public static string Row(int i, string field) => string.Create(CultureInfo.InvariantCulture, $"accreditation.{i}.{field}");

    /// <summary>How many rows of accreditations the form shows: those that hold something, and a few more.</summary>
    public static int Rows(Fields typed)
    {
        var last = -1;
        for (var i = 0; i < MostRows; i++)
            if (IsUsed(typed, i)) last = i;
        return Math.Min(MostRows, last + 1 + Spare);
    }

    public static (Site Site, ImmutableArray<Reason> Refused) Read(Fields typed)
    {
        var refused = ImmutableArray.CreateBuilder<Reason>();
        var (id, name, zone, kind, country, fin, city) = (Text("id"), Text("name"), Text("zone"), Text("kind"), Text("country"), Text("fin"), Text("city"));
        if (NetworkValues.AgainstId(id) is { } unfit) refused.Add(new("site.id", unfit, "id"));
        if (name.Length == 0) refused.Add(new("site.name", $"Give the institution's full name.", "name"));
        else if (NetworkValues.AgainstText(name) is { } unprintable) refused.Add(new("site.name", unprintable, "name"));
        if (!NetworkFile.Kinds.Contains(kind)) refused.Add(new("site.kind", $"Choose what it is.", "kind"));
        if (NetworkValues.AgainstText(city) is { } odd) refused.Add(new("site.city", odd, "city"));
        if (NetworkValues.AgainstCountry(country) is { } nowhere) refused.Add(new("site.country", nowhere, "country"));
        if (NetworkValues.AgainstZone(zone) is { } timeless) refused.Add(new("site.zone", timeless, "zone"));
        if (NetworkValues.AgainstFin(fin) is { } wrong) refused.Add(new("site.fin", wrong, "fin"));
        var accreditations = Enumerable.Range(0, MostRows).Where(i => IsUsed(typed, i)).Select(i => Accreditation(typed, i, refused)).ToList();
        return (new Site(id, name, zone, kind, city, country, fin) { Accreditations = NetworkFile.Ordered(accreditations) }, refused.ToImmutable());

        string Text(string field) => typed[field].Trim();
    }

    private static Accreditation Accreditation(Fields typed, int i, ImmutableArray<Reason>.Builder refused)
    {
        var (name, number) = (typed[Row(i, "name")].Trim(), typed[Row(i, "number")].Trim());
        if (name.Length == 0) refused.Add(new("accreditation.name", $"Say what it is and who gave it, or empty the row.", Row(i, "name")));
        else if (NetworkValues.AgainstText(name) is { } odd) refused.Add(new("accreditation.name", odd, Row(i, "name")));
        if (NetworkValues.AgainstText(number) is { } wrong) refused.Add(new("accreditation.number", wrong, Row(i, "number")));
        if (NetworkValues.AgainstDay(typed[Row(i, "valid-until")], out var day) is { } never) refused.Add(new("accreditation.valid-until", never, Row(i, "valid-until")));
        return new Accreditation(name, number, day);
    }

    private static bool IsUsed(Fields typed, int i) => Columns.Any(field => typed[Row(i, field)].Trim().Length > 0);
}
