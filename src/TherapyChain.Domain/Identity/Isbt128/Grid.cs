using System.Globalization;

namespace TherapyChain.Domain.Identity.Isbt128;

/// <summary>The global registration identifier of a donor (data structure 039): issuing organisation, 13 characters, two check digits.</summary>
internal static class Grid
{
    public const int Length = 19;

    public static Identifier? Read(FieldReader r)
    {
        var organisation = r.Digits($"issuing organisation", 4);
        var registration = r.Alphanumerics($"registration", 13);
        var check = r.Digits($"check", 2);
        if (r.Fault is not null) return null;
        var right = Mod37.Value(organisation + registration).ToString("00", CultureInfo.InvariantCulture);
        if (check != right) r.RefuseLast($"the check does not belong to this identifier: a character was mistyped");
        return r.Fault is null
            ? new Identifier(IdentifierKinds.Grid, organisation + registration + check, $"{organisation} {registration[..4]} {registration[4..8]} {registration[8..]} {check}", [])
            : null;
    }
}
