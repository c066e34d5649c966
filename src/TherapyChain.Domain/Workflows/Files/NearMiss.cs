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
        var near = word.Length > LongestWord ? default : words.Where(w => w.Length <= LongestWord && Math.Abs(w.Length - word.Length) <= Far(word, w))
            .Select(w => (Word: w, Distance: Distance(word, w))).OrderBy(w => w.Distance).FirstOrDefault();
        if (near.Word is not null && near.Distance <= Far(word, near.Word)) return $" Did you mean \"{near.Word}\"?";
        return words.Count is > 0 and <= 14 ? (Sentence)$" Known here: {string.Join(", ", words)}." : (Sentence)$"";
    }

    // Further away than this it is another word. Two words differ by no less than their lengths do.
    private static int Far(string a, string b) => Math.Max(1, Math.Max(a.Length, b.Length) / 3);

    /// <summary>How many letters must be put in, left out, changed or swapped with their neighbour, in words of at most sixty letters.</summary>
    private static int Distance(string a, string b)
    {
        // One row for each letter of a; only the last two before it are looked at. A file of many wrong words asks thousands of times.
        Span<int> before = stackalloc int[LongestWord + 1], last = stackalloc int[LongestWord + 1], row = stackalloc int[LongestWord + 1];
        for (var j = 0; j <= b.Length; j++) last[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(last[j] + 1, row[j - 1] + 1), last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = Math.Min(row[j], before[j - 2] + 1);
            }
            var free = before;
            before = last;
            last = row;
            row = free;
        }
        return last[b.Length];
    }
}
