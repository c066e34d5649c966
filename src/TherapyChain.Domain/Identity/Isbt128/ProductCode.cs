using System.Collections.Immutable;

namespace TherapyChain.Domain.Identity.Isbt128;

/// <summary>
/// The product code (data structure 003): five characters of description, and three that tell collection and division, or for tissue and
/// some others one pack number. What a description means stands in a table of ICCBBA that a user loads; none is shipped.
/// </summary>
public static class ProductCode
{
    internal static void Read(FieldReader r)
    {
        var description = r.Take($"product description code", (1, CharacterSet.Letter), (4, CharacterSet.Alphanumeric));
        if (r.Fault is not null) return;
        r.Mean(Category(description[0]));
        if (IsPackNumbered(description[0])) r.Digits($"pack number", 3);
        else
        {
            r.Alphanumerics($"collection type", 1);
            var division = r.Alphanumerics($"division", 2);
            if (r.Fault is null) r.Mean(division switch { "00" => "undivided", "99" => "see product divisions", _ => $"division {division}" });
        }
    }

    internal static bool IsPackNumbered(char first) => first is 'T' or 'R' or 'V' or 'M' or 'N' or 'W';

    private static string Category(char first) => first switch
    {
        'S' => "cellular therapy",
        'P' => "regenerated tissue",
        'T' => "tissue",
        'R' => "reproductive",
        'E' or 'F' => "blood",
        'H' => "medical product of human origin",
        'Y' => "clinical trial",
        >= 'A' and <= 'D' => "national or local use",
        _ => "",
    };
}
