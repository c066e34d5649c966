using System.Collections.Immutable;
using System.Globalization;
using NodaTime;
using NodaTime.Text;
using TherapyChain.Domain.Network;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;
using TherapyChain.Server.Pages.Forms;

namespace TherapyChain.Server.Pages.Administration;

/// <summary>The fields of a person's form, to and from a person.</summary>
internal static class PersonForm
{
    private const int Spare = 2, MostRows = 60;

    public static Fields Of(Person person)
    {
        var typed = Fields.None.With("id", person.Id).With("name", person.Name).With("site", person.Site);
        typed = new Fields(typed.Typed.SetItem("roles", person.Roles));
        foreach (var (qualification, i) in person.Qualifications.OrderBy(q => q.Value).Select((q, i) => (q, i)))
            typed = typed.With(Row(i, "name"), qualification.Key).With(Row(i, "until"), LocalDatePattern.Iso.Format(qualification.Value));
        return typed;
    }

    public static string Row(int i, string field) => string.Create(CultureInfo.InvariantCulture, $"qualification.{i}.{field}");

    public static int Rows(Fields typed)
    {
        var last = -1;
        for (var i = 0; i < MostRows; i++)
            if (IsUsed(typed, i)) last = i;
        return Math.Min(MostRows, last + 1 + Spare);
    }

    public static ImmutableArray<string> Roles(Fields typed) => typed.Typed.GetValueOrDefault("roles", []);

    public static (Member Member, ImmutableArray<Reason> Refused) Read(Fields typed, IReadOnlyDictionary<string, Site> sites, string? known)
    {
        var refused = ImmutableArray.CreateBuilder<Reason>();
        var (id, name, site) = (typed["id"].Trim(), typed["name"].Trim(), typed["site"].Trim());
        if (NetworkValues.AgainstId(id) is { } unfit) refused.Add(new("person.id", unfit, "id"));
        if (name.Length == 0) refused.Add(new("person.name", $"Give the name as it is printed under a signature.", "name"));
        else if (NetworkValues.AgainstText(name) is { } odd) refused.Add(new("person.name", odd, "name"));
        if (!sites.ContainsKey(site)) refused.Add(new("person.site", $"Choose the site they work for.", "site"));
        ImmutableArray<string> roles = [.. Roles(typed).Distinct(StringComparer.Ordinal)];
        if (roles.IsEmpty) refused.Add(new("person.roles", $"Choose at least one role.", "roles"));
        else if (roles.FirstOrDefault(r => !Vocabulary.Roles.Contains(r)) is { } strange) refused.Add(new("person.roles", $"\"{strange}\" is no role.", "roles"));
        var qualifications = ImmutableSortedDictionary.CreateBuilder<string, LocalDate>(StringComparer.Ordinal);
        for (var i = 0; i < MostRows; i++)
            if (IsUsed(typed, i)) ReadQualification(typed, i, qualifications, refused);
        // The same person with a new name: whoever types it says so, with a reason, under their own name.
        var formerly = known is not null && known != name && typed["same-person"] == "yes" ? known : null;
        if (known is not null && known != name && formerly is null)
            refused.Add(new("network.name-changed", $"This id is {known}. An id is never given to another person (21 CFR 11.100): confirm that it is the same person with a new name, or add the new colleague.", "same-person"));
        return (new Member(new Person(id, name, site, sites.GetValueOrDefault(site)?.Zone ?? "Etc/UTC", roles, qualifications.ToImmutable()), KeySha256: null, formerly), refused.ToImmutable());
    }

    private static void ReadQualification(Fields typed, int i, ImmutableSortedDictionary<string, LocalDate>.Builder into, ImmutableArray<Reason>.Builder refused)
    {
        var name = typed[Row(i, "name")].Trim();
        if (NetworkValues.AgainstId(name) is not null) refused.Add(new("qualification.name", $"A qualification is small letters and digits, words joined by hyphens, like apheresis; or empty the row.", Row(i, "name")));
        else if (into.ContainsKey(name)) refused.Add(new("qualification.twice", $"{name} stands here twice.", Row(i, "name")));
        if (NetworkValues.AgainstDay(typed[Row(i, "until")], out var day) is { } never) refused.Add(new("qualification.until", never, Row(i, "until")));
        into[name] = day;
    }

    private static bool IsUsed(Fields typed, int i) => typed[Row(i, "name")].Trim().Length > 0 || typed[Row(i, "until")].Trim().Length > 0;
}
