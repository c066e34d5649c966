using System.Text.RegularExpressions;

namespace TherapyChain.Server.Tests.Walkthrough;

/// <summary>
/// Names that differ from run to run: orders, hashes, keys. Each of the page stands for one of this run, learnt where it is printed first and
/// the same from then on.
/// </summary>
internal sealed partial class Names
{
    private readonly Dictionary<string, string> _here = new(StringComparer.Ordinal);

    /// <summary>A text of the page with the names of this run.</summary>
    public string Here(string page) => Name().Replace(page, name => _here.GetValueOrDefault(name.Value, name.Value));

    /// <summary>Whether two lines agree but for names, and every name agrees with what was learnt; learns the new ones.</summary>
    public bool Agree(string page, string here)
    {
        if (Name().Replace(page, "") != Name().Replace(here, "")) return false;
        var (said, found) = (Name().Matches(page), Name().Matches(here));
        if (said.Count != found.Count) return false;
        if (said.Zip(found).Any(pair => _here.GetValueOrDefault(pair.First.Value, pair.Second.Value) != pair.Second.Value)) return false;
        Learn(page, here);
        return true;
    }

    public void Learn(string page, string here)
    {
        foreach (var (said, found) in Name().Matches(page).Zip(Name().Matches(here))) _here[said.Value] = found.Value;
    }

    /// <summary>The first difference between what the page says and what was printed; null when they agree. "…" takes any number of lines.</summary>
    public string? Difference(IReadOnlyList<string> page, IReadOnlyList<string> here)
    {
        var at = 0;
        for (var i = 0; i < page.Count; i++)
        {
            if (page[i].Trim() == "…")
            {
                if (i == page.Count - 1) return null;
                var next = i + 1;
                while (at < here.Count && !Agree(page[next], here[at])) at++;
                if (at == here.Count) return $"The page says \"{page[next]}\", which was not printed.";
            }
            else if (at == here.Count || !Agree(page[i], here[at]))
            {
                return $"The page says \"{page[i]}\"; printed was {(at < here.Count ? $"\"{here[at]}\"" : "no more")}.";
            }
            else at++;
        }
        return at == here.Count ? null : $"Printed was also \"{here[at]}\", of which the page says nothing.";
    }

    [GeneratedRegex(@"\b[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){2}\b|\b[0-9a-f]{64}\b|\btc_[A-Za-z0-9_-]{43}")]
    private static partial Regex Name();
}
