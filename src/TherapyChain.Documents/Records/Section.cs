using System.Collections.Immutable;
using TherapyChain.Documents.Layout;

namespace TherapyChain.Documents.Records;

/// <summary>The sections of the paper in their order, numbered so that they can be named over a telephone.</summary>
internal sealed record Section(string Title)
{
    public static readonly Section Identifiers = new("1  Identifiers");
    public static readonly Section Parties = new("2  Parties");
    public static readonly Section Chronology = new("3  Chronology");
    public static readonly Section Handovers = new("4  Handovers");
    public static readonly Section Signatures = new("5  Signatures");
    public static readonly Section Refused = new("6  Refused identity checks");
    public static readonly Section Corrections = new("7  Corrections");
    public static readonly Section Departures = new("8  Holds, deviations, limits, late entries");
    public static readonly Section Documents = new("9  Documents");
    public static readonly Section People = new("10  People");
    public static readonly Section Hashes = new("11  Hashes of the entries");
    public static readonly Section Seal = new("12  Seal and countersignature");

    public static readonly ImmutableArray<Section> All =
        [Identifiers, Parties, Chronology, Handovers, Signatures, Refused, Corrections, Departures, Documents, People, Hashes, Seal];

    public Heading Heading => new(2, Title);
}
