using System.Collections.Immutable;
using NodaTime;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;

namespace TherapyChain.Domain.Network;

/// <summary>An institution that takes part: a hospital, a manufacturer, a courier.</summary>
/// <param name="Id">Kebab-case, <c>karolinska</c>; it stands in every entry made there and never changes.</param>
/// <param name="Zone">The IANA zone of its wall clock.</param>
/// <param name="Country">Two letters, ISO 3166-1; empty when it was not said.</param>
/// <param name="Kind">One of <see cref="NetworkFile.Kinds"/>.</param>
/// <param name="Fin">Its ISBT 128 facility identification number, five characters, in whose name it issues chain of identity identifiers; empty when it has none.</param>
/// <param name="At">Where it lies on a map, or null when it was not said.</param>
public sealed record Site(string Id, string Name, string Zone, string Kind, string City = "", string Country = "", string Fin = "", Place? At = null)
{
    /// <summary>What somebody else has found it fit for, in the order in which it runs out.</summary>
    public ImmutableArray<Accreditation> Accreditations { get; init; } = [];
}

/// <summary>A point of the earth in degrees (WGS 84).</summary>
/// <param name="Latitude">-90 to 90, north positive.</param>
/// <param name="Longitude">-180 to 180, east positive.</param>
public sealed record Place(double Latitude, double Longitude);

/// <summary>An accreditation, authorisation or certificate of a site.</summary>
/// <param name="Name">What it is and who gave it: <c>JACIE</c>, <c>Manufacturing authorisation, Art. 40</c>.</param>
/// <param name="ValidUntil">The last day it is valid, on the site's calendar.</param>
public sealed record Accreditation(string Name, string Number, LocalDate ValidUntil);

/// <summary>A person as a network file names them.</summary>
/// <param name="KeySha256">The hash of an API key that they already hold, or null.</param>
/// <param name="Formerly">The name that the same person had before, or null.</param>
public sealed record Member(Person Person, Hash? KeySha256, string? Formerly = null);

/// <summary>Sites and people to be taken up together: what a network file says.</summary>
/// <param name="Reason">Why it changes what was said before; empty when it was not said.</param>
/// <param name="MakesKeys">Whether people who have no API key get one.</param>
public sealed record Roster(string Name, ImmutableArray<Site> Sites, ImmutableArray<Member> People, string Reason = "", bool MakesKeys = true);
