namespace TherapyChain.Domain.Workflows.Files;

/// <summary>Finds the known word that a misspelt one was probably meant to be.</summary>
internal static class NearMiss
{
    /// <summary>Comparing costs the product of both lengths; a longer word is no misspelling of any of ours.</summary>
    private const int LongestWord = 60;

    /// <summary>" Did you mean …?" or, when nothing is near and the list is short, the list itself.</summary>
    public static Sentence Hint(string word, IEnumerable<string> known)
    {
        var words = known.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var near = word.Length > LongestWord ? default : words.Select(w => (Word: w, Distance: Distance(word, w))).OrderBy(w => w.Distance).FirstOrDefault();
        if (near.Word is not null && near.Distance <= Math.Max(1, Math.Max(word.Length, near.Word.Length) / 3)) return $" Did you mean \"{near.Word}\"?";
        return words.Count is > 0 and <= 14 ? (Sentence)$" Known here: {string.Join(", ", words)}." : (Sentence)$"";
    }

    /// <summary>How many letters must be put in, left out, changed or swapped with their neighbour.</summary>
    internal static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) d[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) d[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var same = a[i - 1] == b[j - 1] ? 0 : 1;
                d[i, j] = Math.Min(Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1), d[i - 1, j - 1] + same);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }
        return d[a.Length, b.Length];
    }
}
