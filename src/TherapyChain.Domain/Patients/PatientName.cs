using System.Text;

namespace TherapyChain.Domain.Patients;

/// <summary>
/// The form in which names are compared. Accents stay: José and Jose are not the same entry, and a search that found both would show
/// somebody the wrong patient.
/// </summary>
public static class PatientName
{
    /// <summary>Composed characters, compatibility forms resolved, capitals, one space between words, one kind of hyphen and apostrophe.</summary>
    public static string Normalise(string name)
    {
        var text = new StringBuilder(name.Length);
        var space = false;
        foreach (var c in Composed(name).ToUpperInvariant())
        {
            if (char.IsWhiteSpace(c))
            {
                space = text.Length > 0;
                continue;
            }
            if (space) text.Append(' ');
            space = false;
            text.Append(c switch { '‐' or '‑' or '‒' or '–' => '-', '’' or '‘' or 'ʼ' or '`' or '´' => '\'', _ => c });
        }
        return text.ToString();
    }

    // Half a character from a broken upload has no composed form: it counts as the sign for what cannot be read.
    private static string Composed(string name) => string.Concat(name.EnumerateRunes().Select(rune => rune.ToString())).Normalize(NormalizationForm.FormKC);
}
