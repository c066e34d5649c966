using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using TherapyChain.Domain;
using TherapyChain.Domain.Orders;

namespace TherapyChain.Server.Accounts;

/// <summary>
/// Which passwords are taken: long, not made of what the person is called, not one of those that stand at the top of every list of stolen
/// ones. No demand for signs and capitals, which people meet with "Password1!" (NIST SP 800-63B, 5.1.1.2).
/// </summary>
public static partial class PasswordRules
{
    public const int Shortest = 12;
    public const int Longest = 128;

    private const int FewestDifferent = 6;

    private static readonly string[] Common = Read();

    /// <summary>The form that is hashed: the same whatever keyboard composed the letters.</summary>
    public static string Normal(string password) => password.Normalize(NormalizationForm.FormKC);

    /// <summary>Everything that stands against a password, none when it is good.</summary>
    public static ImmutableArray<Reason> Against(string password, Person person, string site)
    {
        var reasons = ImmutableArray<Reason>.Empty;
        var length = Normal(password).EnumerateRunes().Count();
        if (length < Shortest) reasons = reasons.Add(Say("password.short", $"A password has at least {Shortest} characters; this one has {length}. A short sentence is easy to remember."));
        if (length > Longest) reasons = reasons.Add(Say("password.long", $"A password has at most {Longest} characters."));
        if (password.Distinct().Count() < FewestDifferent || Repeated().IsMatch(password) || IsSequence(password))
            reasons = reasons.Add(Say("password.trivial", $"This password repeats itself or follows the keyboard or the alphabet: it is guessed at once."));
        // What remains when everything guessable is taken away must still be worth guessing.
        var plain = Plain(password);
        var named = Without(plain, [person.Id, .. person.Id.Split('-'), .. person.Name.Split(' ', '-', '.'), person.Site, site, .. site.Split(' ')]);
        if (named.Length < 6 && plain.Length - named.Length >= 3) reasons = reasons.Add(Say("password.name", $"This password is made of your name, your id or your site."));
        else if (Without(plain, Common) is { Length: < 4 } left && left.Length < plain.Length)
            reasons = reasons.Add(Say("password.breached", $"This password is made of words that stand in every list of stolen passwords."));
        return reasons;
    }

    private static Reason Say(string code, Sentence message) => new(code, message, "password");

    // Small letters, the usual figures for letters turned back, the rest of digits and signs dropped.
    private static string Plain(string password)
    {
        var text = new StringBuilder();
        foreach (var c in Normal(password).ToLowerInvariant())
            text.Append(c switch { '0' => 'o', '1' or '!' => 'i', '3' => 'e', '4' or '@' => 'a', '5' or '$' => 's', '7' => 't', _ => char.IsLetter(c) ? c : ' ' });
        // Digits at the end are a year or a counter, not letters.
        var lead = password.TrimEnd([.. "0123456789!?.$*#-_ "]).Length;
        return text.ToString()[..Math.Min(text.Length, lead)].Replace(" ", "", StringComparison.Ordinal);
    }

    private static string Without(string plain, IEnumerable<string> words) =>
        words.Select(Plain).Where(w => w.Length >= 3).OrderByDescending(w => w.Length).Aggregate(plain, (left, word) => left.Replace(word, "", StringComparison.Ordinal));

    private static bool IsSequence(string password)
    {
        const string Rows = "abcdefghijklmnopqrstuvwxyz 01234567890123456789 qwertyuiopasdfghjklzxcvbnm qwertzuiopasdfghjklyxcvbnm azertyuiopqsdfghjklmwxcvbn";
        var back = string.Concat(Rows.Reverse());
        var text = password.ToLowerInvariant();
        var followed = Enumerable.Range(1, Math.Max(0, text.Length - 1)).Count(i => Rows.Contains(text.Substring(i - 1, 2), StringComparison.Ordinal) || back.Contains(text.Substring(i - 1, 2), StringComparison.Ordinal));
        return text.Length > 1 && followed >= (text.Length - 1) * 3 / 4;
    }

    private static string[] Read()
    {
        using var file = new StreamReader(typeof(PasswordRules).Assembly.GetManifestResourceStream("TherapyChain.Server.Accounts.common-passwords.txt")!);
        return file.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(w => w[0] != '#').ToArray();
    }

    // One to six characters, again and again.
    [GeneratedRegex("^(.{1,6}?)\\1{2,}.{0,2}$|^(.{6})\\2")]
    private static partial Regex Repeated();
}
