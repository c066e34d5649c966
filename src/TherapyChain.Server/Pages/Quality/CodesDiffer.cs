using TherapyChain.Domain;

namespace TherapyChain.Server.Pages.Quality;

/// <summary>Where two codes differ, place by place: what an eye looks for on two labels held side by side.</summary>
internal static class CodesDiffer
{
    private const int MostNamed = 6;

    /// <summary>The text in runs of characters that stand in the other at the same place, and of such that do not.</summary>
    public static IEnumerable<(string Part, bool Differs)> Runs(string text, string other)
    {
        for (var (begin, end) = (0, 0); begin < text.Length; begin = end)
        {
            var differs = Differs(text, other, begin);
            while (end < text.Length && Differs(text, other, end) == differs) end++;
            yield return (text[begin..end], differs);
        }
    }

    /// <summary>The same in words, places counted from 1.</summary>
    public static Sentence Told(string scanned, string expected)
    {
        var places = Enumerable.Range(0, Math.Min(scanned.Length, expected.Length)).Where(i => scanned[i] != expected[i]).Select(i => i + 1).ToList();
        var where = places.Count switch
        {
            0 => (Sentence)$"As far as the shorter one goes they are alike.",
            1 => (Sentence)$"They differ at character {places[0]}.",
            <= MostNamed => (Sentence)$"They differ at characters {string.Join(", ", places)}.",
            _ => (Sentence)$"They differ at {places.Count} characters, the first of them character {places[0]}.",
        };
        return scanned.Length == expected.Length ? where : (Sentence)$"{where} They are of different length: {scanned.Length} and {expected.Length} characters.";
    }

    private static bool Differs(string text, string other, int i) => i >= other.Length || text[i] != other[i];
}
