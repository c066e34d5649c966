using System.Collections.Immutable;

namespace TherapyChain.Documents.Records;

/// <summary>The papers of an order by the names under which they are asked for and under which their printing is recorded.</summary>
public static class Papers
{
    public const string CustodyRecord = "custody-record";
    public const string Identity = "identity";
    public const string Release = "release";
    public const string Signatures = "signatures";
    public const string Audit = "audit";

    public static readonly ImmutableArray<string> All = [CustodyRecord, Identity, Release, Signatures, Audit];
}
